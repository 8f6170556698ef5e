"""The sizes that pages use, made from originals at named widths, under `derived/ab/<digest>-<width>.webp`, and `.avif` beside it.

WebP is made before a case is put out, as pages need it; AVIF, a third smaller and ten times as slow to make, in the background after it.
Whoever takes AVIF gets it once it is there.
"""

import io
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from cases.document import PictureDoc
from cases.media.reuse import use_again

# List and strip; text column; full width on a dense screen.
WIDTHS = (480, 960, 1600)
# WebP knows no larger side; a tall picture is made narrower instead.
MOST_HIGH = 16_383
# Pillow's name → how it is written: quality by eye, each at about the same sight.
FORMATS: dict[str, tuple[str, dict[str, Any]]] = {
    "webp": ("WEBP", {"quality": 82, "method": 4}),
    "avif": ("AVIF", {"quality": 62, "speed": 8}),
}
MADE_FROM = {".jpg": "JPEG", ".png": "PNG", ".webp": "WEBP"}


def original_name(picture: PictureDoc) -> str:
    return f"originals/{picture.digest[:2]}/{picture.digest}{picture.suffix}"


def derived_name(digest: str, width: int, suffix: str = "webp") -> str:
    return f"derived/{digest[:2]}/{digest}-{width}.{suffix}"


def read_original(picture: PictureDoc) -> bytes:
    """FileNotFoundError when the storage has lost it."""
    with default_storage.open(original_name(picture)) as file:
        data: bytes = file.read()
    return data


def derive(picture: PictureDoc, suffix: str = "webp") -> None:
    """Make the sizes that are not there yet. A picture is never enlarged: a wider name then holds it at its own width."""
    missing = [width for width in WIDTHS if not use_again(derived_name(picture.digest, width, suffix), default_storage)]
    if not missing:
        return
    with default_storage.open(original_name(picture)) as file, Image.open(file, formats=tuple(MADE_FROM.values())) as image:
        image.load()
        for width in missing:
            default_storage.save(derived_name(picture.digest, width, suffix), ContentFile(_sized(image, width, suffix)))


def _sized(image: Any, width: int, suffix: str) -> bytes:
    small = image.copy()
    share = min(1, width / small.width, MOST_HIGH / small.height)
    if share < 1:
        small = small.resize((max(1, round(small.width * share)), max(1, round(small.height * share))), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    kind, options = FORMATS[suffix]
    small.save(buffer, kind, **options)
    return buffer.getvalue()
