"""The sizes that pages use, made from originals: WebP at named widths, under `derived/ab/<digest>-<width>.webp`."""

import io
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from cases.document import PictureDoc

# List and strip; text column; full width on a dense screen.
WIDTHS = (480, 960, 1600)
# WebP knows no larger side; a tall picture is made narrower instead.
MOST_HIGH = 16_383
MADE_FROM = {".jpg": "JPEG", ".png": "PNG", ".webp": "WEBP"}


def original_name(picture: PictureDoc) -> str:
    return f"originals/{picture.digest[:2]}/{picture.digest}{picture.suffix}"


def derived_name(digest: str, width: int) -> str:
    return f"derived/{digest[:2]}/{digest}-{width}.webp"


def read_original(picture: PictureDoc) -> bytes:
    """FileNotFoundError when the storage has lost it."""
    with default_storage.open(original_name(picture)) as file:
        data: bytes = file.read()
    return data


def derive(picture: PictureDoc) -> None:
    """Make the sizes that are not there yet. A picture is never enlarged: a wider name then holds it at its own width."""
    missing = [width for width in WIDTHS if not default_storage.exists(derived_name(picture.digest, width))]
    if not missing:
        return
    with default_storage.open(original_name(picture)) as file, Image.open(file, formats=tuple(MADE_FROM.values())) as image:
        image.load()
        for width in missing:
            default_storage.save(derived_name(picture.digest, width), ContentFile(_webp(image, width)))


def _webp(image: Any, width: int) -> bytes:
    small = image.copy()
    share = min(1, width / small.width, MOST_HIGH / small.height)
    if share < 1:
        small = small.resize((max(1, round(small.width * share)), max(1, round(small.height * share))), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    small.save(buffer, "WEBP", quality=82, method=4)
    return buffer.getvalue()
