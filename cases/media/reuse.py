"""A file that is kept under its content is used again when the same content is given once more, perhaps in the moment in which a sweep
deletes it. Neither waits for the other: the sweep puts the file aside in one step and only then asks its age.
"""

import os
from datetime import datetime

from django.core.files.storage import Storage

# Where a file stands while its age is asked. What a killed sweep leaves here, the next one finds.
ASIDE = "aside"


def use_again(name: str, storage: Storage) -> bool:
    """Whether the file is there; if so it is as young as one just written, and no sweep takes it before its new row is there.

    Where it is not, the caller writes it anew.
    """
    try:
        os.utime(storage.path(name))
    except FileNotFoundError:
        return False
    return True


def delete_unused(name: str, since: datetime, storage: Storage) -> bool:
    """Delete the file unless it was written or used again since; whether it went."""
    path, aside = storage.path(name), storage.path(f"{ASIDE}/{os.path.basename(name)}")
    os.makedirs(os.path.dirname(aside), exist_ok=True)
    try:
        os.rename(path, aside)
    except FileNotFoundError:
        return False  # gone meanwhile
    if os.stat(aside).st_mtime < since.timestamp():
        os.unlink(aside)
        return True
    # Perhaps over one that was written anew meanwhile, which has the same content.
    os.replace(aside, path)
    return False
