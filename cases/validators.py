"""What an uploaded file must be, decided before anything of it is decoded."""

import warnings
import zipfile
import zlib
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

MEGABYTE = 1024 * 1024
# The limits of `docs/`: what a press photograph needs, and what two cores can decode.
PICTURE_BYTES = 15 * MEGABYTE
PICTURE_PIXELS = 50_000_000
PICTURE_FRAMES = 60
PICTURE_FORMATS = ("JPEG", "PNG", "WEBP")
DOCUMENT_BYTES = 25 * MEGABYTE
UNPACKED_BYTES = 250 * MEGABYTE
UNPACKED_ENTRIES = 5_000


def open_picture(file: Any) -> Image.Image:
    """An opened, not yet decoded picture within the limits; ValidationError naming what was found and what is wanted."""
    if file.size > PICTURE_BYTES:
        raise ValidationError(
            _("The picture has %(size)s MB; give one of at most 15 MB."), code="size", params={"size": round(file.size / MEGABYTE, 1)}
        )
    file.seek(0)
    try:
        with warnings.catch_warnings():
            # Pillow warns at a limit of its own; ours, below, decides.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(file, formats=PICTURE_FORMATS)
    except Image.DecompressionBombError:
        raise ValidationError(_("The picture has too many pixels; give one of at most 50 megapixels."), code="pixels") from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise ValidationError(_("The file is no picture that can be read; give a JPEG, PNG or WebP."), code="format") from None
    # What phones append to a JPEG (a preview, a map of brightness) is no frame of it, and is never decoded.
    frames = 1 if image.format == "MPO" else getattr(image, "n_frames", 1)
    if frames > PICTURE_FRAMES:
        raise ValidationError(
            _("The picture moves: it has %(frames)s frames; give one that stands still."), code="frames", params={"frames": frames}
        )
    pixels = image.width * image.height * frames
    if pixels > PICTURE_PIXELS:
        raise ValidationError(
            _("The picture has %(pixels)s megapixels (%(width)s × %(height)s); give one of at most 50."),
            code="pixels",
            params={"pixels": round(pixels / 1_000_000), "width": image.width, "height": image.height},
        )
    return image


def validate_picture(file: Any) -> None:
    """Refuses on the header, then decodes: a picture cut off in the middle is refused too."""
    if getattr(file, "_committed", False):
        return
    try:
        open_picture(file).load()
    except (OSError, ValueError, SyntaxError):
        raise ValidationError(_("The picture is damaged and cannot be read to its end; give it again."), code="damaged") from None
    finally:
        file.seek(0)


def validate_document(file: Any) -> None:
    """PDF or Office by content, within size; an Office file must not unpack to more than it should."""
    if getattr(file, "_committed", False):
        return
    if file.size > DOCUMENT_BYTES:
        raise ValidationError(
            _("The file has %(size)s MB; give one of at most 25 MB."), code="size", params={"size": round(file.size / MEGABYTE, 1)}
        )
    file.seek(0)
    head = file.read(8)
    file.seek(0)
    if head.startswith(b"%PDF-"):
        return
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            if len(entries) > UNPACKED_ENTRIES or sum(entry.file_size for entry in entries) > UNPACKED_BYTES:
                raise ValidationError(_("The file unpacks to far more than a document holds; give a smaller one."), code="bomb")
            if "[Content_Types].xml" not in names:
                raise zipfile.BadZipFile
            with archive.open("[Content_Types].xml") as types:
                # A part is what its type says, whatever it is called.
                holds_macros = b"vbaproject" in types.read(MEGABYTE).lower()
            if holds_macros or any(name.lower().endswith("vbaproject.bin") for name in names):
                raise ValidationError(_("The file holds macros; save it without them and give it again."), code="macro")
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error, EOFError):
        raise ValidationError(_("The file is neither PDF nor Word nor Excel by its content; give one of these."), code="format") from None
    finally:
        file.seek(0)
