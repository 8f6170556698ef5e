"""What betrays that an upload is not the picture as a camera made it: a screenshot, a messenger's copy, a date burnt in.

Read from the file as it was given, before its data about the camera is taken off. Each is a guess and is told as one; nothing is
refused for it.
"""

import re
from pathlib import PurePosixPath
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from PIL import Image


class Sign(TextChoices):
    SCREENSHOT = "screenshot", _("This looks like a screenshot. Give the picture itself where you can.")
    MESSENGER = (
        "messenger",
        _("This looks like a picture sent by a messenger, which makes it small. Send it as a file (“original image”) instead."),
    )
    COMPRESSED = "compressed", _("This picture is compressed hard and prints with blotches. Give the picture as the camera made it.")
    DATED = "dated", _("A date seems to be burnt into a corner. Give the picture without it, or say where it may be cut.")


NAMED = {
    Sign.SCREENSHOT: re.compile(r"截图|截屏|屏幕快照|screen ?-?_?shot|snipaste", re.I),
    Sign.MESSENGER: re.compile(r"mmexport|微信图片|wechat|wx_camera|img-\d{8}-wa|qq图片|钉钉|dingtalk|telegram", re.I),
}
# Width × height of usual screens, the longer side first.
SCREENS = frozenset(
    {(1366, 768), (1440, 900), (1536, 864), (1600, 900), (1920, 1080), (1920, 1200), (2560, 1440), (2560, 1600), (2880, 1800), (3840, 2160)}
    | {(1334, 750), (1792, 828), (2340, 1080), (2400, 1080), (2436, 1125), (2532, 1170), (2556, 1179), (2688, 1242), (2778, 1284)}
    | {(2796, 1290), (2048, 1536), (2160, 1620), (2388, 1668), (2732, 2048), (3200, 1440)}
)
# The longest sides that messengers cut to.
MESSENGER_SIDES = frozenset({1080, 1280, 1440, 1600, 2560})
# Of a JPEG's quality, 1 to 100 as the reference encoder counts it.
POOR_QUALITY = 60
MESSENGER_QUALITY = 82
# The reference table's sum at quality 50, and what a step of the scale is worth of it.
TABLE_SUM_AT_50 = 3688


def signs_of(image: Image.Image, name: str) -> tuple[Sign, ...]:
    """What can be told of an opened upload by its name, its format and its pixels."""
    found: list[Any] = [sign for sign, pattern in NAMED.items() if pattern.search(PurePosixPath(name.replace("\\", "/")).name)]
    has_camera = bool(image.getexif().get_ifd(0x8769)) or 0x0110 in image.getexif()
    sides = (max(image.size), min(image.size))
    if Sign.SCREENSHOT not in found and image.format == "PNG" and not has_camera and sides in SCREENS:
        found.append(Sign.SCREENSHOT)
    quality = jpeg_quality(image)
    if quality is not None:
        if Sign.MESSENGER not in found and not has_camera and sides[0] in MESSENGER_SIDES and quality <= MESSENGER_QUALITY:
            found.append(Sign.MESSENGER)
        if quality <= POOR_QUALITY:
            found.append(Sign.COMPRESSED)
    if has_date(image):
        found.append(Sign.DATED)
    return tuple(found)


def jpeg_quality(image: Any) -> int | None:
    """The quality that the reference encoder would have used for the brightness table; None for what is no JPEG."""
    tables = getattr(image, "quantization", None)
    if not tables:
        return None
    total = sum(tables[min(tables)])
    scale = 100 * total / TABLE_SUM_AT_50
    return max(1, min(100, round((200 - scale) / 2 if scale <= 100 else 5000 / scale)))


# --- A burnt-in date: a short row of glowing digits in a lower corner --------------------------------------------------

# The corner looked at, as shares of the picture, and how small it is made for that.
CORNER_WIDTH, CORNER_HEIGHT = 0.42, 0.16
SMALL = (336, 96)
# Share of glowing points in the row of digits, at least and at most.
GLOW_LEAST, GLOW_MOST = 0.07, 0.75
# A row of eight digits is far wider than high.
LEAST_ASPECT, MOST_ASPECT = 3.0, 14.0
LEAST_WIDTH = 60


def has_date(image: Image.Image) -> bool:
    """Whether a lower corner holds a row of orange, red or yellow strokes and nothing else of such a colour."""
    if min(image.size) < 200:
        return False
    image.draft("RGB", (1000, 1000))
    width, height = image.size
    across, up = round(width * CORNER_WIDTH), round(height * CORNER_HEIGHT)
    boxes = ((width - across, height - up, width, height), (0, height - up, across, height))
    return any(_is_row_of_digits(image.crop(box).convert("RGB").resize(SMALL, Image.Resampling.BOX)) for box in boxes)


def _is_row_of_digits(corner: Image.Image) -> bool:
    hue, saturation, value = corner.convert("HSV").split()
    # Red over orange to yellow is 0 to 42 of 255, and what is left of the circle.
    warm = hue.point([255 if h <= 42 or h >= 250 else 0 for h in range(256)])
    strong = saturation.point([255 if s >= 120 else 0 for s in range(256)])
    bright = value.point([255 if v >= 160 else 0 for v in range(256)])
    black = Image.new("L", SMALL)
    glowing = Image.composite(Image.composite(warm, black, strong), black, bright)
    box = glowing.getbbox()
    if box is None:
        return False
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    if width < LEAST_WIDTH or not LEAST_ASPECT <= width / height <= MOST_ASPECT:
        return False
    share = glowing.crop(box).histogram()[255] / (width * height)
    # Digits have gaps between them: columns without a glowing point.
    dark_columns = sum(1 for x in range(left, right) if glowing.crop((x, top, x + 1, bottom)).getbbox() is None)
    return GLOW_LEAST <= share <= GLOW_MOST and dark_columns >= 4
