"""How much the number audit finds, and how long it takes: recall and precision by kind on the planted and the held-out set, then a report
of 200 cases and 300 indicators. Prints tables.

python -m benchmarks.audit
"""

import os
import time
from decimal import Decimal

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("DEBUG", "1")
    django.setup()
    from reports.audit import audit_book
    from tests.reports.audit import fresh, held_out, multiples, planted
    from tests.reports.audit.planting import printed, score, totals

    for name, made in (("Planted set", planted), ("Held-out set", held_out), ("Third set", fresh), ("Growth in times", multiples)):
        scores = score(made.planted())
        recall, false = totals(scores)
        print(f"## {name}\n")
        print("\n".join(printed(scores)))
        print(f"\nfound {recall:.1%}, false alarms in {false:.1%} of the books\n")
    book = large()
    characters = sum(len(box.document.body.zh_hans) + len(box.document.body.en) for box in book.cases())
    begun, worked = time.monotonic(), time.process_time()
    found = audit_book(book)
    spent, worked = time.monotonic() - begun, time.process_time() - worked
    size = f"200 cases ({characters:,} characters), 300 indicators"
    print(f"{size}: {worked:.1f} s of the processor, {spent:.1f} s passed, {len(found):,} findings")


def large():
    """200 generated cases in parts of ten, and 300 indicators in tables of ten."""
    from cases.document import Text
    from cases.generated.compose import compose_case
    from reports.document import Book, CaseBox, Datum, Part, Table

    documents = [compose_case(number, 1) for number in range(1, 201)]
    parts = []
    for start in range(0, 200, 10):
        boxes = tuple(CaseBox(document, 1, document.body) for document in documents[start : start + 10])
        rows = tuple(_datum(Datum, Text, number) for number in range(start * 3 // 2, start * 3 // 2 + 15))
        parts.append(Part(f"part-{start}", "section", Text(f"第{start}节", f"Section {start}"), blocks=(Table(rows), *boxes)))
    return Book(2021, Text("大报告", "A large report"), Text(), Text(), Text(), tuple(parts))


def _datum(datum, text, number: int):
    value = Decimal(number * 7919 % 99991) / 10
    return datum(f"indicator-{number}", text(f"指标第{number}类的数量", f"Amount of sort {number}"), value, "万吨", period="2020")


if __name__ == "__main__":
    main()
