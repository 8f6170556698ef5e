"""Texts: what markup is allowed in them, what they say once it is read, how they are put in order.

Stored text is a small HTML; `clean_html` is applied on every write path. Writers never see HTML: `parse_html` gives them nodes.
"""

import re
from dataclasses import dataclass, replace
from html import escape, unescape
from html.parser import HTMLParser
from typing import Any, Literal

import nh3

EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Subscript": True,
    "Superscript": True,
    "Heading": {"levels": [3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "Blockquote": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
}

CLEANER = nh3.Cleaner(
    tags={"p", "h3", "h4", "ul", "ol", "li", "blockquote", "strong", "em", "sub", "sup", "a", "br"},
    clean_content_tags={"script", "style", "template", "noscript", "iframe", "object", "svg", "math"},
    attributes={"a": {"href"}},
    attribute_filter=None,
    strip_comments=True,
    link_rel="noopener nofollow",
    generic_attribute_prefixes=set(),
    tag_attribute_values={},
    set_tag_attribute_values={},
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
    allowed_classes={},
    filter_style_properties=set(),
)


# The parser opens anew, in each paragraph, every element that was left open: 70 KB can be written that it turns into 70 MB. So the
# elements that it may come to make are counted first; a case of ten pages has some thousands.
MOST_ELEMENTS = 200_000
# Markup that is not written as we count it is taken in small amounts only.
LONGEST_ODD = 20_000
TAG = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:\s+[\w:-]+(?:="[^"<>]*"|='[^'<>]*')?){0,20}\s*/?>""")
# They end by themselves where the next one begins.
NEVER_OPEN = {"p", "li", "br", "img", "hr", "wbr", "col", "input", "meta", "link"}


def clean_html(html: str | None) -> str:
    """The allowed part of `html`; applying it twice changes nothing more. Of markup that nobody writes the words alone are left."""
    html = html or ""
    cleaned = CLEANER.clean(html if _is_bounded(html) else escape(re.sub(r"<[^<>]*>", " ", html), quote=False))
    return "" if cleaned in {"<p></p>", "<p><br></p>"} else cleaned


def _is_bounded(html: str) -> bool:
    """Whether reading it costs as much as its length lets one think."""
    odd = TAG.sub("", html).count("<") > 0
    if odd and len(html) > LONGEST_ODD:
        return False
    opened: list[str] = []
    elements = 0
    for slash, name in TAG.findall(html) if not odd else re.findall(r"<()([a-zA-Z][a-zA-Z0-9]*)", html):
        name = name.lower()
        elements += 1 + len(opened)
        if elements > MOST_ELEMENTS:
            return False
        if not slash and name not in NEVER_OPEN:
            opened.append(name)
        elif slash and opened and opened[-1] == name:
            opened.pop()
    return True


def plain_text(html: str) -> str:
    """The words without markup, a line for each paragraph, heading or item."""
    lines: list[str] = []
    for node in parse_html(html):
        match node:
            case Listing():
                lines += ["".join(run.text for run in item) for item in node.items]
            case _:
                lines.append("".join(run.text for run in node.runs))
    return "\n".join(lines)


# What ends a line of text in cleaned HTML; all other markup stands within one.
_LINE_END = re.compile(r"</(?:p|h3|h4|li|blockquote)>|<br>")
_MARKUP = re.compile(r'<(?:[^<>"]|"[^"]*")*>')


def words_of(html: str) -> str:
    """As `plain_text`, empty lines apart: of cleaned HTML, and ten times as fast."""
    return unescape(_MARKUP.sub("", _LINE_END.sub("\n", html)))


def collation(text: str) -> bytes:
    """A key that sorts Latin by letter and common Han characters by pinyin: GB 18030 keeps the order of GB 2312, which is that."""
    return text.lstrip("“‘\"'《「 ").casefold().encode("gb18030", "replace")


def html_from_notation(text: str) -> str:
    """HTML from the sample's light notation: empty lines part paragraphs, `### ` heads a sub-block, `- ` is a list item."""
    blocks: list[str] = []
    for chunk in text.strip().split("\n\n"):
        items: list[str] = []
        words: list[str] = []

        def flush(items: list[str] = items, words: list[str] = words) -> None:
            if words:
                joined = "".join(_joint(a, b) for a, b in zip(["", *words], words, strict=False))
                blocks.append(f"<p>{escape(joined, quote=False)}</p>")
                words.clear()
            if items:
                blocks.append("<ul>" + "".join(f"<li><p>{escape(i, quote=False)}</p></li>" for i in items) + "</ul>")
                items.clear()

        for line in filter(None, (line.strip() for line in chunk.splitlines())):
            if line.startswith("### "):
                flush()
                blocks.append(f"<h3>{escape(line[4:], quote=False)}</h3>")
            elif line.startswith("- "):
                if words:
                    flush()
                items.append(line[2:])
            else:
                if items:
                    flush()
                words.append(line)
        flush()
    return clean_html("".join(blocks))


def _joint(before: str, line: str) -> str:
    """A line break in the notation is a space between Latin words and nothing between Han characters."""
    return f" {line}" if before and before[-1].isascii() and line[0].isascii() else line


# --- Reading -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style; `href` is set on links."""

    text: str
    strong: bool = False
    em: bool = False
    script: Literal["", "sub", "sup"] = ""
    href: str = ""


@dataclass(frozen=True)
class Paragraph:
    runs: tuple[Run, ...]
    kind: Literal["paragraph", "heading", "quote"] = "paragraph"
    level: int = 0


@dataclass(frozen=True)
class Listing:
    items: tuple[tuple[Run, ...], ...]
    ordered: bool = False


Node = Paragraph | Listing


def parse_html(html: str) -> tuple[Node, ...]:
    """Nodes of cleaned HTML, in order. Nested lists are read flat."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tuple(reader.finish())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.nodes: list[Node] = []
        self.runs: list[Run] = []
        self.style = Run("")
        self.lists: list[bool] = []
        self.items: list[tuple[Run, ...]] = []
        self.quote = False
        self.level = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        match tag:
            case "strong":
                self.style = replace(self.style, strong=True)
            case "em":
                self.style = replace(self.style, em=True)
            case "sub" | "sup":
                self.style = replace(self.style, script=tag)
            case "a":
                self.style = replace(self.style, href=dict(attrs).get("href") or "")
            case "br":
                self.runs.append(replace(self.style, text="\n"))
            case "ul" | "ol":
                self._end_block()
                self.lists.append(tag == "ol")
            case "blockquote":
                self._end_block()
                self.quote = True
            case "h3" | "h4":
                self._end_block()
                self.level = int(tag[1])
            case "p":
                if not self.lists:
                    self._end_block()

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "strong":
                self.style = replace(self.style, strong=False)
            case "em":
                self.style = replace(self.style, em=False)
            case "sub" | "sup":
                self.style = replace(self.style, script="")
            case "a":
                self.style = replace(self.style, href="")
            case "li":
                self._end_item()
            case "ul" | "ol":
                self._end_item()
                ordered = self.lists.pop() if self.lists else False
                if self.items and not self.lists:
                    self.nodes.append(Listing(tuple(self.items), ordered))
                    self.items = []
            case "blockquote":
                self._end_block()
                self.quote = False
            case "p" | "h3" | "h4":
                if not self.lists:
                    self._end_block()

    def handle_data(self, data: str) -> None:
        if data.strip() or self.runs:
            self.runs.append(replace(self.style, text=data))

    def finish(self) -> list[Node]:
        self._end_block()
        return self.nodes

    def _end_item(self) -> None:
        if self.runs:
            self.items.append(tuple(self.runs))
            self.runs = []

    def _end_block(self) -> None:
        if self.lists:
            self._end_item()
        elif self.runs:
            kind: Literal["paragraph", "heading", "quote"] = "heading" if self.level else "quote" if self.quote else "paragraph"
            self.nodes.append(Paragraph(tuple(self.runs), kind, self.level))
            self.runs = []
        self.level = 0
