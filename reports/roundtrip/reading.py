"""A Word file come home, read in a process of its own: the text of each field as its editor meant it, who changed it, what was said of it.

Tracked insertions stand in the text and deletions do not, as if all were accepted; a deleted paragraph's end joins what stood on either
side. All that stands at no field is given as well.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from cases.intake.document import Refused
from cases.intake.package import Package
from cases.intake.wordml import TEXTS, Block, Paragraph, Reader, Table, W, flat
from reports.roundtrip.texts import Form, even_blocks
from reports.roundtrip.wording import LABEL, MARK, PREFIX, READ, TABLE_HEAD

NAME = re.compile(rf"{PREFIX}_([0-9a-f]{{16}})_([0-9]{{1,6}})t?\Z")
TRACKED = {f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange")}
FORMS: tuple[Form, ...] = ("rich", "lines", "line")
# What programs and people write where a name or a remark stands is shown, not kept whole.
LONGEST_NAME, LONGEST_REMARK = 100, 4_000
MOST_PEOPLE = 20


@dataclass(frozen=True)
class Remark:
    """A comment. `number` is the field that it stands at, None for none; `about` are the words that it is on; `day` is ISO or empty."""

    number: int | None
    name: str
    day: str
    about: str
    text: str


@dataclass(frozen=True)
class Home:
    """`texts` are a field's words in each form: which one counts is known to whoever sent it out. `people` are (name, day)."""

    texts: dict[Form, str]
    people: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Returned:
    token: str
    fields: dict[int, Home] = field(default_factory=dict)
    loose: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass
class Joined(Paragraph):
    """A paragraph; `joins` says that its end was deleted, so that the next one carries it on."""

    joins: bool = False


def read_home(data: bytes) -> Returned:
    """Raises Refused for a file that is not taken. Without our marks the token is empty, and nothing else is read."""
    package = Package(data)
    try:
        return _Home(package).returned()
    except RecursionError:
        raise Refused("bomb") from None


class _Home(Reader):
    def __init__(self, package: Package) -> None:
        super().__init__(package)
        self.numbers: dict[Element, int] = {}
        self.people: dict[int, list[tuple[str, str]]] = {}
        self.at: dict[str, int] = {}

    def returned(self) -> Returned:
        main = self.package.main()
        root = self.package.xml(main)
        if root is None:
            raise Refused("format")
        token = self._token(root)
        if not token:
            return Returned("")
        # Elements are found by themselves, so the tree that is marked has to be the one that is read.
        self.package = _Held(self.package, main, root)
        self._mark(root, token)
        content = self.read()
        fields: dict[int, list[Block]] = {number: [] for number in self.people}
        loose: list[str] = []
        for block in _joined(list(_pieces(content.blocks))):
            first = next(flat([block]), Paragraph())
            number = first.tag.rpartition(":")[2] if first.tag.startswith(f"{PREFIX}:") else ""
            if number and first.style not in {LABEL, READ}:
                fields[int(number)].append(block)
            else:
                loose += [words for paragraph in flat([block]) if (words := paragraph.text.strip())]
        for where, paragraphs in content.aside:
            if where not in {"deleted", "comment"}:
                loose += [words for paragraph in paragraphs if (words := paragraph.text.strip())]
        return Returned(
            token,
            {
                number: Home({form: even_blocks(found, form) for form in FORMS}, tuple(self.people[number]))
                for number, found in fields.items()
            },
            tuple(loose),
            tuple(self._remarks(root, main)),
        )

    # --- What is whose -----------------------------------------------------------------------------------------------

    def _token(self, root: Element) -> str:
        """The one that most fields bear; a file whose fields have all lost their names may say it in its properties."""
        tokens = Counter(match[1] for element in root.iter() if (match := _named(element)))
        if tokens:
            return tokens.most_common(1)[0][0]
        properties = self.package.xml("docProps/custom.xml")
        said = next((each for each in properties if each.get("name") == MARK), None) if properties is not None else None
        token = "".join(said.itertext()).strip() if said is not None else ""
        return token if re.fullmatch("[0-9a-f]{16}", token) else ""

    def _mark(self, root: Element, token: str) -> None:
        """Each cell of a field's table is the field's, with the people and the comments in it; of two tables the first."""
        for table in root.iter(f"{W}tbl"):
            names = (match for element in table.iter() if (match := _named(element)))
            number = next((int(match[2]) for match in names if match[1] == token), None)
            if number is None or number in self.people:
                continue
            people: dict[str, str] = {}
            for element in table.iter():
                if element.tag == f"{W}tc":
                    self.numbers[element] = number
                elif element.tag in TRACKED and (name := _said(element, "author")):
                    people[name] = max(people.get(name, ""), _day(element))
                elif element.tag == f"{W}commentReference":
                    self.at[element.get(f"{W}id", "")] = number
            self.people[number] = list(people.items())[:MOST_PEOPLE]

    def _blocks(self, parent: Element, deep: int) -> list[Block]:
        blocks = super()._blocks(parent, deep)
        if parent in self.numbers:
            for paragraph in flat(blocks):
                paragraph.tag = f"{PREFIX}:{self.numbers[parent]}"
        return blocks

    def _paragraph(self, element: Element, deep: int) -> Paragraph:
        end = element.find(f"{W}pPr/{W}rPr")
        joins = end is not None and (end.find(f"{W}del") is not None or end.find(f"{W}moveFrom") is not None)
        return Joined(**vars(super()._paragraph(element, deep)), joins=joins)

    # --- Comments ----------------------------------------------------------------------------------------------------

    def _remarks(self, root: Element, main: str) -> Iterator[Remark]:
        about = _about(root)
        for part in self.package.of_kind(main, "comments"):
            comments = self.package.xml(part)
            for each in comments if comments is not None else ():
                lines = ("".join(t.text or "" for t in paragraph.iter() if t.tag in TEXTS) for paragraph in each.iter(f"{W}p"))
                text = "\n".join(filter(None, map(str.strip, lines)))
                if text:
                    pk = each.get(f"{W}id", "")
                    words = "".join(about.get(pk, ())).strip()[:LONGEST_REMARK]
                    yield Remark(self.at.get(pk), _said(each, "author"), _day(each), words, text[:LONGEST_REMARK])


class _Held(Package):
    """The package with its main part parsed once."""

    def __init__(self, package: Package, main: str, root: Element) -> None:
        self.__dict__.update(vars(package))
        self._main, self._root = main, root

    def xml(self, name: str) -> Element | None:
        return self._root if name == self._main else super().xml(name)


def _named(element: Element) -> re.Match[str] | None:
    return NAME.match(element.get(f"{W}name", "")) if element.tag == f"{W}bookmarkStart" else None


def _said(element: Element, name: str) -> str:
    return element.get(f"{W}{name}", "").strip()[:LONGEST_NAME]


def _day(element: Element) -> str:
    try:
        return dt.date.fromisoformat(element.get(f"{W}date", "")[:10]).isoformat()
    except ValueError:
        return ""


def _about(root: Element) -> dict[str, list[str]]:
    """The words that each comment is on, by its id."""
    found: dict[str, list[str]] = {}
    open_: set[str] = set()
    for element in root.iter():
        if element.tag == f"{W}commentRangeStart":
            open_.add(element.get(f"{W}id", ""))
        elif element.tag == f"{W}commentRangeEnd":
            open_.discard(element.get(f"{W}id", ""))
        elif element.tag in TEXTS and element.tag != f"{W}delText":
            for pk in open_:
                found.setdefault(pk, []).append(element.text or "")
    return found


def _pieces(blocks: list[Block], *, within: bool = False) -> Iterator[Block]:
    """Paragraphs, and the tables that stand in a field: in a cell of its own table."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        elif (
            within
            and block.rows
            and all(paragraph.tag.startswith(f"{PREFIX}:") and paragraph.style != LABEL for paragraph in flat([block]))
        ):
            rows = [[list(_joined(list(flat(cell)))) for cell in row] for row in block.rows]
            # LibreOffice forgets in a table within a table that a row is its head, and keeps how it is set.
            headed = block.headed or all(paragraph.style == TABLE_HEAD for cell in rows[0] for paragraph in flat(cell))
            yield replace(block, rows=rows, headed=headed)
        else:
            for row in block.rows:
                for cell in row:
                    yield from _pieces(cell, within=True)


def _joined(blocks: Sequence[Block]) -> Iterator[Block]:
    """Paragraphs whose end was deleted carried on by the next of the same field; how the last one is set counts."""
    before: Paragraph | None = None
    for paragraph in blocks:
        if isinstance(paragraph, Table):
            if before is not None:
                yield before
            before = None
            yield paragraph
            continue
        if before is not None:
            if before.tag == paragraph.tag:
                paragraph.runs = [*before.runs, *paragraph.runs]
            else:
                yield before
        before = paragraph if isinstance(paragraph, Joined) and paragraph.joins else None
        if before is None:
            yield paragraph
    if before is not None:
        yield before
