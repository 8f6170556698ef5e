"""The Word file that a part goes out in. Values in, bytes out.

Each field is a table of its own, its label in the first row and its text in the second. Tables and bookmarks are what every program
keeps; the field's name stands in one at the label, which nobody has to touch, and in another at the text. Content controls were tried
and left: LibreOffice drops their tags and writes what stands in them several times.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from xml.sax.saxutils import escape

from cases.intake.parts import HEAD, RELATIONS, W
from cases.nodes import Listing, Run, Table, parse_html
from reports.roundtrip.texts import UNFIT, Form
from reports.roundtrip.wording import BULLET, PREFIX, around

# In twentieths of a point: A4 with margins of 2 cm.
WIDTH = 9638
# What the cell of a field has left and right of its text.
MARGINS = 2 * 108
SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
SCRIPTS = {"sub": "subscript", "sup": "superscript"}


@dataclass(frozen=True)
class Said:
    """A paragraph that is there to be read. `style` is the id of a style."""

    text: str
    style: str = "Read"


@dataclass(frozen=True)
class Frame:
    """A field: its number in the file, what it is called, its text in its one form."""

    number: int
    label: str
    text: str
    form: Form


Piece = Said | Frame


def written(pieces: Iterable[Piece], *, token: str, language: str) -> bytes:
    """The .docx; the same pieces are the same bytes. `language` as Word has it, such as zh-CN."""
    writer = _Writer(token, language)
    body = "".join(writer.piece(piece) for piece in pieces)
    document = (
        f'{HEAD}<w:document xmlns:w="{W}" xmlns:r="{RELATIONS}"><w:body>{body}<w:p/><w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
        "</w:body></w:document>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in around(document=document, token=token, links=writer.links, lists=writer.lists).items():
            # Without a time, so that the same part is the same file.
            package.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
    return file.getvalue()


class _Writer:
    def __init__(self, token: str, language: str) -> None:
        self.token, self.language = token, language
        self.links: list[str] = []
        self.lists = 0
        self.ids = count(1)

    def piece(self, piece: Piece) -> str:
        if isinstance(piece, Said):
            return _paragraph(_text(piece.text), f'<w:pStyle w:val="{piece.style}"/>')
        name = f"{PREFIX}_{self.token}_{piece.number}"
        label = _paragraph(self._bookmark(name) + _text(piece.label), '<w:pStyle w:val="Label"/>')
        text = self._bookmark(f"{name}t") + (self._field(piece) or _paragraph(""))
        rows = "".join(f'<w:tr><w:tc><w:tcPr><w:tcW w:w="{WIDTH}" w:type="dxa"/></w:tcPr>{cell}</w:tc></w:tr>' for cell in (label, text))
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/><w:tblBorders><w:left w:val="single" w:sz="18" w:space="0" '
            f'w:color="0B6B57"/></w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="{WIDTH}"/></w:tblGrid>'
            f"{rows}</w:tbl>{_paragraph('', _SMALL)}"
        )

    def _bookmark(self, name: str) -> str:
        at = next(self.ids)
        return f'<w:bookmarkStart w:id="{at}" w:name="{name}"/><w:bookmarkEnd w:id="{at}"/>'

    def _field(self, frame: Frame) -> str:
        if frame.form != "rich":
            return "".join(_paragraph(_text(line, self.language)) for line in frame.text.split("\n"))
        made = []
        for node in parse_html(frame.text):
            if isinstance(node, Listing):
                self.lists += node.ordered
                number = BULLET + self.lists if node.ordered else BULLET
                look = f'<w:pStyle w:val="ListParagraph"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
                made += [_paragraph(self._runs(item), look) for item in node.items]
            elif isinstance(node, Table):
                made.append(self._table(node))
            else:
                name = {"heading": f"Heading{node.level}", "quote": "Quote"}.get(node.kind, "")
                made.append(_paragraph(self._runs(node.runs), f'<w:pStyle w:val="{name}"/>' if name else ""))
        return "".join(made)

    def _table(self, table: Table) -> str:
        """What is set bold in the head is the style's, so that it comes home as it went."""
        count = len(table.rows[0])
        width = (WIDTH - MARGINS) // count
        rows = []
        for at, row in enumerate(table.rows):
            heads = table.headed and at == 0
            look = '<w:pStyle w:val="TableHead"/>' if heads else ""
            size = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            cells = "".join(f"<w:tc>{size}{_paragraph(self._runs(cell), look)}</w:tc>" for cell in row)
            rows.append(f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' if heads else ''}{cells}</w:tr>")
        borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="8A8F94"/>' for side in SIDES)
        look = f'<w:tblPr><w:tblW w:w="{width * count}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders></w:tblPr>'
        grid = f"<w:tblGrid>{f'<w:gridCol w:w="{width}"/>' * count}</w:tblGrid>"
        return f"<w:tbl>{look}{grid}{''.join(rows)}</w:tbl>{_paragraph('', _SMALL)}"

    def _runs(self, runs: Sequence[Run]) -> str:
        return "".join(self._link(run) if run.href else self._run(run) for run in runs)

    def _run(self, run: Run) -> str:
        look = ("<w:b/>" if run.strong else "") + ("<w:i/>" if run.em else "")
        if run.href:
            look += '<w:color w:val="0B6B57"/><w:u w:val="single"/>'
        if run.script:
            look += f'<w:vertAlign w:val="{SCRIPTS[run.script]}"/>'
        return _text(run.text, self.language, look)

    def _link(self, run: Run) -> str:
        self.links.append(escape(run.href, {'"': "&quot;"}))
        return f'<w:hyperlink r:id="rLink{len(self.links)}">{self._run(run)}</w:hyperlink>'


# Between two tables, which would be one without it.
_SMALL = '<w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/>'


def _paragraph(inside: str, look: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{look}</w:pPr>' if look else ''}{inside}</w:p>"


def _text(text: str, language: str = "", look: str = "") -> str:
    """A run; line breaks within it are Word's."""
    if not text:
        return ""
    if language:
        look += f'<w:lang w:val="{language}" w:eastAsia="{language}"/>'
    words = escape(UNFIT.sub("", text)).split("\n")
    said = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in words)
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{said}</w:r>"
