"""The Word form that the site hands out for a call and a kind of case: plain tables, with a content control in each cell to fill in.

Word, WPS and LibreOffice keep the tables; those that drop the controls leave the labels, by which `cases.intake.answers` reads as well.
"""

import io
import zipfile
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from cases.calls import Asked, asked_of
from cases.enums import Qualifier, Vocabulary
from cases.intake.fields import FIELDS, MARK, ROWS, UNCHOSEN, Field, Rows
from cases.intake.parts import CUSTOM, DOCUMENT, PARTS
from cases.models import Call, CallKind, Case, Tag

# Besides what a call asks for.
ALWAYS = {"title_zh_hans", "summary_zh_hans", "body_zh_hans", "goals"}
# What the columns hold, where a call sets no limit of its own.
HOLDS = {"title_zh_hans": 120, "title_en": 120, "summary_zh_hans": 600, "summary_en": 600, "place_zh_hans": 120, "place_en": 120}
OPEN = {"body_zh_hans", "body_en", "picture"}
HOW_MANY: dict[Rows, int] = {"goals": 4, "figures": 8, "quotations": 3, "pictures": 8, "videos": 2}
HEADINGS: dict[Rows, tuple[str, str]] = {
    "goals": ("可持续发展目标：一至四个，第一个为主要目标", "Sustainable Development Goals: one to four, the main one first"),
    "figures": ("关键数据：一行一个", "Key figures: one in each row"),
    "quotations": ("引语：讲话人的原话", "Quotations: what somebody said, verbatim"),
    "pictures": ("图片：粘贴在第一栏，一行一张", "Pictures: paste each into the first column, one in each row"),
    "videos": ("视频：https 开头的链接", "Videos: addresses that begin with https"),
}
HINTS = {
    "period": "2020、2020-09 或 2016/2019 · 2020, 2020-09 or 2016/2019",
    "concepts": "多个之间用“、”隔开 · put 、 between several",
    "body_zh_hans": "可分段，可用标题样式、列表和上下标 · paragraphs, heading styles, lists",
}
EXPLAINED = (
    "请在右侧或表格的空格中填写；带 * 的必须填写，其余可以先空着。需要更多行时，在 Word 中插入即可。",
    "Fill in the empty cells; those with * must be filled in, the others may wait. Insert rows where you need more.",
)
EVIDENCE = (
    "* 证明文件（PDF、Word、Excel）请在网站的案例表单中上传。",
    "* Files as evidence (PDF, Word, Excel) are uploaded in the case's form on the site.",
)
# In twentieths of a point: A4 with margins of 2 cm.
WIDTH = 9638
LABELS = 2600


def form_of(call: Call | None, kind: CallKind | None = None) -> bytes:
    """The .docx for one kind of case of a call; without a call the form that asks for what every case has. Two queries."""
    form = _Form(call, kind)
    parts = PARTS | {DOCUMENT: PARTS[DOCUMENT].format(body=form.written()), CUSTOM: PARTS[CUSTOM].format(mark=MARK, value=form.mark)}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            # Without a time, so that the same form is the same file.
            package.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def words_of(call: Call | None, kind: CallKind | None = None) -> frozenset[str]:
    """Every paragraph that the form itself prints: what comes back of them is no left-over."""
    form = _Form(call, kind)
    form.written()
    return frozenset(form.words)


class _Form:
    def __init__(self, call: Call | None, kind: CallKind | None) -> None:
        self.call, self.kind = call, kind
        self.asked: Asked = asked_of(Case(call=call, kind=kind))
        self.required = ALWAYS | set(self.asked.required)
        self.limits = HOLDS | dict(self.asked.limits)
        self.words: set[str] = set()
        tags = list(Tag.objects.filter(vocabulary__in=[Vocabulary.CONCEPT, Vocabulary.GOAL], merged_into=None))
        self.choices = {
            "concept": [f"{tag.name_zh_hans} · {tag.name_en}" for tag in tags if tag.vocabulary == Vocabulary.CONCEPT],
            "goal": [f"{tag.code} {tag.name_zh_hans}" for tag in tags if tag.vocabulary == Vocabulary.GOAL],
            "qualifier": [each.zh for each in Qualifier if each.zh],
        }

    @property
    def mark(self) -> str:
        return f"call {self.call.pk if self.call else 0} kind {self.kind.pk if self.kind else 0}"

    def written(self) -> str:
        """The form's body. Answers have a content control each, named for the field."""
        parts = [self._p(line, "Title") for line in self._titles()]
        if self.kind:
            parts.append(self._p(" · ".join(filter(None, (self.kind.name_zh_hans, self.kind.name_en))), "Kind"))
        parts += [self._p(line, "Guidance") for line in self._guidance()]
        parts += [self._p(line, "Hint") for line in EXPLAINED]
        rows = ((self._label(each), _cell(self._answer(each.tag, each.tag), WIDTH - LABELS)) for each in FIELDS)
        parts.append(_table((LABELS, WIDTH - LABELS), (_row(label + answer) for label, answer in rows)))
        for name, columns in ROWS.items():
            zh, en = HEADINGS[name]
            star = " *" if name in self.required else ""
            parts += [self._p(zh + star, "Part"), self._p(en, "Hint"), self._rows(name, columns)]
        if "attachments" in self.required:
            parts += [self._p(line, "Hint") for line in EVIDENCE]
        return "".join(parts)

    def _titles(self) -> list[str]:
        names = (self.call.title_zh_hans, self.call.title_en) if self.call else ("案例表", "Case form")
        return [name for name in names if name]

    def _guidance(self) -> Iterable[str]:
        for source in filter(None, (self.call, self.kind)):
            for text in (source.guidance_zh_hans, source.guidance_en):
                yield from (line.strip() for line in (text or "").splitlines() if line.strip())

    def _p(self, text: str, style: str) -> str:
        self.words.add(" ".join(text.split()))
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t xml:space="preserve">{_clean(text)}</w:t></w:r></w:p>'

    def _label(self, field: Field) -> str:
        lines = [self._p(field.zh + (" *" if field.tag in self.required else ""), "Label"), self._p(field.en, "Hint")]
        if limit := self.limits.get(field.tag):
            lines.append(self._p(f"不超过 {limit} 字 · up to {limit} characters", "Hint"))
        if hint := HINTS.get(field.tag):
            lines.append(self._p(hint, "Hint"))
        return _cell("".join(lines), LABELS, "EEF3F1")

    def _answer(self, tag: str, name: str) -> str:
        """A paragraph with a content control that has the field's name, with a list to choose from where there is one.

        Within the line, and not of the kind for plain text: of others LibreOffice 7.4 writes Chinese several times over. Texts of several
        paragraphs, and pictures, are typed into the cell itself.
        """
        if tag in OPEN:
            return '<w:p><w:pPr><w:pStyle w:val="Answer"/></w:pPr></w:p>'
        properties, shown = "", '<w:r><w:t xml:space="preserve"></w:t></w:r>'
        if choices := self.choices.get(tag):
            self.words.add(UNCHOSEN)
            items = "".join(f"<w:listItem w:displayText={quoteattr(each)} w:value={quoteattr(each)}/>" for each in choices)
            properties = f"<w:showingPlcHdr/><w:dropDownList>{items}</w:dropDownList>"
            shown = f'<w:r><w:rPr><w:color w:val="808080"/></w:rPr><w:t>{UNCHOSEN}</w:t></w:r>'
        named = f"<w:alias w:val={quoteattr(name)}/><w:tag w:val={quoteattr(name)}/>"
        return f"<w:p><w:sdt><w:sdtPr>{named}{properties}</w:sdtPr><w:sdtContent>{shown}</w:sdtContent></w:sdt></w:p>"

    def _rows(self, name: Rows, columns: tuple[Field, ...]) -> str:
        share = WIDTH // sum(field.width for field in columns)
        widths = tuple(field.width * share for field in columns)
        heads = "".join(
            _cell(self._p(field.zh, "Label") + self._p(field.en, "Hint"), width, "EEF3F1")
            for field, width in zip(columns, widths, strict=True)
        )
        empty = "".join(_cell(self._answer(field.tag, f"{name}.{field.tag}"), width) for field, width in zip(columns, widths, strict=True))
        head = f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heads}</w:tr>"
        return _table(widths, (head, *[_row(empty)] * HOW_MANY[name]))


def _clean(text: str) -> str:
    return escape("".join(character for character in text if character.isprintable()))


def _cell(inside: str, width: int, fill: str = "") -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{inside}</w:tc>'


def _row(cells: str) -> str:
    """High enough for a finger."""
    return f'<w:tr><w:trPr><w:trHeight w:val="480" w:hRule="atLeast"/></w:trPr>{cells}</w:tr>'


def _table(widths: tuple[int, ...], rows: Iterable[str]) -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="9FB3AC"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="100" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
