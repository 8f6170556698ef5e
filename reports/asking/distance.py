"""Whether a value lies so far from last year's that a slip of the hand is likelier than the truth."""

from decimal import Decimal

# A zero too many or too few, or 万 taken for 亿.
TIMES = 10


def is_far(value: Decimal | None, last: Decimal | None) -> bool:
    """Ten times last year's or more, a tenth of it or less, on the other side of nothing, or nothing where there was something."""
    if value is None or last is None or value == last:
        return False
    if not value or not last or (value < 0) != (last < 0):
        return True
    more, less = max(abs(value), abs(last)), min(abs(value), abs(last))
    return more >= TIMES * less
