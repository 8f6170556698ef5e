"""A sentence with places to fill, taken apart once so that filling it costs little: a case has a hundred and fifty of them."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from cases.generated.words import SLOTS

# A number from 0 to 1, 1 left out: the only chance there is in a case.
Chance = Callable[[], float]
# What a case is about, by the names of the places to fill.
Facts = dict[str, str]

SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Pattern:
    """`text` has a %s for each slot; a slot is the name of a fact, or the words to choose from with their number."""

    text: str
    slots: tuple[tuple[str, tuple[str, ...], int], ...]

    def fill(self, facts: Facts, chance: Chance) -> str:
        """The cube of an even chance makes the first word of a list common and the last one rare."""
        return self.text % tuple([words[int(n * chance() ** 3)] if n else facts[name] for name, words, n in self.slots])


def patterns(text: str) -> tuple[Pattern, ...]:
    """One pattern a line."""
    return tuple(_pattern(line) for line in text.strip().splitlines())


def _pattern(line: str) -> Pattern:
    words = [(name, SLOTS.get(name, ())) for name in SLOT.findall(line)]
    return Pattern(SLOT.sub("%s", line.replace("%", "%%")), tuple((name, known, len(known)) for name, known in words))


def pick[T](of: tuple[T, ...], chance: Chance) -> T:
    """One of them, the first more often than the last, as words in a text."""
    return of[int(len(of) * chance() ** 3)]


def any_of[T](of: tuple[T, ...], chance: Chance) -> T:
    """One of them, each as often."""
    return of[int(len(of) * chance())]
