"""`make test`: every check there is, one after the other; all are run, and what failed is named at the end.

Tests that may ask the database run on SQLite and on PostgreSQL, the others once.

`python -m tests.everything NAME …` runs only the steps whose names begin so.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import chromium, postgresql

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
PROCESSES = str(os.cpu_count() or 2)

# As in production, so that `check --deploy` has something to check.
PRODUCTION = {
    "SITE_URL": "https://cases.example.org",
    "ALLOWED_HOSTS": "cases.example.org",
    "SECRET_KEY": "for-checks-only-Zq7vX2mK9rT4wB8nL5pD1sF6hJ3gC0yAeUiO",
    "BEHIND_PROXY": "1",
    "MAIL_HOST": "mail.example.org",
    "LOG_LEVEL": "ERROR",
}


def manage(*arguments: str) -> list[str]:
    return [PYTHON, "manage.py", *arguments]


def pytest(*arguments: str) -> list[str]:
    """What is left out is named with its reason."""
    return [PYTHON, "-m", "pytest", "-q", "-rs", *arguments]


@contextmanager
def nothing_more() -> Iterator[dict[str, str]]:
    yield {}


@contextmanager
def production() -> Iterator[dict[str, str]]:
    yield PRODUCTION


@contextmanager
def own_postgresql() -> Iterator[dict[str, str]]:
    with postgresql.quick_server() as url:
        yield {"DATABASE_URL": url}


@contextmanager
def own_chromium() -> Iterator[dict[str, str]]:
    yield {"CHROMIUM": chromium.path()}


TEMPLATES = [str(path) for path in sorted(ROOT.glob("templates/**/*.html"))]

# name → command, and what it needs around it (variables for the command).
# "loadgroup" begins with the largest group, so it is for tests that may run in any order: not where some empty the tables.
STEPS = {
    "format": ([PYTHON, "-m", "ruff", "format", "--check", "."], nothing_more),
    "lint": ([PYTHON, "-m", "ruff", "check", "."], nothing_more),
    "templates": ([str(Path(PYTHON).with_name("djade")), "--check", "--target-version", "6.0", *TEMPLATES], nothing_more),
    "types": ([PYTHON, "-m", "mypy"], nothing_more),
    "migrations": (manage("makemigrations", "--check", "--dry-run"), production),
    "deploy": (manage("check", "--deploy", "--fail-level", "WARNING"), production),
    "sqlite": (pytest("-n", PROCESSES, "-m", "not browser", "--durations=15"), nothing_more),
    "postgresql": (pytest("-n", PROCESSES, "-m", "database and not browser", "--durations=15"), own_postgresql),
    "browser": (pytest("-n", PROCESSES, "--dist", "loadgroup", "-m", "browser", "--durations=15"), own_chromium),
}


def main(wanted: list[str]) -> int:
    failed: list[str] = []
    passed_tests = failed_tests = 0
    begun = time.monotonic()
    for name, (command, around) in STEPS.items():
        if wanted and not any(name.startswith(start) for start in wanted):
            continue
        print(f"\n── {name} " + "─" * (76 - len(name)), flush=True)
        start = time.monotonic()
        try:
            with around() as variables:
                code, passed, broken = run(command, variables)
        except RuntimeError as error:
            print(error)
            code, passed, broken = 1, 0, 0
        passed_tests += passed
        failed_tests += broken
        if code:
            failed.append(name)
        print(f"── {name}: {'failed' if code else 'good'}, {time.monotonic() - start:.0f} s", flush=True)
    print(f"\n{time.monotonic() - begun:.0f} s in all. " + (f"Failed: {', '.join(failed)}." if failed else "All good."))
    print(f"{passed_tests} passed, {failed_tests} failed")
    return 1 if failed else 0


def run(command: list[str], variables: dict[str, str]) -> tuple[int, int, int]:
    """The exit code, and how many tests pytest's last line says passed and failed. Output is shown as it comes."""
    # With the last one each of hundreds of processes would compile the code for itself.
    ours = {"DATA_DIR", "DATABASE_URL", "DEBUG", "LOG_LEVEL", "PORT", "SECRET_KEY", "SITE_URL", "PYTHONDONTWRITEBYTECODE"}
    environment = {name: value for name, value in os.environ.items() if name not in ours} | {"PYTHONUTF8": "1"} | variables
    last = ""
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as child:
        assert child.stdout is not None
        for line in child.stdout:
            print(line, end="", flush=True)
            last = line if line.strip() else last
    counts = {word: int(number) for number, word in re.findall(r"(\d+) (passed|failed|errors?)", last)} if "pytest" in command else {}
    return child.returncode, counts.get("passed", 0), sum(n for word, n in counts.items() if word != "passed")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
