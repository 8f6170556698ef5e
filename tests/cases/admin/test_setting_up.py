"""What the association sets up: tags, calls, organisations, accounts."""

import pytest
from django.forms import modelform_factory

from accounts.enums import Role
from accounts.models import Membership, Organisation, User
from cases.enums import Vocabulary
from cases.models import Call, Tag
from tests import make
from tests.forms import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(client):
    """`at(person, address)` opens a page, `at(person, address, form_id, changes)` fills its form and sends it."""

    def ask(person, address, form_id="", changes=None):
        client.force_login(person)
        page = client.get(address)
        return client.post(address, filled(page, form_id) | changes) if changes is not None else page

    return ask


def errors(response):
    return [f"{field.label}: {error}" for field in response.context["adminform"].form for error in field.errors]


def test_a_topic_is_made_with_its_synonyms_and_found_while_typing(at):
    reviewer = make.user(Role.REVIEWER)
    topic = {
        "vocabulary": "topic",
        "name_zh_hans": "双碳",
        "name_en": "Dual carbon",
        "slug": "dual-carbon",
        "synonyms": "碳达峰碳中和；3060",
    }
    assert at(reviewer, "/admin/cases/tag/add/", "tag_form", topic).status_code == 302
    assert Tag.objects.get(slug="dual-carbon").synonyms == ["碳达峰碳中和", "3060"]
    assert at(reviewer, "/admin/cases/tag/suggest/?q=达峰").json() == {"names": ["双碳"]}
    assert at(reviewer, "/en/admin/cases/tag/suggest/?q=carbon").json() == {"names": ["Dual carbon"]}


def test_a_slug_in_use_is_named(at):
    reviewer = make.user(Role.REVIEWER)
    Tag.objects.create(vocabulary=Vocabulary.TOPIC, slug="storage", name_zh_hans="储能")
    response = at(reviewer, "/admin/cases/tag/add/", "tag_form", {"vocabulary": "topic", "name_zh_hans": "蓄能", "slug": "storage"})
    assert errors(response) == ["网址标识: 网址标识“storage”在此词表中已被使用，请另选一个。"]
    make.organisation("taken")
    response = at(reviewer, "/admin/accounts/organisation/add/", "organisation_form", {"name_zh_hans": "新单位", "slug": "taken"})
    assert len(errors(response)) == 1
    assert errors(response)[0].startswith("网址标识")


def test_an_official_goal_keeps_its_number_and_colour(at):
    goal = Tag.objects.get(vocabulary=Vocabulary.GOAL, code="7")
    at(make.user(Role.REVIEWER), f"/admin/cases/tag/{goal.pk}/change/", "tag_form", {"code": "99", "colour": "#000000", "synonyms": "能源"})
    kept = Tag.objects.get(pk=goal.pk)
    assert (kept.code, kept.colour, kept.synonyms) == ("7", goal.colour, ["能源"])


def test_a_call_that_closes_before_it_opens_is_refused_with_what_was_expected(at):
    times = {"opens_at": "2021-05-01T00:00", "closes_at": "2021-04-01T00:00"}
    response = at(make.user(Role.REVIEWER), "/admin/cases/call/add/", "call_form", times | {"title_zh_hans": "征集", "year": "2021"})
    assert errors(response) == ["截止时间: 截止时间早于开始时间，请填写更晚的截止时间。"]
    assert Call.objects.count() == 0


def test_an_editor_reads_tags_and_calls_and_changes_none(at):
    editor = make.editor(make.organisation())
    tag = Tag.objects.first()
    assert at(editor, f"/admin/cases/tag/{tag.pk}/change/").status_code == 200
    assert at(editor, f"/admin/cases/tag/{tag.pk}/change/", "tag_form", {"name_zh_hans": "改"}).status_code == 404
    assert [at(editor, f"/admin/cases/{model}/add/").status_code for model in ("tag", "call")] == [404, 404]


def test_an_organisation_has_names_in_both_languages_and_other_names(at):
    data = {"name_zh_hans": "国家电网", "name_en": "State Grid", "slug": "state-grid", "aliases": "国网，SGCC", "sector": "electric-power"}
    assert at(make.user(Role.REVIEWER), "/admin/accounts/organisation/add/", "organisation_form", data).status_code == 302
    made = Organisation.objects.get(slug="state-grid")
    assert (made.name_zh_hans, made.name_en, made.aliases, made.sector) == ("国家电网", "State Grid", ["国网", "SGCC"], "electric-power")


def test_an_operator_makes_an_account_with_a_role_and_a_password(at):
    operator, company = make.user(Role.OPERATOR), make.organisation("ours")
    data = {
        "name": "新人",
        "email": "New@Example.org",
        "memberships-TOTAL_FORMS": "1",
        "memberships-0-organisation": str(company.pk),
        "memberships-0-role": "editor",
    }
    response = at(operator, "/admin/accounts/user/add/", "user_form", data)
    made = User.objects.get(email="new@example.org")
    assert response["Location"] == f"/admin/accounts/user/{made.pk}/password/"
    assert not made.has_usable_password()
    assert [(m.organisation, m.role) for m in made.memberships.all()] == [(company, "editor")]
    weak = at(operator, response["Location"], "", {"new_password1": "short", "new_password2": "short"})
    assert "12" in weak.text
    strong = {"new_password1": "a long secret password", "new_password2": "a long secret password"}
    assert at(operator, response["Location"], "", strong).status_code == 302
    assert User.objects.get(pk=made.pk).check_password("a long secret password")


def test_a_role_given_twice_in_one_save_is_said_so(at):
    operator, company, colleague = make.user(Role.OPERATOR), make.organisation("ours"), make.user()
    data = {"memberships-TOTAL_FORMS": "2"}
    data |= {f"memberships-{row}-organisation": str(company.pk) for row in (0, 1)} | {f"memberships-{row}-role": "editor" for row in (0, 1)}
    response = at(operator, f"/admin/accounts/user/{colleague.pk}/change/", "user_form", data)
    assert response.status_code == 200
    assert response.context["inline_admin_formsets"][0].formset.non_form_errors()
    assert not colleague.memberships.exists()


def test_an_inside_role_belongs_to_an_association(at):
    company = make.organisation("ours")
    data = {"name": "甲", "email": "a@example.org", "memberships-TOTAL_FORMS": "1", "memberships-0-organisation": str(company.pk)}
    response = at(make.user(Role.OPERATOR), "/admin/accounts/user/add/", "user_form", data | {"memberships-0-role": "reviewer"})
    assert "只有协会成员才能担任审核、发布、报告编纂或运维角色。" in response.text
    assert Membership.objects.filter(organisation=company).count() == 0


def test_a_reviewer_reads_accounts_and_changes_none(at):
    person = make.editor(make.organisation())
    reviewer = make.user(Role.REVIEWER)
    assert at(reviewer, f"/admin/accounts/user/{person.pk}/change/").status_code == 200
    assert at(reviewer, f"/admin/accounts/user/{person.pk}/password/").status_code == 404


def test_no_account_is_deleted(at):
    person = make.editor(make.organisation())
    assert at(User.objects.create_superuser("su@example.org", name="Su"), f"/admin/accounts/user/{person.pk}/delete/").status_code == 404


def test_an_association_in_which_people_work_stays_one(at):
    reviewer = make.user(Role.REVIEWER)
    association = reviewer.memberships.get().organisation
    address = f"/admin/accounts/organisation/{association.pk}/change/"
    response = at(reviewer, address, "organisation_form", {"kind": "enterprise"})
    assert (response.status_code, [error[:3] for error in errors(response)], "仍须是协会" in response.text) == (200, ["类型:"], True)
    association.refresh_from_db()
    assert association.kind == "association"
    association.memberships.all().delete()
    association.kind = "enterprise"
    association.full_clean()


def test_a_form_without_the_kind_says_so_too():
    company = make.organisation()
    make.user(Role.REVIEWER, company)
    form = modelform_factory(Organisation, fields=["slug"])({"slug": "other"}, instance=company)
    assert (form.is_valid(), list(form.errors)) == (False, ["__all__"])
