"""Counts stay those of brute force while another process publishes and withdraws."""

import subprocess
import sys

from django.db import connection

from benchmarks.site_ground import ROOT, end, scratch

SCRIPT = [sys.executable, "-m", "tests.cases.search.neighbours"]


def test_a_thousand_combinations_count_right_while_another_process_publishes():
    with scratch(connection.vendor) as ground:
        ground.manage("migrate", "-v", "0")
        other = subprocess.Popen([*SCRIPT, "publish"], cwd=ROOT, env=ground.environment, stdout=subprocess.PIPE, text=True, process_group=0)
        try:
            assert other.stdout is not None
            assert other.stdout.readline() == "ready\n"
            combinations, moments = map(int, ground.run([*SCRIPT, "count"]).split())
            assert other.poll() is None
        finally:
            end(other)
            other.stdout.close()
    assert combinations == 1_000
    # It did see the other one at work.
    assert moments > 10
