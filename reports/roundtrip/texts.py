"""One form for each text, so that a way through Word alone changes nothing: what is even the same is the same."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from cases.intake.grids import grid_of
from cases.intake.wordml import Block, flat
from cases.intake.wordml import Table as WordTable
from cases.nodes import Listing, Node, Paragraph, Run, Table, parse_html, run_html, table_html
from cases.text import clean_html

# How a field's text is written: with markup, in lines, or in one line.
Form = Literal["rich", "lines", "line"]
# Not U+3000 and not the no-break space: somebody has put them there.
SPACE = re.compile(r"[ \t\r\n\f]+")
LINE_ENDS = re.compile(r"[\r\n]+")
# No XML holds these.
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Word writes a slash after a host that stands alone.
HOST = re.compile(r"^(https?://[^/?#]+)/$", re.I)
# What programs call the style of a quotation.
QUOTES = {"quote", "quotations", "quotation", "intense quote", "block text", "引用", "明显引用"}


def even(text: str | None, form: Form) -> str:
    """The text in its one form; applying it twice changes nothing more."""
    text = UNFIT.sub("", text or "")
    if form == "rich":
        return clean_html(html_of(parse_html(SPACE.sub(" ", clean_html(text)))))
    lines = [line for line in (SPACE.sub(" ", line).strip(" ") for line in LINE_ENDS.split(text)) if line]
    return ("\n" if form == "lines" else " ").join(lines)


def even_blocks(blocks: list[Block], form: Form) -> str:
    """What Word's paragraphs and tables say, in the form of the field that they stand in."""
    if form == "rich":
        return even(html_of(nodes_of(blocks)), form)
    return even("\n".join(paragraph.text for paragraph in flat(blocks)), form)


def nodes_of(blocks: Iterable[Block]) -> list[Node]:
    """A table that is too large for a text as its paragraphs."""
    nodes: list[Node] = []
    for each in blocks:
        if isinstance(each, WordTable):
            grid = grid_of(each)
            nodes += [grid] if grid else nodes_of(flat([each]))
            continue
        runs = tuple(each.runs)
        if each.level:
            nodes.append(Paragraph(runs, "heading", 3 if each.level < 4 else 4))
        elif each.listed:
            nodes.append(Listing((runs,), each.listed == "numbered"))
        else:
            nodes.append(Paragraph(runs, "quote" if each.style.lower() in QUOTES else "paragraph"))
    return nodes


def html_of(nodes: Iterable[Node]) -> str:
    """Lists that follow one another are one, and so are quotations; a heading is not bold besides; what is empty is left out."""
    parts: list[str] = []
    around = ""
    for node in nodes:
        if isinstance(node, Table):
            tag = ""
            rows = tuple(tuple(tuple(replace(run, href=HOST.sub(r"\1", run.href)) for run in cell) for cell in row) for row in node.rows)
            inside = [table_html(replace(node, rows=rows))] if any(node.texts) else []
        elif isinstance(node, Listing):
            tag = "ol" if node.ordered else "ul"
            inside = [f"<li><p>{words}</p></li>" for item in node.items if (words := _inline(item))]
        else:
            tag = "blockquote" if node.kind == "quote" else ""
            name = f"h{node.level}" if node.kind == "heading" else "p"
            words = _inline(replace(run, strong=False) for run in node.runs) if name != "p" else _inline(node.runs)
            inside = [f"<{name}>{words}</{name}>"] if words else []
        if not inside:
            continue
        if tag != around:
            parts += [f"</{around}>" if around else "", f"<{tag}>" if tag else ""]
            around = tag
        parts += inside
    return "".join([*parts, f"</{around}>" if around else ""])


def _inline(runs: Iterable[Run]) -> str:
    """Runs of the same look are one; space at either end says nothing."""
    joined: list[Run] = []
    for run in runs:
        run = replace(run, text=UNFIT.sub("", run.text).replace("\t", " "), href=HOST.sub(r"\1", run.href))
        if joined and replace(joined[-1], text="") == replace(run, text=""):
            joined[-1] = replace(run, text=joined[-1].text + run.text)
        elif run.text:
            joined.append(run)
    while joined and not joined[0].text.lstrip(" \n"):
        joined.pop(0)
    while joined and not joined[-1].text.rstrip(" \n"):
        joined.pop()
    if not any(run.text.strip() for run in joined):
        return ""
    if joined:
        joined[0] = replace(joined[0], text=joined[0].text.lstrip(" \n"))
        joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip(" \n"))
    return "".join(map(run_html, joined))
