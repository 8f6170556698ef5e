"""The last touch to what pandoc has packed: its own style sheet, time and picture addresses give way to ours."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Mapping

# In its sandbox pandoc has no clock.
NO_TIME = b"1970-01-01T00:00:00Z"
# It notes in Word, beside each picture, where it came from: with data addresses that is the whole picture once more.
SOURCE = re.compile(rb'descr="data:[^"]*"')


# In its sandbox it reads no picture for the cover of an EPUB either, so that is put in here, as readers' shelves look for it.
COVER = b'<item id="cover-image" href="media/cover.jpg" media-type="image/jpeg" properties="cover-image" />\n  </manifest>'
WRITTEN = (1980, 1, 1, 0, 0, 0)


def finished(
    packed: bytes, *, moment: int, instead: Mapping[str, bytes] | None = None, cover: bytes = b"", colours: Mapping[str, str] | None = None
) -> bytes:
    """`instead` are contents by the end of an entry's name, `cover` is a JPEG for an EPUB's, `colours` of Word's styles give way to others.

    Order and times of the entries stay: the same input gives the same bytes.
    """
    time = dt.datetime.fromtimestamp(moment, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            data = next((ours for end, ours in (instead or {}).items() if entry.filename.endswith(end)), None) or old.read(entry)
            if entry.filename.endswith((".xml", ".opf")):
                data = SOURCE.sub(b'descr=""', data.replace(NO_TIME, time))
            if entry.filename == "word/styles.xml":
                for ours, theirs in (colours or {}).items():
                    data = data.replace(f'"{ours}"'.encode(), f'"{theirs}"'.encode())
            if cover and entry.filename.endswith(".opf"):
                data = data.replace(b"</manifest>", COVER, 1)
            new.writestr(entry, data, entry.compress_type)
        if cover:
            new.writestr(zipfile.ZipInfo("EPUB/media/cover.jpg", WRITTEN), cover)
    return out.getvalue()
