"""The small pieces of a printed page in one language, as plain JSON values: texts, prose, numbers, people.

A text is a string; one that had to be taken from the other language is `{"text", "lang", "mark"}`, so that the page can say so
and set it right. Nothing here is markup: the template shows every string as it stands.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from cases import periods
from cases.document import FigureDoc, OrganisationRef, QuotationDoc, TagRef, Text
from cases.nodes import Listing, Node, Run, Table, parse_html
from cases.quantities import Quantity
from cases.text import html_from_notation
from cases.vocabularies import WHITE_ON
from reports.document import Citation, Datum
from reports.writers.typography import typeset
from reports.writers.words import word

Json = dict[str, Any]
# What cleaned HTML begins with; anything else is a plain text, however many angle brackets it holds.
BLOCK_TAGS = ("<p>", "<h3>", "<h4>", "<ul>", "<ol>", "<blockquote>", "<table>")


class Pieces:
    """`language` is zh-hans or en; `claims`: whether a case's number says who stands behind it."""

    def __init__(self, language: str, *, claims: bool = False) -> None:
        self.language = language
        self.claims = claims
        self.lang = "en" if language == "en" else "zh"
        self.comma = ", " if language == "en" else "，"

    # --- Text

    def plain(self, text: Text) -> str:
        return typeset(text.get(self.language), self.lang)

    def text(self, text: Text) -> str | Json:
        return self._marked(self.plain(text), text)

    def title(self, text: Text) -> str | Json:
        """Never empty: a heading without words is no heading to those who listen."""
        return self.text(text) if self.plain(text).strip() else word("untitled", self.language)

    def prose(self, text: Text) -> Json:
        """Nodes of cleaned HTML, or of a plain text in the light notation (`cases.text`)."""
        written = text.get(self.language)
        html = written if written.lstrip().startswith(BLOCK_TAGS) else html_from_notation(written)
        nodes = [self._node(node) for node in parse_html(html)]
        return {"nodes": nodes, **self._fallback(text)}

    def _marked(self, shown: str, text: Text) -> str | Json:
        fallback = self._fallback(text)
        return {"text": shown, **fallback} if fallback else shown

    def _fallback(self, text: Text) -> Json:
        if not text.lacks(self.language):
            return {}
        lang = "zh" if self.lang == "en" else "en"
        return {"lang": lang, "mark": word(f"fallback-{lang}", self.language)}

    def _node(self, node: Node) -> Json:
        if isinstance(node, Listing):
            return {"kind": "list", "ordered": node.ordered, "items": [self._runs(item) for item in node.items]}
        if isinstance(node, Table):
            return {"kind": "table", "headed": node.headed, "rows": [[self._runs(cell) for cell in row] for row in node.rows]}
        return {"kind": node.kind, "level": node.level, "runs": self._runs(node.runs)}

    def _runs(self, runs: Sequence[Run]) -> list[str | Json]:
        return [self._run(run) for run in runs]

    def _run(self, run: Run) -> str | Json:
        text = typeset(run.text, self.lang)
        if run == Run(run.text):
            return text
        href = run.href if run.href.startswith(("https://", "http://", "mailto:")) else ""
        return {"text": text, "strong": run.strong, "em": run.em, "script": run.script, "href": href}

    # --- Numbers

    def quantity(self, quantity: Quantity) -> Json:
        return {
            "before": quantity.before,
            "number": quantity.number,
            "unit": typeset(quantity.unit, self.lang),
            "after": quantity.after,
            "joined": quantity.joined,
        }

    def datum(self, datum: Datum | FigureDoc, label: Text | None = None) -> Json:
        """A number with all that has to stand beside it."""
        return {
            "label": self.text(label or datum.label),
            "quantity": self.quantity(datum.quantity(self.language)),
            "period": self.period(datum.period),
            "status": "" if datum.status == "fact" else datum.status,
            "note": self.plain(datum.note),
            "source": self.plain(datum.source),
            "claim": word(f"claim-{datum.claim}", self.language) if self.claims and isinstance(datum, FigureDoc) else "",
        }

    def change(self, datum: Datum) -> Json:
        """The direction is said by an arrow and a word, so the number stands without its sign."""
        direction = "up" if datum.value > 0 else "down" if datum.value < 0 else "level"
        shown = replace(datum, value=abs(datum.value))
        return {**self.datum(shown), "direction": direction, "word": word(direction, self.language)}

    def period(self, period: str) -> str:
        return periods.words(period, self.language)

    # --- People, organisations, tags

    def quotation(self, quotation: QuotationDoc, citation: Citation | None = None) -> Json:
        pieces = (self.plain(quotation.speaker), self.plain(quotation.role), self.plain(quotation.occasion), self.period(quotation.date))
        return {
            "text": self.text(quotation.text),
            "attribution": self.comma.join(filter(None, pieces)),
            "reported": quotation.form == "reported",
            "source": self.plain(quotation.source),
            "citations": [self.citation(citation)] if citation else [],
        }

    def citation(self, citation: Citation) -> Json:
        about = (self.plain(citation.issuer), self.period(citation.date))
        title = self.text(citation.title)
        if self.lang == "zh" and isinstance(title, str) and not title.startswith("《"):
            title = f"《{title}》"
        return {"title": title, "about": self.comma.join(filter(None, about))}

    def organisation(self, ref: OrganisationRef) -> Json:
        short = self.plain(ref.short_name)
        name = self.plain(ref.name)
        return {"name": self.text(ref.name), "short": "" if short == name else short, "role": self.plain(ref.role)}

    def tag(self, tag: TagRef) -> Json:
        return {"name": self.text(tag.name), "colour": hexadecimal(tag.colour), "reason": self.text(tag.reason)}

    def goal(self, tag: TagRef) -> Json:
        number = int(tag.code) if tag.code.isdigit() else 0
        return {**self.tag(tag), "number": str(number), "white": number in WHITE_ON, "primary": tag.rank == "primary"}

    def concept(self, tag: TagRef) -> Json:
        return {**self.tag(tag), "glyph": glyph(self.plain(tag.name), self.lang)}


def glyph(name: str, lang: str) -> str:
    """What stands large and pale behind a concept: 绿 for 绿色; in English the name."""
    return name if lang == "en" else name[:1]


def hexadecimal(colour: str, default: str = "#55606B") -> str:
    """A colour that the template can read, whatever stands in the field."""
    digits = colour.removeprefix("#")
    return f"#{digits}" if len(digits) == 6 and all(c in "0123456789abcdefABCDEF" for c in digits) else default
