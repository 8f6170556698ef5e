"""Editions: frozen, numbered, never changed, and made again to the same bytes without our database."""

import io
import json
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils.translation import override

from accounts.enums import Role
from cases.document import Text
from reports import editions
from reports.blackline import blackline
from reports.document import Book, Part, Prose, digest
from reports.editions import Refused, book_of, differences, freeze, package, unpack
from reports.enums import BuildState
from reports.models import Block, Build, Edition, Report
from reports.models import Part as PartRow
from reports.writers.errors import WriterFailed
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _few_files(monkeypatch):
    """The writers have tests of their own."""
    monkeypatch.setattr(editions, "FILES", ("json", "csv"))


@pytest.fixture
def compiler():
    return make.user(Role.COMPILER)


@pytest.fixture
def report():
    report = Report.objects.create(year=2031, title_zh_hans="可持续发展报告", title_en="Report", is_public=True)
    part = PartRow.objects.create(report=report, kind="foreword", key="foreword", title_zh_hans="序言", title_en="Foreword")
    Block.objects.create(part=part, text_zh_hans="<p>去年装机容量为3亿千瓦。</p>", text_en="<p>Text.</p>")
    return report


def rewrite(report, text):
    block = Block.objects.get(part__report=report)
    block.text_zh_hans = text
    block.save()


def test_the_first_edition_has_the_whole_book_and_its_files(report, compiler):
    edition = freeze(report, by=compiler, note="第一次定稿")
    assert (edition.number, edition.note, edition.frozen_by) == (1, "第一次定稿", compiler)
    assert edition.digest == digest(book_of(edition)) == edition.manifest["book"]
    assert book_of(edition).edition == 1
    made = {(build.format, build.language, build.state) for build in edition.builds.all()}
    assert made == {(format, language, BuildState.DONE) for format in ("json", "csv") for language in ("zh-hans", "en")}


def test_the_manifest_names_programs_fonts_and_templates(report, compiler):
    manifest = freeze(report, by=compiler).manifest
    assert {"django", "typst", "pypandoc_binary", "vl-convert-python", "pillow", "python"} <= set(manifest["programs"])
    assert "NotoSerifSC-Regular.otf" in manifest["fonts"]
    assert {"report.typ", "reference.docx", "epub.css"} <= set(manifest["templates"])
    assert differences(manifest) == []
    assert differences(manifest | {"programs": manifest["programs"] | {"typst": "0.1"}}) == ["programs: typst"]


def test_a_report_that_says_what_the_last_edition_says_is_not_frozen_again(report, compiler):
    freeze(report, by=compiler)
    with override("en"), pytest.raises(Refused, match="Nothing has changed since edition 1"):
        freeze(report, by=compiler)
    assert report.editions.count() == 1


def test_what_changes_afterwards_changes_the_next_edition_and_not_the_last(report, compiler):
    first = freeze(report, by=compiler)
    before = book_of(first)
    rewrite(report, "<p>去年装机容量为4亿千瓦。</p>")
    second = freeze(report, by=compiler)
    assert (first.number, second.number) == (1, 2)
    assert book_of(Edition.objects.get(pk=first.pk)) == before
    assert digest(book_of(second)) != digest(before)


def test_a_report_with_a_gap_is_not_frozen(report, compiler):
    Block.objects.create(part=PartRow.objects.get(report=report), kind="case", order=1)
    with override("en"), pytest.raises(Refused, match="No case is placed"):
        freeze(report, by=compiler)
    assert not Edition.objects.exists()


def test_neither_the_code_nor_the_database_lets_an_edition_change(report, compiler):
    edition = freeze(report, by=compiler)
    edition.note = "改"
    with pytest.raises(TypeError):
        edition.save()
    with pytest.raises(TypeError):
        edition.delete()
    with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
        Edition.objects.update(note="改")


def test_the_same_edition_gives_the_same_file_whenever_it_is_built(report, compiler):
    edition = freeze(report, by=compiler)
    rewrite(report, "<p>别的话。</p>")
    again = editions.request_build(report, format="json", language="zh-hans", by=compiler, edition=edition)
    again.refresh_from_db()
    first = edition.builds.filter(format="json", language="zh-hans").order_by("pk").first()
    assert again.pk != first.pk
    assert (again.state, again.digest) == (BuildState.DONE, first.digest)


def test_a_file_that_comes_out_otherwise_is_refused_and_says_so(report, compiler, monkeypatch):
    from reports.writers.registry import WRITERS

    edition = freeze(report, by=compiler)
    monkeypatch.setattr(WRITERS["json"], "write", lambda *args, **kwargs: b"{}", raising=False)
    with override("en"):
        again = editions.request_build(report, format="json", language="en", by=compiler, edition=edition)
    again.refresh_from_db()
    assert again.state == BuildState.FAILED
    assert "came out otherwise than before" in again.error
    assert not again.file


# --- The package ---------------------------------------------------------------------------------------------------


def test_a_package_makes_the_same_files_without_the_database(report, compiler, tmp_path, django_assert_num_queries):
    edition = freeze(report, by=compiler)
    path = tmp_path / "edition.zip"
    path.write_bytes(package(edition))
    assert package(edition) == path.read_bytes()
    kept = {(build.format, build.language): build.digest for build in edition.builds.all()}
    output = tmp_path / "file"
    said = io.StringIO()
    with django_assert_num_queries(0):
        for format, language in kept:
            call_command("rebuild_edition", str(path), format=format, language=language, output=output, stdout=said)
    assert [line.rpartition(" ")[2] for line in said.getvalue().splitlines()] == list(kept.values())


@pytest.mark.parametrize("broken", ["book.json", "manifest.json"])
def test_a_package_that_was_tampered_with_is_refused(report, compiler, tmp_path, broken):
    path = tmp_path / "edition.zip"
    with zipfile.ZipFile(io.BytesIO(package(freeze(report, by=compiler)))) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = json.loads(old.read(name))
            new.writestr(name, json.dumps(data | ({"year": 1999, "book": "0" * 64} if name == broken else {})))
    with override("en"), pytest.raises(Refused, match="is not the one that its manifest names"):
        unpack(path)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"not a zip"])
def test_what_is_no_package_is_refused(tmp_path, data):
    path = tmp_path / "edition.zip"
    path.write_bytes(data)
    with pytest.raises(CommandError, match="is no package of an edition"):
        call_command("rebuild_edition", str(path), output=tmp_path / "x", language="en")


def test_the_commands_freeze_and_export(report, compiler, tmp_path):
    said = io.StringIO()
    call_command("freeze_edition", 2031, by=compiler.email, stdout=said)
    call_command("export_edition", 2031, 1, output=tmp_path / "e.zip", stdout=said)
    assert unpack(tmp_path / "e.zip").book == book_of(Edition.objects.get())
    with override("en"), pytest.raises(CommandError, match="Nothing has changed"):
        call_command("freeze_edition", 2031, by=compiler.email)
    with pytest.raises(CommandError, match="no edition 2"):
        call_command("export_edition", 2031, 2, output=tmp_path / "e.zip")
    with pytest.raises(CommandError, match="no account"):
        call_command("freeze_edition", 2031, by="nobody@example.org")


# --- Compared ------------------------------------------------------------------------------------------------------


def book(*parts):
    return Book(2031, Text("题"), Text(), Text(), Text(), tuple(parts))


def part(key, *paragraphs):
    return Part(key, "section", Text(f"部分{key}"), blocks=tuple(Prose(Text(f"<p>{each}</p>")) for each in paragraphs))


def test_two_editions_are_compared_by_characters_and_only_what_differs_is_shown():
    old = book(part("a", "去年装机容量为3亿千瓦。", "不变。"), part("b", "不变。"), part("c", "删去的部分。"))
    new = book(part("a", "去年装机容量为4亿千瓦。", "不变。"), part("b", "不变。"), part("d", "新的部分。"))
    found = blackline(old, new, "zh-hans")
    assert [(line.key, line.kind, line.count) for line in found] == [("a", "changed", 1), ("d", "new", 2), ("c", "gone", 2)]
    (changed,) = [change for change in found[0].changes if change.kind == "changed"]
    assert [(run.kind, run.text) for run in changed.runs if run.kind != "same"] == [("gone", "3"), ("new", "4")]


def test_a_book_is_the_same_as_itself_with_every_kind_of_block():
    from tests.reports.writers.sample import whole_book

    for language in ("zh-hans", "en"):
        assert blackline(whole_book(), whole_book(), language) == []
        assert blackline(Book(2031, Text(), Text(), Text(), Text(), ()), whole_book(), language) != []


# --- Who sees what -------------------------------------------------------------------------------------------------


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def test_the_desk_freezes_and_shows_editions(report, compiler):
    client = client_of(compiler)
    page = client.post(f"/en/admin/reports/report/{report.pk}/freeze/", {"note": "first"}, follow=True).text
    edition = Edition.objects.get()
    assert edition.note == "first"
    assert edition.digest in page
    refused = client.post(f"/en/admin/reports/report/{report.pk}/freeze/", {"note": ""}, follow=True).text
    assert "Nothing has changed since edition 1." in refused
    assert client.get(f"/admin/reports/report/{report.pk}/freeze/").url == f"/admin/reports/report/{report.pk}/change/"


def test_two_editions_stand_beside_each_other(report, compiler):
    freeze(report, by=compiler)
    rewrite(report, "<p>去年装机容量为4亿千瓦<script>x</script>。</p>")
    edition = freeze(report, by=compiler)
    page = client_of(compiler).get(f"/admin/reports/edition/{edition.pk}/compare/").text
    assert "<del>" in page
    assert ">3</del>" in page
    assert ">4</ins>" in page
    assert client_of(compiler).get(f"/admin/reports/edition/{edition.pk}/compare/?before=9").status_code == 200


def test_two_editions_are_compared_on_paper(report, compiler, monkeypatch):
    freeze(report, by=compiler)
    rewrite(report, "<p>去年装机容量为4亿千瓦。</p>")
    edition = freeze(report, by=compiler)
    address = f"/admin/reports/edition/{edition.pk}/compare/"
    answer = client_of(compiler).get(f"{address}?before=1&after=2&language=zh-hans&pdf=")
    assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == ("application/pdf", "private, no-store")
    assert answer.content.startswith(b"%PDF-")
    monkeypatch.setattr("reports.admin.editions.blackline_pdf", failing)
    answer = client_of(compiler).get(f"{address}?before=1&after=2&language=zh-hans&pdf=", follow=True)
    assert answer.redirect_chain == [(f"{address}?before=1&after=2&language=zh-hans", 302)]
    assert "The report could not be typeset" in answer.text


def failing(*args, **kwargs):
    raise WriterFailed("The report could not be typeset")


@pytest.mark.parametrize("count", [1, 3])
def test_an_editions_page_asks_the_same_whatever_there_is(report, compiler, count, django_assert_num_queries):
    for number in range(count):
        rewrite(report, f"<p>第{number}稿。</p>")
        edition = freeze(report, by=compiler)
    client = client_of(compiler)
    client.get(f"/admin/reports/edition/{edition.pk}/change/")
    # Session, who asks, their roles, permissions of rows and groups (two), the edition (seen, then read), its files, the other editions.
    with django_assert_num_queries(9):
        assert client.get(f"/admin/reports/edition/{edition.pk}/change/").status_code == 200


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER])
def test_who_compiles_no_reports_finds_no_edition(report, compiler, role):
    edition = freeze(report, by=compiler)
    client = client_of(make.user(role))
    for address in ("change/", "compare/", "package/"):
        assert client.get(f"/admin/reports/edition/{edition.pk}/{address}").status_code == 404
    assert client.post(f"/admin/reports/edition/{edition.pk}/build/", {"format": "csv", "language": "en"}).status_code == 404
    assert client.post(f"/admin/reports/report/{report.pk}/freeze/").status_code == 404
    assert Edition.objects.count() == 1


def test_the_public_finds_an_editions_files_while_the_report_is_public(report, compiler):
    freeze(report, by=compiler)
    page = Client().get("/reports/2031/").text
    assert 'href="/reports/2031/editions/1/zh-hans.csv"' in page
    response = Client().get("/reports/2031/editions/1/zh-hans.csv")
    digest_of_file = Build.objects.get(format="csv", language="zh-hans").digest
    assert (response.status_code, response["ETag"], response["X-Content-Type-Options"]) == (200, f'"{digest_of_file}"', "nosniff")
    assert "attachment" in response["Content-Disposition"]
    assert not response.cookies
    assert Client().get("/reports/2031/editions/1/zh-hans.csv", headers={"If-None-Match": response["ETag"]}).status_code == 304
    for address in ("1/zh-hans.exe", "1/fr.csv", "2/zh-hans.csv", "1/en.pdf"):
        assert Client().get(f"/reports/2031/editions/{address}").status_code == 404
    report.is_public = False
    report.save()
    assert Client().get("/reports/2031/editions/1/zh-hans.csv").status_code == 404


def test_a_build_that_is_not_of_an_edition_is_nobodys_file(report, compiler):
    freeze(report, by=compiler)
    rewrite(report, "<p>还没有定稿的秘密。</p>")
    editions.request_build(report, format="csv", language="zh-hans", by=compiler)
    assert "秘密" not in Client().get("/reports/2031/editions/1/zh-hans.csv").getvalue().decode()
