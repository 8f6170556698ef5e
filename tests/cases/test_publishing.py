import pytest
from django.core.files.storage import default_storage

from cases.enums import Facet
from cases.media.derivatives import WIDTHS, derived_name
from cases.models import Case, Publication, PublicationSet, PublishedFile, SearchText, SiteVersion
from cases.publishing import rebuild, take_back
from cases.search.facets import current_index
from tests import make

pytestmark = pytest.mark.django_db


def test_what_is_published_has_its_facets():
    owner = make.organisation("state-grid")
    publication = make.published(make.case(owner, goals=(7, 13), concept="green"))
    index = current_index()
    assert {(facet, value) for facet in Facet for value in index.sets.get(facet, {}) if publication.pk in index.sets[facet][value]} == {
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
    assert (publication.facets, publication.files.count(), SearchText.objects.count(), Publication.objects.live().count()) == ([], 0, 0, 0)
    assert current_index().kinds.get("live", {}) == {}


def test_every_change_of_what_is_public_raises_the_sites_version():
    before = SiteVersion.objects.get().number
    publication = make.published(make.case())
    published = SiteVersion.objects.get().number
    take_back(publication.case)
    assert before < published < SiteVersion.objects.get().number


def test_rebuilding_writes_the_same_again():
    make.published(make.case(concept="green"))
    make.published(make.case(concept="sharing", goals=(1, 2)))

    def derived():
        sets = PublicationSet.objects.exclude(name__startswith="segment=").filter(size__gt=0).order_by("name").values_list("name", "ids")
        return [(name, bytes(ids)) for name, ids in sets], list(SearchText.objects.order_by("pk").values())

    kept = derived()
    PublicationSet.objects.all().delete()
    SearchText.objects.all().delete()
    Publication.objects.update(facets=[], year=1999)
    assert rebuild() == 2
    assert derived() == kept


def test_rebuilding_empties_the_sets_of_what_was_withdrawn_behind_its_back():
    publication = make.published(make.case(concept="green"))
    Publication.objects.filter(pk=publication.pk).update(withdrawn_at=publication.published_at)
    rebuild()
    assert current_index().counts({})[Facet.CONCEPT] == {}


def test_editing_rows_changes_nothing_that_is_published():
    publication = make.published(make.case())
    Case.objects.update(title_zh_hans="尚未公开的改动")
    rebuild()
    publication.refresh_from_db()
    assert "尚未公开的改动" not in str(publication.revision.document) + str(SearchText.objects.values())


def test_search_text_holds_both_languages_in_normal_form_and_no_markup():
    make.published(make.case(body_zh_hans="<p>光伏<strong>並網</strong></p>", body_en="<p>Solar power</p>"))
    assert SearchText.objects.get().text == "光伏并网\nsolar power"
