"""A small book with a block of every kind, made of values only."""

import io
from collections.abc import Iterator
from decimal import Decimal

from PIL import Image

from cases.document import CaseDocument, CaseRef, FigureDoc, OrganisationRef, PictureDoc, QuotationDoc, TagRef, Text, VideoDoc
from reports.document import (
    Book,
    Breakdown,
    Callout,
    CaseBox,
    Chart,
    Citation,
    Comparison,
    Datum,
    Labelled,
    Pair,
    Part,
    Photos,
    Prose,
    Quote,
    Series,
    Table,
    Themes,
    Tile,
    Tiles,
    VideoLink,
)

LAW = Citation("law", Text("节约能源法", "Energy Conservation Law"), Text("全国人大", "National People's Congress"), "2018-10")
PLAN = Citation("plan", Text("绿色发展规划", "Green Development Plan"))


TABLE = (
    "<table><tbody><tr><th><p>指标</p></th><th><p>往年</p></th><th><p></p></th></tr>"
    "<tr><td><p>合格率</p><p>（年均）</p></td><td><p>97.25%</p></td><td><p><strong>CO<sub>2</sub></strong></p></td></tr></tbody></table>"
)


def datum(zh: str, en: str, value: str, unit: str, **more: object) -> Datum:
    return Datum(more.pop("indicator", "key"), Text(zh, en), Decimal(value), unit, **more)


def picture(name: str, zh: str, en: str, *, stand_in: bool = True) -> PictureDoc:
    return PictureDoc(
        name,
        ".jpg",
        600,
        400,
        Text(zh, en),
        Text(f"{zh}的样子", f"What {en} looks like"),
        Text("摄影师甲", "A. Photographer"),
        "CC BY",
        stand_in,
    )


def pictures(_: PictureDoc) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (600, 400), "#789").save(out, "JPEG")
    return out.getvalue()


def case(slug: str, zh: str, en: str, *, parent: CaseRef | None = None, concept: bool = True) -> CaseDocument:
    tags = (
        TagRef(
            "goal",
            "7",
            Text("经济适用的清洁能源", "Affordable and Clean Energy"),
            "7",
            "#FCC30B",
            "primary",
            Text("用上绿电。", "It uses green power."),
        ),
        TagRef("goal", "13", Text("气候行动", "Climate Action"), "13", "#3F7E44", "secondary", Text("排放下降。", "Emissions fall.")),
    )
    if concept:
        tags = (*tags, TagRef("concept", "green", Text("绿色", "Green"), "", "#20734A", "primary"))
    return CaseDocument(
        slug,
        2021,
        Text(zh, en),
        Text(f"{zh}的摘要。", f"Summary of {en}."),
        Text(
            "<p>正文。</p><h3>小标题</h3><p>减排CO<sub>2</sub>与<strong>R&amp;D</strong>。</p><ul><li><p>其一</p></li></ul>" + TABLE,
            "<p>Text.</p><h3>Sub-block</h3><p>R&amp;D.</p>",
        ),
        OrganisationRef("grid", Text("国网示例公司", "State Grid Example"), Text("国网示例", "SG Example")),
        (OrganisationRef("university", Text("示例大学", "Example University"), role=Text("合作方", "partner")),),
        Text("浙江丽水", "Lishui, Zhejiang"),
        "2020",
        tags,
        (
            FigureDoc(Text("年减线损", "Line losses avoided"), Decimal("1600"), "万千瓦时", "chao", "2020", is_key=True),
            FigureDoc(
                Text("其余指标", "Other figure"),
                Decimal("678.5"),
                "万元",
                "",
                "",
                "forecast",
                note=Text("按可比口径", "on a like-for-like basis"),
            ),
        ),
        (
            QuotationDoc(
                Text("他说，效果很好。", "He said that it worked well."),
                "reported",
                Text("戴先生", "Mr Dai"),
                Text("主任", "Director"),
                date="2021-06-05",
            ),
        ),
        (picture(f"of-{slug}", f"{zh}的照片", f"A photo of {en}"),),
        (VideoDoc(Text("案例视频", "Case video"), "https://example.org/film"),),
        parent,
    )


def every_kind() -> tuple:
    series = Series(
        Text("有R&D活动企业", "Firms with R&D"),
        "个",
        tuple(
            datum("有R&D活动企业", "Firms with R&D", value, "个", period=year) for year, value in (("2016", "86891"), ("2017", "102218"))
        ),
    )
    share = Series(
        Text("所占比重", "Share"),
        "%",
        (datum("所占比重", "Share", "23", "%", period="2016"), datum("所占比重", "Share", "27.4", "%", period="2017")),
    )
    total = datum("装机容量", "Capacity", "220058", "万千瓦", period="2020")
    return (
        Prose(Text("<p>长段正文，讲清背景。</p>", "<p>A paragraph of background.</p>"), Text("正文标题", "Prose title"), (LAW,)),
        Callout(
            Text("<p>一句要点。</p>", "<p>A point made.</p>"),
            Text("要点标题", "Callout title"),
            (datum("国家数", "Countries", "150", "个", qualifier="chaoguo"),),
        ),
        Tiles(
            (
                Tile(
                    datum("工业增加值", "Value added", "313071.1", "亿元", period="2020"),
                    Text("全部工业增加值", "Total value added"),
                    datum("同比变化", "Change on the year", "-2.4", "%", change=True),
                ),
                Tile(
                    datum("产能利用率", "Utilisation", "74.5", "%", period="2030", status="target"),
                    Text("产能利用率目标", "Utilisation, target"),
                ),
            ),
            Text("磁贴标题", "Tiles title"),
            "2020",
        ),
        Chart((series,), Text("单图标题", "Chart title")),
        Chart((series, share), Text("组图标题", "Multiples title"), "line", Text("统计年鉴", "Statistical yearbook")),
        Table(
            (datum("表内指标", "Row of the table", "41.25", "%", period="../2021-08", source=Text("海关", "Customs")),),
            Text("表格标题", "Table title"),
        ),
        Breakdown(
            total,
            (datum("水电", "Hydro", "37016", "万千瓦"), datum("风电", "Wind", "28153", "万千瓦")),
            Text("构成标题", "Breakdown title"),
        ),
        Comparison(
            (
                Pair(
                    Text("保有量", "Fleet"),
                    datum("保有量", "Fleet", "42", "万辆", period="2015"),
                    datum("保有量", "Fleet", "492", "万辆", period="2020"),
                ),
            ),
            Text("对比标题", "Comparison title"),
        ),
        Quote(QuotationDoc(Text("原话在此。", "The very words."), "verbatim", Text("王女士", "Ms Wang")), PLAN),
        Quote(QuotationDoc(Text("纲要提出要求。", "The outline asks for it."), "reported", Text("纲要", "Outline")), kind="epigraph"),
        Themes(
            (
                Labelled(Text("主题甲", "Theme A"), Text("甲的内容", "About A")),
                Labelled(Text("主题乙", "Theme B"), Text("乙的内容", "About B")),
            ),
            Text("主题标题", "Themes title"),
        ),
        Themes(
            (Labelled(Text("措施一", "Measure one"), Text("- 第一条\n- 第二条", "- First\n- Second")),),
            Text("措施标题", "Measures title"),
            "measures",
        ),
        Photos((picture("p1", "港口照片", "The port"),), Text("照片标题", "Photo title")),
        Photos((picture("p2", "车间照片", "The workshop"), picture("p3", "田野照片", "The field", stand_in=False))),
        VideoLink("v1", Text("视频标题", "Video title"), "https://example.org/v/v1"),
        CaseBox(case("flat", "平列案例", "The flat case", concept=False), 3, Text("<p>印刷正文。</p>", "<p>Print text.</p>")),
        umbrella(),
    )


def umbrella() -> CaseBox:
    outer = case("umbrella", "总括案例", "The umbrella case")
    parent = CaseRef(outer.slug, outer.title)
    inner = tuple(
        CaseBox(document, 1, document.body)
        for document in (case(f"inner-{n}", f"下属案例{n}", f"Nested case {n}", parent=parent) for n in (1, 2))
    )
    return CaseBox(outer, 2, outer.body, inner)


def book(*parts: Part, title: str = "示例报告", english: str = "Sample report") -> Book:
    return Book(
        2021,
        Text(title, english),
        Text("年度报告", "Yearly report"),
        Text("示例协会", "Sample Association"),
        Text("数据来自原报告。", "Figures are from the report."),
        parts,
        (LAW, PLAN),
    )


def whole_book() -> Book:
    sidebar = Part(
        "side", "sidebar", Text("专栏之题", "Title of the sidebar"), blocks=(Prose(Text("<p>专栏正文。</p>", "<p>Sidebar text.</p>")),)
    )
    concept = Part(
        "green",
        "concept",
        Text("绿色发展", "Green development"),
        slogan=(Text("致力", "Committed to"), Text("低碳环保", "low-carbon growth")),
        concept="green",
        concept_name=Text("绿色", "Green"),
        colour="#20734A",
        blocks=(Prose(Text("<p>绿色正文。</p>", "<p>Green text.</p>")),),
        parts=(sidebar,),
    )
    section = Part("section", "section", Text("小节之题", "Title of the section"), blocks=every_kind())
    return book(
        Part("foreword", "foreword", Text("序言", "Foreword"), blocks=(Prose(Text("<p>序言正文。</p>", "<p>Words before.</p>")),)),
        Part("thanks", "acknowledgement", Text("致谢", "Acknowledgements"), blocks=(Prose(Text("<p>感谢。</p>", "<p>Thanks.</p>")),)),
        Part(
            "feature",
            "feature",
            Text("专题之题", "Title of the feature"),
            blocks=(Prose(Text("<p>专题正文。</p>", "<p>Feature text.</p>")),),
        ),
        Part(
            "chapter",
            "chapter",
            Text("第一章之题", "Title of the chapter"),
            1,
            opener=picture("opener", "章首照片", "The opener"),
            parts=(section, concept),
        ),
        Part("outlook", "outlook", Text("展望", "Outlook"), blocks=(Prose(Text("<p>展望正文。</p>", "<p>Looking on.</p>")),)),
    )


def shown(book: Book, language: str) -> Iterator[str]:
    """Every title, label, caption, credit and number that must stand in the file."""
    for _, part in book.walk():
        yield part.title.get(language)
        yield from (line.get(language) for line in part.slogan)
    for block in book.blocks():
        if hasattr(block, "title"):
            yield block.title.get(language)
    for datum in book.data():
        quantity = datum.quantity(language)
        yield quantity.number.lstrip("-")
        yield quantity.unit.replace("CO2", "CO₂")
        yield quantity.before
        yield datum.source.get(language)
    for picture in book.pictures():
        yield picture.caption.get(language)
        yield picture.credit.get(language)
    for box in book.cases():
        document = box.document
        yield document.title.get(language)
        yield document.summary.get(language)
        yield document.place.get(language)
        yield document.organisation.name.get(language)
        for figure in document.figures:
            yield figure.label.get(language)
            yield figure.quantity(language).number
        for goal in document.goals:
            yield goal.name.get(language)
            yield goal.reason.get(language)
    for citation in book.citations:
        yield citation.title.get(language)
