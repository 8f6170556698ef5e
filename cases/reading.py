"""A case as it is read: its text with anchors and side notes, and what it cites. Nothing here that the document does not say."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import urlsplit

from cases.document import CaseDocument, Text

# Of cleaned HTML. A tag's attributes are quoted and may hold anything else; what stands in a tag is no text.
PIECE = re.compile(
    r"""<h3>(?P<heading>.*?)</h3>
      | <a\ href="(?P<href>[^"]*)"[^<>]*>(?P<words>.*?)</a>
      | <(?:[^"<>]|"[^"]*")*>
      | (?P<title>《[^《》<>]{2,80}》)""",
    re.DOTALL | re.VERBOSE,
)
TAG = re.compile(r'<(?:[^"<>]|"[^"]*")*>')


@dataclass(frozen=True)
class Heading:
    anchor: str
    words: str


@dataclass(frozen=True)
class Mention:
    """A document that a text names between 《》, or a link that it has."""

    words: str
    url: str = ""

    @property
    def host(self) -> str:
        """Where a link leads; empty for a mail address and for what is no address."""
        try:
            return (urlsplit(self.url).hostname or "").removeprefix("www.")
        except ValueError:
            return ""


@dataclass(frozen=True)
class Reading:
    """`html` has an anchor on each heading, and beside the first mention of a document a side note for those who see it."""

    html: str
    headings: tuple[Heading, ...] = ()
    mentions: tuple[Mention, ...] = ()


def read(html: str) -> Reading:
    """Of a text that `clean_html` has cleaned."""
    headings: list[Heading] = []
    mentions: dict[Mention, None] = {}
    in_table = False

    def noted(piece: str, mention: Mention, note: str) -> str:
        if mention in mentions:
            return piece
        mentions[mention] = None
        if in_table:
            return piece
        # Said again for the eye alone: the list of what is cited says it to everyone.
        return f'{piece}<span class="side-note" aria-hidden="true">{escape(note, quote=False)}</span>'

    def replaced(match: re.Match[str]) -> str:
        nonlocal in_table
        piece, heading, href, words, title = match[0], match["heading"], match["href"], match["words"], match["title"]
        if heading is not None:
            headings.append(Heading(f"text-{len(headings) + 1}", _words(heading)))
            return f'<h3 id="{headings[-1].anchor}">{heading}</h3>'
        if href is not None:
            mention = Mention(_words(words), unescape(href))
            return noted(piece, mention, mention.host) if mention.host else piece
        in_table = piece == "<table>" or (in_table and piece != "</table>")
        return noted(piece, Mention(unescape(title)), unescape(title)) if title else piece

    html = PIECE.sub(replaced, html)
    return Reading(html, tuple(headings), tuple(mentions))


def with_regions(html: str, name: Callable[[int], str]) -> str:
    """Each table in a region that scrolls by itself and can be reached by key, with its columns headed. `name` of the first is of 1."""
    number = 0

    def replaced(match: re.Match[str]) -> str:
        nonlocal number
        if match[0] == "<table>":
            number += 1
            return f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(name(number))}"><table>'
        return {"</table>": "</table></div>", "<th>": '<th scope="col">'}.get(match[0], match[0])

    return TAG.sub(replaced, html)


@dataclass(frozen=True)
class Source:
    """Where numbers and words of the case come from; `of` names them."""

    name: Text
    of: tuple[Text, ...]


def sources(document: CaseDocument) -> tuple[Source, ...]:
    """What its figures and quotations name as their source, each source once, in the order in which they stand."""
    found: dict[Text, list[Text]] = {}
    for figure in document.figures:
        if figure.source:
            found.setdefault(figure.source, []).append(figure.label)
    for quotation in document.quotations:
        if quotation.source:
            found.setdefault(quotation.source, []).append(quotation.speaker or quotation.occasion)
    return tuple(Source(name, tuple(filter(None, of))) for name, of in found.items())


def _words(html: str) -> str:
    return unescape(TAG.sub("", html))
