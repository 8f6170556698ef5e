"""Whether two pictures show the same: a fingerprint of 256 bits that survives another size, format or compression."""

from PIL import Image

# A point is compared with its left neighbour (difference hash, after Neal Krawetz, "Kind of Like That", 2013).
SIDE = 16
DIGITS = SIDE * SIDE // 4
PLAIN = "0" * DIGITS
# Of 256 bits, as many may differ between two copies of one picture.
MOST_APART = 16


def fingerprint(image: Image.Image) -> str:
    """64 hexadecimal digits; each bit says whether a point of a picture of 17 × 16 points is brighter than its left neighbour."""
    row = SIDE + 1
    points = image.convert("L").resize((row, SIDE), Image.Resampling.BOX).tobytes()
    bits = [points[y * row + x] < points[y * row + x + 1] for y in range(SIDE) for x in range(SIDE)]
    return f"{sum(bit << place for place, bit in enumerate(bits)):0{DIGITS}x}"


def alike(one: str, other: str) -> bool:
    """False where either is unknown, and for plain surfaces, which are all alike."""
    if not one or not other or PLAIN in (one, other):
        return False
    return (int(one, 16) ^ int(other, 16)).bit_count() <= MOST_APART
