"""Originals are stored once, under their content: `originals/ab/abcd….jpg`.

A picture is decoded, turned upright and written again, so that what is kept holds no camera data, no place and no tail
of something else. It keeps its format and its size. Its colours become sRGB, which is what pages and prints made from it mean.
"""

import hashlib
import io
from contextlib import suppress
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image, ImageCms, ImageOps

from cases.media.likeness import fingerprint
from cases.media.reuse import use_again
from cases.media.signs import signs_of
from cases.validators import open_picture

# Pillow's name → how it is written again. Quality 92 is past what print shows.
FORMATS: dict[str, tuple[str, dict[str, Any]]] = {
    "JPEG": (".jpg", {"quality": 92, "subsampling": 0, "optimize": True}),
    "PNG": (".png", {"optimize": True}),
    "WEBP": (".webp", {"quality": 92, "method": 4}),
}


SRGB = ImageCms.createProfile("sRGB")


def original_path(instance: Any, filename: str) -> str:
    """A path that says nothing of the owner or the name given: digest of the content and a known suffix."""
    suffix = PurePosixPath(filename).suffix.lower()
    digest = PurePosixPath(filename).stem
    return f"originals/{digest[:2]}/{digest}{suffix}"


def name_by_content(row: Any) -> None:
    """Before a row with a newly given `file` is saved: the name it was given goes, the digest of its content comes.

    The same content is kept once; a second row points at it.
    """
    field = row.file
    if field and not field._committed:
        mark = hashlib.sha256()
        for chunk in field.file.chunks():
            mark.update(chunk)
        field.name = mark.hexdigest() + PurePosixPath(field.name).suffix.lower()
        kept = original_path(row, field.name)
        if use_again(kept, field.storage):
            field.name, field._committed, field._file = kept, True, None


def clean_picture(file: Any) -> tuple[bytes, str]:
    """Bytes and suffix of the picture as it is kept. ValidationError when it is none, or too large (see `validators`)."""
    with open_picture(file) as image:
        # A JPEG with a second picture behind it, as phones write them, is read by its first.
        kind = "JPEG" if image.format == "MPO" else image.format or ""
        upright = in_srgb(ImageOps.exif_transpose(image))
        suffix, options = FORMATS[kind]
        # A fresh image carries the pixels and none of the metadata.
        bare = Image.frombytes(upright.mode, upright.size, upright.tobytes())
        buffer = io.BytesIO()
        bare.save(buffer, kind, **options)
    return buffer.getvalue(), suffix


def in_srgb(image: Image.Image) -> Image.Image:
    """The picture in RGB, RGBA or L, its colours as its own profile means them; a profile that cannot be read is left aside."""
    if image.mode.startswith("I;16"):
        # Pillow cuts 16 bits off at 255 instead of dividing.
        image = image.convert("I").point(lambda value: value / 257).convert("L")
    mode = "L" if image.mode in {"1", "L"} else "RGBA" if image.has_transparency_data else "RGB"
    profile = image.info.get("icc_profile")
    if profile and image.mode in {"RGB", "RGBA", "CMYK"}:
        with suppress(ImageCms.PyCMSError, OSError):
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, given, SRGB, outputMode="RGB" if image.mode == "CMYK" else image.mode)
            assert converted is not None
            image = converted
    return image if image.mode == mode else image.convert(mode)


def store_original(picture: Any) -> None:
    """Before a picture row is saved: put a newly given file into its clean form and name it by its content."""
    field = picture.file
    if not field or field._committed:
        return
    with open_picture(field.file) as given:
        picture.signs = [str(sign) for sign in signs_of(given, field.name)]
    data, suffix = clean_picture(field.file)
    digest = hashlib.sha256(data).hexdigest()
    picture.digest = digest
    with Image.open(io.BytesIO(data)) as clean:
        picture.fingerprint = fingerprint(clean)
    name = original_path(picture, f"{digest}{suffix}")
    if use_again(name, field.storage):
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
