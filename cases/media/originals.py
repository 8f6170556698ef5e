"""Originals are stored once, under their content: `originals/ab/abcd….jpg`.

A picture is decoded, turned upright and written again, so that what is kept holds no camera data, no place and no tail
of something else. It keeps its format and its size.
"""

import hashlib
import io
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image, ImageOps

from cases.validators import open_picture

# Pillow's name → how it is written again. Quality 92 is past what print shows.
FORMATS: dict[str, tuple[str, dict[str, Any]]] = {
    "JPEG": (".jpg", {"quality": 92, "subsampling": 0, "optimize": True}),
    "PNG": (".png", {"optimize": True}),
    "WEBP": (".webp", {"quality": 92, "method": 4}),
}


def original_path(instance: Any, filename: str) -> str:
    """A path that says nothing of the owner or the name given: digest of the content and a known suffix."""
    suffix = PurePosixPath(filename).suffix.lower()
    digest = PurePosixPath(filename).stem
    return f"originals/{digest[:2]}/{digest}{suffix}"


def clean_picture(file: Any) -> tuple[bytes, str]:
    """Bytes and suffix of the picture as it is kept. ValidationError when it is none, or too large (see `validators`)."""
    with open_picture(file) as image:
        kind = image.format or ""
        icc = image.info.get("icc_profile")
        upright = ImageOps.exif_transpose(image)
        if upright.mode not in {"RGB", "RGBA", "L"}:
            upright = upright.convert("RGBA" if "transparency" in image.info else "RGB")
        suffix, options = FORMATS[kind]
        if kind == "JPEG" and upright.mode == "RGBA":
            upright = upright.convert("RGB")
        # A fresh image carries the pixels and none of the metadata.
        bare = Image.frombytes(upright.mode, upright.size, upright.tobytes())
        buffer = io.BytesIO()
        bare.save(buffer, kind, icc_profile=icc if upright.mode != "L" else None, **options)
    return buffer.getvalue(), suffix


def store_original(picture: Any) -> None:
    """Before a picture row is saved: put a newly given file into its clean form and name it by its content."""
    field = picture.file
    if not field or field._committed:
        return
    data, suffix = clean_picture(field.file)
    digest = hashlib.sha256(data).hexdigest()
    picture.digest = digest
    name = original_path(picture, f"{digest}{suffix}")
    if field.storage.exists(name):
        # The same content is kept already; the row points at it.
        field.name, field._committed = name, True
        field._file = None
        with field.storage.open(name) as stored, Image.open(stored) as image:
            picture.width, picture.height = image.size
    else:
        field.file = ContentFile(data, name=f"{digest}{suffix}")
        field.name = f"{digest}{suffix}"
        field._committed = False
        with Image.open(io.BytesIO(data)) as image:
            picture.width, picture.height = image.size
