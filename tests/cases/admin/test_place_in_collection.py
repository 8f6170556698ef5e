"""In the case's form: the case of an earlier year, the address, and texts whose other language is newer."""

import pytest

from accounts.enums import Role
from accounts.models import Membership
from cases.models import Case
from cases.workflow import take
from tests import make
from tests.cases.steps import published_anew
from tests.forms import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return make.organisation("ours")


@pytest.fixture
def editor(company):
    return make.editor(company)


@pytest.fixture
def reviewer():
    return make.user(Role.REVIEWER)


@pytest.fixture
def case(company, editor):
    return make.case(company, by=editor, year=2021)


@pytest.fixture
def save(client):
    """`save(person, case, slug="new")` opens the form, changes some fields and sends it; the errors by field, empty when it was saved."""

    def send(person, case, **fields):
        client.force_login(person)
        address = f"/admin/cases/case/{case.pk}/change/" if case else "/admin/cases/case/add/"
        opened = filled(client.get(address), "case_form")
        response = client.post(address, opened | {name: str(value) for name, value in fields.items()} | {"_continue": "1"})
        return {} if response.status_code == 302 else response.context["adminform"].form.errors.as_data()

    return send


@pytest.fixture
def open_form(client):
    def ask(person, case):
        client.force_login(person)
        return client.get(f"/admin/cases/case/{case.pk}/change/")

    return ask


def in_review(case, reviewer):
    make.submitted(case)
    take("start_review", case=case, by=reviewer)
    return case


# --- The case of an earlier year ----------------------------------------------------------------------------------


def test_a_company_carries_on_a_case_of_its_own(save, company, editor, case):
    earlier = make.case(company, by=editor, year=2020)
    assert save(editor, case, continues=earlier.pk) == {}
    assert Case.objects.get(pk=case.pk).continues == earlier


def test_a_new_case_may_carry_on_another_at_once(save, company, editor, case):
    assert save(editor, None, title_zh_hans="新一年", year=2022, continues=case.pk) == {}
    assert Case.objects.get(year=2022).continues == case


def test_a_case_of_the_same_or_a_later_year_is_refused_at_the_year(save, company, editor, case):
    for year in (2021, 2022):
        later = make.case(company, by=editor, year=year)
        assert set(save(editor, case, continues=later.pk)) == {"year"}


def test_a_company_cannot_name_itself_or_another_companys_case(save, editor, case):
    for pk in (case.pk, make.case(year=2020).pk):
        assert set(save(editor, case, continues=pk)) == {"continues"}


def test_somebody_of_two_companies_stays_within_one(save, editor, case):
    other = make.organisation()
    Membership.objects.create(user=editor, role=Role.EDITOR, organisation=other)
    assert set(save(editor, case, continues=make.case(other, year=2020).pk)) == {"continues"}


def test_the_association_joins_cases_of_two_organisations_and_the_company_is_not_told_of_the_other(save, open_form, editor, reviewer, case):
    earlier = make.case(year=2020, title_zh_hans="金丝雀")
    assert save(reviewer, in_review(case, reviewer), continues=earlier.pk) == {}
    case.refresh_from_db()
    take("request_changes", case=case, by=reviewer, message="请修改。")
    assert "金丝雀" not in open_form(editor, case).text
    assert save(editor, case, title_en="Changed") == {}
    assert set(save(editor, case, year=2020)) == {"year"}
    case.refresh_from_db()
    assert (case.continues, case.title_en) == (earlier, "Changed")


# --- The address --------------------------------------------------------------------------------------------------


def test_a_reviewer_moves_a_case_that_the_public_knows_and_is_told_when_that_holds(client, save, open_form, editor, reviewer, case):
    make.published(case)
    assert 'name="slug"' not in open_form(editor, case).text
    case.refresh_from_db()
    in_review(case, reviewer)
    assert f"“{case.slug}”" in open_form(reviewer, case).context["adminform"].form.fields["slug"].help_text
    assert save(reviewer, case, slug="better") == {}
    assert client.get("/cases/better/").status_code == 404
    case.refresh_from_db()
    take("accept", case=case, by=reviewer)
    take("publish", case=case, by=make.user(Role.PUBLISHER))
    assert client.get("/cases/better/").status_code == 200


def test_an_address_that_another_case_has_or_had_is_refused_at_the_field(save, reviewer, case):
    other = make.published(make.case(slug="left-behind")).case
    Case.objects.filter(pk=other.pk).update(slug="public-now")
    published_anew(other)
    Case.objects.filter(pk=other.pk).update(slug="not-yet-public")
    in_review(case, reviewer)
    for slug in ("left-behind", "public-now", "not-yet-public"):
        assert set(save(reviewer, case, slug=slug)) == {"slug"}
    assert save(reviewer, case, slug="free") == {}


def test_a_new_case_never_gets_an_address_that_was_public(save, editor):
    make.published(make.case(slug="case-0123456789"))
    Case.objects.update(slug="moved")
    assert save(editor, None, token="case-0123456789", title_zh_hans="新案例", year=2021) == {}
    assert Case.objects.get(title_zh_hans="新案例").slug != "case-0123456789"


# --- Texts whose other language is newer --------------------------------------------------------------------------


def test_a_text_that_is_behind_says_so_at_its_field_until_it_follows(open_form, editor, reviewer, case):
    def hints():
        fields = open_form(editor, case).context["adminform"].form.fields
        plain = Case._meta.get_field("summary").help_text
        return [
            name for name in ("title_zh_hans", "title_en", "summary_zh_hans", "summary_en") if fields[name].help_text not in ("", plain)
        ]

    make.published(case)
    assert hints() == []
    Case.objects.update(summary_zh_hans="新的摘要。", title_en="A newer title")
    assert hints() == ["title_zh_hans", "summary_en"]
    Case.objects.update(summary_en="The new summary.")
    assert hints() == ["title_zh_hans"]
