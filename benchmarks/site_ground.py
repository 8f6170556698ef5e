"""Where a benchmark runs: a folder and a database of its own, servers on loopback; all of it gone afterwards, on Ctrl-C as well."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
DATABASES = ("sqlite", "postgresql")
# Of the shell that starts the benchmark nothing of these is to reach the site: it runs as a new installation does.
OURS = ("ALLOWED_HOSTS", "BEHIND_PROXY", "DATABASE_URL", "DEBUG", "HTTPS", "MAIL_HOST", "PAGES_HELD_MB", "SECRET_KEY", "TASKS_BACKEND")
READY_WITHIN = 60  # seconds
ENDED_WITHIN = 20  # seconds


class Failed(Exception):
    """Carries a sentence for whoever started the benchmark."""


@dataclass(frozen=True)
class Ground:
    """`environment` is what manage.py and the servers run with."""

    folder: Path
    environment: dict[str, str]

    def manage(self, *arguments: str) -> None:
        self.run([sys.executable, "manage.py", *arguments])

    def run(self, command: list[str], **more: str) -> str:
        """What it printed. Failed with its last words when it fails; ended with us when we are ended."""
        with open(self.folder / "errors.log", "w+") as errors:
            child = subprocess.Popen(
                command, cwd=ROOT, env=self.environment | more, stdout=subprocess.PIPE, stderr=errors, text=True, process_group=0
            )
            try:
                out, _none = child.communicate()
            finally:
                end(child)
            if child.returncode:
                errors.seek(0)
                raise Failed(f"{' '.join(command[1:])} failed:\n{errors.read()[-3_000:].strip()}")
        return out

    def tidy_database(self) -> None:
        """What an installation does by itself in its first hours: PostgreSQL cleans up after the many rows that were just written."""
        if (url := self.environment["DATABASE_URL"]).startswith("postgresql"):
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute("VACUUM ANALYZE")


@contextmanager
def scratch(database: str, kept: Path | None = None) -> Iterator[Ground]:
    """In the folder `kept`, whose name is the database's too, everything stays for the next run; else it is gone afterwards."""
    with _folder(kept) as folder, _database(database, folder, keep=kept is not None) as url:
        clean = {key: value for key, value in os.environ.items() if key not in OURS}
        yield Ground(folder, clean | {"DATA_DIR": str(folder), "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"})


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept.resolve()
    else:
        with tempfile.TemporaryDirectory(prefix="casebook-bench-", ignore_cleanup_errors=True) as name:
            yield Path(name)


@contextmanager
def _database(kind: str, folder: Path, *, keep: bool) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'casebook.sqlite3'}"
        return
    from tests.postgresql import server  # finds one on this machine, or starts one

    with server() as found:
        base = found.rpartition("/")[0]
        name = f"casebook_bench_{re.sub(r'\W', '_', folder.name).lower() if keep else os.getpid()}"
        with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            try:
                yield f"{base}/{name}"
            finally:
                if not keep:
                    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


# --- Servers -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Server:
    port: int
    pid: int

    def workers(self) -> list[int]:
        """Pids of its worker processes; none where there is no /proc."""
        try:
            return [int(pid) for pid in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]
        except OSError:
            return []

    def memory(self) -> list[tuple[float, float]]:
        """Of each worker its share of the memory (PSS) and all that it has mapped (RSS), in MB."""
        found = []
        for pid in self.workers():
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            sizes = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines if line.endswith(" kB")}
            found.append((sizes["Pss"], sizes["Rss"]))
        return found

    def worked(self) -> float:
        """Seconds that its workers have had of the processors, in all."""
        ticks = 0
        for pid in self.workers():
            # After the name, which may hold anything, the 12th and 13th are what it ran in its own code and in the kernel's.
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def get(self, address: str, etag: str = "") -> tuple[int, str, int]:
        """Status, ETag and length of one answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=READY_WITHIN)
        try:
            connection.request("GET", address, headers={"If-None-Match": etag} if etag else {})
            answer = connection.getresponse()
            return answer.status, answer.headers.get("ETag", ""), len(answer.read())
        finally:
            connection.close()


@contextmanager
def server(ground: Ground, application: str, port: int, *, probe: str, **more: str) -> Iterator[Server]:
    """gunicorn as in production, ready to answer. Failed when it does not come up."""
    log = ground.folder / f"server-{port}.log"
    command = [sys.executable, "-m", "gunicorn", "-c", "python:config.gunicorn", application]
    with open(log, "ab") as out:
        environment = ground.environment | {"BIND": f"127.0.0.1:{port}", "SITE_URL": f"http://127.0.0.1:{port}"} | more
        child = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out, process_group=0)
    try:
        running = Server(port, child.pid)
        deadline = time.monotonic() + READY_WITHIN
        while not _answers(running, probe):
            if child.poll() is not None or time.monotonic() > deadline:
                raise Failed(f"{application} did not come up at port {port}:\n{log.read_text()[-3_000:].strip()}")
            time.sleep(0.1)
        yield running
    finally:
        end(child)


def _answers(running: Server, probe: str) -> bool:
    try:
        return running.get(probe)[0] == 200
    except (OSError, http.client.HTTPException):
        return False


def end(child: "subprocess.Popen[bytes] | subprocess.Popen[str]") -> None:
    """Asked first, then with all that it has started."""
    if child.poll() is not None:
        return
    child.terminate()
    try:
        child.wait(ENDED_WITHIN)
    except (KeyboardInterrupt, subprocess.TimeoutExpired):
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def refuse_taken_ports(*ports: int) -> None:
    for port in ports:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                raise Failed(f"Port {port} is in use; end what listens there, or give another with --port.") from None


def refuse_full_disk(cases: int, short: bool, kept: Path | None = None) -> None:
    """A case takes some 40 kB in all its tables and the index of its words; with a short text, and without the rows of editors, half.

    A ground that was kept is believed to have its place already.
    """
    if kept and kept.exists():
        return
    folder = str(kept.parent) if kept and kept.parent.exists() else tempfile.gettempdir()
    needed, free = cases * (20_000 if short else 40_000), shutil.disk_usage(folder).free
    if needed > free:
        raise Failed(
            f"{cases:,} cases need {needed / 1e9:.0f} GB; {folder} has {free / 1e9:.0f}. Give TMPDIR a larger place, or say --public-only."
        )


def end_on_signals() -> None:
    """Every way of being ended is Ctrl-C, so that nothing is left behind."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
