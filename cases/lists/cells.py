"""The program that opens an Excel file: run by `killable.py` in a process of its own, with nothing of Casebook in it.

The file comes by standard input, and goes out as JSON: the name of the sheet read, its rows that are not empty as
`[number, [cell, …]]`, cells that could not be read as `[row, column, what]`, and what else there was to say. A cell is the text that
Excel shows: a date as 2020-09-17 (as 2020-09 where its format shows no day), a share of 0.25 shown as percent as 25%.
"""

import datetime as dt
import io
import json
import math
import re
import sys
from decimal import Decimal
from typing import Any

MEMORY = 1_200_000_000
SECONDS = 60
ROWS = 5_100
COLUMNS = 200
# Excel's own limit for one cell.
CHARACTERS = 32_767
SHEETS = ("案例", "Cases", "指标", "Indicators")
FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
MERGED = re.compile(rb"<(?:\w+:)?mergeCell ref=\"([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})\"")
# What no text of ours may hold.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


def restrain() -> None:
    """Limits that hold even when whoever started this is gone."""
    import resource
    import signal

    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(SECONDS)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def read(data: bytes) -> dict[str, Any]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    sheet = next((sheet for sheet in sheets if sheet.title in SHEETS), sheets[0])
    raw = book._archive.read(sheet._worksheet_path)
    formulas = None
    if FORMULA.search(raw):
        formulas = load_workbook(io.BytesIO(data), read_only=True)[sheet.title]
    answer: dict[str, Any] = {"sheet": sheet.title, "rows": [], "odd": [], "too_many": False}
    answer["merged"] = [found.decode() for found in MERGED.findall(raw)[:1000]]
    del raw
    for one in (sheet, formulas):
        if one is not None:
            # What the file says of its own size is not believed.
            one.reset_dimensions()
    beside = formulas.iter_rows() if formulas is not None else None
    for number, row in enumerate(sheet.iter_rows(), 1):
        twins = next(beside, ()) if beside is not None else ()
        texts = []
        for index, cell in enumerate(row):
            text, odd = shown(cell)
            if odd is None and not text and index < len(twins) and twins[index].data_type == "f":
                odd = "formula"
            if odd is None and text and index >= COLUMNS:
                odd = "column"
            if odd is not None and len(answer["odd"]) < 1000:
                answer["odd"].append([number, index + 1, odd])
            if index < COLUMNS:
                texts.append(text)
        if any(texts) or any(odd[0] == number for odd in answer["odd"][-COLUMNS:]):
            if len(answer["rows"]) == ROWS:
                answer["too_many"] = True
                break
            answer["rows"].append([number, texts])
    return answer


def shown(cell: Any) -> tuple[str, str | None]:
    """The text of a cell, and what is odd about it."""
    value = cell.value
    if value is None:
        return "", None
    if cell.data_type == "e":
        return "", "error"
    if isinstance(value, bool):
        return str(value).upper(), None
    if isinstance(value, int | float):
        return number_text(value, getattr(cell, "number_format", "") or ""), None
    if isinstance(value, dt.datetime | dt.date):
        format = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", getattr(cell, "number_format", "") or "")
        return value.strftime("%Y-%m-%d" if "d" in format.lower() else "%Y-%m"), None
    text = CONTROL.sub("", str(value)).replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > CHARACTERS:
        return text[:40], "long"
    return text, None


def number_text(value: float, format: str) -> str:
    """Its digits, of which Excel keeps fifteen."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    percent = "%" in format
    exact = Decimal(f"{value:.15g}") * (100 if percent else 1)
    text = f"{exact:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text + "%" * percent


def main() -> int:
    restrain()
    try:
        json.dump(read(sys.stdin.buffer.read()), sys.stdout)
    except MemoryError:
        json.dump({"failed": "memory"}, sys.stdout)
        return 1
    except Exception as error:
        # Whatever a damaged file makes a reader say: for the person it is one thing, for the log the detail.
        json.dump({"failed": "damaged", "detail": f"{type(error).__name__}: {error}"[:2000]}, sys.stdout)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
