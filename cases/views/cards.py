"""Cases as lists show them. A card says nothing but what its revision holds, so it is made once for each language and kept."""

from collections.abc import Iterable

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cases.models import Publication
from cases.search.query import shown

# Some 3 kB each: at most 25 MB in a process.
MOST_KEPT = 8_000

_kept: dict[tuple[str, str, str], SafeString] = {}


def cards(publications: Iterable[Publication], heading: str) -> list[SafeString]:
    """The HTML of each, its title a heading of this kind (h2, h3)."""
    return [_card(publication, heading, get_language() or "") for publication in publications]


def _card(publication: Publication, heading: str, language: str) -> SafeString:
    key = (publication.revision.digest, heading, language)
    html = _kept.get(key)
    if html is None:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        html = _kept[key] = render_to_string("cases/_card.html", {"case": shown(publication), "heading": heading})
    return html
