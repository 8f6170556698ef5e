"""A file that is kept under its content is used again when the same content is given once more, perhaps in the moment in which a sweep
deletes it. Neither waits for the other: the sweep puts the file aside in one step and only then asks its age.
"""

import os
import secrets
from contextlib import suppress
from datetime import datetime

from django.core.files.storage import Storage

# Where a file stands while its age is asked, under a name of its own: of another sweep's file nothing is known.
ASIDE = "aside"
# Between the parts of its name there; no stored name holds one.
PART = "~"


def use_again(name: str, storage: Storage) -> bool:
    """Whether the file is there; if so it is as young as one just written, and no sweep takes it before its new row is there.

    Where it is not, the caller writes it anew. A file of another owner stays as old as it is.
    """
    try:
        os.utime(storage.path(name))
    except FileNotFoundError:
        return False
    except OSError:
        return storage.exists(name)
    return True


def delete_unused(name: str, since: datetime, storage: Storage) -> bool:
    """Delete the file unless it was written or used again since; whether it went."""
    aside = storage.path(f"{ASIDE}/{PART.join([secrets.token_hex(8), *name.split('/')])}")
    os.makedirs(os.path.dirname(aside), exist_ok=True)
    # Gone meanwhile, or put back by another sweep.
    with suppress(FileNotFoundError):
        os.rename(storage.path(name), aside)
        if os.stat(aside).st_mtime < since.timestamp():
            os.unlink(aside)
            return True
        _back(aside, storage.path(name))
    return False


def put_back(storage: Storage) -> None:
    """What a killed sweep has left aside, to its place."""
    with suppress(FileNotFoundError):
        for name in storage.listdir(ASIDE)[1]:
            with suppress(FileNotFoundError):
                _back(storage.path(f"{ASIDE}/{name}"), storage.path("/".join(name.split(PART)[1:])))


def _back(aside: str, place: str) -> None:
    """Unless it was written anew meanwhile: that has the same content and is younger."""
    with suppress(FileExistsError):
        os.link(aside, place)
    os.unlink(aside)
