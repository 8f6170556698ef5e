"""Small mends between what people type and what is set: apostrophes, quotation marks, CO₂, characters that print nothing.

Applied to every text a report shows. Only the form of a mark changes, never a word or a number.
"""

import re
import unicodedata

# Left by word processors and chat programs; nothing of it can be seen, and some of it has no glyph in any font.
INVISIBLE = dict.fromkeys([0x00AD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFE00, 0xFE10), 0xFEFF])
QUOTED = re.compile(r'(?<![^\s—(\[])"(\w[^"\n]*)"(?!\w)')
APOSTROPHE = re.compile(r"(?<=\w)'(?=\w|\s|[.,;:!?)]|$)")
CARBON = re.compile(r"CO2(?![0-9])")


def typeset(text: str, language: str) -> str:
    text = unicodedata.normalize("NFC", text).translate(INVISIBLE)
    text = "".join(c if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs", "Co", "Cn"} else " " for c in text)
    text = CARBON.sub("CO₂", text)
    if language == "en":
        text = QUOTED.sub("“\\1”", text)
        text = APOSTROPHE.sub("’", text)
    return text
