"""Pictures made fit for their printed place: no more dots than paper can show, no camera data, one format."""

import io
import math
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from reports.writers.errors import WriterFailed

DOTS_PER_INCH = 300
# Calm drawings and photographs alike show no artefacts at this quality in print.
QUALITY = 85
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "TIFF")
# As for uploads (`cases.validators`): what two cores can decode.
PIXELS = 50_000_000
CENTRE = (50, 50)


@dataclass(frozen=True)
class Print:
    data: bytes
    width: int
    height: int


def for_print(original: bytes, *, width_mm: float, height_mm: float, name: str, focus: tuple[int, int] = CENTRE) -> Print:
    """A JPEG that covers `width_mm` × `height_mm` at 300 dots per inch, or all dots of the original where it has fewer.

    `name` is what the error calls the picture; `focus` (hundredths of width and height) is where it is not to be cut: with one that is
    not the middle the picture comes cut to the place already. The same original gives the same bytes.
    """
    try:
        with Image.open(io.BytesIO(original), formats=FORMATS) as image:
            if image.width * image.height > PIXELS:
                raise WriterFailed(_("The picture “%(name)s” has more than 50 megapixels; give a smaller one.") % {"name": name})
            wanted = (_dots(width_mm), _dots(height_mm))
            image.draft("RGB", wanted)
            upright = _opaque(ImageOps.exif_transpose(image))
            scale = max(wanted[0] / upright.width, wanted[1] / upright.height)
            if scale < 1:
                size = (math.ceil(upright.width * scale), math.ceil(upright.height * scale))
                upright = upright.resize(size, Image.Resampling.LANCZOS, reducing_gap=2)
            if focus != CENTRE:
                upright = _cut(upright, width_mm / height_mm, focus)
            out = io.BytesIO()
            upright.save(out, "JPEG", quality=QUALITY, subsampling=0 if scale < 0.5 else 2)
            return Print(out.getvalue(), upright.width, upright.height)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise WriterFailed(_("The picture “%(name)s” cannot be read; replace its file.") % {"name": name}, detail=repr(error)) from error


def _cut(image: Image.Image, widest: float, focus: tuple[int, int]) -> Image.Image:
    """At least as wide, in its shape, as `widest`: what is too high goes above and below the focal point. A lower one keeps its shape."""
    height = min(image.height, round(image.width / widest))
    top = max(0, min(image.height - height, round(image.height * focus[1] / 100 - height / 2)))
    return image.crop((0, top, image.width, top + height))


def _dots(millimetres: float) -> int:
    return math.ceil(millimetres / 25.4 * DOTS_PER_INCH)


def _opaque(image: Image.Image) -> Image.Image:
    """RGB on white: print knows no transparency."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        return paper
    return image.convert("RGB")
