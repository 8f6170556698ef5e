"""Every text field gets every hostile text, raw by HTTP, and every page that shows it stays as it is (C1, C2, C3, C5, C7, C22)."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Organisation, User
from cases.approvals import ask
from cases.models import Attachment, Case, CaseList, Comment, LeftOver, Mail, OfferedFigure, Participation, Quotation, Seal, Tag, Video
from cases.outbox import send_due
from cases.workflow import take
from tests import make
from tests.forms import filled
from tests.project.hostile import FORMULAS, PAYLOADS, what_runs

pytestmark = pytest.mark.django_db

# Fields of a case's form that take free text, as their names in it end.
TEXTS = re.compile(
    r"^(title|summary|body|place)_\w+$|^(concepts|goals)-\d+-(zh|en)$|"
    r"^(figures|quotations|pictures|videos|attachments|participations)-\d+-"
    r"(label|source|note|text|speaker|role|occasion|caption|alt|credit|title|unit|owner|people|licence)(_zh_hans|_en)?$"
)
LIMITS = {"unit": 40, "speaker": 80, "label": 120, "credit": 120, "owner": 120, "licence": 120, "place": 120, "title": 120}
# What stands for nothing that runs: left as it is wherever it is shown.
INERT = ("%3C", "&lt;", "{{", "＜", "<scr<")


@pytest.fixture
def company():
    return make.organisation("ours")


@pytest.fixture
def editor(company):
    return make.editor(company)


@pytest.fixture
def case(company, editor):
    """With a row of each kind."""
    case = make.case(company, by=editor, concept="green")
    Quotation.objects.create(case=case, text_zh_hans="话", speaker_zh_hans="人")
    make.picture(case)
    Video.objects.create(case=case, title_zh_hans="片", url="https://example.org/film")
    attachment = Attachment.objects.create(case=case, title_zh_hans="据", file=ContentFile(b"%PDF-1.7", name="a.pdf"), is_public=True)
    case.figures.update(evidence=attachment)
    Participation.objects.create(case=case, organisation=make.organisation("other"), role_zh_hans="合作")
    return case


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def harmless(response: Any, status: int = 200) -> Any:
    """The answer, once nothing in it runs that is not ours."""
    assert response.status_code == status, (response.request["PATH_INFO"], response.get("Location"))
    body = b"".join(response.streaming_content).decode() if response.streaming else response.text
    kind = response["Content-Type"].partition(";")[0]
    if kind == "text/html":
        assert what_runs(body) == [], body[:200]
    elif kind.endswith("xml"):
        assert not [node.tag for node in ET.fromstring(body).iter() if "script" in node.tag.lower()]
    elif kind.endswith("json"):
        json.loads(body)
    else:
        assert kind in {"text/csv", "application/json"}, kind
        assert response["X-Content-Type-Options"] == "nosniff"
    return response


def hostile(data: dict[str, Any], turn: int) -> dict[str, str]:
    """Each text field with another payload, the next one in the next turn; cut to what the column takes."""
    names = sorted(name for name in data if TEXTS.match(name))
    found = {}
    for at, name in enumerate(names):
        field = re.sub(r"(_zh_hans|_en)$", "", name).rpartition("-")[2]
        found[name] = PAYLOADS[(turn + at) % len(PAYLOADS)][: LIMITS.get(field, 10_000)]
        if field == "body" and turn % 2:
            found[name] = f"<table><tr><th>{found[name]}</th></tr><tr><td>{found[name]}</td></tr></table>"
    return found


# --- The reader finds what there is to find -------------------------------------------------------------------------------


@pytest.mark.parametrize("payload", [each for each in PAYLOADS if not each.startswith(INERT)])
def test_the_reader_finds_each_payload_where_nothing_escapes_it(payload):
    places = f"<p>{payload}</p><input value=\"{payload}\"><input value='{payload}'><textarea>{payload}</textarea><input value=x{payload}>"
    assert what_runs(places) != []


def test_there_are_forty_payloads_and_more():
    assert len(set(PAYLOADS)) >= 40


# --- Every field, every payload, every page of a case ----------------------------------------------------------------------


def test_every_text_of_a_case_is_only_text_on_every_page_that_shows_it(case, editor, company):
    """Each turn writes the whole form, raw; then the form, the preview, the list and the page of a conflict are read."""
    client, change = signed_in(editor), f"/admin/cases/case/{case.pk}/change/"
    written: dict[str, set[str]] = {}
    for turn in range(len(PAYLOADS)):
        data = filled(harmless(client.get(change)), "case_form")
        texts = hostile(data, turn)
        answer = client.post(change, data | texts)
        assert answer.status_code == 302, re.findall(r'class="errorlist[^>]*>.*?</ul>', answer.text, re.S)
        for name, text in texts.items():
            written.setdefault(name, set()).add(text)
        harmless(client.get(f"/admin/cases/case/{case.pk}/preview/"))
        # Somebody else was faster: both texts side by side.
        harmless(client.post(change, data | hostile(data, turn + 1)))
    assert len(written) >= 35
    assert {name for name, texts in written.items() if len(texts) < 40} == set()
    harmless(client.get("/admin/cases/case/"))
    harmless(client.get("/admin/"))


def test_a_rich_text_keeps_nothing_that_runs_and_cleaning_it_again_changes_nothing(case, editor):
    client, change = signed_in(editor), f"/admin/cases/case/{case.pk}/change/"
    for payload in (*PAYLOADS, "".join(PAYLOADS)):
        client.post(change, filled(client.get(change), "case_form") | {"body_zh_hans": f"<p>{payload}</p>"})
        stored = Case.objects.get(pk=case.pk).body_zh_hans
        assert what_runs(stored) == [], payload
        client.post(change, filled(client.get(change), "case_form") | {"body_zh_hans": stored})
        assert Case.objects.get(pk=case.pk).body_zh_hans == stored


# --- All the other places --------------------------------------------------------------------------------------------------


@pytest.fixture
def poisoned(case, editor, company):
    """The last payloads in the case, others in whatever is said and given around it; published. All by HTTP, as anybody could."""
    reviewer, publisher, operator = make.user(Role.REVIEWER), make.user(Role.PUBLISHER), make.user(Role.OPERATOR)
    people = {"editor": editor, "reviewer": reviewer, "publisher": publisher, "operator": operator}
    at = {name: signed_in(person) for name, person in people.items()}
    names = iter(PAYLOADS * 3)
    page = f"/admin/accounts/user/{editor.pk}/change/"
    data = filled(at["operator"].get(page), "user_form")
    assert at["operator"].post(page, data | {"name": next(names)[:80]}).status_code == 302
    page = f"/admin/accounts/organisation/{company.pk}/change/"
    data = filled(at["reviewer"].get(page), "organisation_form")
    words = {name: next(names)[:100] for name in data if name.startswith(("name_", "short_name_", "latin_name"))}
    words = {name: text[:40] if name.startswith("short") else text for name, text in words.items()}
    assert at["reviewer"].post(page, data | words).status_code == 302
    page = f"/admin/cases/case/{case.pk}/change/"
    data = filled(at["editor"].get(page), "case_form")
    assert at["editor"].post(page, data | hostile(data, 7)).status_code == 302
    at["editor"].post(f"/admin/cases/case/{case.pk}/suggestions/", {"propose": next(names)[:60], "topic": next(names)[:60]})
    LeftOver.objects.create(case=case, where="box", text=next(names))
    OfferedFigure.objects.create(case=case, label=next(names)[:120], value="1", unit=next(names)[:40], sentence=next(names))
    CaseList.objects.create(
        organisation=company, year=2021, name=next(names), digest="0" * 64, by=editor, state="ready", total=1, error=next(names),
        rows=[{"number": 2, "columns": {"title_zh_hans": next(names)}, "tags": [], "figures": []}],
        problems=[{"row": 2, "column": "A", "heading": next(names), "sentence": next(names)}],
    )  # fmt: skip
    harmless(at["editor"].get(f"/admin/cases/case/{case.pk}/left-over/"))
    take("submit", case=Case.objects.get(pk=case.pk), by=editor)
    for field in ("title_zh_hans", "body_en"):
        said = {"field": field, "text": next(names), "visibility": "company"}
        assert at["reviewer"].post(f"/admin/cases/case/{case.pk}/comments/", said).status_code == 302
    thread = Comment.objects.first()
    at["editor"].post(f"/admin/cases/case/{case.pk}/comments/{thread.pk}/", {"act": "answer", "text": next(names)})
    take("start_review", case=Case.objects.get(pk=case.pk), by=reviewer)
    words = {"message": next(names), "version": Case.objects.get(pk=case.pk).version}
    assert at["reviewer"].post(f"/admin/cases/case/{case.pk}/step/request_changes/", words).status_code == 302
    data = filled(at["editor"].get(page), "case_form")
    assert at["editor"].post(page, data | hostile(data, 8)).status_code == 302
    for answer in ("confirm", "refuse"):
        _row, token = ask(Case.objects.get(pk=case.pk), email="boss@example.org", by=editor)
        harmless(Client().get(f"/approvals/{token}/"))
        Client().post(f"/approvals/{token}/", {"answer": answer, "name": next(names)[:80], "words": next(names)})
    take("submit", case=Case.objects.get(pk=case.pk), by=editor)
    revision = case.revisions.first()
    Seal.objects.create(
        case=case, revision=revision, digest="0" * 64, remark=next(names), file=ContentFile(b"%PDF", name="x.pdf"), given_by=editor
    )
    for step, person in (("start_review", reviewer), ("accept", reviewer), ("publish", publisher)):
        take(step, case=Case.objects.get(pk=case.pk), by=person)
    at["public"] = Client()
    return at


def test_what_is_said_and_given_around_a_case_is_only_text_on_every_page_of_the_admin(poisoned, case, company, editor):
    whole = [f"/admin/cases/case/{case.pk}/{page}/" for page in ("change", "preview", "compare", "comments", "seal", "approvals")]
    whole += [f"/admin/cases/case/{case.pk}/compare/?before=1&after=2"]
    whole += [f"/admin/cases/revision/{row.pk}/{page}/" for row in case.revisions.all() for page in ("change", "preview")]
    whole += ["/admin/", "/admin/cases/case/", "/admin/cases/caselist/", f"/admin/cases/caselist/{CaseList.objects.get().pk}/change/"]
    inside = [
        *whole,
        "/admin/cases/case/queue/",
        "/admin/cases/mail/",
        *(f"/admin/cases/mail/{row.pk}/change/" for row in Mail.objects.all()),
    ]
    inside += ["/admin/cases/auditentry/", "/admin/cases/topicproposal/", "/admin/cases/publication/", "/admin/accounts/organisation/"]
    inside += [
        f"/admin/accounts/organisation/{company.pk}/change/",
        "/admin/cases/videoaddress/",
        f"/admin/cases/case/{case.pk}/step/withdraw/",
    ]
    own = [*whole, *(f"/admin/cases/case/{case.pk}/{page}/" for page in ("pictures", "suggestions", "left-over"))]
    everywhere = [
        ("editor", own),
        ("publisher", inside),
        ("operator", ["/admin/accounts/user/", f"/admin/accounts/user/{editor.pk}/change/"]),
    ]
    reached = 0
    for who, pages in everywhere:
        for language in ("", "/en"):
            for page in pages:
                response = poisoned[who].get(language + page)
                if response.status_code == 302:
                    continue  # the step, or the page, is not open in this state
                harmless(response)
                reached += "xss" in response.text
    assert reached > 60


def test_it_is_only_text_on_every_public_page_feed_and_file(poisoned, case, company):
    slug = Case.objects.get(pk=case.pk).slug
    pages = [
        "/",
        "/cases/",
        f"/cases/{slug}/",
        "/organisations/",
        f"/organisations/{company.slug}/",
        "/concepts/green/",
        "/sdgs/7/",
        "/explore/",
    ]
    pages += ["/cases/?q=xss", "/cases/?q=%3Cscript%3Exss()%3C/script%3E", "/suggest/?q=xss", "/lost/%3Cscript%3Exss()%3C/script%3E"]
    files = ["/feeds/cases.atom", f"/feeds/organisation/{company.slug}.atom", "/sitemap.xml", "/cases/export.csv", "/cases/export.json"]
    files += ["/api/v1/cases", f"/api/v1/cases/{slug}", "/api/v1/facets", f"/oembed?url=http://127.0.0.1:8000/cases/{slug}/"]
    reached = 0
    for language in ("", "/en"):
        for page in pages:
            response = poisoned["public"].get(language + page)
            harmless(response, 404 if "lost" in page else 200)
            reached += "xss" in response.text
    for file in files:
        response = harmless(poisoned["public"].get(file))
        reached += not response.streaming and "xss" in response.text
    assert reached >= 12


def test_mails_are_plain_text_with_one_line_of_subject(poisoned, settings):
    Mail.objects.update(send_after="2020-01-01T00:00Z", state="waiting")
    send_due()
    assert len(mail.outbox) >= 5
    for message in mail.outbox:
        assert (message.content_subtype, len(message.subject.splitlines()), getattr(message, "alternatives", [])) == ("plain", 1, [])
        assert re.findall(r"^(?:bcc|to|cc):", message.message().as_string().partition("\n\n")[0], re.I | re.M) == ["To:"]


# --- Spreadsheets ------------------------------------------------------------------------------------------------------------


def test_no_text_of_a_case_is_a_formula_in_any_table_that_is_taken_away(company, editor):
    """Every beginning that a spreadsheet calculates, in every text that a table has: CSV of cases, of charts, of the inside log."""
    reviewer, publisher = make.user(Role.REVIEWER), make.user(Role.PUBLISHER, name="=cmd()")
    Organisation.objects.filter(pk=company.pk).update(name_zh_hans="=1+1", name_en="+1", short_name_zh_hans="@SUM(1)", short_name_en="-1")
    for formula in FORMULAS:
        case = make.case(company, by=editor)
        for name in ("title", "summary", "place"):
            Case.objects.filter(pk=case.pk).update(**{f"{name}_zh_hans": formula, f"{name}_en": formula})
        case.figures.update(label_zh_hans=formula, label_en=formula, unit=formula[:40], source_zh_hans=formula)
        case = Case.objects.get(pk=case.pk)
        for step, by in (("submit", editor), ("start_review", reviewer), ("accept", reviewer), ("publish", publisher)):
            take(step, case=case, by=by)
    operator = signed_in(make.user(Role.OPERATOR))
    tables = {"/cases/export.csv": Client(), "/en/cases/export.csv": Client(), "/admin/cases/auditentry/export/": operator}
    tables |= {f"/explore/{chart}.csv": Client() for chart in ("concepts", "goals", "sectors", "years", "matrix", "organisations")}
    seen = 0
    for address, client in tables.items():
        response = client.get(address)
        if response.status_code == 404 and "/explore/" in address:
            continue
        body = b"".join(response.streaming_content) if response.streaming else response.content
        cells = [cell for row in csv.reader(io.StringIO(body.decode("utf-8-sig"))) for cell in row]
        numbers = re.compile(r"[+-]?\d+(\.\d+)?")
        assert [cell for cell in cells if cell.startswith(tuple("=+-@\t\r＝＋－＠")) and not numbers.fullmatch(cell)] == [], address
        seen += sum(cell.startswith("'") for cell in cells)
    assert seen > len(FORMULAS) * 4


def test_the_form_for_lists_holds_no_formula_whatever_topics_and_calls_are_called(client, editor):
    from openpyxl import load_workbook

    from cases.models import Call

    Tag.objects.create(vocabulary="topic", slug="formula", name_zh_hans="=1+1", name_en='=HYPERLINK("http://evil.example")')
    Call.objects.create(year=2021, title_zh_hans="=1+1", title_en="@SUM(1)", opens_at="2020-01-01T00:00Z", closes_at="2099-01-01T00:00Z")
    client.force_login(editor)
    for language in ("", "/en"):
        answer = client.get(language + reverse("admin:cases_caselist_form"))
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        book = load_workbook(io.BytesIO(body))
        kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
        assert "f" not in kinds
