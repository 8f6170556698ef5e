"""Comments, requests, the queue and many cases at once, in the admin's pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import Role
from cases import assigning, letters
from cases.enums import Vocabulary
from cases.models import Assignment, Case, Comment, Mail, MailSettings, StateChange
from cases.reviewing import answer, say
from cases.tagging import Choice, new_topic, set_tags
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
    return make.submitted(make.case(company, by=editor))


@pytest.fixture
def page(client):
    def ask(person, address, data=None):
        client.force_login(person)
        return client.get(address, follow=True) if data is None else client.post(address, data, follow=True)

    return ask


def form_of(case):
    return f"/admin/cases/case/{case.pk}/change/"


def test_a_reviewer_comments_from_a_field_and_the_company_reads_it_there(page, case, editor, reviewer):
    figure = case.figures.get()
    path = f"figures-{figure.pk}-value"
    assert f"/admin/cases/case/{case.pk}/comments/?field={path}#say" in page(reviewer, form_of(case)).text
    offered = page(reviewer, f"/admin/cases/case/{case.pk}/comments/?field={path}").text
    assert f'<option value="{path}" selected>' in offered
    posted = {"field": path, "text": "来源是哪里？", "visibility": "company"}
    page(reviewer, f"/admin/cases/case/{case.pk}/comments/", posted)
    seen = page(editor, form_of(case))
    assert f'id="at-{path}"' in seen.text
    assert f'href="#at-{path}"' in seen.text
    assert seen.text.count("来源是哪里？") == 2  # on top, and at its field
    assert "?field=" not in seen.text  # a company begins none


def test_what_is_for_the_inside_is_nowhere_for_the_company(page, case, editor, reviewer):
    inside = say(case=case, field="title_zh_hans", text="内部意见甲。", by=reviewer, visibility="inside")
    answer(thread=inside, text="内部回复乙。", by=reviewer)
    addresses = [form_of(case), f"/admin/cases/case/{case.pk}/comments/", "/admin/", "/admin/cases/case/"]
    assert "内部意见甲。" in page(reviewer, addresses[0]).text
    for address in addresses:
        for language in ("", "/en"):
            text = page(editor, language + address).text
            assert [word for word in ("内部意见甲。", "内部回复乙。") if word in text] == []
    acts = [page(editor, f"/admin/cases/case/{case.pk}/comments/{inside.pk}/", {"act": act}).status_code for act in ("answer", "resolve")]
    assert acts == [404, 404]


def test_strangers_and_those_who_only_read_write_nothing(page, case, reviewer):
    asked = say(case=case, field="title_zh_hans", text="问。", by=reviewer, visibility="company")
    other, compiler = make.editor(make.organisation("theirs")), make.user(Role.COMPILER)
    new, one, care = (f"/admin/cases/case/{case.pk}/{rest}/" for rest in ("comments", f"comments/{asked.pk}", "care"))
    said = {"field": "title_zh_hans", "text": "x", "visibility": "company"}
    for person in (other, compiler, make.user()):
        assert page(person, new, said).status_code == 404
        assert page(person, care, {"reviewer": str(reviewer.pk)}).status_code == 404
        page(person, one, {"act": "answer", "text": "x"})
    assert (Comment.objects.count(), Assignment.objects.count()) == (1, 0)
    assert page(other, "/admin/cases/case/queue/").status_code == 404
    assert page(compiler, "/admin/cases/case/queue/").status_code == 200


def test_a_comment_is_shown_as_it_was_typed_and_runs_nothing(page, case, editor, reviewer):
    said = say(case=case, field="title_zh_hans", text="<script>alert(1)</script>", by=reviewer, visibility="company")
    answer(thread=said, text="<img src=x onerror=alert(1)>", by=editor)
    for address in (form_of(case), f"/admin/cases/case/{case.pk}/comments/"):
        text = page(editor, address).text
        assert [raw for raw in ("<script>alert", "<img src=x") if raw in text] == []
        assert "&lt;script&gt;alert(1)" in text


def test_requests_go_along_and_what_was_answered_comes_back(page, case, editor, reviewer):
    one = say(case=case, field="title_zh_hans", text="标题太长。", by=reviewer, visibility="company")
    say(case=case, field="goals", text="内部。", by=reviewer, visibility="inside")
    step = f"/admin/cases/case/{case.pk}/step/request_changes/"
    asked = page(reviewer, step)
    assert [word for word in ("标题太长。", "内部。") if word in asked.text] == ["标题太长。"]
    page(reviewer, step, {"version": "1", "message": "请修改。", "due": "2030-03-31"})
    seen = page(editor, form_of(case))
    assert "请在 2030年3月31日 前答复。" in page(editor, "/admin/").text
    assert (seen.context["review"].due.isoformat(), seen.context["has_change_permission"]) == ("2030-03-31", True)
    page(editor, f"/admin/cases/case/{case.pk}/comments/{one.pk}/", {"act": "answer", "text": "已缩短。"})
    page(editor, f"/admin/cases/case/{case.pk}/comments/{one.pk}/", {"act": "answered"})
    assert "标题太长。" in page(editor, f"/admin/cases/case/{case.pk}/step/submit/").text
    page(editor, f"/admin/cases/case/{case.pk}/step/submit/", {"version": "1"})
    back = page(reviewer, form_of(case))
    assert back.context["review"].answered == 1
    assert "已缩短。" in back.text
    page(reviewer, f"/admin/cases/case/{case.pk}/comments/{one.pk}/", {"act": "resolve"})
    assert [thread.comment.pk for thread in page(reviewer, form_of(case)).context["review"].resolved] == [one.pk]


def test_an_empty_comment_keeps_what_was_chosen(page, case, reviewer):
    posted = {"field": "summary_zh_hans", "text": " ", "visibility": "inside"}
    response = page(reviewer, f"/admin/cases/case/{case.pk}/comments/", posted)
    assert response.status_code == 422
    assert response.context["typed"] == posted


def test_a_comment_outlives_its_row(page, case, reviewer):
    figure = case.figures.get()
    say(case=case, field=f"figures-{figure.pk}-label_zh_hans", text="重复。", by=reviewer, visibility="company")
    figure.delete()
    shown = page(reviewer, form_of(case)).context["review"].open[0]
    assert (shown.name, shown.anchor, shown.comment.about) == ("已不存在的一行", "", "节电量")


def test_who_reads_and_until_when_is_kept_with_the_case(page, case, reviewer):
    address = f"/admin/cases/case/{case.pk}/care/"
    page(reviewer, address, {"reviewer": str(reviewer.pk), "review_due": "2030-01-02", "company_due": ""})
    kept = Assignment.objects.get()
    assert (kept.reviewer, str(kept.review_due), kept.company_due) == (reviewer, "2030-01-02", None)
    page(reviewer, address, {"reviewer": str(reviewer.pk), "review_due": "soon", "company_due": ""})
    assert str(Assignment.objects.get().review_due) == "2030-01-02"


def test_the_queue_names_what_is_overdue_and_costs_the_same_for_one_and_three(page, company, editor, case, reviewer, client):
    assigning.set_dates(case, by=reviewer, review_due=timezone.localdate() - timezone.timedelta(3))
    text = page(reviewer, "/admin/cases/case/queue/").text
    assert [word for word in (str(case), '<span class="late">逾期</span>') if word not in text] == []
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get("/admin/cases/case/queue/?show=overdue&state=nonsense&call=x&page=99")
        costs.append(len(asked))
        for _ in range(2):
            more = make.submitted(make.case(company, by=editor))
            assigning.set_dates(more, by=reviewer, review_due=timezone.localdate() - timezone.timedelta(3))
    # Session, user, memberships; the filters' calls and reviewers (once to check, once to show); the count; the rows.
    assert costs[0] == costs[1] <= 9


def many(action, cases, across="0", **more):
    return {"action": action, "_selected_action": [str(c.pk) for c in cases], "select_across": across, "index": "0"} | more


def test_many_are_assigned_after_a_page_that_says_so(page, company, editor, case, reviewer):
    other = make.submitted(make.case(company, by=editor))
    make.published(over := make.case(company, by=editor))
    response = page(reviewer, "/admin/cases/case/", many("assign_many", [case, other, over]))
    assert (response.context["number"], response.context["left"], Assignment.objects.count()) == (2, 1, 0)
    data = filled(response, "bulk_form") | {"reviewer": str(reviewer.pk)}
    done = page(reviewer, response.context["address"], data)
    assert [str(message) for message in done.context["messages"]] == ["已处理 2 个案例。", "1 个案例保持原样：其状态不允许此操作。"]
    assert {a.case_id for a in Assignment.objects.filter(reviewer=reviewer)} == {case.pk, other.pk}


def test_many_get_a_topic_and_those_that_others_edit_are_left(page, company, editor, case, reviewer):
    topic = new_topic("储能", "Storage")
    other, draft = make.submitted(make.case(company, by=editor)), make.case(company, by=editor)
    set_tags(other, Vocabulary.TOPIC, [Choice(topic)])
    response = page(reviewer, "/admin/cases/case/", many("tag_many", [case, other, draft]))
    assert (response.context["number"], response.context["left"]) == (2, 1)
    data = filled(response, "bulk_form") | {"topic": str(topic.pk)}
    done = page(reviewer, response.context["address"], data)
    assert [str(message) for message in done.context["messages"]] == ["已处理 2 个案例。", "1 个案例保持原样：其状态不允许此操作。"]
    tagged = Case.objects.filter(case_tags__tag=topic).order_by("pk").values_list("pk", "version", "changed_by")
    assert list(tagged) == [(case.pk, 2, reviewer.pk), (other.pk, 1, editor.pk)]


def test_changes_are_requested_of_all_that_the_filter_finds(page, company, editor, reviewer):
    cases = [make.submitted(make.case(company, by=editor)) for _ in range(3)]
    draft = make.case(company, by=editor)
    address = "/admin/cases/case/?state=submitted"
    response = page(reviewer, address, many("request_many", cases[:1], across="1"))
    assert (response.context["number"], response.context["left"]) == (3, 0)
    empty = page(reviewer, address, filled(response, "bulk_form") | {"message": ""})
    assert StateChange.objects.filter(action="request_changes").count() == 0
    page(reviewer, address, filled(empty, "bulk_form") | {"message": "请补来源。", "due": "2030-05-01"})
    assert set(Case.objects.filter(state="changes_requested")) == set(cases)
    assert Case.objects.get(pk=draft.pk).state == "draft"
    assert Assignment.objects.filter(company_due="2030-05-01").count() == 3


def test_companies_are_written_to_each_of_its_own_cases_alone(page, company, editor, case, reviewer):
    other = make.submitted(make.case(company, by=editor, title_zh_hans="另一个案例"))
    nobodys = make.case(make.organisation("without-people"))
    nobodys.organisation.memberships.all().delete()
    theirs = make.organisation("theirs")
    foreign = make.case(theirs, title_zh_hans="别家的案例")
    response = page(reviewer, "/admin/cases/case/", many("mail_many", [case, other, nobodys, foreign]))
    assert (response.context["number"], response.context["left"], Mail.objects.filter(kind="letter").count()) == (3, 1, 0)
    data = filled(response, "bulk_form") | {"subject": "会议\n通知", "message": "请于周五前\n{{ site }}回复。"}
    for _twice in range(2):
        done = page(reviewer, response.context["address"], data)
        assert [str(message) for message in done.context["messages"]] == [
            "已就 3 个案例通知企业。",
            "1 个案例未包括在内：其企业没有人有账号。",
        ]
    letter = Mail.objects.get(kind="letter", to=editor)
    assert (letter.subject, letter.case, Mail.objects.filter(kind="letter").count()) == ("会议 通知", case, 2)
    assert "请于周五前\n{{ site }}回复。" in letter.body
    assert f"涉及贵单位的案例：“{case.title_zh_hans}”“另一个案例”。" in letter.body
    assert "别家的案例" not in letter.body


def test_a_letter_about_many_cases_names_some_and_counts_the_rest_in_the_receivers_language(company, editor, reviewer):
    MailSettings.objects.create(user=editor, language="en")
    cases = [make.case(company, by=editor, title_en=f"Case {number}") for number in range(7)]
    assert letters.write(Case.objects.filter(pk__in=[each.pk for each in cases]), subject="S", message="M", by=reviewer) == 7
    assert "“Case 4” and 2 more of your cases." in Mail.objects.get(kind="letter").body


def test_a_company_has_none_of_these_actions(page, case, editor):
    for action in ("assign_many", "request_many", "mail_many"):
        page(editor, "/admin/cases/case/", many(action, [case], sure="1", message="x", subject="x"))
    assert (Case.objects.get(pk=case.pk).state, Assignment.objects.count()) == ("submitted", 0)
    assert not Mail.objects.filter(kind="letter").exists()
    with pytest.raises(PermissionError):
        letters.write(Case.objects.all(), subject="x", message="x", by=editor)
