"""A writer's process with an end: what it said, or its whole session killed."""

import os
import signal
import subprocess
import time
from collections.abc import Callable

from reports.writers.errors import WriterTimeout

# So often whoever waits for a process is told that it goes on, and can end it.
TICK = 1.0


def outcome(
    process: "subprocess.Popen[bytes]",
    given: bytes,
    *,
    seconds: float,
    wall_seconds: float,
    still: Callable[[], None] | None = None,
) -> tuple[bytes, bytes]:
    """Output and errors. WriterTimeout, which names `wall_seconds`, when it is not done after `seconds`.

    `still` is called each second that it goes on; what it raises ends the process. That leads a session of its own, which is killed on a
    timeout, and when this thread is interrupted.
    """
    end, first = time.monotonic() + seconds, True
    try:
        while True:
            try:
                # What is given goes in once; waiting again loses nothing of what came out.
                return process.communicate(given if first else None, timeout=max(0, min(TICK, end - time.monotonic())))
            except subprocess.TimeoutExpired:
                first = False
                if time.monotonic() >= end:
                    raise WriterTimeout(wall_seconds) from None
                if still:
                    still()
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
