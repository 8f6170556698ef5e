"""What of a case is searched, in three parts of falling weight, each in normal form."""

from typing import NamedTuple

from cases.document import CaseDocument, Text
from cases.quantities import plain
from cases.search.tokens import normalise_lines
from cases.text import words_of


class Texts(NamedTuple):
    title: str
    summary: str
    text: str


def searched(document: CaseDocument) -> Texts:
    """Title; summary, organisations, place, tags and figures; text, quotations and captions. In both languages, a line for each text."""
    organisations = (document.organisation, *document.organisations)
    summary: list[Text] = [document.summary, document.place]
    for organisation in organisations:
        summary += [organisation.name, organisation.short_name, organisation.role]
    for tag in document.tags:
        summary += [tag.name, tag.reason]
    words = [tag.code for tag in document.tags if tag.code]
    for figure in document.figures:
        summary += [figure.label, figure.note, figure.source]
        words += [plain(figure.value), str(figure.quantity("zh-hans")), str(figure.quantity("en"))]
    text = [Text(line) for body in (document.body.zh_hans, document.body.en) for line in words_of(body).split("\n")]
    for quotation in document.quotations:
        text += [quotation.text, quotation.speaker, quotation.role, quotation.occasion, quotation.source]
    for picture in document.pictures:
        text += [picture.caption, picture.alt, picture.credit]
    text += [video.title for video in document.videos]
    return Texts(_lines(_both([document.title])), _lines([*_both(summary), *words]), _lines(_both(text)))


def _both(texts: list[Text]) -> list[str]:
    return [words for text in texts for words in (text.zh_hans, text.en)]


def _lines(texts: list[str]) -> str:
    return "\n".join(dict.fromkeys(form for form in normalise_lines(filter(None, texts)) if form))
