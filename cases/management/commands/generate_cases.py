import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.generated.load import Clash, generate
from cases.generated.vocabulary import PREFIX
from cases.models import Case

# Seconds between two lines of progress.
EVERY = 5
# Each case has a number of its own in its seed, and no list is longer than this.
MOST = 10_000_000


class Command(BaseCommand):
    help = (
        "Publish N invented cases, for benchmarks: composed from word lists by number and seed, so that everybody gets the same ones. "
        "Asked for more of a seed than before, it makes those that are missing. 10,000 take a minute and 370 MB."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("count", metavar="N", type=int, help="how many cases of this seed there are to be in the end")
        parser.add_argument("--seed", type=int, default=1, help="another seed gives other cases; 1 unless told otherwise")
        parser.add_argument("--add", action="store_true", help="generate although there are real cases; the site shows both")
        parser.add_argument(
            "--public-only",
            action="store_true",
            help="shorter texts, and of the rows behind them only what the public site reads: for a million",
        )

    def handle(self, *, count: int, seed: int, add: bool, public_only: bool, **options: Any) -> None:
        if not 1 <= count <= MOST:
            raise CommandError(f"N is {count}; give a number from 1 to {MOST:,}.")
        if not 0 <= seed < 2**32:
            raise CommandError(f"--seed is {seed}; give a number from 0 to {2**32 - 1:,}.")
        if not add and Case.objects.exclude(slug__startswith=PREFIX).exists():
            raise CommandError(
                "The database holds cases that were not generated. Use one of its own (DATA_DIR, DATABASE_URL), or say --add."
            )
        begun = said = time.monotonic()

        def progress(made: int) -> None:
            nonlocal said
            now = time.monotonic()
            if now - said >= EVERY:
                said = now
                self.stdout.write(f"{made:,} cases made, {made / (now - begun):,.0f} a second")

        try:
            made = generate(count, seed, public_only=public_only, on_progress=progress)
        except Clash as clash:
            raise CommandError(str(clash)) from clash
        self.stdout.write(f"cases made: {made:,}, there already: {count - made:,}; {time.monotonic() - begun:.0f} s")
