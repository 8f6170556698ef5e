"""Pictures and drawings of a layout as files that other formats take: JPEG for photographs, PNG or SVG for what is drawn."""

import base64
from collections.abc import Iterator

import vl_convert

from reports.writers.layout import Layout
from reports.writers.pictures import for_print
from reports.writers.protocol import Pictures, Progress

# A document that is read on a screen and printed in an office needs half the dots of a press.
SCALE = 0.55
# Dots of a drawing for each of its own units.
DRAWN = 3.0
MEDIA = {".jpg": "image/jpeg", ".png": "image/png", ".svg": "image/svg+xml"}


def files(layout: Layout, pictures: Pictures, *, drawings: str, on_progress: Progress) -> Iterator[tuple[str, str, bytes]]:
    """For each picture and drawing its name in the layout, its file name and its bytes, one after the other.

    `drawings` is ".png" or ".svg". Originals are asked for one by one, so few are in memory at once. From 10 to 60 percent of the work.
    """
    every = len(layout.pictures) + len(layout.drawings)
    done = 0
    for placed in layout.pictures:
        name = placed.picture.caption.zh_hans or placed.picture.caption.en or placed.picture.digest
        original, place = pictures(placed.picture), {"width_mm": placed.width_mm * SCALE, "height_mm": placed.height_mm * SCALE}
        yield f"{placed.name}.svg", f"{placed.name}.jpg", for_print(original, **place, name=name, focus=placed.picture.focus).data
        on_progress(10 + 50 * (done := done + 1) // every)
    for name, drawing in layout.drawings.items():
        if drawings == ".svg":
            yield name, name, drawing.encode()
        else:
            yield name, name.replace(".svg", ".png"), bytes(vl_convert.svg_to_png(drawing, scale=DRAWN))
        on_progress(10 + 50 * (done := done + 1) // every)


def addresses(layout: Layout, pictures: Pictures, *, drawings: str, on_progress: Progress) -> dict[str, str]:
    """Data addresses by the names in the layout."""
    return {name: data_address(file, data) for name, file, data in files(layout, pictures, drawings=drawings, on_progress=on_progress)}


def data_address(file: str, data: bytes) -> str:
    kind = MEDIA[file[file.rindex(".") :]]
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"
