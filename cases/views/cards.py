"""Cases as lists show them. A card says nothing but what its revision holds, so it is made once for each language and kept."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cases.document import CaseDocument, Text
from cases.models import Publication
from cases.search.held import Held
from cases.search.query import Found, Meant, in_order, shown
from cases.search.snippets import Piece, excerpt, marked, texts
from cases.search.tokens import normalise_lines
from cases.templatetags.casebook import fallback_mark, language
from cases.views.kept import SEAM, Kept

# How a case is shown → its template. As h2 and h3 it is a card whose title is such a heading; a row has a title and no summary.
TEMPLATES = {"h2": "cases/_card.html", "h3": "cases/_card.html", "row": "cases/_row.html"}
LANGUAGES = {"zh-hans": ("zh-hans", "en"), "en": ("en", "zh-hans")}
# Pks whose revision is remembered for one version of the site.
MOST_KNOWN = 20_000


class Card(NamedTuple):
    """HTML in parts, between which title and summary go; these as they are when no words are marked in them."""

    parts: tuple[str, ...]
    title: str
    summary: str

    def filled(self, title: str, summary: str) -> SafeString:
        before, *between, after = self.parts
        return mark_safe("".join([before, title, *(part + summary for part in between), after]))

    @property
    def html(self) -> SafeString:
        return self.filled(self.title, self.summary)


# Some 6 kB each.
kept: Kept[Card] = Kept(16 * 1024 * 1024)
# Publication → the digest of the revision that is shown, for one version of the site.
held: Held[dict[int, str]] = Held()


def cards(publications: Iterable[Publication], kind: str) -> list[SafeString]:
    """The HTML of each, as one of `TEMPLATES`."""
    return [_card(publication, kind).html for publication in publications]


def page_of_cards(found: Found, number: int, kind: str) -> list[SafeString]:
    """Those of one page of what was found, the words marked.

    Beside what `Found.pks` asks one query; none where there are no words and all cards are kept.
    """
    pks = found.pks(number)
    if found.meant:
        return [_with_marks(publication, kind, found.meant) for publication in in_order(pks)]
    digests = held.at(found.index.version, dict)
    if len(digests) > MOST_KNOWN:
        digests.clear()
    ready = {pk: card.html for pk in pks if pk in digests and (card := kept.get((digests[pk], kind, language())))}
    for publication in in_order([pk for pk in pks if pk not in ready]) if len(ready) < len(pks) else ():
        digests[publication.pk] = publication.revision.digest
        ready[publication.pk] = _card(publication, kind).html
    return [ready[pk] for pk in pks if pk in ready]


def _card(publication: Publication, kind: str) -> Card:
    key = (publication.revision.digest, kind, language())
    card = kept.get(key)
    if card is None:
        case = shown(publication)
        parts = render_to_string(TEMPLATES[kind], {"case": case, "heading": kind, "title": SEAM, "summary": SEAM}).split(SEAM)
        title, summary = (escape(text.get(language())) for text in (case.title, case.summary))
        card = Card(tuple(parts), _title(case.title, title), _summary(case.summary, summary))
        kept.put(key, card, 2 * (sum(map(len, card.parts)) + len(card.title) + len(card.summary)))
    return card


def _title(title: Text, html: str) -> str:
    return f"{_in_its_language(title, html)}{fallback_mark()}" if title.lacks(language()) else html


def _summary(summary: Text, html: str) -> str:
    return f'<p class="card-summary">{_in_its_language(summary, html)}</p>' if html else ""


def _in_its_language(text: Text, html: str) -> str:
    return f'<span lang="{_tag(LANGUAGES[language()][1])}">{html}</span>' if text.lacks(language()) else html


def _tag(code: str) -> str:
    return "en" if code == "en" else "zh-Hans"


# --- With the words marked ------------------------------------------------------------------------------------------


def _with_marks(publication: Publication, kind: str, meant: Sequence[Meant]) -> SafeString:
    """Title and summary whole, and beneath them what shows a word that neither has."""
    case, card = shown(publication), _card(publication, kind)
    runs = [run for each in meant for run in each.runs]
    title, summary = (text.get(language()) for text in (case.title, case.summary))
    found = _title(case.title, html_of(marked(title, runs)))
    if kind == "row":
        return card.filled(found, "")
    forms = normalise_lines([title, summary])
    unseen = [each for each in meant if not any(run in form for run in each.runs for form in forms)]
    more = _excerpt(publication.pk, case, unseen, runs) if unseen else ""
    return card.filled(found, _summary(case.summary, html_of(marked(summary, runs))) + more)


def _excerpt(pk: int, case: CaseDocument, unseen: Sequence[Meant], runs: Sequence[str]) -> str:
    """In the page's language if a text in it has such a word, else in the other, with a note which it is."""
    wanted = [run for each in unseen for run in each.runs]
    # What a case is found for by a name that it stands under need not stand in a text; that is not worth a close look.
    unnamed = [run for each in unseen if pk not in each.named for run in each.runs]
    for closely, missing in ((False, wanted), (True, unnamed)):
        said = ((code, text) for code in LANGUAGES[language()] for text in texts(case, code)) if missing else ()
        for code, text in said:
            if pieces := excerpt(text, missing, closely=closely):
                html = html_of(marked("".join(piece.text for piece in pieces), runs))
                if code == language():
                    return f'<p class="card-excerpt">{html}</p>'
                return f'<p class="card-excerpt">{_note(code)}<span lang="{_tag(code)}">{html}</span></p>'
    return ""


def _note(code: str) -> str:
    words, title = (
        (_("in English"), _("These words stand in the English text of the case."))
        if code == "en"
        else (_("in Chinese"), _("These words stand in the Chinese text of the case."))
    )
    return f'<span class="only" title="{escape(title)}">{escape(words)}</span> '


def html_of(pieces: Iterable[Piece]) -> SafeString:
    return mark_safe("".join(f"<mark>{escape(piece.text)}</mark>" if piece.marked else escape(piece.text) for piece in pieces))
