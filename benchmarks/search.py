"""How fast search finds, how right it is, and what it costs to publish a case. Prints tables in Markdown.

python -m benchmarks.search --cases 1000 10000 --database sqlite

In this process and without a web server: `cases.search.query.search` with the counts of all facets and the first page with its words
marked. Right means: against a plain look through the texts of every case, for 200 runs of characters taken from them.
"""

import itertools
import os
import re
import sys
import time
import unicodedata
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from random import Random
from statistics import median, quantiles

from benchmarks.site import fill, number_from, say
from benchmarks.site_ground import DATABASES, Failed, end_on_signals, refuse_full_disk, scratch
from benchmarks.words import LATIN, PHRASES, kinds

# Each word so often; the first time is counted like the others.
ROUNDS = 5
RUNS = 200
# Above this looking through every text for every run takes longer than anybody waits.
MOST_SCANNED = 20_000
PUBLISHED = 9
IDLE_SPACE = re.compile(r"(?<![0-9a-z])\s+|\s+(?![0-9a-z])")


@dataclass(frozen=True)
class Latency:
    what: str
    share: str
    hits: int
    times: tuple[float, ...]

    def __str__(self) -> str:
        p95 = quantiles(self.times, n=20)[18]
        return f"| {self.what} | {self.share} | {self.hits:,} | {median(self.times):.1f} | {p95:.1f} | {max(self.times):.1f} |"


@dataclass(frozen=True)
class Rightness:
    """Over all runs: cases that hold one, cases found for it, cases found in quotes that do not hold it, runs with any difference."""

    runs: int
    holding: int
    found: int
    false: int
    wrong: tuple[str, ...]

    def __str__(self) -> str:
        differing = f"; different for {', '.join(self.wrong)}" if self.wrong else ""
        return (
            f"{self.runs} runs of characters against a plain scan: {self.found:,} of {self.holding:,} found "
            f"(recall {self.found / max(1, self.holding):.2%}), {self.false:,} false hits of runs in quotes{differing}"
        )


def main() -> None:
    arguments = read_arguments()
    end_on_signals()
    try:
        refuse_full_disk(max(arguments.cases), arguments.public_only, arguments.ground)
        with scratch(arguments.database, arguments.ground) as ground:
            os.environ |= ground.environment | {"LOG_LEVEL": "ERROR"}
            for name in os.environ.keys() - ground.environment.keys() - {"LOG_LEVEL"}:
                del os.environ[name]
            import django
            from django.db import connections

            django.setup()
            try:
                for cases in arguments.cases:
                    say(f"filling the database to {cases:,} cases …")
                    fill(ground, arguments, cases)
                    print(f"\n### {cases:,} cases on {arguments.database}\n", flush=True)
                    measure(cases, arguments.seed)
            finally:
                connections.close_all()
    except Failed as failure:
        sys.exit(str(failure))
    except KeyboardInterrupt:
        sys.exit("Broken off; folder and database are gone unless they were to be kept.")


def read_arguments(given: Sequence[str] | None = None) -> Namespace:
    parser = ArgumentParser(prog="python -m benchmarks.search", description="How fast and how right search is.")
    parser.add_argument(
        "--cases", type=number_from(1, 10_000_000), nargs="+", default=[1_000, 10_000], help="how many there are to be, in turn"
    )
    parser.add_argument("--database", choices=DATABASES, default="sqlite")
    parser.add_argument("--seed", type=number_from(0, 2**32 - 2), default=1, help="of the cases")
    parser.add_argument("--public-only", action="store_true", help="shorter texts and fewer rows behind them, for a million")
    parser.add_argument("--ground", type=Path, metavar="FOLDER", help="keep folder and database there, and go on from what it has")
    arguments = parser.parse_args(given)
    if arguments.cases != sorted(set(arguments.cases)):
        parser.error("--cases: give rising numbers, as cases are added and never taken away, such as --cases 1000 10000.")
    return arguments


def measure(cases: int, seed: int) -> None:
    print("| words | in so many whole texts | found | p50 ms | p95 ms | longest ms |\n| --- | ---: | ---: | ---: | ---: | ---: |")
    for what, share, words in asked(seed):
        print(latency(what, share, words), flush=True)
    if cases <= MOST_SCANNED:
        say("looking through every text …")
        print(f"\n{rightness(seed)}")
    times = list(publishing(cases, seed))
    print(f"\nPublishing a case: {median(times):.0f} ms, at the longest {max(times):.0f} ms ({len(times)} cases)", flush=True)


def asked(seed: int) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    yield "none: every case", "100 %", ("",)
    for kind in kinds(seed):
        yield str(kind), f"{kind.share:.1%}", kind.words
    yield "Latin letters and numbers", "", LATIN
    yield "several words, phrases, without", "", PHRASES


def latency(what: str, share: str, words: tuple[str, ...]) -> Latency:
    from cases.search.query import Query, search
    from cases.views.cards import page_of_cards

    def ask(word: str) -> int:
        found = search(Query(words=word))
        assert found.counts is not None
        page_of_cards(found, 1, "h2")
        return len(found)

    hits = [ask(word) for word in words[-1:]]  # what a process makes once for a version of the site
    times = []
    for word in itertools.chain.from_iterable(itertools.repeat(words, max(ROUNDS, 20 // len(words)))):
        begun = time.perf_counter()
        hits.append(ask(word))
        times.append(1000 * (time.perf_counter() - begun))
    return Latency(what, share, round(median(hits)), tuple(times))


# --- Right or not --------------------------------------------------------------------------------------------------


def rightness(seed: int) -> Rightness:
    from cases.models import Publication
    from cases.search.query import Query, search, shown

    texts = {publication.pk: text_of(shown(publication)) for publication in Publication.objects.live().with_documents().iterator(500)}
    holding = found = false = 0
    wrong = []
    runs = list(itertools.islice(some_runs(list(texts.values()), seed), RUNS))
    for run in runs:
        right = {pk for pk, text in texts.items() if run in text}
        loose, quoted = (set(search(Query(words=words)).ids) for words in (run, f'"{run}"'))
        holding += len(right)
        found += len(right & loose & quoted)
        false += len(quoted - right)
        if right - loose or right != quoted:
            wrong.append(f"{run} ({len(right)} cases, {len(loose)} found, {len(quoted)} in quotes)")
    return Rightness(len(runs), holding, found, false, tuple(wrong[:20]))


def some_runs(texts: list[str], seed: int) -> Iterator[str]:
    """Two to six characters from anywhere in the texts; each tenth is turned round, and then stands in none as a rule."""
    random = Random(seed)
    yield from (plain(word) for word in LATIN)
    while True:
        text = random.choice(texts)
        length = random.choice((2, 2, 2, 3, 3, 4, 4, 5, 6))
        at = random.randrange(len(text) - length)
        run = text[at : at + length]
        # Quotation marks of any kind are read as such.
        if not set(run) & set('\n"“”「」『』') and run[0].isalnum() and run[-1].isalnum():
            yield run[::-1] if random.random() < 0.1 else run


def text_of(document: object) -> str:
    """Every text of a document, a line for each: found by walking over it, not by a list that might forget what search forgets."""
    from cases.document import FigureDoc, TagRef, Text
    from cases.text import plain_text

    def walk(value: object) -> Iterator[str]:
        match value:
            case Text():
                yield from (plain_text(words) if words.startswith("<") else words for words in (value.zh_hans, value.en))
            case tuple():
                for each in value:
                    yield from walk(each)
            case _ if is_dataclass(value):
                for field in fields(value):
                    yield from walk(getattr(value, field.name))
        if isinstance(value, FigureDoc):
            yield from (f"{value.value:f}", str(value.quantity("zh-hans")), str(value.quantity("en")))
        if isinstance(value, TagRef):
            yield value.code

    return "\n".join(plain(line) for words in walk(document) for line in words.splitlines())


def plain(text: str) -> str:
    """As people see it: full and half width, large and small letters are one; a space beside a Han character is none."""
    return IDLE_SPACE.sub("", unicodedata.normalize("NFKC", text).casefold()).strip()


# --- Publishing ----------------------------------------------------------------------------------------------------


def publishing(cases: int, seed: int) -> Iterator[float]:
    """Milliseconds of the step that puts a new case out; it was handed in, reviewed and accepted before."""
    from cases.generated.compose import compose_case
    from cases.generated.load import add_cases, add_parts, lay_ground
    from cases.generated.vocabulary import PREFIX
    from cases.models import Case
    from cases.workflow import take

    ground = lay_ground()
    # Of another seed: they are no cases of this one when more of it are asked for. A ground that was kept has some already.
    there = Case.objects.filter(slug__startswith=f"{PREFIX}{seed + 1}-").count()
    documents = [compose_case(cases + there + n, seed + 1) for n in range(1, PUBLISHED + 1)]
    drafts = add_cases(documents, ground)
    add_parts(drafts, documents, ground)
    for case in drafts:
        for step in ("submit", "start_review", "accept"):
            take(step, case=case, by=ground.reviewer)
        begun = time.perf_counter()
        take("publish", case=case, by=ground.publisher)
        yield 1000 * (time.perf_counter() - begun)


if __name__ == "__main__":
    main()
