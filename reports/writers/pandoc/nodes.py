"""Nodes of pandoc's document, as the plain values that it reads as JSON. Text goes in as text: nothing here is parsed as markup.

https://hackage.haskell.org/package/pandoc-types (1.23), `Text.Pandoc.Definition`.
"""

from collections.abc import Iterable, Sequence
from typing import Any

API = [1, 23, 1]
Node = dict[str, Any]
Attributes = list[Any]


def attributes(identifier: str = "", *classes: str, **more: str) -> Attributes:
    """`custom_style` is Word's paragraph or character style; where there are classes they are for the rest."""
    return [identifier, list(classes), [[name.replace("_", "-"), value] for name, value in more.items()]]


# --- Within a line -------------------------------------------------------------------------------------------------


def words(text: str) -> list[Node]:
    """A text as it stands, with its line breaks."""
    lines = [*text.splitlines(), *([""] if text[-1:] == "\n" else [])]
    inlines: list[Node] = []
    for number, line in enumerate(lines):
        if number:
            inlines.append({"t": "LineBreak"})
        if line:
            inlines.append({"t": "Str", "c": line})
    return inlines


def span(inlines: Sequence[Node], *classes: str, identifier: str = "", **more: str) -> Node:
    return {"t": "Span", "c": [attributes(identifier, *classes, **more), list(inlines)]}


def strong(inlines: Sequence[Node]) -> Node:
    return {"t": "Strong", "c": list(inlines)}


def emphasis(inlines: Sequence[Node]) -> Node:
    return {"t": "Emph", "c": list(inlines)}


def raised(inlines: Sequence[Node], script: str) -> Node:
    """`script` is "sub" or "sup"."""
    return {"t": {"sub": "Subscript", "sup": "Superscript"}[script], "c": list(inlines)}


def link(inlines: Sequence[Node], target: str) -> Node:
    """`target` is an address, or `#` and an anchor of this document."""
    return {"t": "Link", "c": [attributes(), list(inlines), [target, ""]]}


def image(source: str, alt: str, *, width_mm: float) -> Node:
    return {"t": "Image", "c": [attributes(width=f"{width_mm / 10:.2f}cm"), words(alt), [source, ""]]}


def note(blocks: Sequence[Node]) -> Node:
    return {"t": "Note", "c": list(blocks)}


def raw(format: str, text: str) -> Node:
    """Inline, for what the format has and pandoc has no node for. Never with a text that somebody has written."""
    return {"t": "RawInline", "c": [format, text]}


def between(separator: Node, groups: Iterable[Sequence[Node]]) -> list[Node]:
    inlines: list[Node] = []
    for group in groups:
        inlines += [separator, *group] if inlines else group
    return inlines


# --- Blocks --------------------------------------------------------------------------------------------------------


def para(inlines: Sequence[Node]) -> Node:
    return {"t": "Para", "c": list(inlines)}


def plain(inlines: Sequence[Node]) -> Node:
    return {"t": "Plain", "c": list(inlines)}


def heading(level: int, inlines: Sequence[Node], identifier: str = "", *classes: str) -> Node:
    """`level` from 1; Word has nine, HTML six."""
    return {"t": "Header", "c": [min(level, 6), attributes(identifier, *classes), list(inlines)]}


def div(blocks: Sequence[Node], style: str, identifier: str = "") -> Node:
    """Blocks in one of our styles (`styles.py`): by name in Word, as a class elsewhere."""
    return {"t": "Div", "c": [attributes(identifier, style.lower().replace(" ", "-"), custom_style=style), list(blocks)]}


def listing(items: Sequence[Sequence[Node]], *, ordered: bool) -> Node:
    if ordered:
        return {"t": "OrderedList", "c": [[1, {"t": "Decimal"}, {"t": "Period"}], [list(item) for item in items]]}
    return {"t": "BulletList", "c": [list(item) for item in items]}


def quote(blocks: Sequence[Node]) -> Node:
    return {"t": "BlockQuote", "c": list(blocks)}


def figure(blocks: Sequence[Node], caption: Sequence[Node], identifier: str = "") -> Node:
    """The anchor is that of a division around it: a figure's own is not found from another chapter of an EPUB."""
    drawn = {"t": "Figure", "c": [attributes(), [None, [plain(caption)] if caption else []], list(blocks)]}
    return {"t": "Div", "c": [attributes(identifier), [drawn]]} if identifier else drawn


def table(
    head: Sequence[Sequence[Node]],
    rows: Sequence[Sequence[Sequence[Node]]],
    *,
    caption: Sequence[Node] = (),
    widths: Sequence[float] = (),
) -> Node:
    """Cells are inlines. The first row is said to be the head, so that it is repeated on the next page and read out with each cell.

    Without a `head` there is none. `widths` are to each other as the columns are; without them all are alike.
    """
    widths = widths or [1.0] * len(head or rows[0])

    def row(cells: Sequence[Sequence[Node]]) -> list[Any]:
        return [attributes(), [[attributes(), {"t": "AlignDefault"}, 1, 1, [plain(cell)] if cell else []] for cell in cells]]

    columns = [[{"t": "AlignDefault"}, {"t": "ColWidth", "c": width / sum(widths)}] for width in widths]
    body = [attributes(), 0, [], [row(cells) for cells in rows]]
    return {
        "t": "Table",
        "c": [
            attributes(),
            [None, [plain(caption)] if caption else []],
            columns,
            [attributes(), [row(head)] if head else []],
            [body],
            [attributes(), []],
        ],
    }


def document(blocks: Sequence[Node], **meta: str) -> dict[str, Any]:
    inlines = {name: {"t": "MetaInlines", "c": words(value)} for name, value in meta.items() if value}
    return {"pandoc-api-version": API, "meta": inlines, "blocks": list(blocks)}
