"""A PostgreSQL for the tests: the one named or found on this machine, or one of our own for as long as the tests run."""

import glob
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

FOUND = "postgresql://postgres@127.0.0.1:5432"


@contextmanager
def quick_server() -> Iterator[str]:
    """As `server`, but our own first where its programs are there: it need not survive a power cut, so it waits for no disk."""
    if os.environ.get("DATABASE_URL_TEST") or not looked_up():
        with server() as url:
            yield url
    else:
        with own_server() as own:
            yield f"{own.url}/casebook_{os.getpid()}"


@contextmanager
def server() -> Iterator[str]:
    """A URL whose database name is this run's own, so that two runs on one machine do not meet."""
    name = f"casebook_{os.getpid()}"
    if given := os.environ.get("DATABASE_URL_TEST"):
        if not answers(given):
            raise RuntimeError("DATABASE_URL_TEST names a PostgreSQL that does not answer; correct it, or leave it unset.")
        base, _, query = given.partition("?")
        yield f"{base.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")
    elif answers(f"{FOUND}/postgres"):
        yield f"{FOUND}/{name}"
    else:
        with own_server() as own:
            yield f"{own.url}/{name}"


def answers(url: str) -> bool:
    """Whether it lets us in, and lets us make databases."""
    try:
        with psycopg.connect(url, connect_timeout=3) as connection:
            row = connection.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    except psycopg.Error:
        return False
    return bool(row and row[0])


class Server:
    """A PostgreSQL in a folder of its own under /tmp, gone when the tests are."""

    def __init__(self) -> None:
        self.programs = find_programs()
        self.user = unprivileged_user()
        self.folder = Path(tempfile.mkdtemp(prefix="casebook-pg-", dir="/tmp"))
        if self.user:
            os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
        self.port = free_port()
        self.url = f"postgresql://postgres@127.0.0.1:{self.port}"
        self.do("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.folder} -c fsync=off -c full_page_writes=off"
        self.do("pg_ctl", "-o", options, "-l", str(self.folder / "log"), "-w", "start")

    def stop(self) -> None:
        self.do("pg_ctl", "-m", "immediate", "-w", "stop")

    def do(self, program: str, *arguments: str) -> None:
        who: dict[str, Any] = {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []} if self.user else {}
        command = [self.programs / program, "-D", self.folder / "data", *arguments]
        done = subprocess.run(command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, **who)
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr.strip()}")


@contextmanager
def own_server() -> Iterator[Server]:
    server = Server()
    try:
        server.start()
        yield server
    finally:
        if (server.folder / "data" / "postmaster.pid").exists():
            server.stop()
        shutil.rmtree(server.folder, ignore_errors=True)


def find_programs() -> Path:
    """The folder that holds initdb and pg_ctl; as root on Debian they are installed where they are missing."""
    if found := looked_up():
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing PostgreSQL …", flush=True)
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for arguments in (["update"], ["install", "-y", "--no-install-recommends", "postgresql"]):
            subprocess.run(["apt-get", "-qq", *arguments], env=quiet, stdout=subprocess.DEVNULL, check=False)
        if found := looked_up():
            return found
    raise RuntimeError(
        "The tests want PostgreSQL and found neither a server at 127.0.0.1:5432 nor the programs initdb and pg_ctl. "
        "Install PostgreSQL, or name a server: DATABASE_URL_TEST=postgresql://user:password@host:5432/postgres make test"
    )


def looked_up() -> Path | None:
    on_path = shutil.which("pg_ctl")
    folders = [
        *([Path(on_path).resolve().parent] if on_path else []),
        *map(Path, sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True)),
    ]
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


def unprivileged_user() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root; then it runs as its own user, or as nobody."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("PostgreSQL refuses to run as root, and this machine has neither a user postgres nor nobody.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
