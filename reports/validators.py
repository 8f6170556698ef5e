"""What a report's own colours must be: written as #RRGGBB, and dark enough for white words on them."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
# Of words on a ground, by WCAG 2.2, 1.4.3.
LEAST_CONTRAST = 4.5
MOST_COLOURS = 12


def validate_colour(value: str) -> None:
    if not COLOUR.fullmatch(value):
        raise ValidationError(
            _("“%(colour)s” is no colour; write it as a cross and six hexadecimal digits, such as #0B6B57."), params={"colour": value}
        )
    if (contrast := contrast_with_white(value)) < LEAST_CONTRAST:
        raise ValidationError(
            _("“%(colour)s” is too light for the white words on it: its contrast is %(contrast)s, at least %(least)s is needed."),
            params={"colour": value, "contrast": f"{int(contrast * 10) / 10}", "least": LEAST_CONTRAST},
        )


def validate_colours(value: str) -> None:
    colours = value.split()
    if len(colours) > MOST_COLOURS:
        raise ValidationError(_("Give at most %(most)s colours."), params={"most": MOST_COLOURS})
    for colour in colours:
        validate_colour(colour)


def contrast_with_white(colour: str) -> float:
    """From 1 to 21, of a colour written #RRGGBB (WCAG 2.2, relative luminance)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
