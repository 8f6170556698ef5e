"""SQLite's connections are kept from one request to the next, as PostgreSQL's are: opening one costs as much as a page that is held.

An open file outlasts its name. So each request first looks whether the file of its connection still stands where it stood: one that is
gone is an outage to be told, and one that was put in its place (a restored copy) is what is to be read.
"""

import os
from typing import Any
from weakref import WeakKeyDictionary

from django.core.signals import request_started
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

# Device and file number.
Mark = tuple[int, int]

_opened: WeakKeyDictionary[BaseDatabaseWrapper, Mark | None] = WeakKeyDictionary()


def watch() -> None:
    connection_created.connect(_note, dispatch_uid="casebook.sqlite")
    request_started.connect(drop_stale_connections, dispatch_uid="casebook.sqlite")


def drop_stale_connections(**signal: Any) -> None:
    for connection in connections.all(initialized_only=True):
        if connection in _opened and not connection.in_atomic_block and _mark(connection) != _opened[connection]:
            connection.close()


def _note(connection: BaseDatabaseWrapper, **signal: Any) -> None:
    if connection.vendor == "sqlite" and not connection.is_in_memory_db():
        _opened[connection] = _mark(connection)


def _mark(connection: BaseDatabaseWrapper) -> Mark | None:
    try:
        found = os.stat(connection.settings_dict["NAME"])
    except OSError:
        return None
    return found.st_dev, found.st_ino
