"""What pages say of texts, numbers, periods and pictures. Every text of a case passes `say`, so its language is always marked."""

import datetime as dt
import re
from dataclasses import replace
from typing import Any

from django import template
from django.conf import settings
from django.template.base import Parser, Token
from django.template.defaultfilters import date as format_date
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cases import periods
from cases.document import CaseDocument, FigureDoc, FileDoc, PictureDoc, TagRef, Text
from cases.enums import Claim, Facet, Status
from cases.media.derivatives import WIDTHS
from cases.quantities import Quantity
from cases.reading import with_regions
from cases.text import clean_html
from cases.vocabularies import CONCEPTS, GOALS

register = template.Library()

LONGEST_DESCRIPTION = 200


def language() -> str:
    return "en" if translation.get_language() == "en" else "zh-hans"


# --- Texts -------------------------------------------------------------------------------------------------------


@register.filter
def say(text: Text) -> SafeString | str:
    """The text in the page's language; where it has none, the other one, with its language and a mark that says so."""
    return _said(text, mark=True)


@register.filter
def quietly(text: Text) -> SafeString | str:
    """As `say`, without the mark: for small texts whose neighbour carries it."""
    return _said(text, mark=False)


@register.filter
def plain(text: Text) -> str:
    """The bare words, for titles and attributes."""
    return text.get(language())


@register.filter
def lang(text: Text) -> str:
    """The language that `plain` is in, for a `lang` attribute."""
    other = language() != "en" if text.lacks(language()) else language() == "en"
    return "en" if other else "zh-Hans"


@register.filter
def lacks(text: Text) -> bool:
    return text.lacks(language())


@register.filter
def behind(case: CaseDocument, field: str) -> bool:
    """Whether this text is older in the page's language than in the other one."""
    return (field, language()) in case.behind


def _said(text: Text, *, mark: bool) -> SafeString | str:
    words = text.get(language())
    if not text.lacks(language()):
        return words
    said = format_html('<span lang="{}">{}</span>', lang(text), words)
    return said + fallback_mark() if mark else said


@register.simple_tag
def fallback_mark() -> SafeString:
    """The small mark after a text that is not in the page's language."""
    if language() == "en":
        return format_html(' <span class="only" title="{}">{}</span>', _("This text is not in English yet."), _("in Chinese"))
    return format_html(' <span class="only" title="{}">{}</span>', _("This text is not in Chinese yet."), _("in English"))


@register.filter
def rich(text: Text, level: int = 3) -> SafeString:
    """Rich text, its headings from `level` down. Cleaned again: what was stored before a rule was made obeys it too."""
    html = clean_html(text.get(language()))
    if level != 3:
        # Cleaned tags carry no attributes here, so these are all there are; the deeper one first.
        for depth in (4, 3):
            deeper = min(6, level + depth - 3)
            html = html.replace(f"<h{depth}>", f"<h{deeper}>").replace(f"</h{depth}>", f"</h{deeper}>")
    return mark_safe(in_regions(html))


def in_regions(html: str) -> str:
    return with_regions(html, lambda number: _("Table %(number)d") % {"number": number})


@register.filter
def lines(text: Text) -> SafeString:
    """Plain text in which lines beginning with `- ` are a list."""
    paragraphs: list[str] = []
    items: list[str] = []

    def close() -> None:
        if items:
            paragraphs.append(format_html("<ul>{}</ul>", mark_safe("".join(format_html("<li>{}</li>", item) for item in items))))
            items.clear()

    for line in filter(None, (line.strip() for line in text.get(language()).splitlines())):
        if line.startswith("- "):
            items.append(line[2:])
        else:
            close()
            paragraphs.append(format_html("<p>{}</p>", line))
    close()
    return mark_safe("".join(paragraphs))


# --- Numbers and times -------------------------------------------------------------------------------------------


@register.filter
def quantity(figure: Any) -> Quantity:
    """Of a figure or a datum, in the page's language."""
    return figure.quantity(language())


@register.simple_tag
def amount(figure: Any) -> SafeString:
    """The quantity on one line: 超过2000万个 · over 20 million."""
    shown = figure.quantity(language())
    unit: SafeString | str = ""
    if shown.unit:
        unit = format_html('<span class="unit joined">{}</span>' if shown.joined else ' <span class="unit">{}</span>', shown.unit)
    before = format_html('<span class="qualifier">{}</span> ', shown.before) if shown.before else ""
    after = format_html(' <span class="qualifier">{}</span>', shown.after) if shown.after else ""
    return format_html('<span class="amount">{}<span class="number">{}</span>{}{}</span>', before, shown.number, unit, after)


@register.filter
def period(text: str) -> str:
    return periods.words(text, language())


@register.filter
def status_label(figure: Any) -> str:
    """Target or forecast; a fact needs no word."""
    return "" if figure.status == Status.FACT else str(Status(figure.status).label)


@register.filter
def claim_label(figure: FigureDoc) -> str:
    return str(Claim(figure.claim).label)


@register.filter
def day(value: dt.date | dt.datetime) -> str:
    """2021年9月17日 · 17 September 2021, in the site's time zone."""
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value).date()
    return format_date(value, "j F Y" if language() == "en" else "Y年n月j日")


@register.filter
def iso_day(value: dt.date | dt.datetime) -> str:
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value).date()
    return value.isoformat()


@register.filter
def direction(change: Any) -> str:
    """up, down or level: of a datum that is itself a change."""
    return "up" if change.value > 0 else "down" if change.value < 0 else "level"


# --- Pictures ----------------------------------------------------------------------------------------------------


# The name of a URL, or that and what comes before a picture's digest.
type Address = str | tuple[str, ...]


def _reversed(address: Address, *arguments: Any) -> str:
    name, *before = (address,) if isinstance(address, str) else address
    return reverse(name, args=[*before, *arguments])


@register.simple_tag
def source_set(picture: PictureDoc, address: Address = "picture") -> str:
    """The named widths that the picture really has, and the first one beyond: a picture is never enlarged."""
    widths = [width for width in WIDTHS if width < picture.width]
    widths += [width for width in WIDTHS if width >= picture.width][:1]
    return ", ".join(f"{_reversed(address, picture.digest, width)} {min(width, picture.width)}w" for width in widths)


@register.simple_tag
def picture_url(picture: PictureDoc, width: int = 960, address: Address = "picture") -> str:
    return _reversed(address, picture.digest, width)


@register.filter
def focus_class(picture: PictureDoc) -> str:
    """Classes (`.focus-left`, `.focus-top` …) for a picture that is cut to a shape, where its focus is not in the middle third."""
    across, down = picture.focus
    sides = ("left" if across < 34 else "right" if across > 66 else "", "top" if down < 34 else "bottom" if down > 66 else "")
    return "".join(f" focus-{side}" for side in sides if side)


@register.simple_tag
def evidence_link(file: FileDoc, public: bool) -> SafeString | str:
    """A file's title, leading to the file where the public may fetch it."""
    title = quietly(file.title)
    address = reverse("evidence", args=[file.digest, file.suffix.removeprefix(".")]) if public else ""
    return format_html('<a href="{}" rel="nofollow">{}</a>', address, title) if address else title


# --- The frame ---------------------------------------------------------------------------------------------------


@register.tag
def per_language(parser: Parser, token: Token) -> "PerLanguage":
    """What stands on every page and says the same to everyone: rendered once in a process for each language."""
    nodelist = parser.parse(("endper_language",))
    parser.delete_first_token()
    return PerLanguage(nodelist)


class PerLanguage(template.Node):
    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist
        self.rendered: dict[str, SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        if language() not in self.rendered:
            # A context of its own: whatever is said of the page at hand must not stay.
            alone = template.Context({"language": language()}, autoescape=context.autoescape)
            alone.template = context.template
            with alone.render_context.push_state(context.template):
                self.rendered[language()] = self.nodelist.render(alone)
        return self.rendered[language()]


@register.simple_tag
def five_concepts() -> list[tuple[str, Text]]:
    """Slug and name; from the code and not the database, so that error pages may ask too."""
    return [(slug, Text(zh, en)) for slug, zh, en, _colour in CONCEPTS]


@register.simple_tag
def seventeen_goals() -> list[tuple[int, Text]]:
    """Number and name; from the code, as the concepts."""
    return [(number, Text(zh, en)) for number, (zh, en, *_rest) in enumerate(GOALS, 1)]


@register.simple_tag(takes_context=True)
def in_language(context: dict[str, Any], code: str) -> str:
    """The address of this page in a language, with its query string: `/en/…` in English, `/…` in Chinese."""
    request = context.get("request")
    if request is None:
        return "/en/" if code == "en" else "/"
    path, query = request.path, request.META.get("QUERY_STRING", "")
    bare = path[3:] if path.startswith("/en/") else path
    return ("/en" if code == "en" else "") + bare + (f"?{query}" if query else "")


@register.simple_tag(takes_context=True)
def absolute(context: dict[str, Any], address: str = "", code: str = "") -> str:
    """With the site's own host, whatever host was asked. `address` empty: this page without its query string; `code`: in that language."""
    request = context.get("request")
    path = address or (request.path if request else "/")
    if code:
        bare = path[3:] if path.startswith("/en/") else path
        path = ("/en" if code == "en" else "") + bare
    return settings.SITE_URL + path


@register.filter
def facet_label(facet: Facet) -> str:
    return str(Facet(facet).label)


@register.filter
def description(case: CaseDocument) -> str:
    """One line for search engines and shared links, at most 200 characters: what does not fit is cut off at a sentence or a word."""
    line = " ".join(plain(case.summary).split())
    if len(line) <= LONGEST_DESCRIPTION:
        return line
    whole = re.match(rf".{{80,{LONGEST_DESCRIPTION - 1}}}(?:[。；，、.;,]|(?= ))", line)
    return (whole.group() if whole else line[: LONGEST_DESCRIPTION - 1]).rstrip("，、；,; ") + "…"


@register.filter
def tags(case: CaseDocument, vocabulary: str) -> tuple[TagRef, ...]:
    return case.tagged(vocabulary)


@register.filter
def unsigned(change: Any) -> Any:
    """A change whose direction a word says already: without its minus sign."""
    return replace(change, value=abs(change.value))
