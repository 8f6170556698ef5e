"""What is the title, the summary, the text; whose is a caption; what fits nowhere.

Every paragraph goes to exactly one place, so that the characters of the file are those placed and those left over.
"""

import re
from html import escape

from cases.intake.document import LeftOver, characters
from cases.intake.grids import grid_of, with_guessed_head
from cases.intake.telling import (
    BOTH,
    CAPTION,
    FIELD_OF,
    HAN,
    LABELLED,
    LONGEST_CAPTION,
    LONGEST_HEADING,
    SURE_CAPTION,
    URL,
    is_english,
    languages,
    quotation,
)
from cases.intake.wordml import Block, Content, Paragraph, Table, flat
from cases.nodes import table_html

LIMITS = {"title": 120, "summary": 600, "place": 120, "organisation": 200, "concept": 60, "concepts": 200, "goals": 300, "period": 25}
LIMITS |= {f"{name}_en": LIMITS[name] for name in BOTH}
# Headings as people type them: 一、 （一） 1. 1.1
TYPED = ((re.compile(r"^[一二三四五六七八九十]{1,3}、\s*\S"), 1), (re.compile(r"^[（(][一二三四五六七八九十]{1,3}[）)]\s*\S"), 2))
TYPED_NUMBER = re.compile(r"^\d{1,2}(?:\.\d{1,2}){0,2}[.、．]?\s*\D")
ENGLISH_TITLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ,.:;'’“”\"&()–—/%-]+\Z")
BULLET = re.compile(r"^[•●○■□◆◇▪·\-–—*]\s+")
# Where left-over text stood, as people are told (`cases.enums.Place`).
PLACES = ("deleted", "box", "header", "footer", "footnote", "comment", "table", "label", "long", "caption", "beside")
# Of pictures those that no editor meant for the case: a letterhead, what was struck out, what a reviewer pasted.
ASIDE = {"deleted", "header", "footer", "comment"}


class Sorter:
    """Fields, texts and rows as they are found. `all` guesses at a document; `cases.intake.answers` puts what our own form says."""

    def __init__(self) -> None:
        self.fields: dict[str, str] = {}
        self.html: dict[str, list[str]] = {"zh_hans": [], "en": []}
        self.rows: dict[str, list[dict[str, str]]] = {}
        self.left: list[LeftOver] = []
        self.pictures: list[str] = []
        self.aside: dict[str, str] = {}
        # Part → caption, and what else a form says of it.
        self.captions: dict[str, dict[str, str]] = {}
        self.list: str = ""
        self.language = "zh_hans"
        # The field that a label alone on its line has opened, and the picture that waits for its caption.
        self.open: str = ""
        self.waiting: str = ""

    def aside_of(self, content: Content) -> None:
        """What stands beside the text."""
        for where, paragraphs in content.aside:
            self.leave(where, "\n".join(paragraph.text.strip() for paragraph in paragraphs if paragraph.text.strip()))
            for paragraph in paragraphs:
                if where in ASIDE:
                    self.aside |= dict.fromkeys(paragraph.pictures, where)
                else:
                    self.pictures += paragraph.pictures

    def all(self, blocks: list[Block]) -> None:
        blocks = self._titled(blocks)
        paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
        language = dict(zip(map(id, paragraphs), languages([paragraph.text for paragraph in paragraphs]), strict=True))
        for at, block in enumerate(blocks):
            if isinstance(block, Table):
                # One of units and numbers is of the text that it stands in, in Latin letters as they may be.
                if any(HAN.search(paragraph.text) for paragraph in flat([block])):
                    self.speak("zh_hans")
                self.table(block)
                continue
            following = blocks[at + 1] if at + 1 < len(blocks) else None
            if block.text.strip():
                self.speak(language[id(block)])
            self._paragraph(block, following)
        self.end_list()

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
        self.fields["title_en" if is_english(named.text) else "title"] = line(named.text)
        taken = [named]
        place = next(at for at, each in enumerate(paragraphs) if each is named)
        after = paragraphs[place + 1 : place + 2]
        if "title" in self.fields and after and self._is_english_title(after[0]):
            self.fields["title_en"] = line(after[0].text)
            taken.append(after[0])
        return [block for block in blocks if all(block is not each for each in taken)]

    @staticmethod
    def _is_title(paragraph: Paragraph) -> bool:
        text = paragraph.text.strip()
        longest = LIMITS["title_en"] if is_english(text) else LONGEST_HEADING
        return len(text) <= longest and text[-1] not in "。；：，.;:," and not LABELLED.match(text) and not CAPTION.match(text)

    def _is_english_title(self, paragraph: Paragraph) -> bool:
        text = paragraph.text.strip()
        return (
            bool(ENGLISH_TITLE.match(text))
            and len(text.split()) > 1
            and not paragraph.pictures
            and not paragraph.listed
            and self._is_title(paragraph)
        )

    # --- Paragraphs ----------------------------------------------------------------------------------------------

    def _paragraph(self, paragraph: Paragraph, following: Block | None) -> None:
        text = paragraph.text.strip()
        if self._pictured(paragraph, text, following) or not text or self._labelled(text):
            return
        if self.open and not paragraph.level:
            name, self.open = self.open, ""
            if self.put(name, text):
                return
        self.open = ""
        if not paragraph.pictures and (said := quotation(text)):
            self.end_list()
            self.rows.setdefault("quotations", []).append(said)
            return
        self.body(paragraph)

    def text(self, paragraph: Paragraph, following: Block | None) -> None:
        """A paragraph that is known to be of the text."""
        text = paragraph.text.strip()
        if not self._pictured(paragraph, text, following) and text:
            self.body(paragraph)

    def _pictured(self, paragraph: Paragraph, text: str, following: Block | None) -> bool:
        """Whether it is the caption of a picture before or after it; its own pictures are noted."""
        if paragraph.pictures:
            self.pictures += paragraph.pictures
            self.waiting = paragraph.pictures[-1]
        if not text:
            return False
        if self._caption(text, following):
            return True
        if not paragraph.pictures:
            self.waiting = ""
        return False

    def _caption(self, text: str, following: Block | None) -> bool:
        if len(text) > LONGEST_CAPTION or not CAPTION.match(text):
            return False
        if self.waiting and self.waiting not in self.captions:
            self.captions[self.waiting] = {"caption_en" if is_english(text) else "caption": line(text)}
            return True
        if not SURE_CAPTION.match(text):
            return False
        own = self.captions.get(self.waiting, {})
        if own and is_english(text) and "caption_en" not in own:
            own["caption_en"] = line(text)
        elif isinstance(following, Paragraph) and following.pictures and following.pictures[0] not in self.captions:
            self.captions[following.pictures[0]] = {"caption_en" if is_english(text) else "caption": line(text)}
        elif own:
            self.leave("caption", text)
        else:
            return False
        return True

    def _labelled(self, text: str) -> bool:
        match = LABELLED.match(text)
        if not match:
            return False
        name, value = FIELD_OF[match[1].lower()], match[2].strip()
        has_colon = bool(re.match(rf"^[【\[]?\s*{re.escape(match[1])}\s*[】\]]?\s*[:：】\]]", text, re.I))
        if not value:
            # A label alone on its line: what it is called is no text of the case, and is kept all the same.
            self.leave("label", text)
            self.open = "" if name.startswith("body") else name
            return True
        if not has_colon or name.startswith("body") or not self.put(name, value):
            return False
        self.leave("label", text[: match.start(2)])
        return True

    def put(self, name: str, text: str) -> bool:
        """Whether the field took it: it is empty, and the text fits."""
        if name == "video":
            return self._video(text)
        if name in BOTH and is_english(text):
            name += "_en"
        return self.put_as(name, text)

    def put_as(self, name: str, text: str) -> bool:
        """As `put`, into the field of this very language."""
        if name in self.fields or len(line(text)) > LIMITS[name]:
            return False
        self.fields[name] = line(text)
        return True

    def _video(self, text: str) -> bool:
        addresses = URL.findall(text)
        if len(addresses) != 1 or len(text) > 300:
            return False
        before, after = text.split(addresses[0], 1)
        self.rows.setdefault("videos", []).append({"title_zh_hans": line(f"{before} {after}"), "url": addresses[0]})
        return True

    # --- The text, in either language ------------------------------------------------------------------------------

    def speak(self, language: str) -> None:
        if language != self.language:
            self.end_list()
            self.language = language

    def body(self, paragraph: Paragraph) -> None:
        text = paragraph.text.strip()
        html = self.html[self.language]
        level = paragraph.level or _typed_level(paragraph, text)
        listed = paragraph.listed or ("item" if BULLET.match(text) else "")
        if level:
            self.end_list()
            tag = "h3" if level == 1 else "h4"
            html.append(f"<{tag}>{escape(line(text))}</{tag}>")
        elif listed:
            tag = "ol" if listed == "numbered" else "ul"
            if self.list != tag:
                self.end_list()
                html.append(f"<{tag}>")
                self.list = tag
            html.append(f"<li><p>{_inline(paragraph)}</p></li>")
        else:
            self.end_list()
            html.append(f"<p>{_inline(paragraph)}</p>")

    def end_list(self) -> None:
        if self.list:
            self.html[self.language].append(f"</{self.list}>")
            self.list = ""

    # --- Tables: a form's fields, or part of the text -------------------------------------------------------------

    def table(self, table: Table) -> None:
        self.end_list()
        self.open = self.waiting = ""
        rest = []
        for row in table.rows:
            cells = [list(flat(cell)) for cell in row]
            for paragraph in (paragraph for cell in cells for paragraph in cell):
                self.pictures += paragraph.pictures
            texts = ["\n".join(p.text.strip() for p in cell if p.text.strip()) for cell in cells]
            if not self._row_of_form(texts, cells):
                rest.append("\t".join(texts))
        if len(rest) < len(table.rows) or not self._table_of_text(table):
            self.leave("table", "\n".join(each for each in rest if each.strip()))

    def _table_of_text(self, table: Table) -> bool:
        """Whether the text took it. One that shows pictures is how somebody has set them beside one another."""
        paragraphs = [paragraph for paragraph in flat([table]) if paragraph.text.strip() or paragraph.pictures]
        grid = grid_of(table)
        if grid is None or not paragraphs or any(paragraph.pictures for paragraph in paragraphs):
            return False
        if len(grid.texts) == 1:
            # A frame around some paragraphs.
            for paragraph in paragraphs:
                self.body(paragraph)
            self.end_list()
        else:
            self.html[self.language].append(table_html(with_guessed_head(grid)))
        return True

    def _row_of_form(self, texts: list[str], cells: list[list[Paragraph]]) -> bool:
        """A row of label and value; `True` when nothing of it is left."""
        filled = [(at, text) for at, text in enumerate(texts) if text]
        if len(filled) != 2:
            return False
        match = LABELLED.match(filled[0][1])
        if not match or match[2].strip():
            return False
        name, (at, value) = FIELD_OF[match[1].lower()], filled[1]
        if name.startswith("body"):
            spoken = languages([paragraph.text for paragraph in cells[at]])
            for paragraph, language in zip(cells[at], spoken, strict=True):
                if paragraph.text.strip():
                    self.speak("en" if name == "body_en" else language)
                    self.body(paragraph)
            self.end_list()
        elif not self.put(name, value):
            return False
        self.leave("label", filled[0][1])
        return True

    def leave(self, where: str, text: str) -> None:
        if text.strip():
            self.left.append(LeftOver(where, text.strip()))


def line(text: str) -> str:
    return " ".join(text.split())


def _typed_level(paragraph: Paragraph, text: str) -> int:
    if len(text) > LONGEST_HEADING or text[-1] in "。；，：;,:":
        return 0
    for pattern, level in TYPED:
        if pattern.match(text):
            return level
    whole_bold = all(run.strong for run in paragraph.runs if run.text.strip())
    return 2 if whole_bold and TYPED_NUMBER.match(text) else 0


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
        if run.href and run.text.strip():
            html = f'<a href="{escape(run.href)}">{html}</a>'
        parts.append(html)
    return "".join(parts).strip()
