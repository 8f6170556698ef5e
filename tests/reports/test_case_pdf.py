"""A case by itself as a PDF: what stands in it, who may have it, and what asking for it may cost."""

import datetime as dt
import threading

import pytest
from django.core.files.storage import default_storage
from pypdf import PdfReader

from cases.media.made import Busy
from cases.models import Figure, Quotation, StateChange
from cases.publishing import put_out, take_back
from cases.search.query import shown
from reports import offprint
from reports.document import CaseBox, Prose, VideoLink
from reports.writers.errors import WriterFailed
from tests import make
from tests.reports.writers import reading

SITE = "http://127.0.0.1:8000"
DAY = dt.date(2021, 11, 1)


@pytest.fixture
def publication(db):
    owner = make.organisation("one", name_zh_hans="一公司", name_en="Company One")
    case = make.case(
        *(owner,),
        slug="here",
        title_zh_hans="标题/甲",
        title_en="A title",
        body_zh_hans="<p>正文在此。</p>",
        body_en="<p>The text.</p>",
        concept="green",
    )
    Figure.objects.create(
        case=case, label_zh_hans="目标值", label_en="Aim", value="200", unit="所", status="target", claim="checked", order=1
    )
    Quotation.objects.create(case=case, text_zh_hans="原话在此", text_en="Words said", speaker_en="Ms Wang", form="verbatim")
    make.picture(case, caption_zh_hans="图的说明", caption_en="The caption")
    publication = make.published(case)
    StateChange.objects.filter(action="publish").update(at=dt.datetime(2021, 11, 1, 4, tzinfo=dt.UTC))
    return publication


@pytest.fixture
def writer(monkeypatch):
    """In place of Typst: how often it was asked, and whether it fails."""

    class Writer:
        asked, error = 0, None

        def write(self, book, **how):
            self.asked += 1
            if self.error:
                raise self.error
            return b"%PDF " + how["language"].encode() + str(self.asked).encode() + b" %%EOF\n"

    stand_in = Writer()
    monkeypatch.setattr(offprint, "WRITER", stand_in)
    monkeypatch.setattr(offprint, "version", lambda: f"{id(stand_in)}")
    return stand_in


# --- What stands in it ---------------------------------------------------------------------------------------------


def test_it_says_what_the_case_says_in_the_language_asked_for(client, publication):
    number, address = publication.revision.number, f"{SITE}/c/{publication.pk}/"
    chinese = [
        *(
            "案例集",
            "标题/甲",
            "一公司",
            "约1600万千瓦时",
            "企业自报",
            "200所目标",
            "协会核实",
            "正文在此。",
            "原话在此",
            "图的说明",
            "理由。",
        )
    ]
    chinese += [f"第{number}版，2021年11月1日发布。", f"一公司.标题/甲[EB/OL].(2021-11-01).{address}."]
    english = [
        "Casebook",
        "Atitle",
        "CompanyOne",
        "about16millionkWh",
        "Declaredbythecompany",
        "200schoolsTarget",
        "Checkedbytheassociation",
    ]
    english += ["Thetext.", "Wordssaid", "MsWang", "Thecaption", "Areason.", f"Revision{number},publishedon1November2021."]
    english += [f"CompanyOne(2021,November1).Atitle.Casebook.{address}"]
    for prefix, language, expected in (("", "zh-CN", chinese), ("/en", "en-GB", english)):
        response = client.get(f"{prefix}/cases/here/case.pdf")
        assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
        pdf = response.getvalue()
        words = reading.words(pdf)
        assert [text for text in expected if text not in words] == []
        assert reading.reader(pdf).trailer["/Root"]["/Lang"] == language


def test_it_is_tagged_titled_and_begins_with_its_title(client, publication):
    pdf = client.get("/en/cases/here/case.pdf").getvalue()
    reader: PdfReader = reading.reader(pdf)
    assert (reader.metadata.title, reader.metadata.author) == ("A title", "Company One")
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    levels = [str(node["/S"]) for node in reading.structure(pdf) if str(node["/S"]).startswith("/H")]
    assert levels[0] == "/H1"
    assert levels.count("/H1") == 1
    assert f"{SITE}/c/{publication.pk}/" in str([node.get("/Alt") for node in reading.structure(pdf) if node["/S"] == "/Figure"])


def test_the_book_is_the_case_how_to_cite_it_and_its_address(publication):
    document = shown(publication)
    book = offprint.book_of(document, revision=3, issued=DAY, address=f"{SITE}/c/9/")
    [part] = book.parts
    box, cite, code = part.blocks
    assert box == CaseBox(document, 3, document.body)
    assert isinstance(cite, Prose)
    assert code == VideoLink("", document.title, f"{SITE}/c/9/")
    assert (book.title, book.subtitle, book.publisher) == (document.title, document.summary, document.organisation.name)


def test_what_is_hostile_is_only_text(client, db):
    text = '#read("/etc/passwd") $x$ </script><b>&amp; \\u{41} ]])'
    organisation = make.organisation("odd", name_zh_hans=text, name_en=text)
    make.published(make.case(organisation, slug="odd", title_zh_hans=text, title_en=text))
    words = reading.words(client.get("/cases/odd/case.pdf").getvalue())
    assert words.count(reading.bare(text)) >= 4
    assert "root:" not in words


def test_the_report_says_nothing_of_claims():
    from reports.writers.pieces import Pieces
    from tests.reports.writers import sample

    figure = sample.case("flat", "案例", "Case").figures[0]
    assert Pieces("en").datum(figure)["claim"] == ""
    assert Pieces("en", claims=True).datum(figure)["claim"] == "Declared by the company"


# --- Who may have it -----------------------------------------------------------------------------------------------


def test_it_has_a_name_leads_back_to_its_page_and_costs_one_query(client, publication, writer, django_assert_num_queries):
    for _ in range(2):
        with django_assert_num_queries(1):  # the publication with its revision and its last day of issue
            response = client.get("/cases/here/case.pdf")
    assert response["Content-Disposition"] == "inline; filename*=utf-8''%E6%A0%87%E9%A2%98%20%E7%94%B2.pdf"
    assert response["Link"] == f'<{SITE}/cases/here/>; rel="canonical"'
    assert "public" in response["Cache-Control"]
    assert not response.cookies
    assert client.get("/en/cases/here/case.pdf")["Content-Disposition"] == 'inline; filename="A title.pdf"'


def test_a_draft_has_none(client, db, writer):
    make.submitted(make.case(slug="secret"))
    assert client.get("/cases/secret/case.pdf").status_code == 404
    assert writer.asked == 0


def test_a_withdrawn_case_has_none_though_one_is_kept(client, publication, writer):
    assert client.get("/cases/here/case.pdf").status_code == 200
    take_back(publication.case)
    response = client.get("/cases/here/case.pdf")
    assert response.status_code == 410
    assert "标题" not in response.text


def test_the_address_that_a_case_has_left_leads_on(client, publication, writer):
    publication.revision.document = publication.revision.document | {"slug": "there"}
    put_out(publication.revision)
    response = client.get("/en/cases/here/case.pdf")
    assert (response.status_code, response["Location"]) == (301, "/en/cases/there/case.pdf")


# --- What it may cost ----------------------------------------------------------------------------------------------


def test_it_is_made_once_for_each_language(client, publication, writer):
    answers = [client.get(address).getvalue() for address in ("/cases/here/case.pdf", "/en/cases/here/case.pdf") * 2]
    assert answers == [b"%PDF zh-hans1 %%EOF\n", b"%PDF en2 %%EOF\n"] * 2


def test_who_has_it_is_told_so_and_nothing_is_made(client, publication, writer):
    etag = client.get("/cases/here/case.pdf")["ETag"]
    response = client.get("/cases/here/case.pdf", headers={"if-none-match": etag})
    assert (response.status_code, response["ETag"], writer.asked) == (304, etag, 1)
    assert client.get("/en/cases/here/case.pdf")["ETag"] != etag
    take_back(publication.case)
    assert client.get("/cases/here/case.pdf", headers={"if-none-match": etag}).status_code == 410


def test_it_is_made_anew_for_a_new_revision_another_day_and_other_templates_and_the_old_one_goes(publication, writer, monkeypatch):
    def ask(issued=DAY):
        return offprint.Offprint(publication, issued, f"{SITE}/c/1/", "en").file()

    ask()
    ask(DAY + dt.timedelta(days=1))
    publication.revision.digest = "0" * 64
    ask()
    monkeypatch.setattr(offprint, "version", lambda: "another")
    assert ask() == b"%PDF en4 %%EOF\n"
    assert len(default_storage.listdir(f"offprints/{publication.pk}-en")[1]) == 1


def test_what_could_not_be_made_is_not_tried_again_at_once(client, publication, writer):
    writer.error = WriterFailed("no shape for 😀", detail="/tmp/secret")
    for _ in range(3):
        response = client.get("/en/cases/here/case.pdf")
        assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (503, "600", "no-store")
        assert "This PDF is not ready" in response.text
        assert "/en/cases/here/" in response.text
        assert "secret" not in response.text
    assert writer.asked == 1


def test_a_picture_that_the_storage_has_lost_is_no_crash(client, publication, writer):
    writer.error = FileNotFoundError("originals/ab/abc.jpg")
    assert client.get("/cases/here/case.pdf").status_code == 503


def test_while_another_is_made_and_one_waits_the_rest_come_back_later(client, publication, monkeypatch, writer):
    def busy(*asked):
        raise Busy

    monkeypatch.setattr(offprint.maker, "get", busy)
    response = client.get("/en/cases/here/case.pdf")
    assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (503, "10", "no-store")
    assert "Ask again in ten seconds." in response.text


def test_a_process_makes_one_at_a_time(publication, writer):
    at_once, most = threading.BoundedSemaphore(1), []
    write = writer.write

    def watched(book, **how):
        most.append(at_once.acquire(blocking=False))
        try:
            return write(book, **how)
        finally:
            at_once.release()

    writer.write = watched
    threads = [
        threading.Thread(target=offprint.Offprint(publication, DAY, f"{SITE}/c/1/", language).file) for language in ("zh-hans", "en")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert most == [True, True]
