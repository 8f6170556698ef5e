"""From a Word file to a draft: what becomes rows, what waits, and who may."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.enums import Role
from cases.intake import child
from cases.intake.child import read_apart
from cases.intake.document import Refused, characters
from cases.models import Case
from cases.text import plain_text
from tests import make
from tests.cases.intake.documents import TEXT, UNTIDY, docx, p

pytestmark = pytest.mark.django_db

# Rows that name what is no text of the file.
NAMED = {"part", "outside", "unreadable"}
WORD = "/admin/cases/case/word/"


@pytest.fixture
def company():
    return make.organisation("ours")


@pytest.fixture
def editor(company):
    return make.editor(company)


def give(client, person, company, data, name="案例.docx"):
    client.force_login(person)
    return client.post(WORD, {"organisation": company.pk, "file": SimpleUploadedFile(name, data)}, follow=True)


def outcomes(answer):
    """What the page says of each file: its state, and why not."""
    return [(each["file"].state, each["file"].error) for each in answer.context["files"]]


def said(answer):
    return [str(message) for message in answer.context["messages"]]


def test_a_file_becomes_a_draft_and_what_fits_nowhere_waits_beside_it(client, editor, company):
    answer = give(client, editor, company, UNTIDY["a picture with its caption"])
    case = Case.objects.get()
    assert outcomes(answer) == [("done", "")]
    assert (case.title_zh_hans, case.body_zh_hans, case.organisation, case.changed_by) == ("标题行", f"<p>{TEXT}</p>", company, editor)
    assert [picture.caption_zh_hans for picture in case.pictures.all()] == ["图1 弹性电网调度大厅"]
    assert [(row.value, row.unit) for row in case.offered_figures.all()] == [("2.4", "亿元"), ("2000", "万个")]
    assert [attachment.title_zh_hans for attachment in case.attachments.all()] == ["案例"]
    assert not case.figures.exists()


@pytest.mark.parametrize("name", UNTIDY)
def test_every_character_of_the_file_is_in_the_rows(client, editor, company, name):
    give(client, editor, company, UNTIDY[name])
    case = Case.objects.get()
    read, tray = read_apart(UNTIDY[name]), list(case.left_over.all())
    title = case.title_zh_hans if case.title_zh_hans != "案例" else ""
    texts = [title, case.title_en or "", case.summary_zh_hans, case.summary_en or "", case.place_zh_hans or ""]
    texts += [plain_text(case.body_zh_hans), plain_text(case.body_en)]
    texts += [text or "" for picture in case.pictures.all() for text in (picture.caption_zh_hans, picture.caption_en)]
    texts += [row.text for row in tray if row.where not in NAMED and not row.part]
    # A picture that waits in the tray has its caption with it, beside its name and what is the matter with it.
    waiting = [(picture, row) for picture in read.pictures for row in tray if row.part and row.part == picture.part]
    assert [row.text for picture, row in waiting if picture.caption not in row.text] == []
    texts += [picture.caption for picture, _row in waiting]
    # A page puts the signs around a quotation by itself.
    signs = sum(characters(row["marks"]) for row in read.rows.get("quotations", ()))
    texts += [text or "" for said in case.quotations.all() for text in (said.text_zh_hans, said.speaker_zh_hans, said.role_zh_hans)]
    # A link within the text is offered as a video, too; its words stay where they are.
    linked = {address for _words, address in read.links}
    texts += [text or "" for video in case.videos.all() if video.url not in linked for text in (video.title_zh_hans, video.url)]
    # Concepts and goals in their fields are the tags that these words name; those named in the text are tags as well.
    assert case.case_tags.exists() == bool(read.concepts or read.goals or read.named)
    texts += [read.concepts, read.goals]
    assert sum(characters(text) for text in texts) + signs == read.characters


def test_figures_are_taken_or_declined_and_texts_are_noted_as_dealt_with(client, editor, company):
    give(client, editor, company, docx(p("标题行") + p(TEXT), header1=p("页眉")))
    case = Case.objects.get()
    address = f"/admin/cases/case/{case.pk}/left-over/"
    money, users = case.offered_figures.all()
    assert said(client.post(address, {"row": [money.pk], "confirm": "1"}, follow=True)) == ["采纳了 1 个数据。"]
    assert said(client.post(address, {"row": [money.pk, users.pk], "decline": "1"}, follow=True)) == ["1 个不是数据。"]
    assert [(str(figure.value), figure.unit) for figure in case.figures.all()] == [("2.4", "亿元")]
    row = case.left_over.get()
    client.post(address, {"row": [row.pk], "settle": "1"})
    row.refresh_from_db()
    assert row.settled_by == editor
    client.post(address, {"settle": "1"})
    row.refresh_from_db()
    assert row.settled_at is None
    assert Case.objects.get(pk=case.pk).version == case.version + 1


def test_a_file_that_is_not_taken_says_why_and_makes_nothing(client, editor, company):
    answer = give(client, editor, company, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧.doc")
    ((state, sentence),) = outcomes(answer)
    assert state == "refused"
    assert "另存为 .docx" in sentence
    assert sentence in answer.text
    assert not Case.objects.exists()


def test_a_picture_that_cannot_be_taken_is_named_and_the_rest_is_there(client, editor, company):
    broken = docx(p("标题行") + UNTIDY_PICTURE, media=[b"not a picture"])
    give(client, editor, company, broken)
    case = Case.objects.get()
    assert not case.pictures.exists()
    assert "image1.png" in case.left_over.get().text


UNTIDY_PICTURE = '<w:p><w:r><w:drawing><a:graphic><a:blip r:embed="rId1"/></a:graphic></w:drawing></w:r></w:p>'


def test_nobody_makes_a_case_for_another_company_or_sees_what_waits_there(client, editor, company):
    give(client, editor, company, UNTIDY["header and footer"])
    case = Case.objects.get()
    stranger = make.editor(make.organisation("theirs"))
    answer = give(client, stranger, company, UNTIDY["plain"])
    assert answer.status_code == 422
    address = f"/admin/cases/case/{case.pk}/left-over/"
    row = case.left_over.first()
    for person in (stranger, make.user(Role.COMPILER), make.user()):
        client.force_login(person)
        assert client.get(address).status_code == 404
        assert client.post(address, {"row": [row.pk], "settle": "1"}).status_code == 404
    for person in (make.user(Role.COMPILER), make.user()):
        client.force_login(person)
        assert client.get(WORD).status_code == 404
    row.refresh_from_db()
    assert (row.settled_at, Case.objects.count()) == (None, 1)


def test_a_file_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(child, "SECONDS", 0.001)
    with pytest.raises(Refused) as refused:
        read_apart(UNTIDY["plain"])
    assert refused.value.code == "slow"


def test_a_child_that_dies_is_told_as_a_refusal(monkeypatch):
    """What kills the child is told as a refusal, and nothing of it reaches the caller."""
    monkeypatch.setattr(child.sys, "executable", "/bin/false")
    with pytest.raises(Refused) as refused:
        read_apart(UNTIDY["plain"])
    assert refused.value.code == "slow"
