"""pandoc in a process that can be killed: in its sandbox, with a wall clock, a limit on memory, and errors that have a name.

A document goes in as JSON and comes out as bytes. In the sandbox it reads what the command names and nothing else, asks no host and
runs nothing; a picture is within the document, as a data address.
"""

import json
import signal
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.utils.translation import gettext_lazy as _

from reports.writers.errors import WriterFailed
from reports.writers.killable import outcome


@dataclass(frozen=True)
class Limits:
    """`heap_bytes` is what pandoc's own memory may grow to; address space says nothing here, since it reserves a terabyte of it."""

    wall_seconds: float = 120.0
    heap_bytes: int = 1_200_000_000


@cache
def program() -> str:
    import pypandoc

    path: str = pypandoc.get_pandoc_path()
    return path


def convert(
    document: Mapping[str, Any],
    to: str,
    *,
    options: Mapping[str, str] | None = None,
    moment: int,
    limits: Limits | None = None,
    command: str = "",
    still: Callable[[], None] | None = None,
) -> bytes:
    """`document` (nodes.document) in the format `to`, with pandoc's long options. The same input gives the same bytes.

    `moment` (seconds since 1970) is what the file says of when it was made. WriterTimeout or WriterFailed when it cannot be made,
    or what `still` raises, which is called each second; nothing of a process is left behind either way.
    """
    limits = limits or Limits()
    with TemporaryDirectory(prefix="casebook-pandoc-") as folder:
        output = Path(folder) / "out"
        order = [
            command or program(),
            "+RTS",
            f"-M{limits.heap_bytes}",
            "-RTS",
            "--sandbox",
            "--from=json",
            f"--to={to}",
            f"--output={output}",
        ]
        order += [f"--{name}={value}" if value else f"--{name}" for name, value in (options or {}).items()]
        _run(order, json.dumps(document, ensure_ascii=False).encode(), limits, cwd=folder, moment=moment, still=still)
        return output.read_bytes()


def _run(order: list[str], document: bytes, limits: Limits, *, cwd: str, moment: int, still: Callable[[], None] | None) -> None:
    # Nothing of our own environment goes along: no database address, no keys, no folder of somebody's.
    environment = {"HOME": cwd, "LANG": "C.UTF-8", "TZ": "UTC", "SOURCE_DATE_EPOCH": str(moment)}
    process = subprocess.Popen(
        order,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd=cwd,
        env=environment,
        start_new_session=True,
    )
    _out, err = outcome(process, document, seconds=limits.wall_seconds, wall_seconds=limits.wall_seconds, still=still)
    if process.returncode:
        raise _failure(process.returncode, err.decode(errors="replace")[-4000:])


# What the runtime of pandoc ends with when its heap is full, and what a process has that the system has killed.
HEAP_FULL = (251, -signal.SIGKILL)


def _failure(status: int, detail: str) -> WriterFailed:
    if status in HEAP_FULL:
        return WriterFailed(
            _("Writing was stopped because it needed too much memory; make the report smaller."), detail=f"{status} {detail}"
        )
    return WriterFailed(_("The report could not be written; the log of this build says where pandoc stopped."), detail=f"{status} {detail}")
