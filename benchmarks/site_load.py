"""Asks a server on this machine for a bounded time and says how fast it answered: by wrk where it is installed, else by sockets of our own.

A generator in Python takes about as much of the processor as a small answer costs the server, so that its figures are lower; the ratio
between two rows of one run still means something.
"""

import json
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

HERE = Path(__file__).resolve().parent
# A server that hangs must not hang the benchmark.
PATIENCE = 10  # seconds


@dataclass(frozen=True)
class Ask:
    """One address; with `etag` as by somebody who has that answer already."""

    address: str
    etag: str = ""


@dataclass(frozen=True)
class Load:
    """What was counted: answers, answers a second, milliseconds, bytes of one answer with its headers, answers that were errors."""

    answers: int
    per_second: float
    p50: float
    p99: float
    size: float
    wrong: int


def generator() -> str:
    return "wrk" if shutil.which("wrk") else "sockets of our own (install wrk for better figures)"


def drive(asks: Sequence[Ask], *, port: int, seconds: float, connections: int, folder: Path) -> Load:
    """The asks in turn, over and over, in processes of their own."""
    file = folder / "asks.txt"
    file.write_text("".join(f"{ask.address}\t{ask.etag}\n" for ask in asks))
    # wrk counts in whole seconds.
    if shutil.which("wrk") and seconds >= 1:
        whole = ["wrk", "-t1", f"-c{connections}", f"-d{round(seconds)}s", f"--timeout={PATIENCE}s", f"-s{HERE / 'site_wrk.lua'}"]
        command = [*whole, f"http://127.0.0.1:{port}", "--", str(file)]
    else:
        command = [sys.executable, "-m", "benchmarks.site_load", str(file), str(port), str(seconds), str(connections)]
    done = subprocess.run(
        command, cwd=HERE.parent, stdout=subprocess.PIPE, text=True, check=True, timeout=seconds + 3 * PATIENCE, process_group=0
    )
    counted = json.loads(done.stdout.strip().splitlines()[-1])
    answers = max(1, counted["requests"])
    return Load(answers, answers / counted["seconds"], counted["p50"], counted["p99"], counted["bytes"] / answers, counted["wrong"])


# --- Without wrk ---------------------------------------------------------------------------------------------------


class Asker(threading.Thread):
    """One connection that asks as fast as it is answered, beginning at its own place in the list."""

    def __init__(self, requests: list[bytes], place: int, port: int, until: float) -> None:
        super().__init__(daemon=True)
        self.requests, self.place, self.port, self.until = requests, place, port, until
        self.took: list[float] = []
        self.bytes = self.wrong = 0

    def run(self) -> None:
        connection = self.connect()
        while (begun := time.perf_counter()) < self.until:
            try:
                connection.sendall(self.requests[self.place % len(self.requests)])
                status, size, open_still = read_answer(connection)
            except OSError:
                status, size, open_still = 0, 0, False
            self.place += 1
            self.took.append(time.perf_counter() - begun)
            self.bytes += size
            self.wrong += not 200 <= status < 400
            if not open_still:
                connection.close()
                connection = self.connect()

    def connect(self) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), PATIENCE)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection


def read_answer(connection: socket.socket) -> tuple[int, int, bool]:
    """Status, bytes, whether the connection stays open. ConnectionError when the answer breaks off."""
    got = bytearray()
    while (end := got.find(b"\r\n\r\n")) < 0:
        got += more(connection)
    head = bytes(got[:end]).lower()
    fields = dict(line.split(b": ", 1) for line in head.split(b"\r\n")[1:] if b": " in line)
    status = int(head.split(b" ", 2)[1])
    if fields.get(b"transfer-encoding") == b"chunked":
        while not got.endswith(b"0\r\n\r\n"):
            got += more(connection)
    elif status not in {204, 304}:
        whole = end + 4 + int(fields.get(b"content-length", b"0"))
        while len(got) < whole:
            got += more(connection)
    return status, len(got), fields.get(b"connection") != b"close"


def more(connection: socket.socket) -> bytes:
    if not (got := connection.recv(262_144)):
        raise ConnectionError("the server ended the connection within an answer")
    return got


def main(file: str, port: str, seconds: str, connections: str) -> None:
    requests = []
    for line in Path(file).read_text().splitlines():
        address, _, etag = line.partition("\t")
        known = f"If-None-Match: {etag}\r\n" if etag else ""
        requests.append(f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\n{known}\r\n".encode())
    begun = time.perf_counter()
    count = int(connections)
    askers = [Asker(requests, n * len(requests) // count, int(port), begun + float(seconds)) for n in range(count)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join(float(seconds) + 2 * PATIENCE)
    took = [one for asker in askers for one in asker.took]
    cuts = quantiles(took, n=100) if len(took) > 1 else [0.0] * 99
    counted = {
        "requests": len(took),
        "seconds": time.perf_counter() - begun,
        "p50": cuts[49] * 1000,
        "p99": cuts[98] * 1000,
        "bytes": sum(asker.bytes for asker in askers),
        "wrong": sum(asker.wrong for asker in askers),
    }
    print(json.dumps(counted))


if __name__ == "__main__":
    main(*sys.argv[1:])
