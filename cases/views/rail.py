"""The filter rail as values: for each facet what is chosen, what can be chosen, how many cases that shows, and the address of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from html import escape
from itertools import chain
from typing import NamedTuple
from urllib.parse import quote_plus, urlencode

from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cases.document import Text
from cases.enums import Facet
from cases.forms import SORTS, VIEWS
from cases.search.held import Held
from cases.search.names import Names
from cases.search.query import Found, Query, Sort
from cases.templatetags.casebook import quietly

# A facet shows so many values at once; the rest stands behind “more”.
AT_ONCE = 8
# And a page of the list stays a page with 2,000 topics.
AT_MOST = 50

# The values of each facet of the whole site in their order; thousands of them are sorted once for a version.
held: Held[list[str]] = Held()


@dataclass(frozen=True, slots=True)
class Value:
    """`href` (as it stands in HTML) chooses it, or takes it off where it is chosen; `html` is its row."""

    facet: Facet
    value: str
    name: Text
    count: int
    href: str
    chosen: bool
    html: SafeString


@dataclass(frozen=True)
class Group:
    facet: Facet
    chosen: tuple[Value, ...]
    first: tuple[Value, ...]
    rest: tuple[Value, ...]
    left_out: int = 0

    @property
    def rows(self) -> SafeString:
        return _joined(self.chosen + self.first)

    @property
    def more_rows(self) -> SafeString:
        return _joined(self.rest)

    @property
    def more(self) -> str:
        return ngettext("%(count)s more", "%(count)s more", len(self.rest)) % {"count": len(self.rest)}

    @property
    def rarer(self) -> str:
        return ngettext(
            "%(count)s rarer value is left out; narrow the list to see it.",
            "%(count)s rarer values are left out; narrow the list to see them.",
            self.left_out,
        ) % {"count": self.left_out}


class Choice(NamedTuple):
    """One of several ways to show the same cases."""

    name: object
    url: str
    chosen: bool


def address(query: Query, *, page: int = 1, view: str = "") -> str:
    """The one address of a query: facets in a fixed order, nothing that says nothing."""
    pairs = chain(
        [("q", query.words)] if query.words else [],
        ((facet.value, value) for facet in Facet for value in query.choices.get(facet, ())),
        [("sort", query.sort.value)] if query.sort is not None else [],
        [("view", view)] if view else [],
        [("page", page)] if page > 1 else [],
    )
    parameters = urlencode(list(pairs))
    return _list_address(get_language()) + (f"?{parameters}" if parameters else "")


@cache
def _list_address(language: str | None) -> str:
    """A rail has a hundred links to it; working it out for each is half the work of the page."""
    return reverse("cases")


def with_choice(query: Query, facet: Facet, values: tuple[str, ...]) -> Query:
    return replace(query, choices={**query.choices, facet: values})


def orders(query: Query, view: str = "") -> dict[str, Choice]:
    """Those that say something of this query; the order that it has anyway is not named in its address."""
    usual = replace(query, sort=None).order
    return {
        sort.value: Choice(
            SORTS[sort], address(replace(query, sort=None if sort is usual else sort), view=view), chosen=sort is query.order
        )
        for sort in Sort
        if sort is not Sort.BEST or query.words
    }


def views(query: Query, view: str = "") -> list[Choice]:
    return [Choice(name, address(query, view=each), chosen=each == view) for each, name in VIEWS.items()]


# --- Facets ---------------------------------------------------------------------------------------------------------


def groups(found: Found, names: Names, view: str = "") -> list[Group]:
    """The facets that have anything to say, in the order of the enum."""
    facets = (facet for facet in Facet if facet is not Facet.TARGET or _asks_for_targets(found.query))
    return [group for facet in facets if (group := _group(found, names, facet, view)).chosen or group.first]


def _asks_for_targets(query: Query) -> bool:
    """Targets are offered of a goal that is chosen."""
    return bool(query.choices.get(Facet.SDG) or query.choices.get(Facet.TARGET))


def _group(found: Found, names: Names, facet: Facet, view: str) -> Group:
    query, counts = found.query, found.counts[facet]
    picked = query.choices.get(facet, ())
    known, language = names[facet], get_language() or ""
    # The addresses that choose one more value differ in that value alone; no value holds a NUL.
    start, end = escape(address(with_choice(query, facet, (*picked, "\0")), view=view)).split("%00")

    def open_one(slug: str) -> Value:
        label = _label(facet, slug, known[slug], language)
        href, count = f"{start}{label.quoted}{end}", counts[slug]
        return Value(facet, slug, known[slug], count, href, False, _row(label, href, count))

    def chosen_one(slug: str) -> Value:
        name, count = known.get(slug, Text()), counts.get(slug, 0)
        href = escape(address(with_choice(query, facet, tuple(other for other in picked if other != slug)), view=view))
        return Value(facet, slug, name, count, href, True, _chosen_row(_label(facet, slug, name, language), href, count))

    open_ones = _open(found, known, facet)
    # Goals are few and known; cutting them would hide more than it helps.
    at_once = len(open_ones) if facet is Facet.SDG else AT_ONCE
    values = tuple(map(open_one, open_ones[:AT_MOST]))
    return Group(
        facet,
        chosen=tuple(map(chosen_one, picked)),
        first=values[:at_once],
        rest=values[at_once:],
        left_out=max(0, len(open_ones) - AT_MOST),
    )


def _open(found: Found, known: Mapping[str, Text], facet: Facet) -> list[str]:
    """What can be chosen besides what is: targets only of a goal that is chosen."""
    counts, picked = found.counts[facet], found.query.choices.get(facet, ())
    if found.within is None and not any(found.query.choices.values()):
        slugs = held.at(found.index.version, lambda: _ordered(counts, known, facet), key=facet)
    else:
        slugs = _ordered(counts, known, facet)
    if facet is Facet.TARGET:
        goals = found.query.choices.get(Facet.SDG, ())
        slugs = [slug for slug in slugs if slug.partition(".")[0] in goals]
    return [slug for slug in slugs if slug not in picked] if picked else slugs


def _ordered(counts: Mapping[str, int], known: Mapping[str, Text], facet: Facet) -> list[str]:
    slugs = list(filter(counts.__contains__, known))
    return slugs if facet.keeps_order or facet is Facet.TARGET else sorted(slugs, key=counts.__getitem__, reverse=True)


# --- A row ----------------------------------------------------------------------------------------------------------


class Label(NamedTuple):
    """HTML of a value that is the same on every page: the row's class, the link's id, the value in an address, its name."""

    css: str
    id: str
    quoted: str
    name: str


@lru_cache(maxsize=20_000)
def _label(facet: Facet, value: str, name: Text, language: str) -> Label:
    """`language` is the one that it is asked in."""
    said = conditional_escape(quietly(name) if name else value)
    if facet is Facet.SDG:
        goal = escape(_("Goal %(number)s:") % {"number": value})
        tile = f'<span class="goal-tile small goal-{escape(value)}" aria-hidden="true">{escape(value)}</span>'
        said = f'{tile}<span class="hidden">{goal} </span>{said}'
    css = f"concept-{escape(value)}" if facet is Facet.CONCEPT else ""
    return Label(css, f"f-{facet.value}-{escape(value)}", quote_plus(value), said)


def _row(label: Label, href: str, count: int) -> SafeString:
    css = f' class="{label.css}"' if label.css else ""
    link = f'<a id="{label.id}" rel="nofollow" href="{href}"><span class="name">{label.name}</span>'
    return SafeString(f'<li{css}>{link} <span class="count">{count}</span></a></li>')


def _chosen_row(label: Label, href: str, count: int) -> SafeString:
    cross = f'<span class="cross" aria-hidden="true">×</span><span class="hidden">{escape(_("Take off:"))} </span>'
    link = f'<a id="{label.id}" rel="nofollow" href="{href}" aria-current="true"><span class="name">{cross}{label.name}</span>'
    return SafeString(f'<li class="{label.css} chosen-value">{link} <span class="count">{count}</span></a></li>')


def _joined(values: Iterable[Value]) -> SafeString:
    return SafeString("".join([value.html for value in values]))
