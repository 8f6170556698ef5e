"""A case's way in the admin: steps, what is asked for, what is said afterwards, previews and revisions."""

import pytest

from accounts.enums import Role
from cases.enums import CaseState
from cases.models import Case, Publication
from cases.workflow import take
from tests import make
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
    return make.case(company, by=editor)


@pytest.fixture
def step(client):
    def ask(person, case, name, **data):
        client.force_login(person)
        address = f"/admin/cases/case/{case.pk}/step/{name}/"
        return client.post(address, data, follow=True) if data else client.get(address, follow=True)

    return ask


def said(response):
    return [str(message) for message in response.context["messages"]]


def test_the_form_offers_the_steps_that_are_open_and_lists_what_is_missing(client, case, editor):
    case.summary_zh_hans = ""
    case.save()
    client.force_login(editor)
    response = client.get(f"/admin/cases/case/{case.pk}/change/")
    assert [taken.name for taken in response.context["steps"]] == ["submit"]
    assert response.context["missing"] == ["请填写中文摘要。"]
    assert "请填写中文摘要。" in response.text


def test_save_then_hand_in_saves_and_leads_to_the_steps_page(client, case, editor):
    client.force_login(editor)
    address = f"/admin/cases/case/{case.pk}/change/"
    data = filled(client.get(address), "case_form") | {"title_zh_hans": "提交前改的", "_step": "submit"}
    response = client.post(address, data)
    assert response["Location"] == f"/admin/cases/case/{case.pk}/step/submit/"
    case.refresh_from_db()
    assert (case.title_zh_hans, case.state) == ("提交前改的", CaseState.DRAFT)


def test_handing_in_says_what_happens_and_then_what_happened(step, case, editor):
    page = step(editor, case, "submit")
    assert "协会将收到案例现在的内容" in page.text
    done = step(editor, case, "submit", version=str(case.version))
    assert said(done) == [f"已提交：“{case}”。接下来由协会审核。"]
    assert Case.objects.get(pk=case.pk).state == CaseState.SUBMITTED


def test_handing_in_with_gaps_names_them_and_changes_nothing(step, case, editor):
    case.case_tags.all().delete()
    response = step(editor, case, "submit", version=str(case.version))
    assert (response.status_code, "请选择 1 至 4 个可持续发展目标。" in response.text) == (422, True)
    assert Case.objects.get(pk=case.pk).state == CaseState.DRAFT


def test_an_illegal_step_answers_with_a_sentence_and_changes_nothing(step, case, editor, reviewer):
    assert said(step(editor, case, "publish", version="1")) == ["您的角色不能执行这一步。"]
    assert said(step(reviewer, case, "accept", version="1")) == ["案例为“草稿”时不能执行“通过审核”。"]
    assert step(editor, case, "promote", version="1").status_code == 404
    assert Case.objects.get(pk=case.pk).state == CaseState.DRAFT


def test_a_step_on_what_somebody_has_changed_since_is_refused(step, case, editor):
    Case.objects.filter(pk=case.pk).update(version=2)
    assert said(step(editor, case, "submit", version="1")) == ["您打开此案例之后，他人已做过改动。请重新打开查看。"]


def test_changes_are_requested_with_words_that_the_company_reads(step, client, case, editor, reviewer):
    make.submitted(case)
    empty = step(reviewer, case, "request_changes", version="1", message="  ")
    assert (empty.status_code, "请填写说明，让企业知道原因。" in empty.text) == (422, True)
    step(reviewer, case, "request_changes", version="1", message="请补充来源。")
    client.force_login(editor)
    assert "请补充来源。" in client.get("/admin/").text
    assert "请补充来源。" in client.get(f"/admin/cases/case/{case.pk}/change/").text


def test_a_published_case_is_withdrawn_with_a_reason(step, case):
    make.published(case)
    step(make.user(Role.PUBLISHER), case, "withdraw", version="1", message="数据有误。")
    assert Publication.objects.get().withdrawn_at is not None


def test_who_edited_last_reads_why_somebody_else_has_to_publish(step, case):
    publisher = make.user(Role.PUBLISHER)
    Case.objects.filter(pk=case.pk).update(state="accepted", changed_by=publisher)
    assert said(step(publisher, case, "publish", version="1")) == ["您是最后修改此案例的人，须由他人发布。"]


def test_under_review_the_company_reads_and_the_reviewer_corrects(client, case, editor, reviewer):
    make.submitted(case)
    take("start_review", case=case, by=reviewer)
    address = f"/admin/cases/case/{case.pk}/change/"
    client.force_login(editor)
    assert "case_form" in client.get(address).text
    assert not client.get(address).context["has_change_permission"]
    client.force_login(reviewer)
    data = filled(client.get(address), "case_form") | {"title_zh_hans": "校正的标题", "figures-0-claim": "checked"}
    assert client.post(address, data).status_code == 302
    case.refresh_from_db()
    assert (case.title_zh_hans, case.changed_by, case.figures.get().claim) == ("校正的标题", reviewer, "checked")


def test_several_at_once_and_the_rest_is_counted(client, company, editor, reviewer):
    submitted = [make.submitted(make.case(company, by=editor)) for _ in range(2)]
    draft = make.case(company, by=editor)
    client.force_login(reviewer)
    chosen = [str(case.pk) for case in (*submitted, draft)]
    data = {"action": "start_review", "_selected_action": chosen, "select_across": "0", "index": "0"}
    response = client.post("/admin/cases/case/", data, follow=True)
    assert said(response) == [
        "已对 2 个案例执行“开始审核”。",
        "1 个案例保持原样：其状态或“双人复核”规则不允许这一步。",
    ]
    assert sorted(Case.objects.values_list("state", flat=True)) == ["draft", "in_review", "in_review"]


def test_the_preview_is_the_public_page_kept_from_everybody_else(client, case, editor):
    picture = make.picture(case)
    client.force_login(editor)
    response = client.get(f"/admin/cases/case/{case.pk}/preview/")
    headers = {name: response[name] for name in ("Cache-Control", "X-Robots-Tag", "Referrer-Policy")}
    assert headers == {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "same-origin"}
    assert "cases/case.html" in [template.name for template in response.templates]
    assert case.title_zh_hans in response.text
    assert f"/admin/pictures/{picture.digest}/" in response.text
    assert f"/pictures/{picture.digest}-" not in response.text
    english = client.get(f"/en/admin/cases/case/{case.pk}/preview/")
    assert case.title_en in english.text


def test_a_revision_shows_the_case_as_it_stood_with_the_pictures_of_then(client, case, editor):
    picture = make.picture(case)
    make.submitted(case)
    frozen = case.title_zh_hans
    Case.objects.filter(pk=case.pk).update(title_zh_hans="后来的标题")
    case.pictures.all().delete()
    client.force_login(editor)
    page = client.get(f"/admin/cases/revision/{case.revisions.get().pk}/change/")
    assert frozen in page.text
    assert client.get(f"/admin/pictures/{picture.digest}/480/").status_code == 200


def test_a_draft_that_was_never_handed_in_may_go_and_no_other(client, company, editor):
    draft, submitted = make.case(company, by=editor), make.submitted(make.case(company, by=editor))
    client.force_login(editor)
    assert client.post(f"/admin/cases/case/{draft.pk}/delete/", {"post": "yes"}).status_code == 302
    assert client.post(f"/admin/cases/case/{submitted.pk}/delete/", {"post": "yes"}).status_code == 404
    assert list(Case.objects.all()) == [submitted]


def test_what_waits_for_whom(client, company, editor, reviewer):
    publisher = make.user(Role.PUBLISHER)
    cases = {state: make.case(company, by=editor) for state in CaseState.values}
    for state, case in cases.items():
        Case.objects.filter(pk=case.pk).update(state=state)
    Case.objects.filter(pk=cases["accepted"].pk).update(changed_by=publisher)

    def columns(person):
        client.force_login(person)
        return {column.name: {case.state for case in column.cases} for column in client.get("/admin/").context["workbench"].columns}

    over, with_association = {"published", "withdrawn"}, {"submitted", "in_review", "accepted"}
    assert columns(editor) == {"mine": {"draft", "changes_requested"}, "others": with_association, "done": over}
    assert columns(reviewer) == {
        "mine": {"submitted", "in_review"},
        "others": {"draft", "changes_requested", "accepted"},
        "done": over,
    }
    # The publisher changed the accepted case last: another publisher's turn.
    assert columns(publisher)["mine"] == {"submitted", "in_review"}
    assert columns(make.user(Role.PUBLISHER))["mine"] == {"submitted", "in_review", "accepted"}
