"""The 2021 collection as it stands in the database after loading: what the report of that year holds, counted."""

import io
from collections import Counter

import pytest
from django.core.management import call_command

from cases.collection_2021 import case_files, read
from cases.enums import CaseState, QuotationForm, Vocabulary
from cases.models import Case, CaseTag, Figure, Picture, Publication, Quotation, Revision
from cases.revisions import document_of
from reports import editions
from reports.compose import compose
from reports.document import Chart, from_json, to_json
from reports.models import (
    Block,
    Choice,
    CitedDocument,
    Edition,
    Illustration,
    Indicator,
    Observation,
    Placement,
    Report,
    ShortLink,
    Signer,
    Statement,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("collection")]


def test_all_27_cases_are_published():
    assert Publication.objects.live().count() == 27
    assert Case.objects.filter(year=2021, state=CaseState.PUBLISHED).count() == 27


def test_every_figure_of_the_files_is_in_its_published_case():
    written = {data["slug"]: [row["value"] for row in data.get("figures", [])] for data in map(read, case_files())}
    shown = {p.slug: [str(f.value) for f in document_of(p.revision).figures] for p in Publication.objects.with_documents()}
    assert shown == written
    assert Figure.objects.filter(case__year=2021).count() == sum(map(len, written.values())) == 99


def test_only_the_case_about_a_standard_holds_no_figure():
    assert [p.slug for p in Publication.objects.with_documents() if not document_of(p.revision).figures] == ["dewu-sneaker-standard"]


def test_the_five_concepts_have_2_3_2_5_and_3_cases():
    concepts = CaseTag.objects.filter(tag__vocabulary=Vocabulary.CONCEPT).values_list("tag__slug", flat=True)
    assert Counter(concepts) == {"innovation": 2, "coordination": 3, "green": 2, "openness": 5, "sharing": 3}


def test_every_case_has_one_to_four_goals_each_with_a_reason_in_both_languages():
    for publication in Publication.objects.with_documents():
        goals = document_of(publication.revision).goals
        assert 1 <= len(goals) <= 4
        assert [goal.rank for goal in goals].count("primary") == 1
        assert all(goal.reason.zh_hans and goal.reason.en for goal in goals)


def test_zhejiangs_umbrella_holds_its_five_nested_cases():
    assert Publication.objects.filter(parent_slug="zhejiang-resilient-grid").count() == 5


def test_23_quotations_all_in_reported_speech_and_none_in_quotation_marks():
    said = [*Quotation.objects.filter(case__year=2021), *Statement.objects.all()]
    assert len(said) == 23
    assert {row.form for row in said} == {QuotationForm.REPORTED}
    assert [row.text_zh_hans for row in said if row.text_zh_hans.startswith("“")] == []


def test_17_photo_captions_18_documents_and_2_qr_codes():
    pictures = [*Picture.objects.all(), *Illustration.objects.all()]
    assert (len(pictures), CitedDocument.objects.count(), ShortLink.objects.count()) == (17, 18, 2)
    assert all(row.stand_in and "示意图" in row.caption_zh_hans and "drawing" in row.caption_en for row in pictures)


def test_the_indicator_bank_holds_every_number_outside_the_cases():
    assert (Indicator.objects.count(), Observation.objects.count()) == (244, 299)
    periods: dict[int, set[str]] = {}
    for pk, period in Observation.objects.exclude(period="").values_list("indicator", "period"):
        periods.setdefault(pk, set()).add(period)
    assert sum(len(found) > 1 for found in periods.values()) == 27


def test_where_the_source_contradicts_itself_both_values_stand_with_their_places():
    rows = Observation.objects.filter(indicator__key="industrial-energy-intensity-decline").values_list("value", "place")
    assert len(rows) >= 2
    assert all(place for _value, place in rows)


def test_everything_a_person_reads_is_there_in_both_languages():
    lacking = [
        f"{row._meta.label} {row.pk} {field}"
        for model, fields in {
            Case: ("title", "summary", "body"),
            Figure: ("label",),
            Quotation: ("text",),
            Picture: ("caption", "alt"),
            Indicator: ("label",),
            Statement: ("text",),
            Illustration: ("caption", "alt"),
            CitedDocument: ("title",),
        }.items()
        for row in (model.objects.filter(year=2021) if model is Case else model.objects.all())
        for field in fields
        if not (getattr(row, f"{field}_zh_hans") and getattr(row, f"{field}_en"))
    ]
    assert lacking == []


@pytest.fixture
def few_files(monkeypatch):
    """Here each is made at once."""
    monkeypatch.setattr(editions, "FILES", ("csv",))


def test_loading_again_changes_nothing(few_files):
    call_command("demo", "--json", "--i-know", stdout=io.StringIO())
    kinds = (Revision, Case, Block, Observation, Report, Edition, Choice, Signer)
    before = [kind.objects.count() for kind in kinds]
    call_command("demo", "--json", "--i-know", stdout=io.StringIO())
    assert [kind.objects.count() for kind in kinds] == before


def test_the_sample_has_an_edition_with_its_files_asked_for_and_a_later_report_in_the_making(few_files):
    call_command("demo", "--json", "--i-know", stdout=io.StringIO())
    edition = Edition.objects.get()
    assert (edition.report.year, edition.number, edition.builds.count()) == (2021, 1, 2)
    following = Report.objects.get(year=2026)
    assert not following.is_public
    assert [(row.state, row.case.slug) for row in following.selections.order_by("state", "case__slug")] == [
        ("chosen", "delta-green-factories"),
        ("chosen", "faw-hongqi-factory"),
        ("chosen", "huawei-digischool"),
        ("chosen", "relx-pod-recycling"),
        ("chosen", "state-grid-laos"),
        ("chosen", "zhejiang-smart-dispatch"),
        ("declined", "amd-stem"),
        ("reserve", "china-tower-5g"),
    ]
    placed = Placement.objects.filter(block__part__report=following).order_by("block__part__order")
    assert [row.revision.case.slug for row in placed] == ["faw-hongqi-factory", "delta-green-factories", "huawei-digischool"]


class TestComposed:
    @pytest.fixture
    def book(self):
        return compose(Report.objects.get(year=2021))

    def test_every_case_and_every_picture_has_its_place(self, book):
        assert {box.document.slug for box in book.cases()} == set(Publication.objects.values_list("slug", flat=True))
        shown = {picture.digest for picture in book.pictures()}
        assert shown == {row.digest for row in [*Picture.objects.all(), *Illustration.objects.all()]}

    def test_every_indicator_is_shown_somewhere(self, book):
        shown = {datum.indicator for datum in book.data()}
        assert set(Indicator.objects.values_list("key", flat=True)) - shown == set()

    def test_there_are_nine_charted_series(self, book):
        assert sum(len(block.series) for block in book.blocks() if isinstance(block, Chart)) == 9

    def test_it_goes_to_json_and_back_unchanged(self, book):
        assert from_json(to_json(book)) == book

    def test_it_is_read_in_a_number_of_queries_that_does_not_depend_on_its_size(self, django_assert_num_queries):
        report = Report.objects.get(year=2021)
        # parts with concepts, openers; blocks with links; cites, items and their five columns, pictures, quotations, placements;
        # documents cited
        with django_assert_num_queries(14):
            compose(report)
