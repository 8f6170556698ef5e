"""The settings as another process reads them: what starts, and what is refused in one sentence."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

PRINT = "from django.conf import settings; print(len(settings.SECRET_KEY), settings.SESSION_COOKIE_NAME, settings.DEBUG)"


def manage(tmp_path, *arguments, **variables):
    environment = {name: value for name, value in os.environ.items() if name not in {"SECRET_KEY", "DEBUG", "SITE_URL", "DATABASE_URL"}}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=environment | {"DATA_DIR": str(tmp_path)} | variables,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        (
            {"SITE_URL": "https://cases.example.org"},
            "Casebook cannot start. SECRET_KEY is not set, and SITE_URL is public; give 50 or more random characters.",
        ),
        (
            {"DATABASE_URL": "nonsense"},
            "Casebook cannot start. DATABASE_URL does not say what kind of database it is; "
            "give sqlite:////path/to/file or postgresql://user:password@host:5432/name.",
        ),
        ({"DATA_DIR": "/dev/null/here"}, "Casebook cannot start. DATA_DIR is '/dev/null/here' and cannot be made: Not a directory."),
    ],
)
def test_a_wrong_variable_is_one_sentence_and_no_traceback(tmp_path, variables, sentence):
    done = manage(tmp_path, "check", **variables)
    assert (done.returncode, done.stdout, done.stderr.strip()) == (1, "", sentence)


def test_a_machine_of_ones_own_needs_no_variable_and_keeps_its_key_to_itself(tmp_path):
    first = manage(tmp_path, "shell", "-v0", "-c", PRINT)
    key = (tmp_path / "secret-key").read_text()
    manage(tmp_path, "check")
    assert first.stdout.split() == [str(len(key)), "sessionid", "False"]
    assert len(key) > 50
    assert (tmp_path / "secret-key").read_text() == key
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_a_public_site_has_cookies_that_only_its_own_https_host_can_set(tmp_path):
    done = manage(tmp_path, "shell", "-v0", "-c", PRINT, SITE_URL="https://cases.example.org", SECRET_KEY="k" * 60)
    assert done.stdout.split() == ["60", "__Host-sessionid", "False"]
