import pytest
from django.core.files.storage import default_storage

from cases.enums import Facet, Vocabulary
from cases.media.derivatives import WIDTHS, derived_name
from cases.models import Case, Publication, PublicationFacet, PublishedFile, SiteVersion
from cases.publishing import rebuild, take_back
from cases.tagging import Choice, new_topic, set_tags
from tests import make

pytestmark = pytest.mark.django_db


def test_what_is_published_has_its_facets():
    owner = make.organisation("state-grid")
    publication = make.published(make.case(owner, goals=(7, 13), concept="green"))
    assert set(publication.facets.values_list("facet", "value")) == {
        (Facet.CONCEPT, "green"),
        (Facet.SDG, "7"),
        (Facet.SDG, "13"),
        (Facet.ORGANISATION, "state-grid"),
        (Facet.YEAR, "2021"),
    }


def test_publishing_makes_every_size_of_every_picture():
    case = make.case()
    picture = make.picture(case)
    make.published(case)
    assert [default_storage.exists(derived_name(picture.digest, width)) for width in WIDTHS] == [True] * 3
    assert list(PublishedFile.objects.values_list("digest", flat=True)) == [picture.digest]


def test_withdrawing_keeps_the_address_and_takes_the_rest():
    publication = make.published(make.case())
    take_back(publication.case)
    publication.refresh_from_db()
    assert publication.withdrawn_at is not None
    assert (publication.facets.count(), publication.files.count(), Publication.objects.live().count()) == (0, 0, 0)


def test_every_change_of_what_is_public_raises_the_sites_version():
    before = SiteVersion.objects.get().number
    publication = make.published(make.case())
    published = SiteVersion.objects.get().number
    take_back(publication.case)
    assert before < published < SiteVersion.objects.get().number


def test_rebuilding_writes_the_same_again():
    make.published(make.case(concept="green"))
    kept = set(PublicationFacet.objects.values_list("facet", "value"))
    text = Publication.objects.get().search_text
    PublicationFacet.objects.all().delete()
    Publication.objects.update(search_text="")
    assert rebuild() == 1
    assert (set(PublicationFacet.objects.values_list("facet", "value")), Publication.objects.get().search_text) == (kept, text)


def test_editing_rows_changes_nothing_that_is_published():
    publication = make.published(make.case())
    Case.objects.update(title_zh_hans="尚未公开的改动")
    rebuild()
    publication.refresh_from_db()
    assert "尚未公开的改动" not in str(publication.revision.document) + publication.search_text


def test_search_text_holds_both_languages_and_no_markup():
    publication = make.published(make.case(body_zh_hans="<p>光伏<strong>并网</strong></p>", body_en="<p>Solar power</p>"))
    assert "光伏并网" in publication.search_text
    assert "Solar power" in publication.search_text
    assert "<" not in publication.search_text


def test_search_text_knows_other_names_of_organisations_and_tags():
    owner = make.organisation("cmpak", aliases=["辛姆巴科"], latin_name="Zong")
    case = make.case(owner)
    topic = new_topic("双碳", "Carbon peak", slug="dual-carbon", synonyms=["碳达峰碳中和"])
    set_tags(case, Vocabulary.TOPIC, [Choice(topic)])
    text = make.published(case).search_text
    assert [name for name in ("辛姆巴科", "Zong", "碳达峰碳中和") if name not in text] == []
