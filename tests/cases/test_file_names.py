"""What a file is called, and what it says that it is, decides nothing (C8 to C12)."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.models import Attachment
from tests import make
from tests.forms import filled

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 a document\n%%EOF"
STORED = re.compile(r"originals/[0-9a-f]{2}/[0-9a-f]{64}(_\w{7})?\.(pdf|docx|xlsx)")


@pytest.fixture
def case():
    owner = make.organisation("ours")
    return make.case(owner, by=make.editor(owner))


@pytest.fixture
def attach(client, case):
    """Sends the case's form with one more attachment, as a browser would."""
    client.force_login(case.created_by)

    def send(name, content=PDF, kind="application/pdf"):
        change = f"/admin/cases/case/{case.pk}/change/"
        row = {"attachments-TOTAL_FORMS": "1", "attachments-0-title_zh_hans": "据", "attachments-0-order": "0"}
        file = SimpleUploadedFile("x", content, kind)
        # The class itself cuts a path off; a browser that means harm does not.
        file._name = name
        return client.post(change, filled(client.get(change), "case_form") | row | {"attachments-0-file": file})

    return send


NAMES = {
    "a path": "../../../etc/passwd.pdf",
    "a path of Windows": "..\\..\\windows\\x.pdf",
    "a line break": "a\r\nSet-Cookie: x=1\r\n.pdf",
    "a turned direction": "safe\u202efdp.exe.pdf",
    "three hundred characters": "报" * 300 + ".pdf",
    "markup": "<img src=x onerror=xss()>.pdf",
    "an option": "-rf.pdf",
    "a dot": "...pdf",
    "composed": "Ru\u0308ckblick.pdf",
    "capitals": "BERICHT.PDF",
    "two suffixes": "report.exe.pdf",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_file_is_kept_under_its_content_whatever_it_was_called(attach, case, client, name):
    answer = attach(name)
    kept = Attachment.objects.filter(case=case).first()
    if kept is None:  # refused in words is as good
        assert (answer.status_code, "errorlist" in answer.text) == (200, True)
        return
    assert STORED.fullmatch(kept.file.name)
    handed = client.get(f"/admin/attachments/{kept.pk}/")
    assert handed["Content-Disposition"] == "attachment; filename*=utf-8''%E6%8D%AE.pdf"
    assert "onerror" not in client.get(f"/admin/cases/case/{case.pk}/change/").text


def office(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


WRONG = {
    "a page called a PDF": ("a.pdf", b"<html><script>xss()</script>"),
    "a drawing called a PDF": ("a.pdf", b"<svg xmlns='http://www.w3.org/2000/svg' onload='xss()'/>"),
    "a program called a document": ("a.docx", b"MZ" + bytes(200)),
    "any zip called a document": ("a.docx", office("a.txt")),
    "a drawing": ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    "a PDF called a program": ("a.exe", PDF),
    "a document with macros": ("a.docx", office("[Content_Types].xml", "word/vbaProject.bin")),
    "an old document": ("a.doc", b"\xd0\xcf\x11\xe0" + bytes(200)),
    "a document with a password": ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(200)),
    "nothing": ("a.pdf", b""),
    "a page with a picture's suffix before": ("a.png.html", b"<html>"),
}


@pytest.mark.parametrize(("name", "content"), WRONG.values(), ids=WRONG)
def test_what_is_no_document_is_refused_as_an_attachment_whatever_it_is_called(attach, case, name, content):
    answer = attach(name, content)
    assert (answer.status_code, Attachment.objects.filter(case=case).count()) == (200, 0)


def test_a_document_that_is_a_page_too_is_handed_out_to_be_saved(attach, case, client):
    """A PDF may hold markup; it is never shown in place, and a browser may not guess another type."""
    attach("a.pdf", PDF + b"<html><script>xss()</script>", "text/html")
    handed = client.get(f"/admin/attachments/{Attachment.objects.get().pk}/")
    assert handed["Content-Disposition"].startswith("attachment")
    assert (handed["Content-Type"], handed["X-Content-Type-Options"]) == ("application/pdf", "nosniff")


def test_two_files_of_one_name_are_both_kept(attach, case, client):
    attach("logo.pdf", PDF + b"one")
    other = make.case(case.organisation, by=case.created_by)
    Attachment.objects.create(case=other, title_zh_hans="据", file=SimpleUploadedFile("logo.pdf", PDF + b"two"))
    contents = [b"".join(client.get(f"/admin/attachments/{row.pk}/").streaming_content) for row in Attachment.objects.order_by("pk")]
    assert contents == [PDF + b"one", PDF + b"two"]
