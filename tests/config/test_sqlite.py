"""A kept connection of SQLite is of the file that is there, or it is not kept."""

import os
import sqlite3

import pytest
from django.core.signals import request_started
from django.db import OperationalError
from django.db.utils import ConnectionHandler

from config import env, sqlite


@pytest.fixture
def kept(tmp_path, monkeypatch, django_db_blocker):
    """An open connection to a file of its own, and the only one that the watch sees."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'casebook.sqlite3'}")
    handler = ConnectionHandler({"default": env.database("DATABASE_URL", default="")})
    monkeypatch.setattr(sqlite, "connections", handler)
    connection = handler["default"]
    with django_db_blocker.unblock():
        connection.ensure_connection()
        yield connection
        connection.close()


def test_it_is_kept_while_its_file_stands(kept):
    was = kept.connection
    request_started.send(None)
    assert kept.connection is was
    assert kept.settings_dict["CONN_MAX_AGE"] == 60


def test_a_file_that_is_gone_is_an_outage(kept, tmp_path):
    for file in tmp_path.iterdir():
        file.unlink()
    tmp_path.rmdir()
    request_started.send(None)
    with pytest.raises(OperationalError, match="unable to open"):
        kept.ensure_connection()


def test_a_file_put_in_its_place_is_read(kept, tmp_path):
    with sqlite3.connect(tmp_path / "restored") as other:
        other.execute("CREATE TABLE restored (n)")
    os.replace(tmp_path / "restored", kept.settings_dict["NAME"])
    request_started.send(None)
    assert kept.introspection.table_names() == ["restored"]


def test_in_the_middle_of_a_transaction_it_stays(kept, monkeypatch):
    was = kept.connection
    monkeypatch.setattr(kept, "in_atomic_block", True)
    os.unlink(kept.settings_dict["NAME"])
    request_started.send(None)
    assert kept.connection is was
    monkeypatch.undo()
