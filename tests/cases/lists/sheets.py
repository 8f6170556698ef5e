"""Excel files for tests: good ones, and the ones that people and bad people make."""

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

TITLE, SUMMARY, GOALS = "标题（中文）", "摘要（中文）", "可持续发展目标"


def workbook(*rows: Sequence[Any], title: str = "案例") -> Workbook:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(list(row))
    return book


def saved(book: Workbook) -> bytes:
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def xlsx(*rows: Sequence[Any], **options: Any) -> bytes:
    return saved(workbook(*rows, **options))


def altered(data: bytes, change, part: str = "xl/worksheets/sheet1.xml") -> bytes:
    """The file with one of its parts rewritten by `change`, bytes to bytes."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, change(content) if name == part else content)
    return kept.getvalue()
