"""Word files given many at once: read in the background, each with an outcome of its own, none twice, none for a stranger."""

import datetime as dt
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from cases.admin import uploads, word
from cases.enums import WordState
from cases.intake import runs
from cases.intake.document import Refused
from cases.models import Case, WordFile
from tests import make
from tests.cases.intake.documents import UNTIDY, docx, p

pytestmark = pytest.mark.django_db
WORD = "/admin/cases/case/word/"


@pytest.fixture
def company():
    return make.organisation("ours")


@pytest.fixture
def editor(client, company):
    person = make.editor(company)
    client.force_login(person)
    return person


@pytest.fixture
def asleep(monkeypatch):
    """No worker takes up what is given."""
    from cases.intake import tasks

    asked = []
    monkeypatch.setattr(type(tasks.read_word), "enqueue", lambda task, pk, reader: asked.append(pk))
    return asked


def files(*named):
    return [SimpleUploadedFile(name, data) for name, data in named]


def rows():
    return [(row.name, row.state, row.case and row.case.title_zh_hans) for row in WordFile.objects.order_by("pk")]


def test_of_several_files_each_has_its_own_outcome(client, company, editor):
    given = files(
        ("一.docx", docx(p("第一个"))), ("二.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)), ("三.docx", docx(p("第三个")))
    )
    answer = client.post(WORD, {"organisation": company.pk, "file": given}, follow=True)
    assert rows() == [("一.docx", "done", "第一个"), ("二.doc", "refused", None), ("三.docx", "done", "第三个")]
    with override("zh-hans"):
        assert WordFile.objects.get(state="refused").error == str(Refused("old").sentence)
    assert WordFile.objects.get(state="refused").error in answer.text
    assert not WordFile.objects.filter(data__isnull=False).exists()


def test_a_script_gives_one_file_and_is_answered_in_json(client, company, editor):
    given = {"organisation": company.pk, "file": files(("一.docx", UNTIDY["plain"]))}
    answer = client.post(WORD, given, headers={"accept": "application/json"})
    assert (answer.status_code, json.loads(answer.content)) == (200, {"taken": 1, "refused": []})
    answer = client.post(WORD, {"organisation": company.pk}, headers={"accept": "application/json"})
    assert answer.status_code == 422
    assert json.loads(answer.content) == {"taken": 0, "refused": [{"name": "", "sentence": "请选择一个或多个 Word 文件。"}]}


def test_more_files_than_one_request_takes_are_named(client, company, editor, asleep, monkeypatch):
    monkeypatch.setattr(word, "MOST_AT_ONCE", 2)
    assert uploads.MOST_AT_ONCE == 20
    given = files(*((f"{n}.docx", docx(p(f"题 {n}"))) for n in range(3)))
    answer = client.post(WORD, {"organisation": company.pk, "file": given}, follow=True)
    assert WordFile.objects.count() == 2
    assert ["2.docx" in str(message) for message in answer.context["messages"]] == [True]


def test_a_file_of_too_many_bytes_is_not_read(client, company, editor, asleep, monkeypatch):
    monkeypatch.setattr(word, "DOCUMENT_BYTES", 100)
    monkeypatch.setattr(runs, "DOCUMENT_BYTES", 100)
    client.post(WORD, {"organisation": company.pk, "file": files(("大.docx", bytes(200)))})
    row = WordFile.objects.get()
    assert (row.state, row.data, row.error, asleep) == ("refused", None, str(Refused("size").sentence), [])


def test_the_same_file_makes_no_second_draft_until_the_first_is_deleted(client, company, editor):
    for _time in range(2):
        client.post(WORD, {"organisation": company.pk, "file": files(("一.docx", UNTIDY["plain"]))})
    assert (Case.objects.count(), WordFile.objects.count()) == (1, 1)
    Case.objects.get().delete()
    client.post(WORD, {"organisation": company.pk, "file": files(("一.docx", UNTIDY["plain"]))})
    assert [(row.state, row.case_id is None) for row in WordFile.objects.order_by("pk")] == [("done", True), ("done", False)]


def test_a_task_that_runs_twice_makes_one_draft(company, editor, asleep):
    row = runs.hand_in(UNTIDY["plain"], name="一.docx", organisation=company, by=editor)
    runs.read(row.pk, "zh-hans")
    runs.read(row.pk, "zh-hans")
    assert Case.objects.count() == 1


def test_what_broke_off_begins_once_more_after_its_time_and_not_before(client, company, editor, asleep):
    row = runs.hand_in(UNTIDY["plain"], name="一.docx", organisation=company, by=editor)
    client.post(f"{WORD}{row.pk}/again/")
    assert asleep == [row.pk]
    WordFile.objects.update(moved_at=timezone.now() - dt.timedelta(minutes=3))
    assert "两分钟没有收到" in client.get(WORD).text
    client.post(f"{WORD}{row.pk}/again/")
    client.post(f"{WORD}{row.pk}/again/")
    assert asleep == [row.pk, row.pk]


def test_nothing_is_left_of_a_draft_that_could_not_be_made(company, editor, asleep, monkeypatch):
    row = runs.hand_in(UNTIDY["plain"], name="一.docx", organisation=company, by=editor)

    def broken(*args, **options):
        Case.objects.create(organisation=company, year=2030, title_zh_hans="半个", created_by=editor, changed_by=editor)
        raise RuntimeError

    monkeypatch.setattr(runs, "make_draft", broken)
    with pytest.raises(RuntimeError):
        runs.read(row.pk, "zh-hans")
    row.refresh_from_db()
    assert (row.state, bytes(row.data), Case.objects.count()) == (WordState.READING, UNTIDY["plain"], 0)


def test_whoever_has_left_meanwhile_makes_no_draft(company, editor, asleep):
    row = runs.hand_in(UNTIDY["plain"], name="一.docx", organisation=company, by=editor)
    editor.memberships.all().delete()
    runs.read(row.pk, "zh-hans")
    row.refresh_from_db()
    assert (row.state, row.error, Case.objects.count()) == ("refused", "提交这个文件的人已不在该单位任职。", 0)


def test_the_page_asks_again_while_a_file_is_read_and_only_then(client, company, editor, asleep):
    row = runs.hand_in(UNTIDY["plain"], name="一.docx", organisation=company, by=editor)
    assert 'hx-trigger="every 1s"' in client.get(WORD).text
    part = client.get(WORD, headers={"hx-request": "true"}).text
    assert part.strip().startswith('<section id="standing"')
    assert "<html" not in part
    runs.read(row.pk, "zh-hans")
    assert "hx-trigger" not in client.get(WORD, headers={"hx-request": "true"}).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_files_costs_the_same_for_one_and_for_three(client, company, editor, asleep, count):
    for n in range(count):
        runs.hand_in(docx(p(f"题 {n}")), name=f"{n}.docx", organisation=company, by=editor)
    client.get(WORD)
    with CaptureQueriesContext(connection) as asked:
        client.get(WORD, headers={"hx-request": "true"})
    # session, user, memberships, Django's two of permissions, whether there is an organisation, which for the form, files with their cases
    assert len(asked) == 8


def test_nobody_sees_what_another_gave(client, company, editor, asleep):
    runs.hand_in(UNTIDY["plain"], name="秘密.docx", organisation=company, by=editor)
    client.force_login(make.editor(make.organisation("theirs")))
    assert "秘密" not in client.get(WORD).text
    row = WordFile.objects.get()
    WordFile.objects.update(moved_at=timezone.now() - dt.timedelta(minutes=3))
    assert client.post(f"{WORD}{row.pk}/again/").status_code == 404
    with pytest.raises(PermissionError):
        runs.hand_in(UNTIDY["plain"], name="x.docx", organisation=company, by=make.editor(make.organisation("others")))
