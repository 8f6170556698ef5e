import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from unittest.mock import Mock

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from config.management.commands import run_worker, serve
from tests import postgresql

MANAGE = [sys.executable, "manage.py"]


def test_a_port_in_use_is_told_before_anything_starts():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CommandError) as caught:
            call_command("serve", port=port)
    assert str(caught.value) == (
        f"Port {port} is in use by another program. End that program, or choose another port: make run PORT={port % 65535 + 1}"
    )


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_a_port_that_does_not_exist_is_refused(port):
    with pytest.raises(CommandError, match=rf"^PORT is {port}; give a number from 1 to 65535\.$"):
        call_command("serve", port=port)


def test_a_database_that_does_not_answer_is_told_before_anything_starts(monkeypatch):
    def refuse():
        raise OperationalError(
            'connection failed: connection to server at "127.0.0.1", port 1 failed: Connection refused\n\tIs it running?'
        )

    monkeypatch.setattr(connection, "ensure_connection", refuse)
    with pytest.raises(CommandError, match=r"does not open \(Connection refused\)\. Start it, or correct DATABASE_URL\.$"):
        serve.refuse_silent_database()


def test_the_worker_outlasts_a_database_that_is_away(monkeypatch):
    tries = []

    def handle(self, **options):
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(run_worker.db_worker.Command, "handle", handle)
    monkeypatch.setattr(run_worker.time, "sleep", lambda seconds: None)
    monkeypatch.setattr(run_worker, "background", Mock(SIGN_EVERY=20))
    run_worker.Command().handle(worker_id="w")
    assert len(tries) == 3


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def children_of(pid):
    found = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, row.split())) for row in found.splitlines()]
    direct = [child for child, parent in pairs if parent == pid]
    return direct + [grandchild for child in direct for grandchild, parent in pairs if parent == child]


def family_of(pid, size=4, within=15):
    """gunicorn and its two workers, run_worker: the first worker answers before the second is there."""
    deadline = time.monotonic() + within
    while len(found := children_of(pid)) < size and time.monotonic() < deadline:
        time.sleep(0.1)
    return found


def gone(pids, within=15):
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        left = [pid for pid in pids if is_running(pid)]
        if not left:
            return True
        time.sleep(0.1)
    return False


def is_running(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


# The whole of it, in processes of its own with a database of its own: once is enough, and not again under PostgreSQL.
whole = pytest.mark.skipif(sys.platform != "linux" or "DATABASE_URL" in os.environ, reason="looks into /proc; chooses its own database")


def of_its_own(folder, **variables):
    """The environment of processes that keep everything in that folder."""
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DEBUG", "SITE_URL", "TASKS_BACKEND"}}
    return environment | {"DATA_DIR": str(folder), "PORT": str(free_port()), "LOG_LEVEL": "INFO"} | variables


def set_up(environment):
    """The tables, and somebody in them, so that no sample is loaded."""
    create = "from accounts.models import User; User.objects.create_user('ann@example.org', name='Ann')"
    for command in (["migrate", "-v0"], ["shell", "-v0", "-c", create]):
        subprocess.run([*MANAGE, *command], cwd=settings.BASE_DIR, env=environment, check=True)


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder that is set up; each test begins with a copy."""
    folder = tmp_path_factory.mktemp("installed")
    set_up(of_its_own(folder))
    return folder


@contextmanager
def served(environment):
    """`manage.py serve`, once it says that it is there, and its address."""
    with subprocess.Popen([*MANAGE, "serve"], cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True) as child:
        for line in child.stdout:
            if "Ctrl-C" in line:
                break
        try:
            yield child, f"http://127.0.0.1:{environment['PORT']}"
        finally:
            # A test that fails ends too.
            if child.poll() is None:
                child.terminate()


def ask(url):
    """Status, headers, and the seconds it took."""
    start = time.monotonic()
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return answer.status, answer.headers, time.monotonic() - start
    except urllib.error.HTTPError as error:
        return error.code, error.headers, time.monotonic() - start


@whole
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_web_server_and_worker_start_together_and_end_together(tmp_path, installed, how):
    with served(of_its_own(shutil.copytree(installed, tmp_path / "data"))) as (child, site):
        assert ask(f"{site}/readyz")[0] == 200
        family = family_of(child.pid)
        assert len(family) == 4  # gunicorn and its two workers, run_worker
        child.send_signal(how)
        assert gone([child.pid, *family])
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", int(site.rpartition(":")[2])))
        assert child.wait() == (0 if how != signal.SIGKILL else -signal.SIGKILL)


@whole
def test_an_outage_of_the_database_is_told_and_passes_without_a_restart(tmp_path):
    with postgresql.own_server() as database:
        environment = of_its_own(tmp_path, DATABASE_URL=f"{database.url}/postgres")
        set_up(environment)
        with served(environment) as (child, site):
            family = family_of(child.pid)
            assert ask(f"{site}/cases/")[0] == ask(f"{site}/readyz")[0] == 200
            database.stop()
            time.sleep(1)  # a page that is held is believed for half a second
            status, headers, _ = ask(f"{site}/cases/")
            assert (status, headers["Retry-After"], headers["Content-Language"]) == (503, "30", "zh-Hans")
            status, _, seconds = ask(f"{site}/readyz")
            assert (status, seconds < 2) == (503, True)
            assert ask(f"{site}/healthz")[0] == 200
            time.sleep(3)  # long enough for the worker to have asked
            database.start()
            assert ask(f"{site}/cases/")[0] == ask(f"{site}/readyz")[0] == 200
            assert children_of(child.pid) == family
