"""What the values of facets are called, in both languages; held in each process, read again when a tag or an organisation changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from accounts.models import Organisation
from cases.document import Text
from cases.enums import Facet, Vocabulary
from cases.models import Tag
from cases.search.facets import FacetIndex
from cases.search.held import Held, site_state
from cases.search.pinyin import spellings
from cases.search.sets import FACET_OF, NUMBERED
from cases.search.tokens import normalise_lines

Names = Mapping[Facet, Mapping[str, Text]]
# In normal form, before the number of a goal or a target; `words.read` takes out the space between.
BEFORE_NUMBERS = ("sdg", "goal", "target", "目标", "具体目标", "可持续发展目标")


@dataclass(frozen=True)
class Entry:
    """One value of a facet as people may ask for it: its name, all its names in normal form, and those that are spelled in pinyin."""

    facet: Facet
    value: str
    name: Text
    forms: tuple[str, ...]
    chinese: tuple[str, ...] = ()
    # How its number is asked for. A text that has it may mean another number: 目标7 stands in 目标70%.
    numbered: tuple[str, ...] = ()

    @cached_property
    def latin(self) -> tuple[str, ...]:
        """Pinyin and initials; worked out when first asked for, as thousands of them take a second and lists need none."""
        return tuple(dict.fromkeys(form for name in self.chinese for form in spellings(name)))


held: Held[tuple[Entry, ...]] = Held()
held_names: Held[Names] = Held()


def entries() -> tuple[Entry, ...]:
    """Every tag and organisation, public or not, fixed vocabularies in their order. No query when held, two otherwise."""
    return held.at(site_state().names, _read)


def names_of(index: FacetIndex) -> Names:
    """Facet → value → name, of what is public. No query when the entries are held."""
    return held_names.at(index.version, lambda: _public(index))


def public_entries(index: FacetIndex) -> list[Entry]:
    """Those that a live publication stands under."""
    return [entry for entry in entries() if entry.value in index.sets.get(entry.facet, {})]


def _public(index: FacetIndex) -> Names:
    names: dict[Facet, dict[str, Text]] = {facet: {} for facet in Facet}
    for entry in entries():
        # A topic or an organisation that only drafts name is nobody's business yet.
        if not entry.facet.is_open or entry.value in index.sets.get(entry.facet, {}):
            names[entry.facet][entry.value] = entry.name
    for year in sorted(index.sets.get(Facet.YEAR, {}), reverse=True):
        names[Facet.YEAR][year] = Text(year, year)
    return names


def _read() -> tuple[Entry, ...]:
    found = []
    tags = Tag.objects.filter(vocabulary__in=FACET_OF, merged_into=None).order_by("vocabulary", "order", "slug")
    for vocabulary, slug, code, zh, en, synonyms in tags.values_list("vocabulary", "slug", "code", "name_zh_hans", "name_en", "synonyms"):
        value = code if vocabulary in NUMBERED else slug
        numbered = tuple(f"{word}{code}" for word in BEFORE_NUMBERS) if vocabulary in NUMBERED else ()
        name, forms = Text(zh or "", en or ""), _forms([zh, en, *synonyms])
        found.append(Entry(FACET_OF[Vocabulary(vocabulary)], value, name, forms, numbered=numbered))
    columns = ("slug", "name_zh_hans", "name_en", "short_name_zh_hans", "short_name_en", "latin_name", "aliases")
    for slug, zh, en, short_zh, short_en, latin, aliases in Organisation.objects.order_by("slug").values_list(*columns):
        name = Text(short_zh or zh or "", short_en or en or "")
        forms = _forms([name.zh_hans, name.en, zh, en, latin, *aliases])
        found.append(Entry(Facet.ORGANISATION, slug, name, forms, tuple(filter(None, (short_zh, zh, *aliases)))))
    return tuple(found)


def _forms(names: list[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, normalise_lines(name for name in names if name))))
