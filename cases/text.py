"""Texts: what markup is allowed in them, their words alone, how they are put in order.

Stored text is a small HTML; `clean_html` is applied on every write path. Writers never see HTML: `cases.nodes` gives them nodes.
"""

import re
from html import escape, unescape
from typing import Any

import nh3

from cases.grids import MOST_CELLS
from cases.nodes import Table, lines_html, parse_html, table_html

EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Subscript": True,
    "Superscript": True,
    "Heading": {"levels": [3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "Blockquote": True,
    "Table": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
}

INLINE = {"strong", "em", "sub", "sup", "a", "br"}
TABLE = {"table", "tbody", "tr", "th", "td"}


def _cleaner(tags: set[str], attributes: dict[str, set[str]]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags={"p", "h3", "h4", "ul", "ol", "li", "blockquote", *INLINE, *TABLE, *tags},
        clean_content_tags={"script", "style", "template", "noscript", "iframe", "object", "svg", "math"},
        attributes={"a": {"href"}, **attributes},
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


CLEANER = _cleaner(set(), {})
# Before a table is made a plain grid, what says how its cells lie in it is still there.
SPANS = {"colspan", "rowspan"}
SPANNED = _cleaner({"thead"}, {"th": SPANS, "td": SPANS})

# The parser opens anew, in each paragraph, every element that was left open: 70 KB can be written that it turns into 70 MB. So the
# elements that it may come to make are counted first; a case of ten pages has some thousands.
MOST_ELEMENTS = 200_000
# Markup that is not written as we count it is taken in small amounts only.
LONGEST_ODD = 20_000
TAG = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:\s+[\w:-]+(?:="[^"<>]*"|='[^'<>]*')?){0,20}\s*/?>""")
# They end by themselves where the next one begins.
NEVER_OPEN = {"p", "li", "br", "img", "hr", "wbr", "col", "input", "meta", "link", "tbody", "thead", "tr", "th", "td"}


def clean_html(html: str | None) -> str:
    """The allowed part of `html`; applying it twice changes nothing more. Of markup that nobody writes the words alone are left."""
    html = html or ""
    cleaned = SPANNED.clean(html if _is_bounded(html) else escape(re.sub(r"<[^<>]*>", " ", html), quote=False))
    if "<table" in cleaned:
        # The last word is the cleaner's, whatever was written anew.
        cleaned = CLEANER.clean(_with_plain_tables(cleaned))
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


_ELEMENT = re.compile(r'<(/?)([a-z0-9]+)(?:[^<>"]|"[^"]*")*>')


def _with_plain_tables(html: str) -> str:
    """Each table written anew as a grid. One within a list or a quotation, or too large, becomes lines."""
    made: list[str] = []
    at = around = deep = 0
    room = MOST_CELLS
    for element in _ELEMENT.finditer(html):
        ends, name = element[1] == "/", element[2]
        if name == "table" and not ends:
            if deep == 0:
                made.append(html[at : element.start()])
                at = element.start()
            deep += 1
        elif name == "table":
            deep -= 1
            if deep == 0:
                for node in parse_html(html[at : element.end()]):
                    fits = isinstance(node, Table) and not around and len(node.texts) <= room
                    room -= len(node.texts) if fits else 0
                    made.append(table_html(node) if isinstance(node, Table) and fits else lines_html(node))
                at = element.end()
        elif deep == 0 and name != "br":
            around += -1 if ends else 1
    return "".join([*made, html[at:]])


def plain_text(html: str) -> str:
    """The words without markup, a line for each paragraph, heading, item or cell that says something."""
    return "\n".join("".join(run.text for run in runs) for node in parse_html(html) for runs in node.texts if runs)


# What ends a line of text in cleaned HTML; all other markup stands within one.
_LINE_END = re.compile(r"</(?:p|h3|h4|li|blockquote)>|<br>|<table>")
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
