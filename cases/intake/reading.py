"""From a .docx to an `Intake`: what is the title, the summary, the text; whose is a caption; what fits nowhere.

Every paragraph goes to exactly one place, so that the characters of the file are those placed and those left over.
"""

import re
from collections.abc import Iterator
from html import escape
from pathlib import PurePosixPath

from cases.intake.document import Intake, LeftOver, PictureFile, Refused, characters
from cases.intake.numbers import offered
from cases.intake.package import Package
from cases.intake.wordml import Block, Content, Paragraph, Reader, Table, flat
from cases.text import clean_html, plain_text

# Fields by what a form or a letter calls them, before a colon, a line break or in the cell to the left.
LABELS = {
    "title": ("案例名称", "案例标题", "项目名称", "标题", "题目", "title"),
    "organisation": ("申报单位", "企业名称", "单位名称", "公司名称", "所属单位", "organisation", "company"),
    "summary": ("案例摘要", "案例简介", "内容摘要", "摘要", "简介", "summary", "abstract"),
    "place": ("实施地点", "所在地区", "所在地", "地点", "place"),
    "body": ("案例正文", "主要内容", "案例内容", "正文", "text"),
}
FIELD_OF = {word: name for name, words in LABELS.items() for word in words}
LIMITS = {"title": 120, "summary": 600, "place": 120, "organisation": 200}
LABELLED = re.compile(
    rf"^[【\[]?\s*({'|'.join(sorted(FIELD_OF, key=len, reverse=True))})(?:\s*[】\]]?\s*[:：]|\s*[】\]]|\s+|$)\s*(.*)$", re.I | re.S
)
# Headings as people type them: 一、 （一） 1. 1.1
TYPED = ((re.compile(r"^[一二三四五六七八九十]{1,3}、\s*\S"), 1), (re.compile(r"^[（(][一二三四五六七八九十]{1,3}[）)]\s*\S"), 2))
TYPED_NUMBER = re.compile(r"^\d{1,2}(?:\.\d{1,2}){0,2}[.、．]?\s*\D")
LONGEST_HEADING = 40
CAPTION = re.compile(r"^(?:图|图片|照片|figure|fig\.?|photo)\s*[\d一二三四五六七八九十]*\s*[:：.、—-]?\s*\S", re.I)
LONGEST_CAPTION = 120
BULLET = re.compile(r"^[•●○■□◆◇▪·\-–—*]\s+")
# Where left-over text stood, as people are told (`cases.admin.intake`).
PLACES = ("deleted", "box", "header", "footer", "footnote", "comment", "table", "label", "long")
PICTURES = {".jpg", ".jpeg", ".png", ".webp"}


def read_docx(data: bytes) -> Intake:
    """Raises Refused for a file that is not taken."""
    package = Package(data)
    try:
        content = Reader(package).read()
    except RecursionError:
        raise Refused("bomb") from None
    sorter = Sorter()
    sorter.take(content)
    body = clean_html("".join(sorter.html))
    total = sum(characters(each.text) for each in _everything(content))
    unshown = (name for name in package.names if name.startswith("word/media/") and not name.endswith("/"))
    pictures = tuple(
        PictureFile(number, PurePosixPath(name).name, package.read(name), sorter.captions.get(name, ""))
        for number, name in enumerate(dict.fromkeys((*sorter.pictures, *unshown)), start=1)
    )
    texts = "\n".join((sorter.fields.get("summary", ""), plain_text(body)))
    return Intake(
        title=sorter.fields.get("title", ""),
        summary=sorter.fields.get("summary", ""),
        organisation=sorter.fields.get("organisation", ""),
        place=sorter.fields.get("place", ""),
        body=body,
        pictures=pictures,
        figures=tuple(offered(texts)),
        left_over=tuple(sorter.left),
        characters=total,
    )


def _everything(content: Content) -> Iterator[Paragraph]:
    yield from flat(content.blocks)
    for _where, paragraphs in content.aside:
        yield from paragraphs


class Sorter:
    def __init__(self) -> None:
        self.fields: dict[str, str] = {}
        self.html: list[str] = []
        self.left: list[LeftOver] = []
        self.pictures: list[str] = []
        self.captions: dict[str, str] = {}
        self.list: str = ""
        # The field that a label alone on its line has opened, and the picture that waits for its caption.
        self.open: str = ""
        self.waiting: str = ""

    def take(self, content: Content) -> None:
        for block in self._titled(content.blocks):
            if isinstance(block, Table):
                self._table(block)
            else:
                self._paragraph(block)
        self._end_list()
        for where, paragraphs in content.aside:
            self._leave(where, "\n".join(paragraph.text.strip() for paragraph in paragraphs if paragraph.text.strip()))
            for paragraph in paragraphs:
                self.pictures += paragraph.pictures

    # --- The title: said to be one, set as one, or the first short line -------------------------------------------

    def _titled(self, blocks: list[Block]) -> list[Block]:
        paragraphs = [block for block in blocks if isinstance(block, Paragraph) and block.text.strip()]
        named = next((p for p in paragraphs if p.style in {"title", "标题"}), None)
        labelled = any(
            (match := LABELLED.match(p.text.strip())) and FIELD_OF[match[1].lower()] == "title" for p in flat(blocks) if p.text.strip()
        )
        first = paragraphs[0] if paragraphs else None
        if named is None and not labelled and first is not None and self._is_title(first):
            named = first
        if named is None or characters(named.text) > LIMITS["title"] or named.pictures:
            return blocks
        self.fields["title"] = _line(named.text)
        return [block for block in blocks if block is not named]

    @staticmethod
    def _is_title(paragraph: Paragraph) -> bool:
        text = paragraph.text.strip()
        return len(text) <= LONGEST_HEADING and text[-1] not in "。；：，.;:," and not LABELLED.match(text) and not CAPTION.match(text)

    # --- Paragraphs ----------------------------------------------------------------------------------------------

    def _paragraph(self, paragraph: Paragraph) -> None:
        text = paragraph.text.strip()
        if paragraph.pictures:
            self.pictures += paragraph.pictures
            self.waiting = paragraph.pictures[-1]
        if not text:
            return
        if self.waiting and self._is_caption(text):
            self.captions[self.waiting] = _line(text)
            self.waiting = ""
            return
        if not paragraph.pictures:
            self.waiting = ""
        if self._labelled(text):
            return
        if self.open and not paragraph.level:
            name, self.open = self.open, ""
            if self._put(name, text):
                return
        self.open = ""
        self._body(paragraph, text)

    def _is_caption(self, text: str) -> bool:
        return len(text) <= LONGEST_CAPTION and bool(CAPTION.match(text)) and self.waiting not in self.captions

    def _labelled(self, text: str) -> bool:
        match = LABELLED.match(text)
        if not match:
            return False
        name, value = FIELD_OF[match[1].lower()], match[2].strip()
        has_colon = bool(re.match(rf"^[【\[]?\s*{re.escape(match[1])}\s*[】\]]?\s*[:：】\]]", text, re.I))
        if not value:
            # A label alone on its line: what it is called is no text of the case, and is kept all the same.
            self._leave("label", text)
            self.open = "" if name == "body" else name
            return True
        if not has_colon or name == "body" or not self._fits(name, value):
            return False
        self.fields[name] = _line(value)
        self._leave("label", text[: match.start(2)])
        return True

    def _put(self, name: str, text: str) -> bool:
        if not self._fits(name, text):
            return False
        self.fields[name] = _line(text)
        return True

    def _fits(self, name: str, text: str) -> bool:
        return name not in self.fields and len(_line(text)) <= LIMITS[name]

    def _body(self, paragraph: Paragraph, text: str) -> None:
        level = paragraph.level or self._typed_level(paragraph, text)
        listed = paragraph.listed or ("item" if BULLET.match(text) else "")
        if level:
            self._end_list()
            tag = "h3" if level == 1 else "h4"
            self.html.append(f"<{tag}>{escape(_line(text))}</{tag}>")
            return
        if listed:
            tag = "ol" if listed == "numbered" else "ul"
            if self.list != tag:
                self._end_list()
                self.html.append(f"<{tag}>")
                self.list = tag
            self.html.append(f"<li><p>{_inline(paragraph)}</p></li>")
            return
        self._end_list()
        self.html.append(f"<p>{_inline(paragraph)}</p>")

    @staticmethod
    def _typed_level(paragraph: Paragraph, text: str) -> int:
        if len(text) > LONGEST_HEADING or text[-1] in "。；，：;,:":
            return 0
        for pattern, level in TYPED:
            if pattern.match(text):
                return level
        whole_bold = all(run.strong for run in paragraph.runs if run.text.strip())
        return 2 if whole_bold and TYPED_NUMBER.match(text) else 0

    def _end_list(self) -> None:
        if self.list:
            self.html.append(f"</{self.list}>")
            self.list = ""

    # --- Tables: a form's fields, or text that has no place -------------------------------------------------------

    def _table(self, table: Table) -> None:
        self._end_list()
        self.open = self.waiting = ""
        rest = []
        for row in table.rows:
            cells = [list(flat(cell)) for cell in row]
            for paragraph in (paragraph for cell in cells for paragraph in cell):
                self.pictures += paragraph.pictures
            texts = ["\n".join(p.text.strip() for p in cell if p.text.strip()) for cell in cells]
            if not self._row_of_form(texts, cells):
                rest.append("\t".join(texts))
        self._leave("table", "\n".join(line for line in rest if line.strip()))

    def _row_of_form(self, texts: list[str], cells: list[list[Paragraph]]) -> bool:
        """A row of label and value; `True` when nothing of it is left."""
        filled = [(at, text) for at, text in enumerate(texts) if text]
        if len(filled) != 2:
            return False
        match = LABELLED.match(filled[0][1])
        if not match or match[2].strip():
            return False
        name, (at, value) = FIELD_OF[match[1].lower()], filled[1]
        if name == "body":
            for paragraph in cells[at]:
                if paragraph.text.strip():
                    self._body(paragraph, paragraph.text.strip())
            self._end_list()
        elif not self._put(name, value):
            return False
        self._leave("label", filled[0][1])
        return True

    def _leave(self, where: str, text: str) -> None:
        if text.strip():
            self.left.append(LeftOver(where, text.strip()))


def _line(text: str) -> str:
    return " ".join(text.split())


def _inline(paragraph: Paragraph) -> str:
    parts = []
    for run in paragraph.runs:
        html = escape(run.text).replace("\n", "<br>")
        if not html:
            continue
        if run.script:
            html = f"<{run.script}>{html}</{run.script}>"
        if run.em and run.text.strip():
            html = f"<em>{html}</em>"
        if run.strong and run.text.strip():
            html = f"<strong>{html}</strong>"
        parts.append(html)
    return "".join(parts).strip()
