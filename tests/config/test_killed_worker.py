"""A real worker is killed in the middle of a task; another one does it, once."""

import os
import sqlite3
import subprocess
import sys
import time

import pytest
from django.conf import settings

PATIENCE = 60


@pytest.fixture
def processes():
    started = []
    yield started
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()


def until(holds):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if holds():
            return
        time.sleep(0.2)
    raise AssertionError("It did not come to pass.")


def test_a_task_whose_worker_was_killed_is_taken_up_and_done_once(tmp_path, processes):
    notes, file = tmp_path / "notes", tmp_path / "casebook.sqlite3"
    place = {"DATA_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{file}", "DEBUG": "1", "WRITE_TO": str(notes)}
    place["TASKS_BACKEND"] = "django_tasks_db.DatabaseBackend"

    def manage(*words):
        return subprocess.Popen(
            [sys.executable, "manage.py", *words], cwd=settings.BASE_DIR, env=os.environ | place, stderr=subprocess.DEVNULL
        )

    def work(name):
        quick = "from cases import background; background.SIGN_EVERY = 1; from django.core.management import call_command"
        processes.append(manage("shell", "--no-imports", "-c", f"{quick}; call_command('run_worker', worker_id='{name}', verbosity=0)"))
        return processes[-1]

    def rows(query, *values):
        with sqlite3.connect(file, timeout=20) as database:
            return database.execute(query, values).fetchall()

    assert manage("migrate", "-v0").wait() == 0
    assert manage("shell", "--no-imports", "-c", "from tests.config.slow import write_down; write_down.enqueue()").wait() == 0
    first = work("first")
    until(lambda: notes.exists())
    first.kill()
    first.wait()
    second = work("second")
    until(lambda: rows("SELECT count(*) FROM cases_worker")[0][0] == 2)
    time.sleep(3)
    assert notes.read_text() == "begun\n"  # the first one's lease has not ended
    rows("UPDATE cases_worker SET seen_at = datetime('now', '-130 seconds') WHERE id = 'first'")
    until(lambda: rows("SELECT status FROM django_tasks_database_dbtaskresult")[0][0] == "SUCCESSFUL")
    assert notes.read_text() == "begun\nbegun\ndone\n"
    assert rows("SELECT worker_ids FROM django_tasks_database_dbtaskresult") == [('["first", "second"]',)]
    second.terminate()
    assert second.wait(PATIENCE) == 0
    assert rows("SELECT id FROM cases_worker") == [("first",)]  # the second has said that it ends
