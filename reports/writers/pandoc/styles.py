"""Word's styles for a report: `reports/pandoc/reference.docx`, which a designer may open in Word and change.

`python -m reports.writers.pandoc.styles` makes it anew from pandoc's own and the styles below: the report's type, paper and ink, in fonts
that Windows, macOS and WPS have, with others named for where they are not.
"""

import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from reports.writers.pandoc.running import program

REFERENCE = Path(__file__).resolve().parent.parent.parent / "pandoc" / "reference.docx"
INK, MUTED, LINE, ACCENT = "17212B", "55606B", "DCD8CF", "0B6B57"
# Between the margins of A4 that `SECTION` gives.
TEXT_WIDTH = 9070
SANS = ("Arial", "Microsoft YaHei")
SERIF = ("Georgia", "SimSun")
# Font → what stands in where it is missing.
ALTERNATIVES = {
    "Microsoft YaHei": "Noto Sans CJK SC",
    "SimSun": "Noto Serif CJK SC",
    "Arial": "Liberation Sans",
    "Georgia": "Liberation Serif",
}
WORDPROCESSING = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class Style(NamedTuple):
    """Sizes in half points, spaces and indents in twentieths of a point, `line` in 240ths of a line; `rule` colours a line beside."""

    name: str
    size: int = 21
    fonts: tuple[str, str] = SERIF
    colour: str = INK
    bold: bool = False
    before: int = 0
    after: int = 120
    line: int = 300
    indent: int = 0
    align: str = ""
    rule: str = ""
    keeps: bool = False
    breaks: bool = False
    dotted: bool = False
    based_on: str = "Normal"
    outline: int | None = None


STYLES = {
    "Normal": Style("Normal", based_on="", line=360),
    "BodyText": Style("Body Text", before=110, after=30, line=360, align="both"),
    "FirstParagraph": Style("First Paragraph", before=110, after=30, line=360, align="both", based_on="BodyText"),
    "Compact": Style("Compact", 19, SANS, before=40, after=40, line=280),
    "Title": Style("Title", 52, before=3600, after=240),
    "Subtitle": Style("Subtitle", 30, colour=MUTED, after=480),
    "Author": Style("Author", 24, SANS, after=60),
    "Date": Style("Date", 24, SANS, MUTED, after=60),
    "Heading1": Style("heading 1", 44, colour=ACCENT, after=280, keeps=True, breaks=True, outline=0),
    "Heading2": Style("heading 2", 32, before=480, after=160, keeps=True, outline=1),
    "Heading3": Style("heading 3", 26, before=360, after=120, keeps=True, outline=2),
    "Heading4": Style("heading 4", 23, SANS, bold=True, before=280, after=100, keeps=True, outline=3),
    "Heading5": Style("heading 5", 21, SANS, bold=True, before=240, after=80, keeps=True, outline=4),
    "Heading6": Style("heading 6", 21, SANS, MUTED, before=200, after=80, keeps=True, outline=5),
    "TOCHeading": Style("TOC Heading", 44, colour=ACCENT, after=280, keeps=True, breaks=True),
    "TOC1": Style("toc 1", 21, SANS, bold=True, before=160, after=40, line=280, dotted=True),
    "TOC2": Style("toc 2", 20, SANS, after=20, line=280, dotted=True, indent=280),
    "TOC3": Style("toc 3", 18, SANS, MUTED, after=0, line=280, dotted=True, indent=560),
    "BlockText": Style("Block Text", 23, before=200, line=380, indent=480),
    "FootnoteText": Style("Footnote Text", 17, SANS, MUTED, after=0, line=260),
    "Caption": Style("Caption", 18, SANS, MUTED, before=60, after=160, line=260),
    "TableCaption": Style("Table Caption", 20, SANS, bold=True, before=240, after=80, line=260, keeps=True, based_on="Caption"),
    "ImageCaption": Style("Image Caption", 18, SANS, MUTED, before=60, after=240, line=260, based_on="Caption"),
    "Figure": Style("Figure", before=200, after=0, line=240, keeps=True),
    "CaptionedFigure": Style("Captioned Figure", before=200, after=0, line=240, keeps=True, based_on="Figure"),
    # Ours, by the names that `outline.py` gives its blocks.
    "Lead": Style("Lead", 24, before=180, line=380),
    "Slogan": Style("Slogan", 32, colour=ACCENT, before=120, after=280, keeps=True),
    "Callout": Style("Callout", 23, before=220, after=160, line=360, rule=ACCENT),
    "CaseFacts": Style("Case Facts", 18, SANS, MUTED, after=20, line=280, rule=LINE),
    "Attribution": Style("Attribution", 19, SANS, MUTED, after=200, line=280, indent=480, align="right"),
    "Subheading": Style("Subheading", 22, SANS, before=200, after=60, keeps=True),
    "Remark": Style("Remark", 17, SANS, MUTED, before=40, after=160, line=260),
    "IndexEntry": Style("Index Entry", 19, SANS, after=140, line=280),
}
CHARACTERS = {"Label": ("Label", MUTED), "FallbackMark": ("Fallback Mark", MUTED)}
LINK = f'<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="{ACCENT}"/></w:rPr></w:style>'
TABLE = f"""<w:style w:type="table" w:default="1" w:styleId="Table"><w:name w:val="Table"/><w:basedOn w:val="TableNormal"/><w:qFormat/>
<w:tblPr><w:tblBorders><w:top w:val="single" w:sz="8" w:color="{INK}"/><w:bottom w:val="single" w:sz="8" w:color="{INK}"/>
<w:insideH w:val="single" w:sz="4" w:color="{LINE}"/></w:tblBorders>
<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="80" w:type="dxa"/>
<w:bottom w:w="40" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:color w:val="{MUTED}"/></w:rPr>
<w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="6" w:color="{INK}"/>
</w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr></w:style>"""
DEFAULTS = """<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Georgia" w:hAnsi="Georgia" w:eastAsia="SimSun" w:cs="Georgia"/>
<w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>
<w:pPrDefault><w:pPr><w:spacing w:after="120"/></w:pPr></w:pPrDefault></w:docDefaults>"""
SECTION = """<w:sectPr><w:headerReference w:type="default" r:id="header1"/><w:footerReference w:type="default" r:id="footer1"/>
<w:pgSz w:w="11906" w:h="16838"/>
<w:pgMar w:top="1588" w:right="1418" w:bottom="1418" w:left="1418" w:header="794" w:footer="680" w:gutter="0"/>
<w:titlePg/></w:sectPr>"""
# What stands above and below each page: the chapter, and the page's number.
MARGINS = {"header": ("hdr", "right", 'STYLEREF "heading 1"'), "footer": ("ftr", "center", "PAGE")}
WRITTEN = (2021, 1, 1, 0, 0, 0)
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t></w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


def style(identifier: str, style: Style) -> str:
    default = ' w:default="1"' if identifier == "Normal" else ""
    based = f'<w:basedOn w:val="{style.based_on}"/>' if style.based_on else ""
    following = '<w:next w:val="BodyText"/>' if style.outline is not None else ""
    bold = "<w:b/><w:bCs/>" if style.bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'
    size = f'<w:sz w:val="{style.size}"/><w:szCs w:val="{style.size}"/>'
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{identifier}"><w:name w:val="{style.name}"/>{based}{following}<w:qFormat/>'
        f"<w:pPr>{''.join(paragraph(style))}</w:pPr>"
        f'<w:rPr>{fonts(style.fonts)}{bold}<w:color w:val="{style.colour}"/>{size}</w:rPr></w:style>'
    )


def paragraph(style: Style) -> Iterator[str]:
    """In the order in which Word's schema wants them."""
    if style.keeps:
        yield "<w:keepNext/><w:keepLines/>"
    if style.breaks:
        yield "<w:pageBreakBefore/>"
    if style.rule:
        yield f'<w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="{style.rule}"/></w:pBdr>'
    if style.dotted:
        yield f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{TEXT_WIDTH}"/></w:tabs>'
    yield f'<w:spacing w:before="{style.before}" w:after="{style.after}" w:line="{style.line}" w:lineRule="auto"/>'
    if style.indent:
        right = "" if style.dotted else f' w:right="{style.indent}"'
        yield f'<w:ind w:left="{style.indent}"{right}/>'
    if style.align:
        yield f'<w:jc w:val="{style.align}"/>'
    if style.outline is not None:
        yield f'<w:outlineLvl w:val="{style.outline}"/>'


def fonts(pair: tuple[str, str]) -> str:
    latin, han = pair
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{han}" w:cs="{latin}"/>'


def character(identifier: str, name: str, colour: str) -> str:
    return (
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{identifier}"><w:name w:val="{name}"/>'
        f'<w:rPr><w:color w:val="{colour}"/></w:rPr></w:style>'
    )


def styles_xml(base: str) -> str:
    """Pandoc's styles with ours in the place of those of the same name, and after them."""
    ours = {identifier: style(identifier, each) for identifier, each in STYLES.items()}
    ours |= {identifier: character(identifier, *each) for identifier, each in CHARACTERS.items()} | {"Hyperlink": LINK, "Table": TABLE}
    base = re.sub(r"<w:docDefaults>.*?</w:docDefaults>", DEFAULTS, base, flags=re.DOTALL)
    each = re.compile(r'<w:style [^>]*w:styleId="([^"]+)">.*?</w:style>', re.DOTALL)
    base = each.sub(lambda found: ours.pop(found[1], found[0]), base)
    return base.replace("</w:styles>", "".join(ours.values()) + "</w:styles>")


def fonts_xml() -> str:
    fonts = "".join(f'<w:font w:name="{name}"><w:altName w:val="{other}"/></w:font>' for name, other in ALTERNATIVES.items())
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="{MAIN}">{fonts}</w:fonts>'


def margin(tag: str, alignment: str, code: str) -> str:
    """The line above or below each page: the chapter, or the page's number."""
    size = f'{fonts(SANS)}<w:color w:val="{MUTED}"/><w:sz w:val="17"/>'
    field = FIELD.format(code=code).replace("<w:r>", f"<w:r><w:rPr>{size}</w:rPr>")
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:{tag} xmlns:w="{MAIN}"><w:p><w:pPr><w:pStyle w:val="Compact"/>'
        f'<w:jc w:val="{alignment}"/></w:pPr>{field}</w:p></w:{tag}>'
    )


def make() -> bytes:
    """The whole file; the same programs give the same bytes."""
    base = subprocess.run([program(), "--print-default-data-file=reference.docx"], capture_output=True, check=True).stdout
    with zipfile.ZipFile(io.BytesIO(base)) as old:
        parts = {name: old.read(name).decode() for name in old.namelist()}
    parts["word/styles.xml"] = styles_xml(parts["word/styles.xml"])
    parts["word/fontTable.xml"] = fonts_xml()
    parts["word/document.xml"] = re.sub(r"<w:sectPr>.*?</w:sectPr>", SECTION, parts["word/document.xml"], flags=re.DOTALL)
    for kind, (tag, alignment, code) in MARGINS.items():
        parts[f"word/{kind}1.xml"] = margin(tag, alignment, code)
        _add(parts, "word/_rels/document.xml.rels", f'<Relationship Type="{RELATIONS}/{kind}" Id="{kind}1" Target="{kind}1.xml"/>')
        _add(parts, "[Content_Types].xml", f'<Override PartName="/word/{kind}1.xml" ContentType="{WORDPROCESSING}.{kind}+xml"/>')
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, text in parts.items():
            new.writestr(zipfile.ZipInfo(name, WRITTEN), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _add(parts: dict[str, str], name: str, element: str) -> None:
    head, end, tail = parts[name].rpartition("</")
    parts[name] = f"{head}{element}{end}{tail}"


if __name__ == "__main__":
    REFERENCE.write_bytes(make())
