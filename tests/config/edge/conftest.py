"""Django is set up only after this file is read, so models are imported inside."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.config.edge.answers import CHANGED, NOON


@pytest.fixture
def clock(db, monkeypatch):
    """A day two hours after the site's last change; `clock.now` can be set."""
    from cases.models import SiteVersion
    from config import edge

    class Clock:
        now = NOON

    monkeypatch.setattr(timezone, "now", lambda: Clock.now)
    monkeypatch.setattr(edge, "STARTED", NOON - dt.timedelta(days=1))
    SiteVersion.objects.update(changed_at=CHANGED)
    return Clock


@pytest.fixture
def held_pages(settings):
    """As in production; with DEBUG, as tests have it, nothing is held."""
    settings.PAGES_HELD_MB = 32


@pytest.fixture
def case(clock):
    from cases.models import SiteVersion
    from tests import make

    made = make.case(slug="one", title_zh_hans="甲", title_en="One", concept="green")
    make.published(made)
    SiteVersion.objects.update(changed_at=CHANGED)
    return made


@pytest.fixture
def costs(client):
    """The number of queries that an address costs, and its answer."""

    def ask(address="/cases/one/", method="get", **options):
        with CaptureQueriesContext(connection) as captured:
            response = getattr(client, method)(address, **options)
        return len(captured), response

    return ask
