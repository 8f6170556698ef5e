"""How long each format of a large report takes, and how much memory: 200 cases, 400 pictures, 300 indicators. Prints a table.

python -m benchmarks.formats [FORMAT …]

Values only, without a database: what is measured is a writer. Each format is written in a process of its own.
"""

import io
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reports.document import Book

CASES, PICTURES, INDICATORS = 200, 400, 300
IN_A_PART = 10
# So many different files stand for all pictures; every picture is decoded, scaled and placed by itself.
FILES = 20
PIXELS = (3_000, 2_000)


def main(formats: list[str]) -> None:
    from reports.writers.registry import WRITERS

    wanted = formats or list(WRITERS)
    with tempfile.TemporaryDirectory(prefix="casebook-bench-") as folder:
        for number in range(FILES):
            (Path(folder) / f"{number}.jpg").write_bytes(photo(number))
        print(f"{CASES} cases, {PICTURES} pictures of {PIXELS[0]} × {PIXELS[1]}, {INDICATORS} indicators\n")
        print("| format | seconds | of the processors | largest process, MB | file, MB |\n| --- | ---: | ---: | ---: | ---: |")
        for name in wanted:
            begun = time.monotonic()
            command = [sys.executable, "-m", "benchmarks.formats", "--write", name, folder]
            said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
            worked, memory, size = said.split()
            print(
                f"| {name} | {time.monotonic() - begun:.1f} | {float(worked):.1f} | {float(memory):,.0f} | {float(size):.1f} |", flush=True
            )


def write(name: str, folder: Path) -> None:
    """Prints seconds of the processors, MB of the largest process, MB of the file."""
    from reports.writers.registry import WRITERS

    data = WRITERS[name].write(
        book(), language="zh-hans", pictures=lambda picture: (folder / f"{int(picture.digest) % FILES}.jpg").read_bytes()
    )
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(sum(each.ru_utime + each.ru_stime for each in usage), max(each.ru_maxrss for each in usage) / 1024, len(data) / 1e6)


def photo(number: int) -> bytes:
    """As large as a camera's and as hard to compress: colours that run into each other, and grain."""
    from PIL import Image

    grain = Image.effect_noise(PIXELS, 24)
    colours = Image.radial_gradient("L").resize(PIXELS).rotate(18 * number)
    out = io.BytesIO()
    Image.merge("RGB", (grain, colours, Image.blend(grain, colours, 0.5))).save(out, "JPEG", quality=85)
    return out.getvalue()


def book() -> "Book":
    from cases.document import Text
    from cases.generated.compose import compose_case
    from reports.document import Book, CaseBox, Chart, Part, Series, Table

    numbers, pictures = iter(range(INDICATORS)), photos()

    def box(number: int) -> CaseBox:
        document = replace(compose_case(number, 1), pictures=tuple(next(pictures) for _ in range(PICTURES // CASES)))
        return CaseBox(document, 1, document.body)

    def part(start: int) -> Part:
        rows = tuple(datum(next(numbers)) for _ in range(INDICATORS * IN_A_PART // CASES - 3))
        series = Series(Text("历年数量", "Amounts"), "万吨", tuple(datum(next(numbers), year) for year in (2018, 2019, 2020)))
        cases = tuple(box(number) for number in range(start, start + IN_A_PART))
        name = Text(f"第{start // IN_A_PART + 1}部分", f"Part {start // IN_A_PART + 1}")
        return Part(f"part-{start}", "feature", name, blocks=(Table(rows), Chart((series,)), *cases))

    title = Text("大报告", "A large report")
    return Book(2021, title, Text(), Text("协会", "Association"), Text(), tuple(part(start) for start in range(1, CASES, IN_A_PART)))


def photos() -> "Iterator[object]":
    from cases.document import PictureDoc, Text

    for number in range(PICTURES):
        name = Text(f"图中为第{number}处现场", f"Site {number}")
        yield PictureDoc(str(number), ".jpg", *PIXELS, name, name, Text("供图：企业", "The company"))


def datum(number: int, year: int = 2020) -> object:
    from cases.document import Text
    from reports.document import Datum

    value = Decimal(number * 7919 % 99991) / 10
    return Datum(f"indicator-{number}", Text(f"指标第{number}类的数量", f"Amount of sort {number}"), value, "万吨", period=str(year))


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("DEBUG", "1")
    django.setup()
    run: Callable[..., None] = write if sys.argv[1:2] == ["--write"] else main
    run(sys.argv[2], Path(sys.argv[3])) if run is write else run(sys.argv[1:])
