import ctypes
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import Error, connection

from config import env

READY_WITHIN = 30  # seconds from start to the first answer
ENDED_WITHIN = 30  # seconds for the task in hand to come to its end
PR_SET_PDEATHSIG = 1


class Command(BaseCommand):
    help = "Run all of Casebook here: bring the database up to date, load the sample into an empty one, start web server and worker."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=env.number("PORT", default=8000), help="8000, or the variable PORT")

    def handle(self, *, port: int, **options: Any) -> None:
        os.environ["PORT"] = str(port)  # the children's own settings name it in links
        refuse_taken_port(port)
        refuse_silent_database()
        self.check()
        self.say("Bringing the database up to date …")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("rebuild_search", if_missing=True, verbosity=0)
        if not settings.DEBUG:
            call_command("collectstatic", interactive=False, verbosity=0)
        accounts = self.load_sample()
        connection.close()
        children = {"web server": start_web_server(port), "worker": start_worker()}
        stop_on(signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        try:
            wait_for_answer(port, children)
            self.announce(port, accounts)
            wait_for_end_of_any(children)
        except KeyboardInterrupt:
            self.say("\nEnding …")
        finally:
            end(children)

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

    def load_sample(self) -> Any:
        """The demo accounts as `demo --json` tells them, kept once it has come to its end; None where people have accounts of their own."""
        kept = Path(settings.DATA_DIR) / "demo-accounts.json"
        empty = not get_user_model()._default_manager.exists()
        if empty or not kept.exists():
            if empty:
                self.say("Loading the 2021 collection and the demo accounts …")
            out = StringIO()
            try:
                call_command("demo", "--json", "--i-know", stdout=out)
            except CommandError:
                if empty:
                    raise
                return None  # it has content of its own
            kept.write_text(out.getvalue())
        return json.loads(kept.read_text())

    def announce(self, port: int, accounts: Any) -> None:
        self.say(f"\nCasebook is at http://127.0.0.1:{port}/ and its admin at http://127.0.0.1:{port}/admin/")
        if accounts:
            self.say("\nDemo accounts, for this machine only:")
            for account in accounts["accounts"]:
                self.say("  {email:34} {password:24} {role}".format(**account))
        self.say("\nCtrl-C ends it.\n")


def refuse_taken_port(port: int) -> None:
    if not 0 < port < 65536:
        raise CommandError(f"PORT is {port}; give a number from 1 to 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise CommandError(
                f"PORT is {port}, and ports below 1024 are not open to this user. Choose another: make run PORT=8000"
            ) from None
        except OSError:
            raise CommandError(
                f"Port {port} is in use by another program. End that program, or choose another port: make run PORT={port % 65535 + 1}"
            ) from None


def refuse_silent_database() -> None:
    try:
        connection.ensure_connection()
    except Error as error:
        where = connection.settings_dict
        place = f"{where['HOST'] or 'its socket'}:{where['PORT'] or 5432}" if connection.vendor == "postgresql" else where["NAME"]
        reason = str(error).strip().splitlines()[0].rpartition("failed: ")[2]
        raise CommandError(f"The database at {place} does not open ({reason}). Start it, or correct DATABASE_URL.") from None


def start_web_server(port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "gunicorn", "-c", "python:config.gunicorn", "--bind", f"127.0.0.1:{port}"]
    return start([*command, *(["--reload"] if settings.DEBUG else []), "config.wsgi"])


def start_worker() -> subprocess.Popen[bytes]:
    return start([sys.executable, "manage.py", "run_worker"])


def start(command: list[str]) -> subprocess.Popen[bytes]:
    """A child in a group of its own: Ctrl-C reaches this process alone, which then asks each child once."""
    return subprocess.Popen(command, cwd=settings.BASE_DIR, process_group=0, preexec_fn=end_with_parent)


def end_with_parent() -> None:
    """On Linux a child is told to end when this process is killed, so that no server is left holding the port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def stop_on(*signals: signal.Signals) -> None:
    """Each as Ctrl-C; SIGINT too, which a shell hands on ignored to what it starts in the background."""
    for number in signals:
        signal.signal(number, signal.default_int_handler)


def wait_for_answer(port: int, children: dict[str, subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        refuse_ended(children)
        try:
            asked = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            asked.request("GET", "/healthz")
            if asked.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise CommandError(f"The web server did not answer within {READY_WITHIN} seconds; the lines above say why.")


def wait_for_end_of_any(children: dict[str, subprocess.Popen[bytes]]) -> None:
    while True:
        refuse_ended(children)
        time.sleep(0.5)


def refuse_ended(children: dict[str, subprocess.Popen[bytes]]) -> None:
    for name, child in children.items():
        if child.poll() is not None:
            raise CommandError(f"The {name} ended by itself (exit code {child.returncode}); the lines above say why.")


def end(children: dict[str, subprocess.Popen[bytes]]) -> None:
    """Ask each child to end; one that does not in time, or a second Ctrl-C, ends with its whole group."""
    try:
        for child in children.values():
            child.terminate()
        deadline = time.monotonic() + ENDED_WITHIN
        for child in children.values():
            child.wait(max(0, deadline - time.monotonic()))
    except (KeyboardInterrupt, subprocess.TimeoutExpired):
        for child in children.values():
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
