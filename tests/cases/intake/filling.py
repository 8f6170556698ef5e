"""Our form filled in, as Word would leave it, and what is to come back of it."""

import io
import re
import zipfile

from cases.intake.fields import FIELDS, ROWS
from cases.intake.parts import RELATIONS
from tests.cases.intake.documents import png

GOAL, OTHER = "7 经济适用的清洁能源", "13 气候行动"
# By the name of its content control: what is typed into each, row after row.
TYPED = {
    "title_zh_hans": ["弹性电网助力绿色发展"],
    "title_en": ["A resilient grid"],
    "organisation": ["国网浙江省电力有限公司"],
    "concept": ["绿色 · Green"],
    "concepts": ["创新"],
    "place_zh_hans": ["浙江"],
    "place_en": ["Zhejiang"],
    "period": ["2019/2021"],
    "summary_zh_hans": ["一句话说清。"],
    "summary_en": ["In a word."],
    "body_zh_hans": ["第一段，投资2.4亿元。|第二段。"],
    "body_en": ["The first paragraph.|Second."],
    "goals.goal": [GOAL, OTHER],
    "goals.reason_zh_hans": ["用上清洁能源。", "减少排放。"],
    "goals.reason_en": ["Clean energy is used.", "Emissions fall."],
    "figures.label_zh_hans": ["投资", "服务用户"],
    "figures.label_en": ["Investment", "Users served"],
    "figures.value": ["2.40", "2000"],
    "figures.unit": ["亿元", "万个"],
    "figures.qualifier": ["超过", ""],
    "figures.period": ["2020", "2019/2021"],
    "quotations.text_zh_hans": ["停电少了。"],
    "quotations.text_en": ["Fewer cuts."],
    "quotations.speaker_zh_hans": ["张三"],
    "quotations.role_zh_hans": ["村民"],
    "pictures.picture": ["PICTURE"],
    "pictures.caption_zh_hans": ["调度大厅"],
    "pictures.caption_en": ["Control room"],
    "pictures.credit_zh_hans": ["李四"],
    "videos.title_zh_hans": ["弹性电网"],
    "videos.url": ["https://v.example.org/1"],
}
ANSWERS = {
    "title": "弹性电网助力绿色发展",
    "title_en": "A resilient grid",
    "organisation": "国网浙江省电力有限公司",
    "concept": "绿色 · Green",
    "concepts": "创新",
    "place": "浙江",
    "place_en": "Zhejiang",
    "period": "2019/2021",
    "summary": "一句话说清。",
    "summary_en": "In a word.",
    "body": "<p>第一段，投资2.4亿元。</p><p>第二段。</p>",
    "body_en": "<p>The first paragraph.</p><p>Second.</p>",
    "goals": [
        {"goal": GOAL, "reason_zh_hans": "用上清洁能源。", "reason_en": "Clean energy is used."},
        {"goal": OTHER, "reason_zh_hans": "减少排放。", "reason_en": "Emissions fall."},
    ],
    "figures": [
        {"label_zh_hans": "投资", "label_en": "Investment", "value": "2.40", "unit": "亿元", "qualifier": "超过", "period": "2020"},
        {"label_zh_hans": "服务用户", "label_en": "Users served", "value": "2000", "unit": "万个", "period": "2019/2021"},
    ],
    "quotations": [{"text_zh_hans": "停电少了。", "text_en": "Fewer cuts.", "speaker_zh_hans": "张三", "role_zh_hans": "村民"}],
    "videos": [{"title_zh_hans": "弹性电网", "url": "https://v.example.org/1"}],
    "pictures": [("调度大厅", "Control room", "李四", "")],
}
PICTURE = (
    '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:extent cx="914400" cy="685800"/><wp:docPr id="1" name="Picture 1"/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="1" name="1.png"/>'
    "<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>"
    '<a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="rIdP"/>'
    '<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="914400" cy="685800"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
)
CONTROL = re.compile(r"<w:sdt><w:sdtPr>(.*?)</w:sdtPr><w:sdtContent>(.*?)</w:sdtContent></w:sdt>", re.S)
OPEN = '<w:p><w:pPr><w:pStyle w:val="Answer"/></w:pPr></w:p>'


def filled_form(form: bytes, way: str) -> bytes:
    """`way`: "as filled in", "without content controls" (typed anew in the table), "without labels" (somebody translated them)."""
    turn = {name: iter(texts) for name, texts in TYPED.items()}
    several = iter(("body_zh_hans", "body_en", "pictures.picture"))

    def fill(match: re.Match[str]) -> str:
        properties, empty = match.groups()
        name = re.search(r'<w:tag w:val="([^"]+)"', properties)[1]
        text = next(turn[name], "")
        inside = f"<w:r><w:t>{text}</w:t></w:r>" if text else empty
        if way == "without content controls":
            return inside
        shown = properties.replace("<w:showingPlcHdr/>", "") if text else properties
        return f"<w:sdt><w:sdtPr>{shown}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"

    def write(match: re.Match[str]) -> str:
        name = next(several, "")
        parts = next(turn[name]).split("|") if name else []
        return "".join(f"<w:p>{PICTURE if each == 'PICTURE' else f'<w:r><w:t>{each}</w:t></w:r>'}</w:p>" for each in parts) or match[0]

    with zipfile.ZipFile(io.BytesIO(form)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    document = re.sub(re.escape(OPEN), write, CONTROL.sub(fill, parts["word/document.xml"].decode()))
    if way == "without labels":
        # Of texts of several paragraphs the label is all there is.
        named = (field for field in FIELDS if not field.tag.startswith("body"))
        for field in (*named, *(field for fields in ROWS.values() for field in fields)):
            for word in (field.zh, field.en):
                document = re.sub(rf">{re.escape(word)}( \*)?<", ">Feld<", document)
    parts["word/document.xml"] = document.encode()
    relation = f'<Relationship Id="rIdP" Type="{RELATIONS}/image" Target="media/1.png"/>'
    relations = "word/_rels/document.xml.rels"
    parts[relations] = parts[relations].replace(b"</Relationships>", relation.encode() + b"</Relationships>")
    types = "[Content_Types].xml"
    parts[types] = parts[types].replace(b"<Override", b'<Default Extension="png" ContentType="image/png"/><Override', 1)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
        package.writestr("word/media/1.png", png())
    return buffer.getvalue()


def recorded(found):
    """An intake in the words of `ANSWERS`."""
    names = [name for name in ANSWERS if name not in {"goals", "figures", "quotations", "videos", "pictures"}]
    rows = {name: list(found.rows.get(name, ())) for name in ("goals", "figures", "quotations", "videos")}
    pictures = [(each.caption, each.caption_en, each.credit, each.where) for each in found.pictures]
    return {name: getattr(found, name) for name in names} | rows | {"pictures": pictures}
