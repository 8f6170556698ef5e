"""What share cards are drawn with: the colours of paper, type in two faces, tiles, rules, pictures."""

import io
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from PIL import Image, ImageDraw, ImageFont, ImageOps, features

from cases.media.fonts import SANS, SANS_FACE, SERIF
from cases.media.linebreaks import broken, clamped, spaced
from cases.vocabularies import GOALS, WHITE_ON

# As networks show it.
WIDTH, HEIGHT = 1200, 630

# The light side of static/css/tokens.css.
PAPER, INK, MUTED, LINE, ACCENT = "#FDFCF9", "#17212B", "#55606B", "#DCD8CF", "#0B6B57"

HANGING = frozenset("（《〈「『【〔“‘")

# Quotation marks of the SC faces are as wide as a Han character; English wants the narrow ones.
NARROW = ["pwid"] if features.check("raqm") else None


@dataclass(frozen=True)
class Type:
    """A way to set text; `leading` is the height of a line in sizes."""

    size: int
    colour: str = INK
    serif: bool = False
    weight: int = 400
    leading: float = 1.32
    narrow: bool = False

    @property
    def line(self) -> int:
        return round(self.size * self.leading)

    @property
    def drop(self) -> int:
        """From the baseline down to where the line ends."""
        return round(self.size * 0.28)

    def measure(self, text: str) -> float:
        return sum(self.font(serif).getlength(run, features=self.features) for serif, run in self.runs(text))

    def runs(self, text: str) -> list[tuple[bool, str]]:
        """Stretches in one face: what the serif has no shape for is set in the sans."""
        faces = [(self.serif and _has(True, mark), mark) for mark in drawable(text)]
        return [(serif, "".join(mark for _, mark in run)) for serif, run in groupby(faces, key=lambda pair: pair[0])]

    def font(self, serif: bool) -> ImageFont.FreeTypeFont:
        return _font(self.size, 0 if serif else self.weight)

    @property
    def features(self) -> list[str] | None:
        return NARROW if self.narrow else None


@cache
def _font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    """The sans in a weight; without one the serif, which has no other."""
    if not weight:
        return ImageFont.truetype(SERIF, size)
    font = ImageFont.truetype(SANS, size, index=SANS_FACE)
    font.set_variation_by_axes([weight])
    return font


@cache
def _has(serif: bool, mark: str) -> bool:
    """Whether the face has a shape for it: what has none is drawn as the same empty box."""
    font = Type(24).font(serif)
    return mark.isspace() or bytes(font.getmask(mark)) != bytes(font.getmask("\U0010fffd"))


def drawable(text: str) -> str:
    """Without what prints nothing and without pictures of faces; ₂ and the like as the fonts have them. A letter never goes missing."""
    return "".join(_drawable(mark) for mark in text)


@cache
def _drawable(mark: str) -> str:
    if unicodedata.category(mark) in {"Cc", "Cf", "Cs", "Co", "Cn"}:
        return ""
    if _has(False, mark):
        return mark
    plain = unicodedata.normalize("NFKC", mark)
    return plain if plain != mark else mark if mark.isalnum() else ""


class Canvas:
    """A card in the making. Places are in pixels from the top left; text is placed by its baseline."""

    def __init__(self) -> None:
        self.image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
        self.pen = ImageDraw.Draw(self.image)

    def text(self, x: float, baseline: float, text: str, type: Type, *, right: bool = False) -> float:
        """Where the text ends; with `right` it ends at `x`."""
        x -= type.measure(text) if right else 0
        for serif, run in type.runs(text):
            font = type.font(serif)
            self.pen.text((x, baseline), run, font=font, fill=type.colour, anchor="ls", features=type.features)
            x += font.getlength(run, features=type.features)
        return x

    def lines(self, x: float, top: float, width: float, text: str, types: list[Type], *, most: int) -> float:
        """`text` in the largest type in which it takes few lines: one fewer than `most` in the first, `most` in the others. What is
        still too long is cut off. Gives where it ends below.
        """
        text = spaced(text)
        type = next(
            (type for place, type in enumerate(types) if len(broken(text, width, type.measure)) <= (most if place else max(1, most - 1))),
            types[-1],
        )
        for line in clamped(text, width, type.measure, most=most):
            top += type.line
            # What opens a line in Chinese has its ink on the right half of its square.
            hanging = type.size * 0.44 if line[:1] in HANGING and not type.narrow else 0
            self.text(x - hanging, top - type.drop, line, type)
        return top

    def rule(self, x: float, y: float, width: float, colour: str, *, height: int = 2) -> None:
        self.pen.rectangle((x, y, x + width - 1, y + height - 1), fill=colour)

    def tile(self, x: float, y: float, goal: int, size: int) -> None:
        """A goal's square with its number."""
        colour = GOALS[goal - 1][2]
        self.pen.rectangle((x, y, x + size - 1, y + size - 1), fill=colour)
        font = _font(round(size * 0.5), 700)
        ink = "#FFFFFF" if goal in WHITE_ON else INK
        self.pen.text((x + size / 2, y + size / 2), str(goal), font=font, fill=ink, anchor="mm")

    def picture(self, picture: Image.Image, x: int, y: int, width: int, height: int, *, focus: tuple[int, int] = (50, 50)) -> None:
        """Cut to the place it has, around its focal point (hundredths of width and height)."""
        centre = (focus[0] / 100, focus[1] / 100)
        self.image.paste(ImageOps.fit(picture.convert("RGB"), (width, height), Image.Resampling.LANCZOS, centering=centre), (x, y))

    def encoded(self, suffix: str) -> bytes:
        """As png what has few colours, as jpg what holds a photograph: either is a third of what the other would be."""
        buffer = io.BytesIO()
        if suffix == "jpg":
            self.image.save(buffer, "JPEG", quality=88, subsampling=0, optimize=True)
        else:
            self.image.quantize(128, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
        # Each holds 3 MB, a card wants a dozen, and the next one may be wanted tomorrow.
        _font.cache_clear()
        return buffer.getvalue()
