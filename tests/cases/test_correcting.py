"""The reviewer's corrections: sent as pairs, decided by the company, taken into the text as it stands then."""

import pytest

from accounts.enums import Role
from cases.correcting import CorrectionRefused, accept, corrections, fitting, proposals, refuse, send
from cases.enums import CaseState, Claim
from cases.models import Case, Correction, Figure, Mail
from cases.workflow import StepRefused, take
from tests import make

pytestmark = pytest.mark.django_db

BODY = "<p>企业建成了园区。园区用电全部来自风能。</p><p>产量翻番。</p>"


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
def case(company, editor, reviewer):
    made = make.submitted(make.case(company, by=editor, body_zh_hans=BODY, title_zh_hans="园区"))
    take("start_review", case=made, by=reviewer)
    return made


@pytest.fixture
def edited(case, reviewer):
    """As the reviewer's form leaves it: title, two sentences and a figure."""
    case.title_zh_hans = "风能园区"
    case.body_zh_hans = BODY.replace("企业建成了", "企业建成").replace("翻番", "增长一倍")
    case.changed_by = reviewer
    case.save()
    Figure.objects.filter(case=case).update(value="1,500".replace(",", ""), claim=Claim.CHECKED)
    return case


@pytest.fixture
def sent(edited, reviewer):
    send(case=edited, by=reviewer, message="请看修改。", version=edited.version)
    return edited


def code(act, **values):
    with pytest.raises(CorrectionRefused) as refused:
        act(**values)
    return refused.value.code


def told(case):
    return list(Correction.objects.filter(case=case).values_list("field", "before", "after", "state"))


def test_the_differences_are_pairs_at_their_fields(edited):
    figure = edited.figures.get()
    assert [(one.field, one.pair.before, one.pair.after) for one in proposals(edited)] == [
        ("title_zh_hans", "园区", "风能园区"),
        ("body_zh_hans", "企业建成了园区。", "企业建成园区。"),
        ("body_zh_hans", "产量翻番。", "产量增长一倍。"),
        (f"figures-{figure.pk}-value", "1600", "1500"),
    ]


def test_sending_puts_the_company_s_words_back_and_returns_the_case(sent, editor):
    figure = sent.figures.get()
    assert (sent.state, sent.title_zh_hans, sent.body_zh_hans, str(figure.value)) == ("changes_requested", "园区", BODY, "1600")
    assert [state for *_words, state in told(sent)] == ["open"] * 4
    assert [revision.reason for revision in sent.revisions.order_by("number")] == ["submitted", "corrected", "returned"]
    assert Mail.objects.filter(kind="changes_requested", to=editor).count() == 1
    assert "4 处修改" in Mail.objects.get(kind="changes_requested", to=editor).body


def test_one_that_is_accepted_enters_the_text_and_the_others_do_not(sent, editor):
    second = corrections(sent, editor)[2]
    version = sent.version
    assert accept(case=sent, by=editor, only=second.pk) == (1, 0)
    assert (sent.body_zh_hans, sent.title_zh_hans) == (BODY.replace("翻番", "增长一倍"), "园区")
    assert (sent.version, sent.changed_by) == (version + 1, editor)
    second.refresh_from_db()
    assert (second.state, second.decided_by) == ("accepted", editor)


def test_all_accepted_make_the_reviewer_s_text(sent, edited, editor):
    assert accept(case=sent, by=editor) == (4, 0)
    figure = sent.figures.get()
    words = (sent.title_zh_hans, sent.body_zh_hans, str(figure.value))
    assert words == ("风能园区", BODY.replace("企业建成了", "企业建成").replace("翻番", "增长一倍"), "1500")
    assert figure.claim == Claim.DECLARED  # a company's hand takes the mark of having been checked


def test_one_that_is_refused_keeps_the_company_s_words_and_the_reason(sent, editor):
    first = corrections(sent, editor)[0]
    assert code(refuse, case=sent, by=editor, why=" \0", only=first.pk) == "why"
    assert refuse(case=sent, by=editor, why="名称已注册。", only=first.pk) == 1
    first.refresh_from_db()
    assert (first.state, first.why, Case.objects.get().title_zh_hans) == ("refused", "名称已注册。", "园区")
    assert code(accept, case=sent, by=editor, only=first.pk) == "changed"
    assert code(refuse, case=sent, by=editor, why="再次。", only=first.pk) == "changed"
    assert refuse(case=sent, by=editor, why="不改了。") == 3


def test_what_changed_meanwhile_is_flagged_and_not_overwritten(sent, editor):
    sent.body_zh_hans = sent.body_zh_hans.replace("产量翻番", "产量翻了两番")
    sent.save()
    Figure.objects.filter(case=sent).delete()
    rows = corrections(sent, editor)
    assert fitting(sent, rows) == {rows[0].pk, rows[1].pk}
    assert accept(case=sent, by=editor) == (2, 2)
    assert sent.body_zh_hans == BODY.replace("企业建成了", "企业建成").replace("翻番", "翻了两番")
    assert code(accept, case=sent, by=editor) == "changed"
    assert sent.version == Case.objects.get().version  # what takes nothing is no save


def test_only_the_company_decides_and_only_while_the_case_is_with_it(sent, editor, reviewer):
    others = [reviewer, make.user(Role.COMPILER), make.editor(make.organisation("theirs")), make.user()]
    assert [code(accept, case=sent, by=person) for person in others] == ["role"] * 4
    assert [code(refuse, case=sent, by=person, why="不。") for person in others] == ["role"] * 4
    take("submit", case=sent, by=editor)
    assert (code(accept, case=sent, by=editor), code(refuse, case=sent, by=editor, why="不。")) == ("state", "state")


def test_another_company_reads_none(sent, editor):
    assert len(corrections(sent, editor)) == 4
    assert corrections(sent, make.editor(make.organisation("theirs"))) == []


def test_only_a_reviewer_sends_and_only_under_review_and_what_they_saw(edited, editor, reviewer):
    values = {"case": edited, "message": "看。", "version": edited.version}
    assert code(send, by=editor, **values) == "role"
    assert code(send, by=reviewer, **values | {"message": " "}) == "message"
    assert code(send, by=reviewer, **values | {"version": 99}) == "stale"
    assert (told(edited), Case.objects.get().title_zh_hans) == ([], "风能园区")
    send(by=reviewer, **values)
    assert code(send, by=reviewer, **values) == "state"


def test_nothing_is_sent_where_nothing_differs(case, reviewer):
    assert code(send, case=case, by=reviewer, message="看。", version=case.version) == "nothing"
    assert Case.objects.get().state == CaseState.IN_REVIEW


def test_a_later_round_replaces_what_was_left_open(sent, editor, reviewer):
    accept(case=sent, by=editor, only=corrections(sent, editor)[0].pk)
    take("submit", case=sent, by=editor)
    sent.body_zh_hans = BODY.replace("产量翻番", "产量倍增")
    sent.save()
    send(case=sent, by=reviewer, message="再看。", version=sent.version)
    shown = [(row.field, row.after, row.state) for row in corrections(sent, editor)]
    assert shown == [("title_zh_hans", "风能园区", "accepted"), ("body_zh_hans", "产量倍增。", "open")]
    assert accept(case=sent, by=editor) == (1, 0)
    assert sent.body_zh_hans == BODY.replace("产量翻番", "产量倍增")


def test_whoever_accepted_last_does_not_publish(company, case, reviewer):
    """A publisher who is of the company as well."""
    both = make.user(Role.PUBLISHER)
    both.memberships.create(organisation=company, role=Role.EDITOR)
    case.title_zh_hans = "新题"
    case.save()
    send(case=case, by=reviewer, message="看。", version=case.version)
    accept(case=case, by=both)
    for step in ("submit", "start_review", "accept"):
        take(step, case=case, by=both if step == "submit" else reviewer)
    with pytest.raises(StepRefused) as refused:
        take("publish", case=case, by=both)
    assert refused.value.code == "eyes"


def test_hostile_text_is_taken_as_what_it_is(case, editor, reviewer):
    case.summary_zh_hans = "<script>alert(1)</script>。"
    case.body_en = "<p>Text.</p><p>1 &lt; 2; a &amp; b.</p>"
    case.save()
    send(case=case, by=reviewer, message="看。", version=case.version)
    accept(case=case, by=editor)
    assert (case.summary_zh_hans, case.body_en) == ("<script>alert(1)</script>。", "<p>Text.</p><p>1 &lt; 2; a &amp; b.</p>")


def test_what_comes_back_as_it_was_returned_is_what_was_handed_in(case, editor, reviewer):
    case.title_zh_hans = "风能园区"
    case.save()
    take("request_changes", case=case, by=reviewer, message="标题已改，请看。")
    take("submit", case=case, by=editor)
    assert proposals(case) == []
    case.title_zh_hans = "风电园区"
    case.save()
    assert [(one.pair.before, one.pair.after) for one in proposals(case)] == [("风能园区", "风电园区")]
