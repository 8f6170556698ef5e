import json

import pytest
from django.core.management import CommandError, call_command

from accounts.enums import Role
from reports.models import Block, Part, Report
from reports.settling import judged, settle
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    report = Report.objects.create(year=2030, title_zh_hans="报告")
    part = Part.objects.create(report=report, key="one", title_zh_hans="一")
    Block.objects.create(part=part, kind="prose", text_zh_hans="<p>全年减排6.42万吨。</p><p>2024年2月30日投产。</p>")
    return report


def test_json_gives_each_finding_with_its_place(report, capsys):
    call_command("check_report", "2030", "--json")
    dates, untied = json.loads(capsys.readouterr().out)
    assert untied | {"digest": ""} == {
        "rule": "untied",
        "severity": "hint",
        "sureness": "likely",
        "where": {"part": "one", "block": 1, "field": "text", "case": "", "language": "zh-hans", "characters": [4, 10]},
        "others": [],
        "about": "全年减排6.42万吨。",
        "what": "“6.42万吨”没有对应的记录。",
        "why": "文中的每个数字都应作为数据或指标保存一次，并注明单位、日期和来源。",
        "arithmetic": "",
        "digest": "",
        "open": True,
        "settled": None,
    }
    assert dates["rule"] == "dates"


def test_the_table_ends_with_1_while_a_contradiction_is_open(report, capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("check_report", "2030", "--language", "en")
    out = capsys.readouterr()
    assert (ended.value.code, out.err) == (1, "2 findings, 1 open contradictions\n")
    assert "There is no such day: 2024年2月30日." in out.out


def test_what_is_accepted_is_left_out_unless_asked_for(report, capsys):
    for row in judged(report):
        settle(report, row.finding, outcome="accepted", reason="如此", by=make.user(Role.COMPILER))
    call_command("check_report", "2030", "--json")
    assert json.loads(capsys.readouterr().out) == []
    call_command("check_report", "2030", "--json", "--all", "--rule", "dates")
    assert [each["settled"]["reason"] for each in json.loads(capsys.readouterr().out)] == ["如此"]


def test_a_year_without_a_report_is_refused(report):
    with pytest.raises(CommandError, match=r"There is no report for 1999\. Years with a report: 2030\."):
        call_command("check_report", "1999")


def test_the_gate_is_printed_with_counts_first_and_ends_with_1_while_something_blocks(report, capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("check_report", "2030", "--gate", "--language", "en")
    out = capsys.readouterr()
    counts, entries = ([line.split("  ") for line in part.splitlines()] for part in out.out.split("\n\n"))
    rows = {line[0]: [cell.strip() for cell in line[1:] if cell.strip()] for line in counts}
    assert (rows["Check"], rows["English texts"], rows["Captions"]) == (["In order", "Open"], ["0", "3"], ["0", "0"])
    assert [line[0] for line in entries[:2]] == ["Severity", "Blocks printing"]
    assert (ended.value.code, out.err.endswith(" entries block printing\n")) == (1, True)


def test_the_gate_as_json_has_each_check_with_what_is_open(report, capsys):
    Block.objects.update(text_zh_hans="<p>正文。</p>", text_en="")
    call_command("check_report", "2030", "--gate", "--json", "--language", "en")
    found = json.loads(capsys.readouterr().out)
    english = next(each for each in found["checks"] if each["check"] == "english")
    assert english["open"][-1] == {
        "check": "english",
        "severity": "blocks",
        "where": {"part": "one", "block": 1, "case": "", "language": "zh-hans"},
        "what": "This text has no English.",
        "about": "正文。",
    }
    # The warning: nobody is named to sign the part.
    assert (found["blocks"], found["warns"]) == (3, 1)
