"""How large a picture may be printed before it looks soft, against the places that the report prints pictures in.

Pure: pixels and millimetres in, values and sentences out.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# What offset print wants, and the least at which a photograph still passes.
SHARP_DPI = 300
LEAST_DPI = 200
MM_PER_INCH = 25.4


@dataclass(frozen=True)
class Slot:
    """A place in the report, `width` × `height` in mm (`reports/typst/tokens.typ`); a lower picture keeps its shape."""

    name: str
    label: str | Promise
    width: float
    height: float


SLOTS = (
    Slot("half", _("half the text's width"), 62.75, 41.8),
    Slot("text", _("the text's width"), 129.5, 86),
    Slot("opener", _("a chapter's opening page"), 210, 132),
)


@dataclass(frozen=True)
class Fitness:
    """`sharp_mm`: the widest print at 300 dpi. `sharp` and `soft` name the slots that it fills at 300 and at 200 dpi."""

    sharp_mm: float
    sharp: tuple[Slot, ...]
    soft: tuple[Slot, ...]

    @property
    def centimetres(self) -> float:
        """As it is said: rounded down, so that nothing is promised."""
        return int(self.sharp_mm) / 10

    def __str__(self) -> str:
        if self.sharp:
            return _("Sharp up to %(width)s cm wide; enough for %(slot)s.") % {"width": self.centimetres, "slot": self.sharp[-1].label}
        if self.soft:
            return _("Sharp up to %(width)s cm wide; a little soft at %(slot)s. Give a larger one where you have it.") % {
                "width": self.centimetres,
                "slot": self.soft[-1].label,
            }
        return _("Sharp up to %(width)s cm wide only: too small for the report. Give the picture as the camera made it.") % {
            "width": self.centimetres
        }


def fitness(width: int, height: int) -> Fitness:
    """Of a picture of `width` × `height` pixels. In a slot it is cut to its shape, never enlarged to leave white."""
    return Fitness(
        sharp_mm=width / SHARP_DPI * MM_PER_INCH,
        sharp=tuple(slot for slot in SLOTS if dots_per_inch(width, height, slot) >= SHARP_DPI),
        soft=tuple(slot for slot in SLOTS if dots_per_inch(width, height, slot) >= LEAST_DPI),
    )


def dots_per_inch(width: int, height: int, slot: Slot) -> float:
    """How fine it is printed in the slot: as wide as it, and no higher."""
    return width / slot.width * MM_PER_INCH if width and height else 0
