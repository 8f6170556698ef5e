"""The site's own form read back: each answer to the field that asked, by the name of its content control or by its label.

A form is known by its labels, so that it is read as well where a program has dropped the controls, or somebody typed it anew.
"""

from cases.intake.fields import COLUMN_OF, COLUMN_TAGS, FIELD_OF, ROWS, TAGS, UNCHOSEN, Rows, folded
from cases.intake.sorting import Sorter, line
from cases.intake.wordml import Block, Paragraph, Table, flat

# Without this column a table with some of the same headings is not ours.
KEYS: dict[Rows, str] = {
    "goals": "goal",
    "figures": "label_zh_hans",
    "quotations": "text_zh_hans",
    "pictures": "caption_zh_hans",
    "videos": "url",
}
# So many of our labels make a document our form.
SURE = 3

Cell = list[Block]


def is_form(blocks: list[Block]) -> bool:
    rows = [row for block in blocks if isinstance(block, Table) for row in block.rows]
    return sum(bool(_answered(row)) for row in rows) >= SURE


def take(block: Block, sorter: Sorter) -> None:
    """A block of the form. What stands outside its tables is no answer to anything, and is left over."""
    if isinstance(block, Paragraph):
        sorter.leave("beside", block.text)
        sorter.pictures += block.pictures
        return
    columns: tuple[Rows, list[str]] | None = None
    for row in block.rows:
        if heads := _headings(row):
            columns = heads
            for cell in row:
                _leave(cell, "label", sorter)
        elif answer := _answered(row):
            _answer(*answer, row, sorter)
        elif not _record(row, columns, sorter):
            for cell in row:
                _leave(cell, "table", sorter)


def _lines(cell: Cell) -> list[str]:
    return [text for paragraph in flat(cell) if (text := paragraph.text.strip())]


def _tags(cell: Cell) -> set[str]:
    return {paragraph.tag for paragraph in flat(cell) if paragraph.tag}


def _label(cell: Cell) -> str:
    lines = _lines(cell)
    return folded(lines[0]) if lines else ""


# --- One answer --------------------------------------------------------------------------------------------------


def _answered(row: list[Cell]) -> tuple[str, int] | None:
    """The field that a row asks for, and which of its cells is the answer."""
    for at, cell in enumerate(row):
        if found := _tags(cell) & TAGS:
            return min(found), at
    if len(row) > 1 and (name := FIELD_OF.get(_label(row[0]))):
        return name, 1
    return None


def _answer(tag: str, at: int, row: list[Cell], sorter: Sorter) -> None:
    for other, cell in enumerate(row):
        if other != at:
            _leave(cell, "label" if other < at else "table", sorter)
    cell = row[at]
    if tag.startswith("body"):
        sorter.speak(tag.removeprefix("body_"))
        for place, block in enumerate(cell):
            if isinstance(block, Table):
                sorter.table(block)
            else:
                sorter.text(block, cell[place + 1] if place + 1 < len(cell) else None)
        sorter.end_list()
        sorter.waiting = ""
        return
    text = _said(cell, sorter)
    if text and not sorter.put_as(tag.removesuffix("_zh_hans"), text):
        sorter.leave("long", text)


def _said(cell: Cell, sorter: Sorter) -> str:
    """The text of an answer. A choice that was not made is none; pictures in it are noted."""
    for paragraph in flat(cell):
        sorter.pictures += paragraph.pictures
    lines = _lines(cell)
    if lines == [UNCHOSEN]:
        sorter.leave("label", UNCHOSEN)
        return ""
    return "\n".join(lines)


# --- Rows of answers -----------------------------------------------------------------------------------------------


def _headings(row: list[Cell]) -> tuple[Rows, list[str]] | None:
    labels = [_label(cell) for cell in row]
    for name, known in COLUMN_OF.items():
        found = [known.get(label, "") for label in labels]
        if KEYS[name] in found and sum(map(bool, found)) > 1 and all(found[at] or not label for at, label in enumerate(labels)):
            return name, found
    return None


def _record(row: list[Cell], columns: tuple[Rows, list[str]] | None, sorter: Sorter) -> bool:
    """Whether the row is one of the table's kind: by its cells' names, or by the headings above them."""
    tags = [next(iter(sorted(_tags(cell) & COLUMN_TAGS.keys())), "") for cell in row]
    kinds = {COLUMN_TAGS[tag][0] for tag in tags if tag}
    if len(kinds) == 1:
        (kind,) = kinds
        names = [COLUMN_TAGS[tag][1] if tag else "" for tag in tags]
        if columns and columns[0] == kind and len(columns[1]) == len(row):
            # A cell that has lost its name, or was filled over it.
            names = [name or column for name, column in zip(names, columns[1], strict=True)]
    elif columns and len(columns[1]) == len(row):
        kind, names = columns
    else:
        return False
    pictures = [part for cell in row for paragraph in flat(cell) for part in paragraph.pictures]
    said: dict[str, str] = {}
    for name, cell in zip(names, row, strict=True):
        text = line(_said(cell, sorter))
        if text and name and name != "picture" and name not in said:
            said[name] = text
        elif text:
            sorter.leave("table", text)
    if kind == "pictures":
        _captioned(said, pictures, sorter)
    elif said:
        sorter.rows.setdefault(kind, []).append(said)
    return True


def _captioned(said: dict[str, str], pictures: list[str], sorter: Sorter) -> None:
    if pictures and pictures[0] not in sorter.captions:
        sorter.captions[pictures[0]] = {name.removesuffix("_zh_hans"): text for name, text in said.items()}
        return
    for text in said.values():
        sorter.leave("caption", text)


def _leave(cell: Cell, where: str, sorter: Sorter) -> None:
    for paragraph in flat(cell):
        sorter.leave(where, paragraph.text)
        sorter.pictures += paragraph.pictures


assert KEYS.keys() == ROWS.keys()
