"""Values as printed: a number, its scaled Chinese unit, a qualifier; shown rightly in Chinese and in English.

A Chinese unit carries its scale (`万千瓦时` is ten thousand kilowatt-hours). English has no 万 and no 亿, so the
same quantity is printed with its own scale words: 1600 万千瓦时 is "16 million kWh". Conversion is exact: only
the decimal point moves.
"""

from dataclasses import dataclass
from decimal import Decimal

from cases.enums import Qualifier
from cases.units import RANK, UNITS

# Longest first, so that 万亿 is not read as 万.
SCALES = (("万亿", 12), ("百万", 6), ("亿", 8), ("万", 4))
# English scale words by power of ten. Below a million, digits are clearer than "thousand".
WORDS = ((12, "trillion"), (9, "billion"), (6, "million"))


@dataclass(frozen=True)
class Quantity:
    """The pieces of a printed quantity, in reading order; each may be empty.

    `before` and `after` are the qualifier's words around number and unit; `number` has thousands separators in
    English and none in Chinese; `joined` says that number and unit stand without a space.
    """

    before: str
    number: str
    unit: str
    after: str
    joined: bool = False

    def __str__(self) -> str:
        gap = "" if self.joined or not self.unit else " "
        pieces = (self.before, f"{self.number}{gap}{self.unit}", self.after)
        return " ".join(piece for piece in pieces if piece)


def split_unit(unit: str) -> tuple[int, str]:
    """Scale (as a power of ten) and base unit of a printed Chinese unit: `万千瓦时` → `(4, "千瓦时")`."""
    for word, power in SCALES:
        if unit.startswith(word):
            return power, unit[len(word) :]
    return 0, unit


def chinese(value: Decimal, unit: str, qualifier: str = "") -> Quantity:
    """As the source prints it: 超过 2000 万个 · 200 多名 · 95% 以上."""
    mark = Qualifier(qualifier)
    if unit == RANK:
        return Quantity("第", plain(value), unit, "")
    if mark.position == "number":
        # 200多名, but 4万多户: the word follows the scale.
        scale = unit[: len(unit) - len(split_unit(unit)[1])]
        return Quantity("", f"{plain(value)}{scale and ' '}{scale}{mark.zh}", unit.removeprefix(scale), "", joined=True)
    before, after = (mark.zh, "") if mark.position == "before" else ("", mark.zh)
    return Quantity(before, plain(value), unit, after, joined=_joined(unit))


def english(value: Decimal, unit: str, qualifier: str = "") -> Quantity:
    """In English scale words: over 20 million · more than 200 · at least 95%."""
    mark = Qualifier(qualifier)
    if unit == RANK:
        return Quantity("No.", plain(value), "", "")
    power, base = split_unit(unit)
    amount = value.scaleb(power) if power else value
    word = ""
    if power and abs(amount) >= Decimal(10) ** 6:
        shift, word = next((p, w) for p, w in WORDS if abs(amount) >= Decimal(10) ** p)
        amount = amount.scaleb(-shift)
    singular, plural = UNITS.get(base, (base, base))
    name = singular if amount == 1 and not word and not mark.en_plural else plural
    number = f"{_trim(amount) if power else amount:,f}"
    return Quantity(mark.en, number, " ".join(filter(None, (word, name))), "", joined=not word and _joined(name))


def display(value: Decimal, unit: str, qualifier: str, language: str) -> Quantity:
    return english(value, unit, qualifier) if language == "en" else chinese(value, unit, qualifier)


def plain(value: Decimal) -> str:
    """The digits as printed, without an exponent and without separators."""
    return f"{value:f}"


def _joined(unit: str) -> bool:
    return unit.startswith(("%", "‰", "℃", "°"))


def _trim(value: Decimal) -> Decimal:
    """Without the zeros that moving the point left behind: 1E+6 → 1000000, 16.00 → 16."""
    value = value.normalize()
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value
