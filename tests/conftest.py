"""Where every test runs: a folder of its own, a database of its own, tasks done at once, mail kept in memory."""

import os
import tempfile
from pathlib import Path

import pytest

# Before the settings are read. Each of xdist's processes comes by here and gets a folder of its own.
FOLDER = tempfile.TemporaryDirectory(prefix="casebook-tests-", ignore_cleanup_errors=True)
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "DATA_DIR": FOLDER.name,
    "DEBUG": "1",
    "LOG_LEVEL": "WARNING",
    "SECRET_KEY": "tests-only-tests-only-tests-only-tests-only-0123456789",
    "SITE_URL": "http://127.0.0.1:8000",
    "TASKS_BACKEND": "django.tasks.backends.immediate.ImmediateBackend",
    # Playwright runs a loop of its own in the test's thread; the database is asked from there and nowhere else.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
}
for name in ("ALLOWED_HOSTS", "BEHIND_PROXY", "MAIL_HOST", "PORT", "TIME_ZONE"):
    os.environ.pop(name, None)


def pytest_configure() -> None:
    from django.conf import settings

    # The real hasher takes half a second for each password, and is Django's own business.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    default = settings.DATABASES["default"]
    if default["ENGINE"].endswith("sqlite3"):
        # A file, as in use: WAL, several connections, locks.
        default.setdefault("TEST", {})["NAME"] = str(Path(FOLDER.name) / "tests.sqlite3")


@pytest.fixture(autouse=True)
def _empty_cache():
    """What one test left in the cache (a limit reached, a page kept) is not the next one's business."""
    from django.core.cache import cache

    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _nothing_held():
    """A test that is rolled back takes the site's version back too, so what a process holds by version must go with it."""
    from cases.search import facets, names, query
    from reports import web

    yield
    for module in (facets, names, query, web):
        module.held.clear()


@pytest.fixture(scope="module")
def collection(django_db_setup, django_db_blocker):
    """The whole 2021 collection, loaded once for a module and taken back after it."""
    from django.db import transaction

    from cases.collection_2021.load import load_cases
    from reports.collection_2021.load import load_report

    with django_db_blocker.unblock(), transaction.atomic():
        load_cases(lambda line: None)
        load_report(lambda line: None)
        yield
        transaction.set_rollback(True)
