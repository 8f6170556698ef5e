"""Where every test runs: a folder of its own, a database of its own, tasks done at once, mail kept in memory."""

import gc
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
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
for name in ("ALLOWED_HOSTS", "BEHIND_PROXY", "MAIL_HOST", "MFA_REQUIRED", "PORT", "TIME_ZONE"):
    os.environ.pop(name, None)


def pytest_configure() -> None:
    import hypothesis
    from django.conf import settings

    # A busy machine is no failure, and the gate says the same of the same commit.
    # HYPOTHESIS_PROFILE=wild looks where nobody has looked yet.
    hypothesis.settings.register_profile("casebook", deadline=None, derandomize=True)
    hypothesis.settings.register_profile("wild", deadline=None)
    hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "casebook"))

    # The real hasher takes half a second for each password, and is Django's own business.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # What a test leaves in it must go without a database, too.
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    default = settings.DATABASES["default"]
    if default["ENGINE"].endswith("sqlite3"):
        # A file, as in use: WAL, several connections, locks.
        default.setdefault("TEST", {})["NAME"] = str(Path(FOLDER.name) / "tests.sqlite3")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What may ask the database is marked so: the rest, which pytest-django keeps away from it, need not run for each kind of database."""
    for item in items:
        if item.get_closest_marker("django_db") or {"db", "transactional_db", "django_db_setup"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")


def pytest_collection_finish() -> None:
    """What importing and collecting made stays to the end: the garbage collector need not look at it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _first_language():
    """A request leaves its language active in the thread, and the next test would make its addresses in it."""
    from django.conf import settings
    from django.utils import translation

    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def _empty_cache():
    """What one test left in the cache (a limit reached, a page kept) is not the next one's business."""
    from django.core.cache import cache

    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _nothing_held():
    """A test that is rolled back takes the site's version back too, so what a process holds by version must go with it."""
    from cases.search import facets, held, hits, names, orders, suggest, vocabulary
    from cases.views import cards, case, explore, indexes, rail
    from reports import explore as reports_explore
    from reports import web

    held.ASK_EVERY = 0
    held.forget_state()
    yield
    of_reports = (web.held, reports_explore.held, reports_explore.held_sections)
    of_lists = (cards.held, rail.held, suggest.held)
    of_names = (names.held, names.held_names, vocabulary.held)
    for holder in (facets.held, orders.held, explore.held, indexes.held, *of_lists, *of_names, *of_reports):
        holder.clear()
    case.articles.clear()
    case.surroundings.clear()
    hits.stream.cache_clear()
    hits.words.cache_clear()


@pytest.fixture(scope="session")
def collection_database(django_db_setup, django_db_blocker):
    """The name of a second database, loaded once: a copy of the empty one, with the whole 2021 collection in it."""
    from django.db import connection, transaction

    from cases.collection_2021.load import load_cases
    from reports.collection_2021.load import load_report

    with django_db_blocker.unblock():
        # A file is copied whole only when nobody has it open.
        connection.close()
        connection.creation.clone_test_db("collection", verbosity=0)
        name = connection.creation.get_test_db_clone_settings("collection")["NAME"]
        with turned_to(name), transaction.atomic():
            load_cases(lambda line: None)
            load_report(lambda line: None)
            # As in any test: what would follow the commit does not.
            connection.run_on_commit.clear()
    yield name
    with django_db_blocker.unblock():
        connection.creation.destroy_test_db(suffix="collection", verbosity=0)


@pytest.fixture(scope="module")
def collection(collection_database, django_db_blocker):
    """The whole 2021 collection, for all tests of a module."""
    with django_db_blocker.unblock(), turned_to(collection_database):
        yield


@contextmanager
def turned_to(name: str) -> Iterator[None]:
    """The connection leads to the database of that name meanwhile."""
    from django.db import connection

    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own


@pytest.fixture(autouse=True, scope="session")
def _what_is_append_only_can_be_flushed():
    """Between tests that commit, tables are emptied; SQLite does that with DELETE, which the triggers of append-only logs refuse."""
    from django.db.backends.sqlite3.base import DatabaseOperations

    sql_flush = DatabaseOperations.sql_flush

    def flush_all(self, style, tables, *, reset_sequences=False, allow_cascade=False):
        statements = sql_flush(self, style, tables, reset_sequences=reset_sequences, allow_cascade=allow_cascade)
        with self.connection.cursor() as cursor:
            triggers = cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        return [*(f"DROP TRIGGER {name}" for name, _sql in triggers), *statements, *(sql for _name, sql in triggers)]

    DatabaseOperations.sql_flush = flush_all
    yield
    DatabaseOperations.sql_flush = sql_flush


@pytest.fixture(autouse=True, scope="session")
def _widgets_are_not_remembered():
    """Of each template rendered a test client copies the context, for `response.context`; nobody asks for those of a form's widgets.

    A case's form renders nine hundred of them.
    """
    from django.test import client

    store = client.store_rendered_templates

    def store_others(kept, signal, sender, template, context, **named):
        if not (template.name or "").startswith("django/forms/"):
            store(kept, signal, sender, template, context, **named)

    client.store_rendered_templates = store_others
    yield
    client.store_rendered_templates = store
