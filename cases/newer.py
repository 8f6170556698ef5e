"""Which of a text's two languages was changed last, so that a reader of the other one is told."""

from cases.document import CaseDocument
from cases.text import plain_text

FIELDS = ("title", "summary", "body", "place")
OTHER = {"zh-hans": "en", "en": "zh-hans"}

Behind = tuple[tuple[str, str], ...]


def newer_texts(previous: CaseDocument | None, current: CaseDocument) -> Behind:
    """(field, language) for each text that is behind: the other language was changed after it was.

    A mark stays until the language that is behind is changed as well. A text that is missing, or was when the other one was
    changed, is not behind: without a translation the page falls back, and a first translation is as new as what it was made from.
    """
    if previous is None:
        return ()
    pairs = ((name, _behind(name, previous, current)) for name in FIELDS)
    return tuple((name, language) for name, language in pairs if language)


def _behind(name: str, previous: CaseDocument, current: CaseDocument) -> str:
    """The language in which this text is behind, or nothing."""
    then, now = _words(previous, name), _words(current, name)
    changed = [language for language in OTHER if then[language] != now[language]]
    marked = dict(previous.behind).get(name, "")
    if not all(now.values()):
        return ""
    match changed:
        case []:
            return marked
        case [newer] if marked != newer and then[newer]:
            return OTHER[newer]
        case _:
            return ""


def _words(case: CaseDocument, name: str) -> dict[str, str]:
    """What a text says in each language, whatever its markup and its spaces: these alone make nothing newer."""
    text = getattr(case, name)
    said = {"zh-hans": text.zh_hans, "en": text.en}
    return {language: "".join((plain_text(words) if name == "body" else words).split()) for language, words in said.items()}
