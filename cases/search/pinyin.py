"""How Chinese is spelled on a Latin keyboard."""

import re
from collections import defaultdict
from collections.abc import Set
from functools import cache, lru_cache

from pypinyin import lazy_pinyin

from cases.search.tokens import normalise


@lru_cache(maxsize=20_000)
def spellings(name: str) -> tuple[str, ...]:
    """Pinyin and initials, without tones and spaces: 国家电网 → `guojiadianwang`, `gjdw`. None for a name without Han characters."""
    form = normalise(name)
    if not any("\u4e00" <= character <= "\u9fff" for character in form):
        return ()
    syllables = lazy_pinyin(form)
    return ("".join(syllables), "".join(syllable[0] for syllable in syllables))


def homophones(character: str) -> Set[str]:
    """The common Han characters that sound like this one, tones apart; none for what is no common one itself."""
    sounds, characters = _sounds()
    return characters[sounds[character]] - {character} if character in sounds else set()


@cache
def _sounds() -> tuple[dict[str, str], dict[str, frozenset[str]]]:
    """The first 3,755 characters of GB 2312, the common ones, each with its sound, and those of each sound: 30 ms, once in a process."""
    rows = (bytes([row]) for row in range(0xB0, 0xD8))
    common = [(row + bytes([cell])).decode("gb2312", "ignore") for row in rows for cell in range(0xA1, 0xFF)]
    sounds = dict(zip(filter(None, common), map(_sound, lazy_pinyin(list(filter(None, common)))), strict=True))
    characters = defaultdict(set)
    for character, sound in sounds.items():
        characters[sound].add(character)
    return sounds, {sound: frozenset(those) for sound, those in characters.items()}


def _sound(syllable: str) -> str:
    """What many who type hear no difference in is one: zh and z, ch and c, sh and s; ng and n at the end."""
    return re.sub("ng$", "n", re.sub("^([zcs])h", r"\1", syllable))
