"""A zip given in place of a list: the list, with the Word files and pictures that its rows name. Nothing of it is unpacked onto a disk."""

import io
import zipfile
import zlib
from collections import Counter
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.intake.child import read_apart
from cases.intake.document import Intake, Refused
from cases.intake.package import is_bomb
from cases.lists.columns import folded
from cases.lists.killable import Unreadable
from cases.validators import DOCUMENT_BYTES, MEGABYTE, validate_picture

BYTES = 64 * MEGABYTE
LIST = ".xlsx"
WORD = (".docx", ".doc")
# What systems and Office put beside people's files.
ASIDE = ("__macosx", ".ds_store", "thumbs.db", "desktop.ini")
UTF_8 = 0x800
ENCRYPTED = 0x1

DAMAGED = gettext_lazy("The zip is damaged or has a password. Pack the files anew, without one, and give it again.")
TOO_LARGE = gettext_lazy("The zip unpacks to far more than its files can hold. Pack it anew, or part it into several.")


def is_bundle(data: bytes) -> bool:
    """A zip that is no workbook."""
    try:
        return data.startswith(b"PK") and "[Content_Types].xml" not in zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


class Bundle:
    """The files of a zip by their names, whatever their folder, case and width. Unreadable for one that is not to be taken.

    `sheet` is the bytes of its one list, `names` what else it holds.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            raise Unreadable(DAMAGED) from None
        entries = [entry for entry in self.zip.infolist() if not entry.is_dir()]
        if is_bomb(self.zip.infolist(), len(data)):
            raise Unreadable(TOO_LARGE)
        if any(entry.flag_bits & ENCRYPTED for entry in entries):
            raise Unreadable(DAMAGED)
        named = [(_name(entry), entry) for entry in entries]
        named = [(name, entry) for name, entry in named if not _is_aside(name, entry)]
        self._only_once([name for name, _entry in named])
        lists = [(name, entry) for name, entry in named if name.lower().endswith(LIST)]
        if len(lists) != 1:
            raise Unreadable(_("The zip holds %(found)s Excel lists (.xlsx); put one into it.") % {"found": len(lists)})
        self._entries = {name: entry for name, entry in named if entry is not lists[0][1]}
        self._by_folded = {folded(name): name for name in self._entries}
        self.names = tuple(self._entries)
        self.sheet = self._read(lists[0][1])

    def find(self, written: str) -> str | None:
        """The file that a cell means; a folder written before it does not count."""
        return self._by_folded.get(folded(_base(written)))

    def read(self, name: str) -> bytes:
        return self._read(self._entries[name])

    def word(self, name: str) -> Intake:
        """What stands in a Word file. Raises Refused."""
        return read_apart(self.read(name))

    def fault_of_word(self, name: str) -> str:
        """Why a Word file is not taken, as a sentence; empty where it is."""
        if not name.lower().endswith(WORD):
            return _("“%(name)s” is no Word file; name one that ends in .docx.") % {"name": name}
        try:
            self.word(name)
        except Refused as refused:
            return f"{name}: {refused.sentence}"
        return ""

    def fault_of_picture(self, name: str) -> str:
        try:
            validate_picture(ContentFile(self.read(name), name=name))
        except ValidationError as error:
            return f"{name}: {' '.join(error.messages)}"
        return ""

    def _read(self, entry: zipfile.ZipInfo) -> bytes:
        """What is larger than its entry says is not read on."""
        try:
            with self.zip.open(entry) as part:
                data = part.read(DOCUMENT_BYTES + 1)
        except (RuntimeError, NotImplementedError, zlib.error, EOFError, zipfile.BadZipFile):
            raise Unreadable(DAMAGED) from None
        if len(data) > DOCUMENT_BYTES:
            raise Unreadable(
                _("“%(name)s” has more than %(most)s MB; make it smaller.") % {"name": _name(entry), "most": DOCUMENT_BYTES // MEGABYTE}
            )
        return data

    def _only_once(self, names: list[str]) -> None:
        """Two files of one name in two folders: a row that names it could mean either."""
        twice = [name for name, count in Counter(map(folded, names)).items() if count > 1]
        if twice:
            name = next(name for name in names if folded(name) == twice[0])
            raise Unreadable(_("The zip holds “%(name)s” more than once; give each file a name of its own.") % {"name": name})


def _name(entry: zipfile.ZipInfo) -> str:
    """Its name without folders. Chinese Windows writes names in GB 18030 and does not say so."""
    name = entry.filename
    if not entry.flag_bits & UTF_8:
        for encoding in ("utf-8", "gb18030"):
            try:
                name = name.encode("cp437").decode(encoding)
                break
            except UnicodeError:
                continue
    return "".join(c for c in _base(name) if c.isprintable())


def _base(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).name


def _is_aside(name: str, entry: zipfile.ZipInfo) -> bool:
    return name.startswith(("~$", "._")) or not name or any(part in ASIDE for part in entry.filename.lower().split("/"))
