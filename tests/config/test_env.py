import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env

WANTED = "give sqlite:////path/to/file or postgresql://user:password@host:5432/name"


def read(monkeypatch, value, reader, **options):
    monkeypatch.setenv("NAME", value)
    return reader("NAME", **options)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("nonsense", f"NAME does not say what kind of database it is; {WANTED}."),
        ("mysql://127.0.0.1/casebook", f"NAME begins with 'mysql'; {WANTED}."),
        ("postgresql://user:secret@host:port/name", f"NAME cannot be read as an address; {WANTED}."),
        ("postgresql://user:secret@host:99999/name", f"NAME cannot be read as an address; {WANTED}."),
        ("postgresql://user:secret@[::1/name", f"NAME cannot be read as an address; {WANTED}."),
        ("postgresql://user:secret@host", f"NAME names no database; {WANTED}."),
        ("postgresql://host/", f"NAME names no database; {WANTED}."),
        ("sqlite://", f"NAME names no file; {WANTED}."),
        ("sqlite:///", f"NAME names no file; {WANTED}."),
    ],
)
def test_a_database_address_that_cannot_be_read_is_told_in_one_sentence_without_its_password(monkeypatch, url, sentence):
    with pytest.raises(ImproperlyConfigured) as caught:
        read(monkeypatch, url, env.database, default="")
    assert str(caught.value) == sentence


def test_a_postgresql_address_keeps_its_parts_and_hands_its_query_to_the_driver(monkeypatch):
    found = read(monkeypatch, "postgresql://ann:p%40ss@db.example.org:6432/cases?sslmode=require", env.database, default="")
    assert {key: found[key] for key in ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")} == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "cases",
        "USER": "ann",
        "PASSWORD": "p@ss",
        "HOST": "db.example.org",
        "PORT": "6432",
        "OPTIONS": {"connect_timeout": 3, "sslmode": "require"},
    }


def test_an_sqlite_address_names_a_file_and_its_writers_wait_for_their_turn(monkeypatch):
    found = read(monkeypatch, "sqlite:////srv/cases.sqlite3", env.database, default="")
    assert (found["NAME"], found["OPTIONS"]["transaction_mode"]) == ("/srv/cases.sqlite3", "IMMEDIATE")


@pytest.mark.parametrize(
    ("reader", "options", "value", "sentence"),
    [
        (env.flag, {"default": True}, "perhaps", "NAME is 'perhaps'; give 1 or 0."),
        (env.number, {"default": 1}, "12a", "NAME is '12a'; give a whole number."),
        (env.choice, {"allowed": ["A", "B"], "default": "A"}, "c", "NAME is 'c'; give one of A, B."),
        (
            env.address,
            {"default": ""},
            "cases.example.org",
            "NAME is 'cases.example.org'; give an address such as https://cases.example.org.",
        ),
        (env.address, {"default": ""}, "https://", "NAME is 'https:'; give an address such as https://cases.example.org."),
        (env.address, {"default": ""}, "https://h/sub", "NAME is 'https://h/sub'; give an address such as https://cases.example.org."),
    ],
)
def test_a_value_that_is_not_what_was_wanted_is_named_with_what_was(monkeypatch, reader, options, value, sentence):
    with pytest.raises(ImproperlyConfigured) as caught:
        read(monkeypatch, value, reader, **options)
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("reader", "options", "value", "found"),
    [
        (env.text, {}, "  words ", "words"),
        (env.flag, {"default": False}, "On", True),
        (env.flag, {"default": True}, "0", False),
        (env.flag, {"default": True}, "", False),
        (env.number, {"default": 1}, " 12 ", 12),
        (env.choice, {"allowed": ["INFO"], "default": "INFO"}, "info", "INFO"),
        (env.choice, {"allowed": ["INFO"], "default": "INFO"}, "", "INFO"),
        (env.address, {"default": ""}, "https://cases.example.org:8443/", "https://cases.example.org:8443"),
        (env.words, {}, "a, b ,,c", ["a", "b", "c"]),
    ],
)
def test_a_value_that_fits_is_read(monkeypatch, reader, options, value, found):
    assert read(monkeypatch, value, reader, **options) == found
