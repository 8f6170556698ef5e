"""Files behind figures: chosen at the figure, inside unless marked as public, and gone with the case."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from cases.document import FileDoc, Text, from_json
from cases.models import Attachment, Case, PublishedFile
from cases.restoring import restore
from cases.revisions import build_document, document_of
from cases.views.files import file_name
from cases.workflow import take
from tests import make
from tests.forms import filled

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 the meter readings"


@pytest.fixture
def editor():
    return make.editor(make.organisation("ours"))


@pytest.fixture
def case(editor):
    return make.case(editor.memberships.get().organisation, by=editor)


def attach(case, *, public=True, content=PDF, name="readings.pdf", **columns):
    file = ContentFile(content, name=name)
    return Attachment.objects.create(**{"case": case, "file": file, "title_zh_hans": "电表读数", "is_public": public} | columns)


def behind(case, attachment):
    case.figures.update(evidence=attachment)
    return attachment


def address(attachment):
    return f"/files/{attachment.digest}.pdf"


def test_a_figure_names_its_evidence_in_the_document_only_when_it_is_public(case):
    open_one, shut = attach(case), attach(case, public=False, content=b"%PDF-1.7 wages")
    behind(case, open_one)
    assert build_document(case).figures[0].evidence == FileDoc(Text("电表读数"), open_one.digest, ".pdf")
    behind(case, shut)
    assert build_document(case).figures[0].evidence is None


def test_another_cases_attachment_is_no_evidence_whatever_the_row_says(case):
    behind(case, attach(make.case()))
    assert build_document(case).figures[0].evidence is None


def test_the_public_page_lists_it_at_the_figure_and_gives_it_out_to_be_saved(client, case):
    attachment = behind(case, attach(case))
    publication = make.published(case)
    page = client.get(f"/cases/{publication.slug}/").text
    assert f'佐证：<a href="{address(attachment)}" rel="nofollow">电表读数</a>（PDF）' in page
    answer = client.get(address(attachment))
    assert (b"".join(answer.streaming_content), answer["Content-Type"]) == (PDF, "application/pdf")
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%E7%94%B5%E8%A1%A8%E8%AF%BB%E6%95%B0.pdf"
    assert (answer["Cache-Control"], answer["X-Robots-Tag"], answer["X-Content-Type-Options"]) == (
        "public, max-age=300",
        "noindex",
        "nosniff",
    )
    assert client.get(address(attachment), HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304


@pytest.mark.parametrize("state", ["draft", "submitted", "in_review", "accepted"])
def test_nobody_fetches_it_before_the_case_is_published(client, case, editor, state):
    attachment = behind(case, attach(case))
    reviewer = make.user(Role.REVIEWER)
    for step in {
        "draft": (),
        "submitted": ("submit",),
        "in_review": ("submit", "start_review"),
        "accepted": ("submit", "start_review", "accept"),
    }[state]:
        take(step, case=case, by=reviewer)
    assert client.get(address(attachment)).status_code == 404


def test_what_is_not_marked_or_stands_behind_no_figure_stays_inside(client, case):
    shut = behind(case, attach(case, public=False))
    loose = attach(case, content=b"%PDF-1.7 loose")
    make.published(case)
    assert [client.get(address(each)).status_code for each in (shut, loose)] == [404, 404]
    assert PublishedFile.objects.count() == 0


def test_it_is_gone_with_the_case_and_when_the_mark_is_taken_away(client, case, editor):
    attachment = behind(case, attach(case))
    make.published(case)
    publisher, reviewer = make.user(Role.PUBLISHER), make.user(Role.REVIEWER)
    Attachment.objects.update(is_public=False)
    assert client.get(address(attachment)).status_code == 200, "what is published stays until it is published anew"
    case = Case.objects.get()
    for step, by in (("submit", editor), ("start_review", reviewer), ("accept", reviewer), ("publish", publisher)):
        take(step, case=case, by=by)
    assert client.get(address(attachment)).status_code == 404
    Attachment.objects.update(is_public=True)
    for step, by in (("submit", editor), ("start_review", reviewer), ("accept", reviewer), ("publish", publisher)):
        take(step, case=case, by=by)
    assert client.get(address(attachment)).status_code == 200
    take("withdraw", case=case, by=publisher, message="Asked for.")
    assert client.get(address(attachment)).status_code == 404
    # Whoever has it may keep it for as long as it was said to be fresh: five minutes.
    assert client.get(address(attachment), HTTP_IF_NONE_MATCH=f'"{attachment.digest}"').status_code == 404


def test_a_pictures_digest_fetches_no_original(client, case):
    picture = make.picture(case)
    behind(case, attach(case))
    make.published(case)
    asked = [f"/files/{picture.digest}.{suffix}" for suffix in ("jpg", "pdf", "docx", "")] + [
        "/files/..%2f..%2fsettings.pdf",
        "/files/x.pdf",
    ]
    assert {client.get(each).status_code for each in asked} == {404}


def test_a_lost_file_is_not_found_and_breaks_nothing(client, case):
    # Of its own content: several test processes may share the folder that files are kept in.
    attachment = behind(case, attach(case, content=b"%PDF-1.7 to be lost"))
    make.published(case)
    attachment.file.storage.delete(attachment.file.name)
    assert client.get(address(attachment)).status_code == 404


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("../../etc/passwd", "etcpasswd.pdf"),
        ("a\r\nSet-Cookie: x", "aSet-Cookie: x.pdf"),
        ("\u202efdp.exe", "fdp.exe.pdf"),
        ('"><img>', "><img>.pdf"),
        ("\0\u200b", "0123456789ab.pdf"),
        ("读" * 300, "读" * 80 + ".pdf"),
    ],
)
def test_its_title_makes_a_harmless_name(title, name):
    assert file_name(FileDoc(Text(title), "0123456789abcdef", ".pdf")) == name


def test_a_restored_revision_has_its_evidence_again(case, editor):
    attachment = behind(case, attach(case))
    take("submit", case=case, by=editor)
    take("request_changes", case=case, by=make.user(Role.REVIEWER), message="Why?")
    case.figures.update(evidence=None)
    case = Case.objects.get()
    restore(case.revisions.get(number=1), case=case, by=editor, version=case.version)
    assert case.figures.get().evidence == attachment
    attachment.delete()
    restore(case.revisions.get(number=1), case=case, by=editor, version=case.version + 1)
    assert case.figures.get().evidence is None


def test_a_document_of_the_schema_before_reads_as_one_without_evidence(case, editor):
    take("submit", case=case, by=editor)
    stored = case.revisions.get().document
    for figure in stored["figures"]:
        del figure["evidence"]
    assert from_json(stored | {"schema": 2}) == document_of(case.revisions.get())


# --- The form -------------------------------------------------------------------------------------------------------


def test_the_form_offers_the_cases_own_attachments_and_takes_no_other(client, case, editor):
    own = attach(case, title_zh_hans="自己的")
    colleagues_other = attach(make.case(editor.memberships.get().organisation, by=editor), title_zh_hans="另一案例的")
    theirs = attach(make.case(), title_zh_hans="别人的")
    client.force_login(editor)
    change = f"/admin/cases/case/{case.pk}/change/"
    page = client.get(change)
    assert ("自己的" in page.text, "另一案例的" in page.text, "别人的" in page.text) == (True, False, False)
    for foreign in (colleagues_other, theirs):
        answer = client.post(change, filled(page, "case_form") | {"figures-0-evidence": str(foreign.pk)})
        assert (answer.status_code, "别人的" in answer.text, case.figures.get().evidence) == (200, False, None)
    assert client.post(change, filled(page, "case_form") | {"figures-0-evidence": str(own.pk)}).status_code == 302
    assert case.figures.get().evidence == own


def test_the_form_asks_for_the_attachments_once_whatever_the_number_of_figures(client, case, editor):
    attach(case)
    client.force_login(editor)

    def asked():
        with CaptureQueriesContext(connection) as found:
            client.get(f"/admin/cases/case/{case.pk}/change/")
        return len([query for query in found if 'FROM "cases_attachment"' in query["sql"]])

    first = asked()
    for number in range(3):
        case.figures.create(label_zh_hans=f"数 {number}", value="1")
    assert (first, asked()) == (2, 2)  # the rows of the form; what a figure is offered
