"""How Chinese names are spelled on a Latin keyboard."""

from functools import lru_cache

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
