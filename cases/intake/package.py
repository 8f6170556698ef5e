"""A .docx opened: a zip that is what it says and no more, and XML without a DTD. Nothing outside the file is ever asked for."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from cases.intake.document import Refused
from cases.validators import DOCUMENT_BYTES, MEGABYTE, UNPACKED_BYTES, UNPACKED_ENTRIES

# Above so much unpacked an honest document is not packed more tightly than this.
RATIO, RATIO_ABOVE = 50, 64 * MEGABYTE
# One XML part; the text of a thousand pages has some 10 MB.
PART_BYTES = 60 * MEGABYTE
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"


class Package:
    """The parts of a .docx by their names. Raises Refused for what is none, or not to be taken."""

    def __init__(self, data: bytes) -> None:
        if len(data) > DOCUMENT_BYTES:
            raise Refused("size")
        if data.startswith(OLE):
            raise Refused("old")
        if not data.startswith(b"PK"):
            raise Refused("format")
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
            self.names = {entry.filename: entry for entry in self.zip.infolist()}
            self._check(len(data))
            types = self.read("[Content_Types].xml")
        except (zipfile.BadZipFile, KeyError, NotImplementedError, ValueError):
            raise Refused("format") from None
        lower = types.lower()
        if b"vbaproject" in lower or b"macroenabled" in lower or any(name.lower().endswith("vbaproject.bin") for name in self.names):
            raise Refused("macro")
        if MAIN.encode() not in types:
            raise Refused("format")

    def _check(self, packed: int) -> None:
        if is_bomb(self.zip.infolist(), packed):
            raise Refused("bomb")

    def read(self, name: str, most: int = PART_BYTES) -> bytes:
        """KeyError for a part that is not there. A part that is larger than its entry says is not read on."""
        entry = self.names[name]
        try:
            with self.zip.open(entry) as part:
                data = part.read(most + 1)
        except (RuntimeError, zlib.error, EOFError, zipfile.BadZipFile):
            raise Refused("format") from None
        if len(data) > most:
            raise Refused("bomb")
        return data

    def xml(self, name: str) -> Element | None:
        """The root of a part; None where there is no such part."""
        if name not in self.names:
            return None
        try:
            root: Any = fromstring(self.read(name), forbid_dtd=True)
        except DefusedXmlException:
            raise Refused("dtd") from None
        except ParseError:
            raise Refused("format") from None
        return root

    def main(self) -> str:
        """The part that holds the text; most programs call it word/document.xml, not all."""
        types = self.xml("[Content_Types].xml")
        for each in types if types is not None else ():
            name = each.get("PartName", "").lstrip("/")
            if each.get("ContentType") == f"{MAIN}.document.main+xml" and name in self.names:
                return name
        return "word/document.xml"

    def related(self, name: str) -> dict[str, str]:
        """The parts that a part points to, by the ids it uses. What lies outside the file is not among them."""
        folder = name.rpartition("/")[0]
        return {found: _joined(folder, target) for found, _kind, target, outside in self._relations(name) if not outside}

    def outside(self, name: str) -> dict[str, tuple[str, str]]:
        """Kind and address of what a part points to outside the file, by the ids it uses. None of it is ever opened."""
        return {found: (kind, target) for found, kind, target, outside in self._relations(name) if outside}

    def of_kind(self, name: str, kind: str) -> list[str]:
        """The parts that a part points to as this kind (the last word of the relation's type)."""
        folder = name.rpartition("/")[0]
        found = (_joined(folder, target) for _id, has, target, outside in self._relations(name) if has == kind and not outside)
        return [part for part in found if part in self.names]

    def _relations(self, name: str) -> Iterator[tuple[str, str, str, bool]]:
        """(id, kind, target, whether it lies outside the file)"""
        folder, _slash, file = name.rpartition("/")
        root = self.xml(f"{folder}/_rels/{file}.rels")
        for each in root if root is not None else ():
            if target := each.get("Target"):
                yield each.get("Id", ""), each.get("Type", "").rpartition("/")[2], target, each.get("TargetMode") == "External"


def is_bomb(entries: list[zipfile.ZipInfo], packed: int) -> bool:
    """Whether a zip of so many bytes says that it unpacks to more than an honest one does."""
    unpacked = sum(entry.file_size for entry in entries)
    overlapping = len({entry.header_offset for entry in entries}) != len(entries) or sum(e.compress_size for e in entries) > packed
    return (
        len(entries) > UNPACKED_ENTRIES
        or len({entry.filename for entry in entries}) != len(entries)
        or unpacked > UNPACKED_BYTES
        or overlapping
        or (unpacked > RATIO_ABOVE and unpacked > RATIO * packed)
    )


def _joined(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    parts = folder.split("/") if folder else []
    for step in target.split("/"):
        if step == "..":
            del parts[-1:]
        elif step not in {"", "."}:
            parts.append(step)
    return "/".join(parts)
