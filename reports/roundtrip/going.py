"""A part handed out as a Word file, with what went out kept, so that what comes home can be held against it."""

import secrets
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from cases.diff.blocks import Block as Line
from cases.text import plain_text
from reports.blackline import lines_of_block
from reports.compose import sketch
from reports.models import Part, WordCopy
from reports.roundtrip.fields import Field, blocks_of, fields_of_block, fields_of_part, parts_of
from reports.roundtrip.texts import even
from reports.roundtrip.writing import Frame, Piece, Said, written

# Columns of a model in a language → the language in a document, and in Word.
LANGUAGES = {"zh_hans": ("zh-hans", "zh-CN"), "en": ("en", "en-GB")}
# Lines of a block that say again what its fields say.
SAID_AGAIN = {"attribution", "picture", "alternative"}


def send_out(part: Part, *, language: str, by: Any) -> tuple[WordCopy, bytes]:
    """The part with the parts within it, in one language. Composes the report; labels are in the reader's own language."""
    fields: dict[int, Field] = {}
    pieces = list(_pieces(part, language, fields))
    copy = WordCopy.objects.create(
        part=part,
        by=by,
        language=language,
        token=secrets.token_hex(8),
        fields={str(number): [field.key, field.text] for number, field in fields.items()},
        frame=sorted({even(piece.text if isinstance(piece, Said) else piece.label, "line") for piece in pieces} - {""}),
    )
    return copy, written(pieces, token=copy.token, language=LANGUAGES[language][1])


def _pieces(part: Part, language: str, fields: dict[int, Field]) -> Iterator[Piece]:
    """In reading order; each field's number is entered into `fields`."""

    def frame(field: Field) -> Frame:
        number = len(fields) + 1
        fields[number] = field
        return Frame(number, f"{number} · {label_of(field)}", field.text, field.form)

    parts = parts_of(part)
    blocks = blocks_of(each for _depth, each in parts)
    composed = {each.key: each for _depth, each in sketch(part.report)[0].walk()}
    yield Said(_title(part, language), "Title")
    for sentence in (
        _("Edit the texts beside a green line: each comes home to its place, with tracked changes and comments."),
        _("What is grey is there to be read. It comes from placed cases and from the report's numbers, and is changed there."),
    ):
        yield Said(sentence, "Guidance")
    for depth, each in parts:
        if depth:
            yield Said(_title(each, language), f"Heading{min(depth, 2)}")
        yield from map(frame, fields_of_part(each, language))
        # Not strict: somebody may add or delete one at this moment.
        shown = composed[each.key].blocks if each.key in composed else ()
        for block, document in zip(blocks[each.pk], shown, strict=False):
            own = list(fields_of_block(block, language))
            yield from map(frame, own)
            said = {line for field in own for line in _lines(field)}
            for line in lines_of_block(document, LANGUAGES[language][0]):
                if line.style not in SAID_AGAIN and even(line.text, "line") not in said:
                    yield Said(_read(line))


def label_of(field: Field) -> str:
    block = field.block
    return f"{block.get_kind_display() if block else field.part.get_kind_display()} · {field.label}"


def _title(part: Part, language: str) -> str:
    return even(getattr(part, f"title_{language}") or str(part), "line")


def _lines(field: Field) -> set[str]:
    text = plain_text(field.text) if field.form == "rich" else field.text
    return {even(line, "line") for line in text.splitlines()}


def _read(line: Line) -> str:
    return even(f"• {line.text}" if line.style in {"item", "numbered"} else line.text, "lines")
