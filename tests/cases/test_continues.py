"""Cases of one undertaking in several years: which may carry on which, and what the public sees of it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cases.document import CaseRef, Text
from cases.models import Case, Publication
from cases.publishing import rebuild, take_back
from cases.revisions import document_of
from cases.views.years import Years, of_other_years, years_of
from tests import make
from tests.cases.steps import published_anew

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make.organisation("one")


def of_year(owner, year, continues=None, **columns):
    return make.case(owner, slug=f"solar-{year}", title_zh_hans=f"光伏 {year}", year=year, continues=continues, **columns)


def refused(case):
    """The fields at which the case is refused."""
    try:
        case.clean()
    except ValidationError as error:
        return set(error.message_dict)
    return set()


def slugs(years):
    return [case.slug for case in years.earlier], [case.slug for case in years.later]


# --- Which may carry on which -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("year", "allowed"), [(2020, False), (2021, False), (2022, True)])
def test_a_case_carries_on_one_of_an_earlier_year(owner, year, allowed):
    case = of_year(owner, 2019)
    case.continues, case.year = make.case(owner, year=2021), year
    assert refused(case) == (set() if allowed else {"year"})


def test_what_is_carried_on_stays_of_an_earlier_year(owner):
    first = of_year(owner, 2020)
    of_year(owner, 2022, continues=first)
    first.year = 2022
    assert refused(first) == {"year"}


def test_a_chain_of_years_never_closes(owner):
    first = of_year(owner, 2020)
    last = of_year(owner, 2022, continues=of_year(owner, 2021, continues=first))
    first.continues = last
    for year in (2019, 2020, 2021, 2022, 2023):
        first.year = year
        assert refused(first) == {"year"}


def test_the_database_refuses_a_case_that_carries_on_itself(owner):
    case = of_year(owner, 2020)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(continues=case)


# --- What the public sees -----------------------------------------------------------------------------------------


def test_a_document_names_the_case_that_it_carries_on(owner):
    first = of_year(owner, 2020, title_en="Solar 2020")
    publication = make.published(of_year(owner, 2021, continues=first))
    assert document_of(publication.revision).continues == CaseRef("solar-2020", Text("光伏 2020", "Solar 2020"))


def test_neighbours_in_time_are_found_from_both_sides(owner):
    first = of_year(owner, 2020)
    second = of_year(owner, 2021, continues=first)
    third = of_year(owner, 2022, continues=second)
    found = [make.published(case) for case in (first, second, third)]
    assert [slugs(years_of(publication)) for publication in found] == [
        ([], ["solar-2021"]),
        (["solar-2020"], ["solar-2022"]),
        (["solar-2021"], []),
    ]


def test_a_case_alone_has_no_other_years(owner):
    make.published(of_year(owner, 2020))
    publication = make.published(make.case(owner))
    assert years_of(publication) == Years()
    assert not years_of(publication)


def test_a_neighbour_that_is_a_draft_or_withdrawn_leaves_no_trace(owner):
    first = of_year(owner, 2020)
    second = make.published(of_year(owner, 2021, continues=first))
    of_year(owner, 2022, continues=second.case)
    assert years_of(second) == Years()
    take_back(make.published(first).case)
    assert years_of(second) == Years()


def test_editing_the_rows_changes_no_year_that_the_public_sees(owner):
    first = make.published(of_year(owner, 2020))
    second = make.published(of_year(owner, 2021))
    Case.objects.filter(pk=second.case_id).update(continues=first.case_id)
    rebuild()
    assert years_of(Publication.objects.get(pk=second.pk)) == Years()


@pytest.mark.parametrize("number", [1, 3])
def test_other_years_cost_one_query_and_none_where_the_page_has_asked(owner, number, django_assert_num_queries):
    first = make.published(of_year(owner, 2019))
    for year in range(2020, 2020 + number):
        make.published(of_year(owner, year, continues=first.case))
    with django_assert_num_queries(1):
        found = years_of(first)
    rows = list(Publication.objects.live().with_documents().filter(of_other_years(first)))
    with django_assert_num_queries(0):
        assert years_of(first, rows) == found
    assert len(found.later) == number


def test_an_earlier_case_that_moved_is_found_where_it_stands_now(owner):
    first = make.published(of_year(owner, 2020)).case
    second = make.published(of_year(owner, 2021, continues=first))
    Case.objects.filter(pk=first.pk).update(slug="solar-at-first")
    published_anew(first)
    assert slugs(years_of(Publication.objects.get(pk=second.pk))) == (["solar-at-first"], [])
    rebuild()
    assert slugs(years_of(Publication.objects.get(pk=second.pk))) == (["solar-at-first"], [])
