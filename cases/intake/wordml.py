"""The content of a .docx in the order it is read: paragraphs, tables, pictures, and what stands beside the text."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal
from xml.etree.ElementTree import Element

from cases.intake.document import Refused
from cases.intake.package import Package
from cases.nodes import Run

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
V = "{urn:schemas-microsoft-com:vml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Elements that hold text, and those that show a picture, with the attribute that names it.
TEXTS = {f"{W}t", f"{W}delText", f"{M}t", f"{A}t"}
PICTURES = {f"{A}blip": f"{R}embed", f"{V}imagedata": f"{R}id"}
# A picture larger than this is not read; an upload by itself may have 15 MB.
PICTURE_BYTES = 15 * 1024 * 1024
# Elements within elements: an honest document has some dozens.
MOST_DEEP = 400
# Parts of their own for the words of diagrams and charts.
DRAWN = {"word/diagrams", "word/charts"}
# Other programs' files within this one.
EMBEDDED = ("word/embeddings/", "word/activeX/")
# Where a link of the text may lead; anything else is text alone.
LINKS = ("https://", "http://", "mailto:")


@dataclass
class Paragraph:
    """`level` 0 is no heading; `listed` is "", "item" or "numbered"; `pictures` are the names of parts that it shows.

    `tag` names the innermost content control around it or in it, if that has a name.
    """

    runs: list[Run] = field(default_factory=list)
    level: int = 0
    listed: str = ""
    style: str = ""
    tag: str = ""
    pictures: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass
class Table:
    """Rows of cells, each cell with its paragraphs; a cell that spans several stands once.

    `spans` are the columns of each cell; `headed` says that the first row is repeated on the next page.
    """

    rows: list[list[list["Paragraph | Table"]]]
    spans: list[list[int]] = field(default_factory=list)
    headed: bool = False


Block = Paragraph | Table


@dataclass
class Content:
    """`aside`: (where, paragraphs) of what stands beside the text: deleted, box, header, footer, footnote, comment.

    `outside` are addresses of pictures that the text shows and the file does not hold; `unread` are parts that are no text of Word.
    """

    blocks: list[Block] = field(default_factory=list)
    aside: list[tuple[str, list[Paragraph]]] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


class Reader:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.content = Content()
        self.styles = self._styles()
        self.numbered = self._numbering()
        self.related: dict[str, str] = {}
        self.outside: dict[str, tuple[str, str]] = {}
        # Elements with text or a picture that were read, so that `_sweep` finds the others.
        self.seen: set[Element] = set()

    def read(self) -> Content:
        """Raises Refused where there is no text to be read, rather than find a file empty that is not."""
        main = self.package.main()
        root = self.package.xml(main)
        body = root.find(f"{W}body") if root is not None else None
        if root is None or body is None:
            raise Refused("format")
        self._turn_to(main)
        self.content.blocks = self._blocks(body, 0)
        self._sweep(root)
        for name in sorted(self.package.names):
            folder, _slash, file = name.rpartition("/")
            if folder in DRAWN and file.endswith(".xml"):
                self._beside(name, "box")
            if folder != "word" or not file.endswith(".xml"):
                continue
            for start in ("header", "footer", "footnotes", "endnotes", "comments"):
                if file.startswith(start) and file[len(start) : -4].strip("0123456789") == "":
                    self._beside(name, {"footnotes": "footnote", "endnotes": "footnote", "comments": "comment"}.get(start, start))
        chunks = self.package.of_kind(main, "aFChunk")
        self.content.unread = sorted({*chunks, *(name for name in self.package.names if name.startswith(EMBEDDED) and name[-1] != "/")})
        return self.content

    def _turn_to(self, name: str) -> None:
        self.related, self.outside = self.package.related(name), self.package.outside(name)

    def _beside(self, name: str, where: str) -> None:
        root = self.package.xml(name)
        if root is None:
            return
        self._turn_to(name)
        groups = list(root) if where in {"footnote", "comment"} else [root]
        for group in groups:
            if paragraphs := [each for each in flat(self._blocks(group, 0)) if each.text.strip() or each.pictures]:
                self.content.aside.append((where, paragraphs))
        self._sweep(root)

    def _sweep(self, root: Element) -> None:
        """What stands where no text is looked for (words of a diagram, of a drawn line of letters), so that it is left over."""
        found = Paragraph()
        stack = [root]
        while stack:
            element = stack.pop()
            if element.tag == f"{MC}AlternateContent":
                element = _chosen(element)
            if element not in self.seen:
                if element.tag in TEXTS:
                    found.runs.append(Run(element.text or ""))
                elif element.tag == f"{V}textpath":
                    found.runs.append(Run(element.get("string", "")))
                elif element.tag in PICTURES:
                    self._picture(element, found)
            stack.extend(reversed(element))
        self._aside("box", [found])

    # --- Blocks --------------------------------------------------------------------------------------------------

    def _blocks(self, parent: Element, deep: int) -> list[Block]:
        found: list[Block] = []
        if deep > MOST_DEEP:
            return [self._as_text(parent)]
        for element in parent:
            if element.tag == f"{W}p":
                found.append(self._paragraph(element, deep + 1))
            elif element.tag == f"{W}tbl":
                found.append(self._table(element, deep + 3))
            elif element.tag == f"{MC}AlternateContent":
                found += self._blocks(_chosen(element), deep + 1)
            elif element.tag in {f"{W}del", f"{W}moveFrom"}:
                self._aside("deleted", self._blocks(element, deep + 1))
            elif element.tag == f"{W}sdt":
                found += self._controlled(element, deep + 1)
            elif element.tag not in {f"{W}sectPr", f"{W}tblPr", f"{W}tcPr", f"{W}sdtPr", f"{W}pPr", f"{W}rPr"}:
                # Content controls, insertions, custom XML and whatever else may hold blocks.
                found += self._blocks(element, deep + 1)
        return found

    def _table(self, element: Element, deep: int) -> Table:
        """Without rows that were struck out."""
        table = Table([])
        for row in self._within(element, f"{W}tr"):
            cells = list(self._within(row, f"{W}tc"))
            blocks = [self._blocks(cell, deep) for cell in cells]
            if row.find(f"{W}trPr/{W}del") is not None and not any(p.text.strip() or p.pictures for cell in blocks for p in flat(cell)):
                continue
            if not table.rows:
                repeated = row.find(f"{W}trPr/{W}tblHeader")
                table.headed = repeated is not None and _is_on(repeated)
            spans = [_count(cell.find(f"{W}tcPr/{W}gridSpan")) for cell in cells]
            if (before := row.find(f"{W}trPr/{W}gridBefore")) is not None:
                # The row begins further to the right.
                blocks, spans = [[], *blocks], [_count(before), *spans]
            table.rows.append(blocks)
            table.spans.append(spans)
        return table

    def _controlled(self, control: Element, deep: int) -> list[Block]:
        """The blocks in a content control, each paragraph with its name."""
        blocks = [block for inside in control.iterfind(f"{W}sdtContent") for block in self._blocks(inside, deep)]
        name = _name(control)
        for paragraph in flat(blocks):
            paragraph.tag = paragraph.tag or name
        return blocks

    def _within(self, parent: Element, tag: str) -> Iterator[Element]:
        """Rows of a table, cells of a row, also inside content controls and insertions."""
        for element in parent:
            if element.tag == tag:
                yield element
            elif element.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}moveTo"}:
                yield from self._within(element, tag)

    def _aside(self, where: str, blocks: list[Block]) -> None:
        if paragraphs := [each for each in flat(blocks) if each.text.strip() or each.pictures]:
            self.content.aside.append((where, paragraphs))

    def _as_text(self, parent: Element) -> Paragraph:
        found = [each for each in parent.iter() if each.tag in TEXTS]
        self.seen.update(found)
        return Paragraph([Run("".join(each.text or "" for each in found))])

    def _paragraph(self, element: Element, deep: int) -> Paragraph:
        found = Paragraph()
        properties = element.find(f"{W}pPr")
        if properties is not None:
            style = properties.find(f"{W}pStyle")
            found.style, found.level = self.styles.get(_value(style), (_value(style), 0))
            outline = properties.find(f"{W}outlineLvl")
            if outline is not None and _value(outline).isdecimal() and int(_value(outline)) < 9:
                found.level = int(_value(outline)) + 1
            numbering = properties.find(f"{W}numPr/{W}numId")
            if numbering is not None and _value(numbering) != "0":
                found.listed = "numbered" if _value(numbering) in self.numbered else "item"
        self._inline(element, found, Run(""), deep)
        return found

    def _inline(self, parent: Element, into: Paragraph, look: Run, deep: int) -> None:
        if deep > MOST_DEEP:
            into.runs += self._as_text(parent).runs
            return
        for element in parent:
            tag = element.tag
            if tag in TEXTS:
                self.seen.add(element)
            if tag in {f"{W}t", f"{M}t"}:
                into.runs.append(replace(look, text=element.text or ""))
            elif tag in {f"{W}tab", f"{W}ptab"}:
                into.runs.append(Run("\t"))
            elif tag in {f"{W}br", f"{W}cr"}:
                into.runs.append(Run("\n"))
            elif tag == f"{W}noBreakHyphen":
                into.runs.append(Run("-"))
            elif tag == f"{W}sym":
                into.runs.append(Run(_symbol(element)))
            elif tag == f"{W}r":
                self._inline(element, into, replace(_look(element), href=look.href), deep + 1)
            elif tag == f"{W}hyperlink":
                self._inline(element, into, replace(look, href=self._address(element)), deep + 1)
            elif tag == f"{W}sdt":
                into.tag = into.tag or _name(element)
                self._inline(element, into, look, deep + 1)
            elif tag in {f"{W}del", f"{W}moveFrom"}:
                self._deleted(element)
            elif tag == f"{W}delText":
                self._aside("deleted", [Paragraph([Run(element.text or "")])])
            elif tag == f"{MC}AlternateContent":
                self._inline(_chosen(element), into, look, deep + 1)
            elif tag == f"{W}txbxContent":
                self._aside("box", self._blocks(element, deep + 1))
            elif tag == f"{A}t":
                self._aside("box", [Paragraph([Run(element.text or "")])])
            elif tag in PICTURES:
                self._picture(element, into)
            elif tag not in {f"{W}pPr", f"{W}rPr", f"{W}sdtPr", f"{W}instrText", f"{W}delInstrText"}:
                # Links, fields, content controls, insertions, ruby, drawings, math.
                self._inline(element, into, look, deep + 1)

    def _deleted(self, element: Element) -> None:
        paragraph = Paragraph()
        for each in element.iter():
            if each.tag in TEXTS:
                self.seen.add(each)
                paragraph.runs.append(Run(each.text or ""))
            elif each.tag in PICTURES:
                self._picture(each, paragraph)
        self._aside("deleted", [paragraph])

    def _picture(self, element: Element, into: Paragraph) -> None:
        self.seen.add(element)
        reference = element.get(PICTURES[element.tag], "") or element.get(f"{R}link", "")
        name = self.related.get(reference)
        if name in self.package.names:
            into.pictures.append(str(name))
        elif reference in self.outside:
            self.content.outside.append(self.outside[reference][1])

    def _address(self, link: Element) -> str:
        kind, address = self.outside.get(link.get(f"{R}id", ""), ("", ""))
        return address if kind == "hyperlink" and address.lower().startswith(LINKS) else ""

    # --- Styles and numbering ------------------------------------------------------------------------------------

    def _styles(self) -> dict[str, tuple[str, int]]:
        """Id of a style → its name and the level of heading, 0 for none."""
        root = self.package.xml("word/styles.xml")
        found: dict[str, tuple[str, int]] = {}
        for style in root.iter(f"{W}style") if root is not None else ():
            name = _value(style.find(f"{W}name")).lower()
            outline = style.find(f"{W}pPr/{W}outlineLvl")
            level = int(_value(outline)) + 1 if outline is not None and _value(outline).isdecimal() else 0
            if name.startswith(("heading ", "标题 ")) and name[-1].isdecimal():
                level = int(name[-1])
            found[style.get(f"{W}styleId", "")] = (name, level if level < 10 else 0)
        return found

    def _numbering(self) -> set[str]:
        """Ids of lists that count; the others have bullets."""
        root = self.package.xml("word/numbering.xml")
        if root is None:
            return set()
        counts = {
            each.get(f"{W}abstractNumId")
            for each in root.iter(f"{W}abstractNum")
            if (first := each.find(f"{W}lvl/{W}numFmt")) is not None and _value(first) not in {"bullet", "none"}
        }
        return {each.get(f"{W}numId", "") for each in root.iter(f"{W}num") if _value(each.find(f"{W}abstractNumId")) in counts}


def flat(blocks: list[Block]) -> Iterator[Paragraph]:
    """Every paragraph, those of tables cell by cell."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                for cell in row:
                    yield from flat(cell)


def _value(element: Element | None) -> str:
    return element.get(f"{W}val", "") if element is not None else ""


def _is_on(element: Element) -> bool:
    return element.get(f"{W}val", "1") not in {"0", "false", "off"}


def _count(columns: Element | None) -> int:
    said = _value(columns)
    return int(said) if said.isdecimal() and len(said) < 4 else 1


def _name(control: Element) -> str:
    """A content control's name: its tag, or (LibreOffice keeps that alone) its title."""
    return _value(control.find(f"{W}sdtPr/{W}tag")) or _value(control.find(f"{W}sdtPr/{W}alias"))


def _chosen(element: Element) -> Element:
    """Of alternatives the first that says or shows something: a chart shows nothing here, the picture that stands in for it does."""
    ways = [*element.findall(f"{MC}Choice"), *element.findall(f"{MC}Fallback")]
    said = (way for way in ways if any(each.tag in TEXTS or each.tag in PICTURES for each in way.iter()))
    return next(said, ways[0] if ways else Element("none"))


def _look(run: Element) -> Run:
    properties = run.find(f"{W}rPr")
    if properties is None:
        return Run("")

    def on(name: str) -> bool:
        found = properties.find(f"{W}{name}")
        return found is not None and _is_on(found)

    raised = _value(properties.find(f"{W}vertAlign"))
    script: Literal["", "sub", "sup"] = "sup" if raised == "superscript" else "sub" if raised == "subscript" else ""
    return Run("", on("b"), on("i"), script)


def _symbol(element: Element) -> str:
    """A character of a symbol font, told by its code; those of the private area have no other form."""
    try:
        character = chr(int(element.get(f"{W}char", ""), 16))
    except (ValueError, OverflowError):
        return ""
    if character < " ":
        # No text holds these, and PostgreSQL takes none of them.
        return ""
    return "\ufffd" if "\ud800" <= character <= "\udfff" else character
