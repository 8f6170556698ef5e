"""The parts of a .docx that a part goes out in, besides its text."""

from cases.intake.parts import CUSTOM, HEAD, PARTS, RELATIONS, W, spaced, style

SETTINGS, STYLES, NUMBERING, RELATED = "word/settings.xml", "word/styles.xml", "word/numbering.xml", "word/_rels/document.xml.rels"
# The name of the property that holds the token, and what names a field begins with.
MARK = "casebook-part"
PREFIX = "casebook"
# Names of styles by which the reader knows what is no field's text.
LABEL, READ, TABLE_HEAD = "casebook label", "casebook read", "casebook table head"
GREY = '<w:color w:val="5A6762"/>'
BULLET, DECIMAL = 1, 2

_INDENT = '<w:ind w:left="{left}" w:hanging="420"/>'
_LOOKS = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="微软雅黑"/><w:sz w:val="21"/>'
    '<w:lang w:val="en-GB" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
    f"<w:pPr>{spaced(0, 100)}</w:pPr></w:style>"
    + style("Title", "Title", '<w:b/><w:sz w:val="34"/>', spaced(0, 120))
    + "".join(
        style(
            f"Heading{level}", f"heading {level}", f'<w:b/><w:sz w:val="{size}"/>', spaced(240, 80) + f'<w:outlineLvl w:val="{level - 1}"/>'
        )
        for level, size in ((1, 30), (2, 26), (3, 23), (4, 21))
    )
    + style("Quote", "Quote", "<w:i/>", spaced(60, 100) + '<w:ind w:left="420"/>')
    + style("ListParagraph", "List Paragraph", "", spaced(0, 40))
    + style("Guidance", "casebook guidance", GREY, spaced(0, 60))
    + style("TableHead", TABLE_HEAD, "<w:b/>", spaced(0, 40))
    + style("Label", LABEL, f'{GREY}<w:sz w:val="17"/>', "<w:keepNext/>" + spaced(40, 20))
    + style("Read", READ, GREY, spaced(0, 40))
)


def _level(form: str, text: str) -> str:
    return (
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f"<w:pPr>{_INDENT.format(left=420)}</w:pPr></w:lvl>"
    )


def around(*, document: str, token: str, links: list[str], lists: int) -> dict[str, str]:
    """All parts of the file. `links` are addresses by their place, rLink1 the first; `lists` counts the numbered lists, each from 1."""
    numbered = "".join(
        f'<w:num w:numId="{BULLET + n}"><w:abstractNumId w:val="{DECIMAL}"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        for n in range(1, lists + 1)
    )
    more = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{name}+xml"/>'
        for name in ("settings", "numbering")
    )
    relations = "".join(
        f'<Relationship Id="rId{at}" Type="{RELATIONS}/{name}" Target="{name}.xml"/>'
        for at, name in enumerate(("settings", "numbering"), 2)
    )
    leading = "".join(
        f'<Relationship Id="rLink{at}" Type="{RELATIONS}/hyperlink" Target="{address}" TargetMode="External"/>'
        for at, address in enumerate(links, 1)
    )
    return PARTS | {
        "[Content_Types].xml": PARTS["[Content_Types].xml"].replace("</Types>", f"{more}</Types>"),
        RELATED: PARTS[RELATED].replace("</Relationships>", f"{relations}{leading}</Relationships>"),
        "word/document.xml": document,
        STYLES: HEAD + f'<w:styles xmlns:w="{W}">{_LOOKS}</w:styles>',
        # Changes are tracked from the first one on, so that each comes home with who made it.
        SETTINGS: HEAD + f'<w:settings xmlns:w="{W}"><w:trackRevisions/></w:settings>',
        NUMBERING: HEAD + f'<w:numbering xmlns:w="{W}">'
        f'<w:abstractNum w:abstractNumId="{BULLET}">{_level("bullet", "•")}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="{DECIMAL}">{_level("decimal", "%1.")}</w:abstractNum>'
        f'<w:num w:numId="{BULLET}"><w:abstractNumId w:val="{BULLET}"/></w:num>{numbered}</w:numbering>',
        CUSTOM: PARTS[CUSTOM].format(mark=MARK, value=token),
    }
