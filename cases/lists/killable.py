"""Excel read in a process that can be killed: a wall clock, a limit on memory, and a stop from outside."""

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.lists import cells

log = logging.getLogger("casebook.lists")


class Unreadable(Exception):
    """`sentence` says to a person what to do about it."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


class Stopped(Exception):
    """Somebody has called it off."""


@dataclass(frozen=True)
class Cells:
    """`rows` are (number, texts); `odd` are (row, column from 1, what); `merged` are ranges such as A3:A5."""

    sheet: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    odd: tuple[tuple[int, int, str], ...] = ()
    merged: tuple[str, ...] = ()
    too_many: bool = False


def read_cells(
    data: bytes, *, stop: Callable[[], bool] = lambda: False, wall_seconds: float = 45.0, program: str = cells.__file__
) -> Cells:
    """The cells of the list's sheet. Unreadable or Stopped otherwise; nothing of a process is left behind either way."""
    answer = _run(data, stop, wall_seconds, program)
    return Cells(
        sheet=answer["sheet"],
        rows=tuple((number, tuple(texts)) for number, texts in answer["rows"]),
        odd=tuple((row, column, what) for row, column, what in answer["odd"]),
        merged=tuple(answer["merged"]),
        too_many=answer["too_many"],
    )


def _run(data: bytes, stop: Callable[[], bool], wall_seconds: float, program: str) -> dict[str, Any]:
    deadline = time.monotonic() + wall_seconds
    with tempfile.TemporaryFile() as given:
        given.write(data)
        given.seek(0)
        # Nothing of our own environment goes along: no database address, no keys.
        process = subprocess.Popen(
            [sys.executable, "-I", program],
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={"MALLOC_ARENA_MAX": "2", "LANG": "C.UTF-8"},
            start_new_session=True,
        )
    try:
        while True:
            try:
                out, err = process.communicate(timeout=0.5)
                break
            except subprocess.TimeoutExpired:
                if stop():
                    raise Stopped from None
                if time.monotonic() > deadline:
                    raise Unreadable(_("Reading this file took too long. Copy the filled rows into a new form and give that.")) from None
    finally:
        # Its whole session: on a timeout, and when this thread is interrupted.
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    try:
        answer: dict[str, Any] = json.loads(out)
    except ValueError:
        answer = {"failed": "killed", "detail": err.decode(errors="replace")[-2000:]}
    if process.returncode:
        log.warning("A list was not read: %s %s", process.returncode, answer)
        if answer.get("failed") == "damaged":
            raise Unreadable(
                _("The file is damaged or not an Excel workbook. Open it in Excel or WPS, save it as .xlsx and give it again.")
            )
        raise Unreadable(_("Reading this file needed too much memory. Copy the filled rows into a new form and give that."))
    return answer
