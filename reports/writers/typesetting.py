"""Typst in a process that can be killed: a wall clock, a limit on memory, and errors that have a name."""

import json
import logging
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.media.fonts import FOLDERS
from reports.writers import typesetter
from reports.writers.errors import GlyphsMissing, WriterFailed
from reports.writers.fitting import Run, fitted, refitted
from reports.writers.killable import outcome

logger = logging.getLogger(__name__)

# As Typst words it.
NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')


@dataclass(frozen=True)
class Limits:
    """`memory_bytes` is address space: what the process may ask for. 200 cases with 400 pictures take about two thirds of it."""

    wall_seconds: float = 120.0
    memory_bytes: int = 1_500_000_000


def typeset(
    entry: Path,
    *,
    root: Path,
    timestamp: int,
    limits: Limits | None = None,
    program: str = typesetter.__file__,
    still: Callable[[], None] | None = None,
) -> bytes:
    """The PDF/UA-1 and PDF/A-2a of `entry`. WriterTimeout or WriterFailed otherwise, or what `still` raises; no process is left
    behind either way.

    Two passes, or three: the first finds where pages end, the second makes some of them longer (`fitting.py`). Each has a process
    of its own, since Typst gives no memory back.
    """
    limits = limits or Limits()
    deadline = time.monotonic() + limits.wall_seconds
    output = root.parent / "out.pdf"

    def run(longer: dict[str, int], *, to: str) -> list[Run]:
        order = _order(entry, root, limits) | {"output": to, "inputs": {"fit": json.dumps(longer)}, "timestamp": timestamp}
        answer = _run(program, order, limits, seconds=deadline - time.monotonic(), cwd=root.parent, still=still)
        for warning in answer.get("warnings", ()):
            logger.warning("typst: %s", warning)
        found: list[Run] = answer.get("found", [])
        return found

    before = run({}, to="")
    longer = fitted(before)
    after = run(longer, to=str(output))
    again = refitted(longer, before, after)
    if again != longer:
        run(again, to=str(output))
    return output.read_bytes()


def pictured(entry: Path, *, root: Path, limits: Limits, ppi: int) -> list[bytes]:
    """Each page of `entry` as a PNG, in one pass: pages end where they happen to. Errors as of `typeset`."""
    order = _order(entry, root, limits) | {"format": "png", "output": str(root.parent / "page-{0p}.png"), "ppi": ppi}
    _run(typesetter.__file__, order, limits, seconds=limits.wall_seconds, cwd=root.parent)
    return [page.read_bytes() for page in sorted(root.parent.glob("page-*.png"))]


def _order(entry: Path, root: Path, limits: Limits) -> dict[str, Any]:
    packages = root.parent / "no-packages"
    packages.mkdir(exist_ok=True)
    return {
        "entry": str(entry),
        "root": str(root),
        "format": "pdf",
        "inputs": {"fit": "{}"},
        "query": "<run-end>",
        # For everybody, and to be kept: accessible, and with all that it needs within.
        "standards": ["ua-1", "a-2a"],
        "fonts": [str(folder) for folder in FOLDERS],
        "packages": str(packages),
        "memory_bytes": limits.memory_bytes,
        "wall_seconds": limits.wall_seconds,
    }


def _run(
    program: str, order: dict[str, Any], limits: Limits, *, seconds: float, cwd: Path, still: Callable[[], None] | None = None
) -> dict[str, Any]:
    # Nothing of our own environment goes along: no database address, no keys. Few malloc arenas, since each reserves address space.
    environment = {"MALLOC_ARENA_MAX": "2", "RAYON_NUM_THREADS": "2", "LANG": "C.UTF-8"}
    process = subprocess.Popen(
        [sys.executable, "-I", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=cwd,
        env=environment,
        start_new_session=True,
    )
    out, err = outcome(process, json.dumps(order).encode(), seconds=max(seconds, 0.1), wall_seconds=limits.wall_seconds, still=still)
    try:
        answer: dict[str, Any] = json.loads(out)
    except ValueError:
        answer = {"detail": err.decode(errors="replace")[-4000:]}
    if process.returncode:
        raise _failure(answer, process.returncode)
    return answer


def _failure(answer: dict[str, Any], status: int) -> WriterFailed:
    detail = "\n".join(filter(None, (answer.get("message", ""), answer.get("detail", ""))))
    missing = list(dict.fromkeys(NO_GLYPH.findall(detail)))
    if missing:
        return GlyphsMissing(missing, detail=detail)
    if status < 0 or "MemoryError" in detail:
        return WriterFailed(
            _("Typesetting was stopped because it needed too much memory; make the report smaller."), detail=f"{status} {detail}"
        )
    return WriterFailed(_("The report could not be typeset; the log of this build says where Typst stopped."), detail=detail)
