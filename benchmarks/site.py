"""How fast the public site answers, and how that grows with the number of cases. Prints tables in Markdown.

python -m benchmarks.site --cases 1000 10000 --database sqlite

A folder and a database of its own; migrated, filled by `generate_cases`, served by gunicorn as in production on loopback; asked by wrk
where it is installed. Beside it a bare Django view runs under the same server and is measured anew every few rows: what else the
machine does befalls both. Nothing is left behind, unless
`--ground FOLDER` keeps it: a run of hours that breaks off then goes on where it stopped.
"""

import json
import os
import platform
import sys
import time
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import django
import gunicorn

from benchmarks.site_ground import (
    DATABASES,
    Failed,
    Ground,
    Server,
    end_on_signals,
    refuse_full_disk,
    refuse_taken_ports,
    scratch,
    server,
)
from benchmarks.site_load import Ask, Load, drive, generator
from benchmarks.site_rows import HELD_PAGES, Row, rows

BARE = "bare view, 60 kB"
# Answers before a row is measured, each by a connection of its own: enough that every worker has come to life.
WARM_UP = 16
# Each address of a row that has no more than this, so often for each worker: then their cards are kept, as they are on a site in use.
WARM, WARM_AFTER = 100, 2
# Rounds through a row's addresses for each worker, so that all are held.
HELD_AFTER = 3
# Rows between two looks at the bare view.
BARE_EVERY = 6
# Addresses of a row whose queries are counted.
COUNTED = 6


@dataclass(frozen=True)
class Line:
    """One row as measured: `how` is made (by the view), held (by the process) or 304; `ratio` to the bare view measured last before it.

    It compares what an answer costs of the processors (`work`, ms), which who else uses them changes little; where there is no /proc,
    answers a second.
    """

    name: str
    how: str
    load: Load
    work: float
    ratio: float
    queries: int | None = None


@dataclass(frozen=True)
class Result:
    """At one number of cases; memory of each worker as (PSS, RSS) in MB."""

    cases: int
    lines: tuple[Line, ...]
    memory: tuple[tuple[str, tuple[tuple[float, float], ...]], ...]
    filled_in: float


def main() -> None:
    arguments = read_arguments()
    end_on_signals()
    try:
        refuse_taken_ports(arguments.port, arguments.port + 1)
        refuse_full_disk(max(arguments.cases), arguments.public_only, arguments.ground)
        with scratch(arguments.database, arguments.ground) as ground:
            print(heading(arguments), flush=True)
            results = [result for cases in arguments.cases if (result := measured(ground, arguments, cases))]
        print(growth(results))
    except Failed as failure:
        sys.exit(str(failure))
    except KeyboardInterrupt:
        sys.exit("Broken off; servers are gone, and folder and database too unless they were to be kept.")


def read_arguments(given: Sequence[str] | None = None) -> Namespace:
    parser = ArgumentParser(prog="python -m benchmarks.site", description="How fast the public site answers.")
    parser.add_argument(
        "--cases", type=number_from(1, 10_000_000), nargs="+", default=[1_000, 10_000], help="how many there are to be, in turn"
    )
    parser.add_argument("--database", choices=DATABASES, default="sqlite")
    parser.add_argument("--seed", type=number_from(0, 2**32 - 1), default=1, help="of the cases")
    parser.add_argument("--public-only", action="store_true", help="shorter texts and fewer rows behind them, for a million")
    parser.add_argument("--ground", type=Path, metavar="FOLDER", help="keep folder and database there, and go on from what it has")
    parser.add_argument("--rounds", type=number_from(1, 60), default=3, help="for each row; the middle one counts")
    parser.add_argument("--seconds", type=number_from(1, 60), default=1, help="for each round")
    parser.add_argument("--connections", type=number_from(1, 256), default=8, help="that ask at once")
    parser.add_argument("--workers", type=number_from(1, 64), default=2, help="processes of the server")
    parser.add_argument("--port", type=number_from(1_024, 65_534), default=8120, help="this one and the next are used")
    parser.add_argument(
        "--log-level", choices=["INFO", "WARNING"], default="INFO", help="INFO, as installed, writes a line for each request"
    )
    parser.add_argument("--only", nargs="+", metavar="WORD", default=[], help="rows whose names hold one of these words")
    arguments = parser.parse_args(given)
    if arguments.cases != sorted(set(arguments.cases)):
        parser.error("--cases: give rising numbers, as cases are added and never taken away, such as --cases 1000 10000.")
    if arguments.only and not chosen(rows(max(arguments.cases), arguments.seed), arguments.only):
        parser.error(f"--only: no row is named so. There are: {'; '.join(row.name for row in rows(1_000, arguments.seed))}.")
    return arguments


def number_from(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        try:
            number = int(text.replace(",", "").replace("_", ""))
        except ValueError:
            number = least - 1
        if not least <= number <= most:
            raise ArgumentTypeError(f"{text!r} is not a number from {least:,} to {most:,}")
        return number

    return read


def chosen(every: list[Row], words: Sequence[str]) -> list[Row]:
    return [row for row in every if not words or any(word in row.name for word in words)]


# --- Measuring -----------------------------------------------------------------------------------------------------


def measured(ground: Ground, arguments: Namespace, cases: int) -> Result:
    say(f"filling the database to {cases:,} cases …")
    begun = time.monotonic()
    fill(ground, arguments, cases)
    ground.manage("collectstatic", "--no-input", "-v", "0")
    filled_in = time.monotonic() - begun
    wanted = chosen(rows(cases, arguments.seed), arguments.only)
    say("counting queries …")
    made_queries = queries(ground, wanted, "first", PAGES_HELD_MB="0")
    held_queries = queries(ground, [row for row in wanted if row.held], "again")
    common = {"WEB_WORKERS": str(arguments.workers), "LOG_LEVEL": arguments.log_level}
    lines: list[Line] = []
    memory = []
    with server(ground, "benchmarks.site_bare:application", arguments.port + 1, probe="/", **common) as bare:
        site = Site(ground, arguments, bare)
        with server(ground, "config.wsgi", arguments.port, probe="/healthz", PAGES_HELD_MB="0", **common) as made:
            for row in wanted:
                lines += site.made(made, row, made_queries[row.name])
            memory.append(("made", tuple(made.memory())))
        with server(ground, "config.wsgi", arguments.port, probe="/healthz", **common) as held:
            for row in wanted:
                lines += site.held(held, row, held_queries.get(row.name, 0))
            lines += site.static(held)
            memory.append(("held", tuple(held.memory())))
    result = Result(cases, (site.bare_line(), *lines), tuple(memory), filled_in)
    print(table(result), flush=True)
    return result


@dataclass
class Site:
    """Asks for a row in each of the ways in which it is measured, and every few rows for the bare view."""

    ground: Ground
    arguments: Namespace
    bare_server: Server
    bare: list[tuple[Load, float]] = field(default_factory=list)
    since_bare: int = BARE_EVERY

    def made(self, running: Server, row: Row, count: int) -> Iterator[Line]:
        """Of a row with many addresses nothing is asked for before it is measured but the last ones."""
        few = row.addresses * WARM_AFTER * self.arguments.workers if len(row.addresses) <= WARM else ()
        for address in (*few, *(row.addresses[-1 - n % len(row.addresses)] for n in range(WARM_UP))):
            if (status := running.get(address)[0]) != 200:
                print(f"\nLeft out: {row.name}, as {address} answered {status}.", flush=True)
                return
        yield self.line(running, row.name, "made", [Ask(address) for address in row.addresses], count)

    def held(self, running: Server, row: Row, count: int) -> Iterator[Line]:
        if not row.held or running.get(row.addresses[0])[0] != 200:
            return
        asks = [Ask(address) for address in row.addresses[:HELD_PAGES]]
        # By new connections, which go to one worker as often as to another: until each of them holds each page, as good as always.
        for ask in asks * HELD_AFTER * self.arguments.workers:
            running.get(ask.address)
        yield self.line(running, row.name, "held", asks, count)
        if row.known:
            known = [Ask(ask.address, running.get(ask.address)[1]) for ask in asks]
            if {running.get(ask.address, ask.etag)[0] for ask in known} == {304}:
                yield self.line(running, row.name, "304", known, count)

    def static(self, running: Server) -> Iterator[Line]:
        names = json.loads((self.ground.folder / "static" / "staticfiles.json").read_text())["paths"]
        name = next(path for path in sorted(names) if path.startswith("css/"))
        yield self.line(running, f"static file {name}", "", [Ask(f"/static/{names[name]}")], None)

    def bare_line(self) -> Line:
        usual, work = sorted(self.bare, key=lambda measured: measured[1])[len(self.bare) // 2]
        return Line(BARE, "", usual, work, 1)

    def line(self, running: Server, name: str, how: str, asks: Sequence[Ask], count: int | None) -> Line:
        if self.since_bare >= BARE_EVERY:
            self.bare.append(self.load(self.bare_server, [Ask("/")], BARE))
            self.since_bare = 0
        self.since_bare += 1
        load, work = self.load(running, asks, f"{name}, {how}")
        bare, bare_work = self.bare[-1]
        return Line(name, how, load, work, bare_work / work if bare_work and work else load.per_second / bare.per_second, count)

    def load(self, running: Server, asks: Sequence[Ask], name: str) -> tuple[Load, float]:
        """What was counted, and milliseconds of the processors for each answer, in the middle one of the rounds.

        Each has new connections: which worker takes how many of them is chance, and all on one cost twice as much as half on each.
        """
        say(name.rstrip(", "))
        rounds = sorted((self.round(running, asks) for _ in range(self.arguments.rounds)), key=lambda measured: measured[1])
        return rounds[len(rounds) // 2]

    def round(self, running: Server, asks: Sequence[Ask]) -> tuple[Load, float]:
        seconds, connections = self.arguments.seconds, self.arguments.connections
        before = running.worked()
        load = drive(asks, port=running.port, seconds=seconds, connections=connections, folder=self.ground.folder)
        return load, 1_000 * (running.worked() - before) / load.answers


def fill(ground: Ground, arguments: Namespace, cases: int) -> None:
    ground.manage("migrate", "-v", "0")
    ground.manage("generate_cases", str(cases), "--seed", str(arguments.seed), *(["--public-only"] if arguments.public_only else []))
    ground.tidy_database()


def queries(ground: Ground, wanted: list[Row], time: str, **settings: str) -> dict[str, int]:
    file = ground.folder / "rows.json"
    file.write_text(json.dumps({row.name: [*row.addresses[:COUNTED], row.addresses[-1]] for row in wanted}))
    command = [sys.executable, "-m", "benchmarks.site_queries", str(file), time]
    counted: dict[str, int] = json.loads(ground.run(command, LOG_LEVEL="ERROR", **settings))
    return counted


def say(text: str) -> None:
    print(f"  {text}", file=sys.stderr, flush=True)


# --- Printing ------------------------------------------------------------------------------------------------------


def heading(arguments: Namespace) -> str:
    texts = "short texts; " if arguments.public_only else ""
    return (
        f"Casebook on {arguments.database}; {texts}gunicorn {gunicorn.__version__}, {arguments.workers} workers, "
        f"LOG_LEVEL={arguments.log_level}; Django {django.__version__}, Python {platform.python_version()}, {os.cpu_count()} cores; "
        f"{arguments.connections} connections, {arguments.rounds} rounds of {arguments.seconds} s for each row, asked by {generator()}, "
        "nothing compressed.\n\n"
        f"made: by the view on each request (PAGES_HELD_MB=0; pieces of pages may be kept), of more than {WARM} "
        "addresses each as seldom as there are cases; "
        f"held: from the process, {HELD_PAGES} addresses in turn; 304: to whoever has the page. "
        "CPU ms: what an answer costs of the processors; of the bare view: its CPU ms to those of the row. "
        f"Queries: the most of {COUNTED} addresses."
    )


def table(result: Result) -> str:
    head = [
        f"\n### {result.cases:,} cases (made and indexed in {result.filled_in:,.0f} s)\n",
        "| what | how | requests/s | p50 ms | p99 ms | CPU ms | of the bare view | queries | bytes | errors |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    body = [
        f"| {line.name} | {line.how} | {line.load.per_second:,.0f} | {line.load.p50:.1f} | {line.load.p99:.1f} | {line.work:.2f} "
        f"| {line.ratio:.2f} | {'' if line.queries is None else line.queries} | {line.load.size:,.0f} "
        f"| {line.load.wrong or ''} |"
        for line in result.lines
    ]
    memory = [
        f"- {how}: " + (", ".join(f"{pss:.0f} MB ({rss:.0f} MB mapped)" for pss, rss in each) or "not known on this system")
        for how, each in result.memory
    ]
    return "\n".join([*head, *body, "\nMemory of each worker after that:\n", *memory])


def growth(results: list[Result]) -> str:
    """How many times more an answer costs than at the first number of cases: of the processors, or in time where that is not known."""
    if len(results) < 2:
        return ""
    times = [{(line.name, line.how): (line.work or 1_000 / line.load.per_second) for line in result.lines} for result in results]
    first = times[0]
    head = [
        "\n### Growth: what an answer costs against that at the first number of cases\n",
        f"| what | how | ms at {results[0].cases:,} | {' | '.join(f'{result.cases:,}' for result in results[1:])} |",
        f"| --- | --- | ---: |{' ---: |' * (len(results) - 1)}",
    ]
    body = [
        f"| {name} | {how} | {first[name, how]:.2f} | "
        + " | ".join(f"{later[name, how] / first[name, how]:.2f} ×" if (name, how) in later else "" for later in times[1:])
        + " |"
        for name, how in first
    ]
    return "\n".join([*head, *body])


if __name__ == "__main__":
    main()
