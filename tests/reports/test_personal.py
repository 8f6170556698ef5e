"""What reports keep of a person by name: given out with the rest, and gone with it."""

import datetime as dt
import io
import json

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.enums import Role
from cases import personal
from cases.approvals import digest_of
from reports.asking import steps
from reports.asking.steps import Answer, Wanted
from reports.models import Block, Indicator, Part, PrintApproval, Report, Suggestion, WordReturn
from reports.placements import place_case
from reports.roundtrip.coming import come_home
from reports.roundtrip.going import send_out
from reports.signing.companies import answer, ask, placed
from tests import make
from tests.reports.roundtrip.files import commented, inserted, on, p, r, retyped

pytestmark = pytest.mark.django_db
# As the files of tests.reports.roundtrip name who worked on them.
NAME, EMAIL = "李编辑", "li.bianji@company.example"


@pytest.fixture
def person():
    """A company's editor who changed a Word file, answers for figures and says whether a case may be printed."""
    compiler = make.user(Role.COMPILER)
    ours = make.organisation("ours")
    person = make.user(Role.EDITOR, ours, name=NAME, email=EMAIL)
    report = Report.objects.create(year=2030, title_zh_hans="报告")
    part = Part.objects.create(report=report, kind="chapter", key="one", title_zh_hans="第一章")
    _copy, sent = send_out(part, language="zh_hans", by=compiler)
    come_home(
        part, commented(retyped(sent, 1, p(on(0, r("第一")), inserted("大"), r("章"))), "用新提法"), name=f"稿_{NAME}.docx", by=compiler
    )
    power = Indicator.objects.create(key="power", label_zh_hans="节电量", label_en="Power saved")
    [asked] = steps.ask([ours], [Wanted(power, "2030")], due=timezone.localdate() + dt.timedelta(days=9), by=compiler)
    steps.fill(asked, {asked.figures.get().pk: Answer(remark="没有统计")}, by=person)
    steps.hand_in(asked, by=person)
    case = make.published(make.case(ours, by=person)).case
    place_case(Block.objects.create(part=part, kind="case"), case)
    [found] = placed(report)
    answer(ask(found.placement, by=compiler)[0], confirmed=True, name=NAME, words="", by=person)
    ask(found.placement, by=compiler, email=EMAIL)
    return person


def dump():
    """Every table as JSON text."""
    out = io.StringIO()
    call_command("dumpdata", stdout=out)
    return json.dumps(json.loads(out.getvalue()), ensure_ascii=False)


def test_what_reports_keep_of_a_person_is_given_out(person):
    found = json.loads(json.dumps(personal.personal_data(person)))
    assert [(each["email"], each["name"], each["answer"]) for each in found["asked_before_print"]] == [
        ("", NAME, "confirmed"),
        (EMAIL, "", ""),
    ]
    assert found["in_word_files"] == [
        {
            "id": Suggestion.objects.get().pk,
            "changed_on": [[NAME, "2030-05-06"]],
            "remarks": [[NAME, "2030-05-06", "第一", "用新提法"]],
        }
    ]
    assert "reports.RequestStep.by" in found["rows"]
    assert [personal.personal_data(make.user(Role.REVIEWER))[name] for name in ("asked_before_print", "in_word_files")] == [[], []]


def test_after_erasing_no_table_holds_name_or_address(person):
    before = dump()
    assert (NAME in before, EMAIL in before) == (True, True)
    personal.erase(person, by=make.user(Role.OPERATOR))
    after = dump()
    assert (NAME in after, EMAIL in after) == (False, False)
    suggestion = Suggestion.objects.get()
    pseudonym = f"#{person.pk}"
    assert (suggestion.people, suggestion.remarks) == ([[pseudonym, "2030-05-06"]], [[pseudonym, "2030-05-06", "第一", "用新提法"]])
    assert WordReturn.objects.get().name == f"稿_{pseudonym}.docx"
    assert list(PrintApproval.objects.order_by("pk").values_list("email", "name")) == [("", pseudonym), (f"{person.pk}@erased.invalid", "")]


def test_others_of_the_same_file_keep_their_names(person):
    suggestion = Suggestion.objects.get()
    suggestion.people.append(["王主编", "2030-05-07"])
    suggestion.save()
    personal.erase(person, by=make.user(Role.OPERATOR))
    suggestion.refresh_from_db()
    assert suggestion.people == [[f"#{person.pk}", "2030-05-06"], ["王主编", "2030-05-07"]]


def test_of_two_with_one_name_neither_gets_nor_erases_what_may_be_the_others(person):
    other = make.user(Role.REVIEWER, name=NAME)
    suggestion = Suggestion.objects.get()
    suggestion.people.append([EMAIL, "2030-05-07"])
    suggestion.save()
    assert personal.personal_data(other)["in_word_files"] == []
    assert personal.personal_data(person)["in_word_files"] == [{"id": suggestion.pk, "changed_on": [[EMAIL, "2030-05-07"]], "remarks": []}]
    personal.erase(person, by=make.user(Role.OPERATOR))
    suggestion.refresh_from_db()
    assert suggestion.people == [[NAME, "2030-05-06"], [f"#{person.pk}", "2030-05-07"]]
    assert (suggestion.remarks[0][0], WordReturn.objects.get().name) == (NAME, f"稿_{NAME}.docx")
    # Now the other is the only one of that name.
    assert len(personal.personal_data(other)["in_word_files"]) == 1


def test_an_open_question_before_print_ends_with_the_address_it_went_to(client, person):
    question = PrintApproval.objects.get(email=EMAIL)
    token = "t" * 43
    PrintApproval.objects.filter(pk=question.pk).update(link=digest_of(token))
    assert client.get(f"/print-approvals/{token}/").status_code == 200
    personal.erase(person, by=make.user(Role.OPERATOR))
    assert [client.get(f"/print-approvals/{token}/").status_code, client.post(f"/print-approvals/{token}/").status_code] == [410, 410]
    answered = PrintApproval.objects.get(by=person)
    assert (answered.revoked_at, answered.answer) == (None, "confirmed")
