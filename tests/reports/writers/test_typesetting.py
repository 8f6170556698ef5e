"""Typst in its process: stopped when it takes too long or too much, without our environment, without the network."""

import os
import time
from pathlib import Path

import pytest

from reports.writers.errors import WriterFailed, WriterTimeout
from reports.writers.typesetting import Limits, typeset


def set_text(tmp_path: Path, source: str, **more: object) -> bytes:
    root = tmp_path / "root"
    root.mkdir()
    (root / "main.typ").write_text(f'#set document(title: "t")\n{source}')
    return typeset(root / "main.typ", root=root, timestamp=0, **more)


def test_a_short_text_is_set(tmp_path):
    assert set_text(tmp_path, "Hello").startswith(b"%PDF")


def test_a_hang_is_killed_with_a_named_error(tmp_path):
    started = time.monotonic()
    with pytest.raises(WriterTimeout, match="2 seconds"):
        set_text(tmp_path, "#for i in range(60000) { for j in range(60000) { let x = j } }", limits=Limits(wall_seconds=2))
    assert time.monotonic() - started < 10


def test_nothing_of_a_killed_process_goes_on(tmp_path):
    program = tmp_path / "program.py"
    beat = tmp_path / "beat"
    grandchild = tmp_path / "grandchild.py"
    # A child of the child, which would go on if only the child were killed.
    grandchild.write_text(f"import pathlib, time\nwhile True:\n    pathlib.Path({str(beat)!r}).touch()\n    time.sleep(0.05)\n")
    program.write_text(f"import subprocess, sys, time\nsubprocess.Popen([sys.executable, {str(grandchild)!r}])\ntime.sleep(60)\n")
    with pytest.raises(WriterTimeout):
        set_text(tmp_path, "Hello", program=str(program), limits=Limits(wall_seconds=3))
    last = beat.stat().st_mtime_ns
    time.sleep(0.3)
    assert beat.stat().st_mtime_ns == last


def test_hunger_for_memory_is_stopped_with_a_named_error(tmp_path):
    with pytest.raises(WriterFailed, match="memory"):
        set_text(tmp_path, "#let a = range(60000000)\n#a.len()", limits=Limits(wall_seconds=60, memory_bytes=700_000_000))


def test_the_process_sees_nothing_of_our_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    program = tmp_path / "program.py"
    program.write_text(
        "import json, os, sys\n"
        "order = json.load(sys.stdin)\n"
        "if order['output']:\n"
        "    open(order['output'], 'w').write(' '.join(os.environ))\n"
        "print('{}')\n"
    )
    seen = set_text(tmp_path, "", program=str(program)).decode().split()
    assert "DATABASE_URL" not in seen
    assert set(seen) <= {"MALLOC_ARENA_MAX", "RAYON_NUM_THREADS", "LANG", "LC_CTYPE"}


@pytest.mark.parametrize("source", ['#read("/etc/passwd")', '#read("../../secret")', '#import "@preview/cetz:0.3.0"'])
def test_even_a_template_reads_nothing_outside_its_folder(tmp_path, source):
    (tmp_path / "secret").write_text("secret")
    with pytest.raises(WriterFailed):
        set_text(tmp_path, source)


def test_what_typst_says_is_kept_for_the_log(tmp_path):
    with pytest.raises(WriterFailed) as caught:
        set_text(tmp_path, "#nothing-of-that-name()")
    assert "nothing-of-that-name" in caught.value.detail
    assert str(os.getpid()) not in str(caught.value)
