"""Names and words that are nearly what somebody typed and nothing has. Only what begins alike and is about as long is compared."""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from itertools import islice

from cases.models import SearchText
from cases.search import hits
from cases.search.facets import FacetIndex
from cases.search.names import Entry, public_entries
from cases.search.pinyin import spellings
from cases.search.tokens import WORD, is_word

# Names and words that are compared with one that was typed: some milliseconds.
MOST_COMPARED = 1_500
MOST_NEAR = 3
# Shorter ones are near to everything.
SHORTEST = 4
ALIKE = 0.75
# Of the words that texts have, those of the largest segments, and of the newest cases that stand in none.
MOST_SEGMENTS = 8
NEWEST = 300


def near_names(run: str, index: FacetIndex) -> list[Entry]:
    """Public organisations and tags that sound like the run (in normal form) or look like it, the nearest first. No query."""
    entries = public_entries(index)
    sounds = spellings(run)[:1] or ((run,) if is_word(run) else ())
    by_sound: dict[str, list[Entry]] = {}
    by_look: dict[str, list[Entry]] = {}
    for entry in entries:
        for sound in sounds:
            for spelling in entry.latin or _spelled(entry):
                if _is_like(spelling, sound):
                    by_sound.setdefault(spelling, []).append(entry)
        for form in entry.forms:
            if _is_like(form, run):
                by_look.setdefault(form, []).append(entry)
    found = [entry for sound in sounds for near in _closest(sound, by_sound) for entry in by_sound[near]]
    found += [entry for near in _closest(run, by_look) for entry in by_look[near]]
    return [entry for entry in dict.fromkeys(found) if run not in entry.forms][:MOST_NEAR]


def near_words(run: str, index: FacetIndex) -> list[str]:
    """Latin words of names and texts that are nearly this one, the nearest first. One query."""
    if not is_word(run) or len(run) < SHORTEST:
        return []
    return _closest(run, (word for word in dict.fromkeys(_words(run, index)) if word != run and _is_like(word, run)))


def _closest(run: str, known: Iterable[str]) -> list[str]:
    if len(run) < SHORTEST and is_word(run):
        return []
    return get_close_matches(run, islice(known, MOST_COMPARED), n=MOST_NEAR, cutoff=ALIKE)


def _is_like(form: str, run: str) -> bool:
    return form[:1] == run[:1] and abs(len(form) - len(run)) <= max(1, len(run) // 4)


def _spelled(entry: Entry) -> tuple[str, ...]:
    return spellings(entry.name.zh_hans)[:1]


def _words(run: str, index: FacetIndex) -> Iterator[str]:
    for entry in public_entries(index):
        for form in entry.forms:
            yield from WORD.findall(form)
    segments = {int(pk): ids & index.everything for pk, ids in index.kinds.get("segment", {}).items()}
    alike = re.compile(rf"^{run[0]}[^\n]{{{len(run) * 3 // 4 - 2},{len(run) + len(run) // 4}}}$", re.MULTILINE)
    for pk in sorted(segments, key=lambda pk: -len(segments[pk]))[:MOST_SEGMENTS]:
        yield from alike.findall(hits.words(pk))
    unsegmented = index.everything
    for ids in segments.values():
        unsegmented = unsegmented - ids
    for title, summary in SearchText.objects.filter(pk__in=list(unsegmented[-NEWEST:])).values_list("title", "summary"):
        yield from WORD.findall(f"{title}\n{summary}")
