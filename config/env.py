"""Read settings from the environment, and say plainly what is wrong with one.

Every reader names the variable, what it held and what was wanted.
"""

import os
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool) -> bool:
    raw = os.environ.get(name)
    if raw is None:
        return default
    if raw.strip().lower() in TRUE:
        return True
    if raw.strip().lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is {raw!r}; give 1 or 0.")


def number(name: str, *, default: int) -> int:
    raw = text(name, str(default))
    try:
        return int(raw)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {raw!r}; give a whole number.") from None


def choice(name: str, allowed: list[str], *, default: str) -> str:
    raw = text(name) or default
    if raw.upper() not in allowed:
        raise ImproperlyConfigured(f"{name} is {raw!r}; give one of {', '.join(allowed)}.")
    return raw.upper()


def address(name: str, *, default: str) -> str:
    """Where the site is found: scheme and host, perhaps a port, without a slash at the end."""
    raw = (text(name) or default).rstrip("/")
    try:
        parts = urlsplit(raw)
        complete = parts.scheme in {"http", "https"} and parts.hostname and not parts.path and not parts.query
    except ValueError:
        complete = False
    if not complete:
        raise ImproperlyConfigured(f"{name} is {raw!r}; give an address such as https://cases.example.org.")
    return raw


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list; blanks around and between are dropped."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def database(name: str, *, default: str) -> dict[str, Any]:
    """A Django database entry from a URL.

    `sqlite:////absolute/file`, or `postgresql://user:password@host:port/name`, whose query is handed to the
    driver (`?sslmode=require`; `?host=/run/postgresql` for a socket).
    """
    url = text(name) or default
    wanted = "give sqlite:////path/to/file or postgresql://user:password@host:5432/name"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        # The URL itself is not repeated: it may hold a password.
        raise ImproperlyConfigured(f"{name} cannot be read as an address; {wanted}.") from None
    path = unquote(parts.path)
    if parts.scheme == "sqlite":
        if len(path) < 3:
            raise ImproperlyConfigured(f"{name} names no file; {wanted}.")
        return _sqlite(path[1:] if path.startswith("//") else path)
    if parts.scheme in {"postgresql", "postgres"}:
        if not path.strip("/"):
            raise ImproperlyConfigured(f"{name} names no database; {wanted}.")
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": path.strip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            # A database that does not answer must cost a page seconds, not minutes.
            "OPTIONS": {"connect_timeout": 3} | dict(parse_qsl(parts.query)),
        }
    begins = f"begins with {parts.scheme!r}" if parts.scheme else "does not say what kind of database it is"
    raise ImproperlyConfigured(f"{name} {begins}; {wanted}.")


def _sqlite(path: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        # `config.sqlite` sees to it that a kept one is of the file that is there.
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            # IMMEDIATE: a writer waits for its turn at BEGIN, instead of failing at its first write.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;"
            ),
        },
    }
