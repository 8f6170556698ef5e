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


def finished(packed: bytes, *, moment: int, instead: Mapping[str, bytes] | None = None) -> bytes:
    """`instead` are contents by the end of an entry's name. Order and times of the entries stay: the same input gives the same bytes."""
    time = dt.datetime.fromtimestamp(moment, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            data = next((ours for end, ours in (instead or {}).items() if entry.filename.endswith(end)), None) or old.read(entry)
            if entry.filename.endswith((".xml", ".opf")):
                data = SOURCE.sub(b'descr=""', data.replace(NO_TIME, time))
            new.writestr(entry, data, entry.compress_type)
    return out.getvalue()
