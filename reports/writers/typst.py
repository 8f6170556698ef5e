"""The PDF: a book laid out as plain values, and set by Typst with the templates in `reports/typst`.

Typst has no timeout and reads what its root holds. So it works in a process of its own, in a fresh folder without links, with
texts as data only, no packages, two font packages, and a limit on time and memory (`typesetting.py`).
"""

import json
import shutil
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from reports.document import Book
from reports.writers.errors import GlyphsMissing
from reports.writers.layout import Layout, Placed, lay_out
from reports.writers.pictures import for_print
from reports.writers.protocol import Pictures, Progress
from reports.writers.typesetting import Limits, pictured, typeset

TEMPLATES = Path(__file__).resolve().parent.parent / "typst"
# Typst decodes a JPEG that it is given, and holds its dots in memory; a JPEG within a drawing it passes on as it is.
WRAPPER = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{width}" height="{height}" '
    'viewBox="0 0 {width} {height}"><image width="{width}" height="{height}" xlink:href="{name}.jpg"/></svg>'
)
# Two cores: decoding and scaling let go of Python's lock.
WORKERS = 2


@dataclass(frozen=True)
class PdfWriter:
    """`entry` is the template that begins; `claims`: whether a case's number says who stands behind it.

    With `bleed_mm` it is for the printer: colour and pictures go so far beyond the trim, and marks say where that is.
    """

    entry: str = "report.typ"
    claims: bool = False
    limits: Limits | None = None
    format: str = "pdf"
    suffix: str = ".pdf"
    bleed_mm: int = 0

    media_type = "application/pdf"

    def write(self, book: Book, *, language: str, pictures: Pictures, on_progress: Progress | None = None) -> bytes:
        """PDF/UA-1 and PDF/A-2a. The same book, language, pictures and programs give the same bytes."""
        report = on_progress or (lambda percent: None)
        report(0)
        layout = lay_out(book, language, claims=self.claims)
        if self.bleed_mm:
            layout.data["bleed"] = self.bleed_mm
        report(15)
        with TemporaryDirectory(prefix="casebook-pdf-") as name:
            root = Path(name) / "root"
            _fill(root, layout)
            for done, _ in enumerate(_prepare(root, layout.pictures, pictures), start=1):
                report(15 + 55 * done // len(layout.pictures))
            report(70)
            try:
                pdf = typeset(root / self.entry, root=root, timestamp=book.moment, limits=self.limits, still=lambda: report(70))
            except GlyphsMissing as error:
                raise GlyphsMissing(error.characters, places=_places(layout.data, error.characters), detail=error.detail) from error
        report(100)
        return pdf


def page_pictures(book: Book, *, language: str, pictures: Pictures, limits: Limits, ppi: int) -> list[bytes]:
    """The parts of a book without its cover, contents and indexes: a PNG of each page. WriterFailed as of the PDF."""
    layout = lay_out(book, language)
    with TemporaryDirectory(prefix="casebook-pages-") as name:
        root = Path(name) / "root"
        _fill(root, layout)
        for _ in _prepare(root, layout.pictures, pictures):
            pass
        return pictured(root / "part.typ", root=root, limits=limits, ppi=ppi)


def copy_templates(root: Path) -> None:
    """Into a new folder, which `data.json` goes into as well."""
    root.mkdir()
    for template in sorted(TEMPLATES.glob("*.typ")):
        shutil.copyfile(template, root / template.name)


def _fill(root: Path, layout: Layout) -> None:
    copy_templates(root)
    (root / "data.json").write_text(json.dumps(layout.data, ensure_ascii=False), encoding="utf-8")
    for file, drawing in layout.drawings.items():
        (root / file).write_text(drawing, encoding="utf-8")


def _prepare(root: Path, placed: list[Placed], pictures: Pictures) -> Iterable[None]:
    """Yields once for each picture done. Originals are asked for one by one, in this thread, so few are in memory at once."""
    with ThreadPoolExecutor(WORKERS) as pool:
        for start in range(0, len(placed), WORKERS):
            batch = [(place, pictures(place.picture)) for place in placed[start : start + WORKERS]]
            yield from pool.map(lambda pair: _save(root, *pair), batch)


def _save(root: Path, place: Placed, original: bytes) -> None:
    name = place.picture.caption.zh_hans or place.picture.caption.en or place.picture.digest
    picture = for_print(original, width_mm=place.width_mm, height_mm=place.height_mm, name=name, focus=place.picture.focus)
    (root / f"{place.name}.jpg").write_bytes(picture.data)
    (root / f"{place.name}.svg").write_text(WRAPPER.format(name=place.name, width=picture.width, height=picture.height), encoding="utf-8")


def _places(data: object, characters: list[str]) -> list[str]:
    """Where in the texts the characters stand: a few words around the first of each."""
    texts = list(_strings(data))
    found: dict[str, None] = {}
    for character in characters:
        for text in texts:
            at = text.find(character)
            if at >= 0:
                found[f"“…{text[max(0, at - 20) : at + 20]}…”"] = None
                break
    return list(found)


def _strings(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
