import json
import time

import pytest
from django.db import OperationalError

from config import health


def test_alive_touches_nothing(client):
    # No `django_db` mark: pytest fails this test if the page asks the database.
    response = client.get("/healthz")
    assert (response.status_code, response.text, response["Cache-Control"]) == (200, "ok\n", "no-store")
    assert not response.has_header("Vary")


def ready(client):
    response = client.get("/readyz")
    return response.status_code, json.loads(response.content)


@pytest.mark.django_db(transaction=True)
def test_ready_when_database_cache_and_storage_answer(client):
    assert ready(client) == (200, {"status": "ok", "checks": {"database": "ok", "cache": "ok", "storage": "ok"}})


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("broken", ["database", "cache", "storage"])
def test_not_ready_when_one_of_them_fails_and_no_word_of_why(client, monkeypatch, broken):
    def fail():
        raise OperationalError("password authentication failed for user casebook at 10.0.0.7")

    monkeypatch.setitem(health.CHECKS, broken, fail)
    expected = {"database": "ok", "cache": "ok", "storage": "ok"} | {broken: "failing"}
    assert ready(client) == (503, {"status": "failing", "checks": expected})


@pytest.mark.django_db(transaction=True)
def test_a_database_that_cannot_be_reached_is_told_and_forgotten_once_it_is_back(client, monkeypatch):
    from django.db import connection

    options = connection.settings_dict
    away = {"NAME": "/nowhere/at/all.sqlite3"} if connection.vendor == "sqlite" else {"HOST": "127.0.0.1", "PORT": "1"}
    with monkeypatch.context() as broken:
        for name, value in away.items():
            broken.setitem(options, name, value)
        assert ready(client)[0] == 503
    assert ready(client)[0] == 200


@pytest.mark.django_db(transaction=True)
def test_a_check_that_hangs_costs_two_seconds_at_most_and_is_not_started_twice(client, monkeypatch):
    begun = []

    def hang():
        begun.append(1)
        time.sleep(4)

    monkeypatch.setitem(health.CHECKS, "storage", hang)
    for _ in range(2):
        start = time.monotonic()
        status, answer = ready(client)
        assert (status, answer["checks"]["storage"]) == (503, "failing")
        assert time.monotonic() - start < 2
    assert begun == [1]


def test_the_storage_check_leaves_nothing_behind(settings):
    from pathlib import Path

    health.check_storage()
    folder = Path(settings.MEDIA_ROOT) / "readyz"
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_both_only_answer_questions(client, address):
    assert client.post(address).status_code == 405
