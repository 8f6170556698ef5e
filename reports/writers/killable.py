"""A writer's process with an end: what it said, or its whole session killed."""

import os
import signal
import subprocess

from reports.writers.errors import WriterTimeout


def outcome(process: "subprocess.Popen[bytes]", given: bytes, *, seconds: float, wall_seconds: float) -> tuple[bytes, bytes]:
    """Output and errors. WriterTimeout, which names `wall_seconds`, when it is not done after `seconds`.

    The process leads a session of its own, which is killed on a timeout, and when this thread is interrupted.
    """
    try:
        return process.communicate(given, timeout=seconds)
    except subprocess.TimeoutExpired:
        raise WriterTimeout(wall_seconds) from None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
