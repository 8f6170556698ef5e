"""What a text says once it is read: its nodes from cleaned HTML, and the pieces of HTML that are written from nodes."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from html.parser import HTMLParser
from typing import Any, Literal

from cases.grids import Cell, spread


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style; `href` is set on links."""

    text: str
    strong: bool = False
    em: bool = False
    script: Literal["", "sub", "sup"] = ""
    href: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Paragraph:
    runs: Runs
    kind: Literal["paragraph", "heading", "quote"] = "paragraph"
    level: int = 0

    @property
    def texts(self) -> tuple[Runs, ...]:
        return (self.runs,)


@dataclass(frozen=True)
class Listing:
    items: tuple[Runs, ...]
    ordered: bool = False

    @property
    def texts(self) -> tuple[Runs, ...]:
        return self.items


@dataclass(frozen=True)
class Table:
    """Rows of equal length; a cell has no runs if it is empty, and its paragraphs are parted by line breaks. `headed`: by the first row."""

    rows: tuple[tuple[Runs, ...], ...]
    headed: bool = False

    @property
    def texts(self) -> tuple[Runs, ...]:
        """Cell by cell."""
        return tuple(cell for row in self.rows for cell in row)


Node = Paragraph | Listing | Table


def parse_html(html: str) -> tuple[Node, ...]:
    """Nodes of cleaned HTML, in order. Nested lists are read flat."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tuple(reader.finish())


# Hard and wide spaces are somebody's.
SPACE = " \t\r\n\f"
MARKS: dict[str, dict[str, Any]] = {"strong": {"strong": True}, "em": {"em": True}, "sub": {"script": "sub"}, "sup": {"script": "sup"}}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.nodes: list[Node] = []
        self.runs: list[Run] = []
        self.style = Run("")
        self.lists: list[bool] = []
        self.items: list[Runs] = []
        self.quote = False
        self.level = 0
        self.table: _Table | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in MARKS:
            self.style = replace(self.style, **MARKS[tag])
        elif tag == "a":
            self.style = replace(self.style, href=dict(attrs).get("href") or "")
        elif tag == "br":
            self.runs.append(replace(self.style, text="\n"))
        elif self.table:
            self.table.begins(tag, dict(attrs), self.runs)
        elif tag == "table":
            self._end_block()
            self.table = _Table()
        else:
            self._begins(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in MARKS:
            self.style = replace(self.style, **{name: getattr(Run(""), name) for name in MARKS[tag]})
        elif tag == "a":
            self.style = replace(self.style, href="")
        elif self.table:
            self.table.ends(tag, self.runs)
            if self.table.deep == 0:
                self.nodes += self.table.nodes()
                self.table = None
        else:
            self._ends(tag)

    def handle_data(self, data: str) -> None:
        if data.strip() or self.runs:
            # Within a cell a line break is the end of a paragraph, so it must be none of the source.
            self.runs.append(replace(self.style, text=re.sub(r"[ \t\r\n\f]+", " ", data) if self.table else data))

    def _begins(self, tag: str) -> None:
        match tag:
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
                elif self.runs:
                    self.runs.append(Run("\n"))

    def _ends(self, tag: str) -> None:
        match tag:
            case "li":
                self._end_block()
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


class _Table:
    """A table while it is read. What a cell holds of blocks, lists and tables becomes lines of the cell."""

    def __init__(self) -> None:
        self.deep = 1
        self.before: list[Node] = []
        self.rows: list[list[Cell[Runs]]] = []
        self.heads: list[bool] = []
        self.in_head = False

    def begins(self, tag: str, attrs: dict[str, str | None], runs: list[Run]) -> None:
        if tag == "table":
            self.deep += 1
        if self.deep > 1 or tag not in {"thead", "tr", "th", "td"}:
            runs.append(Run("\n"))
            return
        self._outside(runs)
        if tag == "thead":
            self.in_head = True
        elif tag == "tr" or not self.rows:
            self.rows.append([])
        if tag in {"th", "td"}:
            self.rows[-1].append(Cell((), _number(attrs.get("colspan")), _number(attrs.get("rowspan"))))
            if not any(self.rows[:-1]):
                self.heads.append(tag == "th" or self.in_head)

    def ends(self, tag: str, runs: list[Run]) -> None:
        if tag == "table":
            self.deep -= 1
        if tag == "thead" and self.deep == 1:
            self.in_head = False
        if tag in {"th", "td"} and self.deep == 1 and self.rows and self.rows[-1]:
            self.rows[-1][-1] = replace(self.rows[-1][-1], content=tuple(in_lines(runs)))
            runs.clear()
        elif tag in {"p", "li", "h3", "h4", "blockquote", "td", "th", "table"}:
            runs.append(Run("\n"))
        if self.deep == 0:
            self._outside(runs)

    def _outside(self, runs: list[Run]) -> None:
        """Words that stand in the table and in no cell of it, as a title may, come before it."""
        if said := tuple(in_lines(runs)):
            self.before.append(Paragraph(said))
        runs.clear()

    def nodes(self) -> list[Node]:
        if not any(cell.content for row in self.rows for cell in row):
            return self.before
        grid = spread(self.rows, ())
        if grid is None:
            return [*self.before, *in_rows([[cell.content for cell in row] for row in self.rows])]
        # A row without a cell of its own is there for those that reach into it.
        return [*self.before, Table(tuple(tuple(row) for row, own in zip(grid, self.rows, strict=True) if own), all(self.heads))]


def _number(said: str | None) -> int:
    """No browser takes more than a thousand at its word."""
    return min(int(said[:9]), 1000) if said and re.fullmatch("[0-9]+", said) else 1


def in_lines(runs: Iterable[Run]) -> Iterator[Run]:
    """Lines that say something, one break between two of them, no space at the ends of one; what is alike is one run."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *others = run.text.split("\n")
        lines[-1].append(replace(run, text=first))
        lines += [[replace(run, text=each)] for each in others]
    joined: list[Run] = []
    for line in filter(None, map(_trimmed, lines)):
        joined += [Run("\n")] if joined else []
        joined += line
    return iter(joined)


def _trimmed(line: list[Run]) -> list[Run]:
    alike: list[Run] = []
    for run in line:
        if alike and replace(alike[-1], text="") == replace(run, text=""):
            alike[-1] = replace(alike[-1], text=alike[-1].text + run.text)
        elif run.text:
            alike.append(run)
    if not "".join(run.text for run in alike).strip():
        return []
    while not alike[0].text.strip(SPACE):
        alike.pop(0)
    while not alike[-1].text.strip(SPACE):
        alike.pop()
    alike[0] = replace(alike[0], text=alike[0].text.lstrip(SPACE))
    alike[-1] = replace(alike[-1], text=alike[-1].text.rstrip(SPACE))
    return alike


# --- Writing -----------------------------------------------------------------------------------------------------


def table_html(table: Table) -> str:
    """The one way in which a table is stored."""
    rows = []
    for at, row in enumerate(table.rows):
        name = "th" if table.headed and at == 0 else "td"
        rows.append("".join(f"<{name}>{_paragraphs_html(cell)}</{name}>" for cell in row))
    return f"<table><tbody>{''.join(f'<tr>{row}</tr>' for row in rows)}</tbody></table>"


def lines_html(node: Node) -> str:
    paragraphs = in_rows(node.rows) if isinstance(node, Table) else [node]
    return "".join(_paragraphs_html(runs) for paragraph in paragraphs for runs in paragraph.texts)


def in_rows(rows: Iterable[Sequence[Runs]]) -> list[Paragraph]:
    """A table as lines, where it can be none."""
    bar = Run(" | ")
    return [Paragraph(tuple(run for cell in row for run in (*cell, bar))[:-1]) for row in rows if any(row)]


def _paragraphs_html(runs: Runs) -> str:
    """A paragraph for each line."""
    html = "".join(run_html(run) for run in runs)
    return "".join(f"<p>{line}</p>" for line in html.split("<br>"))


def run_html(run: Run) -> str:
    words = escape(run.text, quote=False).replace("\n", "<br>")
    if run.script:
        words = f"<{run.script}>{words}</{run.script}>"
    if run.em:
        words = f"<em>{words}</em>"
    if run.strong:
        words = f"<strong>{words}</strong>"
    return f'<a href="{escape(run.href)}">{words}</a>' if run.href else words
