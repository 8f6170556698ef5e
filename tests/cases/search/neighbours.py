"""Two processes at one database: the first publishes, changes and withdraws, the second counts. Started by `test_neighbours`.

python -m tests.cases.search.neighbours publish|count
"""

import random
import sys
import time

import django

# So long the first goes on if nobody ends it.
LONGEST = 120  # seconds
CASES = 60
COMBINATIONS = 1_000
# What is asked while the other process waits for its turn.
AT_ONCE = 20


def publish() -> None:
    """Says when the first are out."""
    from django.db import transaction

    from cases.publishing import take_back
    from cases.search import index
    from tests.cases.search import library

    rng = random.Random(7)
    with transaction.atomic():
        out = library.publish([library.document(rng, number) for number in range(CASES)])
    index.seal_all()
    print("ready", flush=True)
    ends = time.monotonic() + LONGEST
    number = CASES
    while time.monotonic() < ends:
        number += 2
        with transaction.atomic():
            out += library.publish([library.document(rng, number - n) for n in range(2)])
        for _each in range(2):
            with transaction.atomic():
                take_back(out.pop(rng.randrange(len(out))).case)
        if number % 20 == 0:
            index.seal_all()
        time.sleep(0.01)


def count() -> None:
    """Each round holds the version's row, so that what it sees is of one moment. Prints combinations and moments that it has seen."""
    from django.db import transaction

    from cases.document import from_json
    from cases.models import Publication
    from cases.search import held
    from tests.cases.search import library

    held.ASK_EVERY = 0  # each question is of the moment, as half a second later it would be anyway
    rng = random.Random(11)
    moments = set()
    for _round in range(COMBINATIONS // AT_ONCE):
        with transaction.atomic():
            held.lock_version()
            moments.add(held.site_version())
            live = Publication.objects.live().select_related("revision")
            facets = library.facets({row.pk: from_json(row.revision.document) for row in live})
            for run in library.runs(rng, AT_ONCE // 2):
                library.check(run if rng.random() >= 0.3 and '"' not in run else "", library.choices(rng, facets), facets)
        time.sleep(0.02)
    print(COMBINATIONS, len(moments))


if __name__ == "__main__":
    django.setup()
    {"publish": publish, "count": count}[sys.argv[1]]()
