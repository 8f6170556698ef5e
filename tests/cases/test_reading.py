from decimal import Decimal

from cases.document import CaseDocument, FigureDoc, OrganisationRef, QuotationDoc, Text
from cases.reading import Heading, Mention, Reading, Source, read, sources, with_regions
from cases.text import clean_html


def test_headings_get_an_anchor_each_and_are_told_in_order():
    assert read("<h3>缘起</h3><p>一。</p><h4>小处</h4><h3>做法<strong>与成效</strong> &amp; 展望</h3>") == Reading(
        html='<h3 id="text-1">缘起</h3><p>一。</p><h4>小处</h4><h3 id="text-2">做法<strong>与成效</strong> &amp; 展望</h3>',
        headings=(Heading("text-1", "缘起"), Heading("text-2", "做法与成效 & 展望")),
    )


def test_a_document_named_in_the_text_has_a_side_note_at_its_first_mention_only():
    reading = read("<p>依据《总体方案》，又见《总体方案》。</p>")
    note = '<span class="side-note" aria-hidden="true">《总体方案》</span>'
    assert reading.html == f"<p>依据《总体方案》{note}，又见《总体方案》。</p>"
    assert reading.mentions == (Mention("《总体方案》"),)


def test_a_link_is_told_with_its_words_and_where_it_leads_and_a_mail_address_is_no_document():
    html = clean_html('<p><a href="https://www.example.org/a?b=1&c=2">《<em>标准</em>》</a>，<a href="mailto:a@example.org">写信</a></p>')
    reading = read(html)
    assert reading.mentions == (Mention("《标准》", "https://www.example.org/a?b=1&c=2"),)
    assert reading.mentions[0].host == "example.org"
    assert reading.html.count("side-note") == 1


def test_a_title_in_a_table_is_told_without_a_note_in_its_cell():
    html = clean_html("<table><tr><td>《方案》</td></tr></table><p>《方案》《标准》</p>")
    reading = read(html)
    assert reading.mentions == (Mention("《方案》"), Mention("《标准》"))
    assert reading.html.count("side-note") == 1


def test_each_table_stands_in_a_region_of_its_own_name_and_an_address_that_looks_like_one_does_not():
    html = '<p><a href="https://example.org/<table>">看</a></p><table><tbody><tr><th><p>甲</p></th></tr></tbody></table>'
    shown = '<div class="scroll" role="region" tabindex="0" aria-label="表&quot;1"><table><tbody><tr><th scope="col"><p>甲</p></th></tr>'
    assert with_regions(html, lambda number: f'表"{number}') == f"{html.partition('<table><tbody>')[0]}{shown}</tbody></table></div>"


def test_a_title_in_a_heading_gets_no_note_and_one_that_is_never_closed_is_none():
    assert read("<h3>《方案》</h3><p>《没有完，" + "很长" * 60 + "》</p>").mentions == ()


def test_what_looks_like_markup_in_an_address_stays_in_it():
    html = '<p><a href="https://example.org/<h3>《x》</h3>" rel="noopener nofollow">看</a></p>'
    assert read(html).headings == ()
    assert read(html).html.startswith(html.removesuffix("</p>"))


def test_an_address_that_is_none_has_no_host():
    assert Mention("x", "http://[x").host == ""


def test_each_source_is_named_once_with_what_it_is_the_source_of():
    report = Text("年报", "Annual report")

    def figure(label: str, source: Text = Text()) -> FigureDoc:
        return FigureDoc(Text(label), Decimal(1), source=source)

    document = CaseDocument(
        slug="x", year=2021, title=Text("题"), summary=Text(), body=Text(), organisation=OrganisationRef("o", Text("单位")),
        figures=(figure("一", report), figure("二"), figure("三", report)),
        quotations=(QuotationDoc(Text("话"), speaker=Text("某人"), source=Text("实录")), QuotationDoc(Text("又"), source=Text("实录"))),
    )  # fmt: skip
    assert sources(document) == (Source(report, (Text("一"), Text("三"))), Source(Text("实录"), (Text("某人"),)))
