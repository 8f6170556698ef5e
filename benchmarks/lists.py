"""How long a full Excel list takes: `python -m benchmarks.lists [ROWS]`. In the configured database, and taken back at the end.

Prints a table: reading the file in its process, checking the rows, preparing the drafts, writing them in one transaction.
"""

import io
import os
import sys
import time

import django
from openpyxl import Workbook

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def main(rows: int = 5_000) -> None:
    django.setup()
    from django.db import connection, transaction
    from django.utils import translation

    from accounts.models import Organisation, User
    from cases.enums import ListState
    from cases.lists.columns import COLUMNS
    from cases.lists.killable import read_cells
    from cases.lists.making import cases_of, make_cases
    from cases.lists.reading import read_rows
    from cases.lists.runs import tag_names
    from cases.models import CaseList

    translation.activate("zh-hans")
    data = full(rows, [str(column.label) for column in COLUMNS])
    print(f"{connection.vendor}, {rows} rows, {len(data) // 1024} kB")
    cells = timed("read the file", lambda: read_cells(data))
    reading = timed("check the rows", lambda: read_rows(cells, names=tag_names()))
    assert not reading.problems, reading.problems[:3]
    with transaction.atomic():
        owner = Organisation.objects.create(slug="benchmark-lists", name_zh_hans="测速")
        person = User.objects.create_user(email="benchmark-lists@example.org", name="测速")
        found = CaseList.objects.create(
            organisation=owner,
            year=2030,
            name="x",
            digest="0" * 64,
            by=person,
            state=ListState.MAKING,
            rows=[r.as_json() for r in reading.rows],
        )
        drafts = timed("prepare the drafts", lambda: cases_of(found, by=person))
        timed("write them", lambda: make_cases(found, drafts))
        transaction.set_rollback(True)


def full(rows: int, headings: list[str]) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "案例"
    sheet.append(headings)
    for number in range(rows):
        columns = [
            f"第 {number} 个案例",
            f"Case {number}",
            "摘要。" * 40,
            "A summary. " * 20,
            "正文一段。\n" * 60,
            "A paragraph. " * 40,
            "杭州",
            "Hangzhou",
        ]
        columns += ["2020", "绿色", "7、13", "", "", "", "节电量", 1600 + number, "万千瓦时", "约", "2020"]
        sheet.append(columns)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def timed(name, work):
    began = time.perf_counter()
    result = work()
    print(f"{name:<20}{time.perf_counter() - began:8.2f} s")
    return result


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
