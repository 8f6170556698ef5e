"""The worker sends mail beside its tasks."""

import threading

from config.management.commands import run_worker


def send_none():
    return 0


def test_the_worker_goes_on_sending_after_an_attempt_that_failed(monkeypatch):
    stop, rounds = threading.Event(), []

    def send():
        rounds.append(1)
        if len(rounds) == 3:
            stop.set()
        raise OSError("no")

    monkeypatch.setattr(run_worker, "MAIL_EVERY", 0)
    monkeypatch.setattr(run_worker, "send_due", send)
    monkeypatch.setattr(run_worker, "remind", send_none)
    monkeypatch.setattr(run_worker.connection, "close", lambda: None)
    run_worker.send_mail(stop)
    assert len(rounds) == 3
