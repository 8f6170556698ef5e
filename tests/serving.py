"""Servers that tests start."""

import subprocess
import time
import urllib.request


def until_it_answers(server: subprocess.Popen, address: str, *, seconds: float) -> None:
    """RuntimeError where the server has ended, or says nothing within so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"{address} does not answer")
