"""From a .docx to an `Intake`: its parts opened, its content read, sorted, and counted."""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from cases.intake import answers
from cases.intake.document import Intake, LeftOver, PictureFile, Refused, characters
from cases.intake.fields import MARK
from cases.intake.numbers import offered
from cases.intake.package import Package
from cases.intake.sorting import Sorter
from cases.intake.telling import named, videos
from cases.intake.wordml import Content, Paragraph, Reader, flat
from cases.text import clean_html, plain_text

TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
PROPERTIES = "docProps/custom.xml"


def read_docx(data: bytes) -> Intake:
    """Raises Refused for a file that is not taken."""
    package = Package(data)
    try:
        content = Reader(package).read()
    except RecursionError:
        raise Refused("bomb") from None
    sorter = Sorter()
    if answers.is_form(content.blocks):
        for block in content.blocks:
            answers.take(block, sorter)
    else:
        sorter.all(content.blocks)
    sorter.aside_of(content)
    fields = sorter.fields
    body, body_en = (clean_html("".join(sorter.html[language])) for language in ("zh_hans", "en"))
    texts = "\n".join((fields.get("summary", ""), plain_text(body)))
    # A number in a cell is in no sentence that would say of what it is.
    sentences = "\n".join((fields.get("summary", ""), plain_text(TABLE.sub("", body))))
    everything = list(_everything(content))
    return Intake(
        **{name: fields.get(name, "") for name in ("title", "summary", "organisation", "place", "title_en", "summary_en", "place_en")},
        **{name: fields.get(name, "") for name in ("period", "concept", "concepts", "goals")},
        body=body,
        body_en=body_en,
        pictures=tuple(_pictures(package, sorter)),
        figures=tuple(offered(sentences)),
        left_over=tuple(sorter.left),
        characters=sum(characters(each.text) for each in everything),
        rows={name: tuple(rows) for name, rows in sorter.rows.items()},
        named=tuple(named("\n".join((texts, plain_text(body_en))))),
        links=tuple(_links(flat(content.blocks), {row["url"] for row in sorter.rows.get("videos", []) if "url" in row})),
        unread=tuple([LeftOver("part", name) for name in content.unread] + [LeftOver("outside", address) for address in content.outside]),
        mark=_mark(package),
    )


def _pictures(package: Package, sorter: Sorter) -> Iterator[PictureFile]:
    """Every picture of the file, each once: those of the case, those that stand aside, and those that nothing shows."""
    inside = [name for name in package.names if name.startswith("word/media/") and not name.endswith("/")]
    for number, name in enumerate(dict.fromkeys((*sorter.pictures, *sorter.aside, *inside)), start=1):
        said = sorter.captions.get(name, {})
        where = "" if name in sorter.pictures else sorter.aside.get(name, "")
        yield PictureFile(number, PurePosixPath(name).name, package.read(name), **said, where=where, part=name)


def _links(paragraphs: Iterable[Paragraph], given: set[str]) -> list[tuple[str, str]]:
    """Videos that the text points to, by an address that is written or by a link beneath the words; each once."""
    found: dict[str, str] = {}
    for paragraph in paragraphs:
        for title, url in videos(paragraph.text):
            found.setdefault(url, title)
        for run in paragraph.runs:
            for _title, url in videos(run.href):
                found.setdefault(url, run.text.strip())
    return [(title, url) for url, title in found.items() if url not in given]


def _mark(package: Package) -> str:
    """What our form says of itself in the file's properties."""
    root = package.xml(PROPERTIES)
    for each in root if root is not None else ():
        if each.get("name") == MARK:
            return "".join(each.itertext()).strip()[:60]
    return ""


def _everything(content: Content) -> Iterator[Paragraph]:
    yield from flat(content.blocks)
    for _where, paragraphs in content.aside:
        yield from paragraphs
