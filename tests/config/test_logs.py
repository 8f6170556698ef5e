import json
import logging
import sys

import pytest

from config import logs


def line(message, *arguments, exc_info=None, **extra):
    record = logging.LogRecord("casebook.test", logging.WARNING, __file__, 1, message, arguments, exc_info)
    record.__dict__.update(extra)
    return logs.JsonFormatter().format(record)


def test_a_line_holds_time_level_logger_and_message():
    found = json.loads(line("%s cases", 27))
    assert found.pop("time").endswith("+00:00")
    assert found == {"level": "WARNING", "logger": "casebook.test", "message": "27 cases"}


def test_a_line_names_the_request_it_belongs_to():
    token = logs.request_id.set("abcdefgh")
    try:
        assert json.loads(line("here"))["request_id"] == "abcdefgh"
    finally:
        logs.request_id.reset(token)


@pytest.mark.parametrize("letter", ["\r\n", "\x1b[31m", "\x00", "\x7f", "\x85", "\x9b", "\u2028", "\u2029", "\ud800"])
def test_nothing_a_visitor_sends_breaks_the_line_or_reaches_the_terminal(letter):
    text = line("path %s", f"/a{letter}b", fields={"agent": letter})
    assert text.splitlines() == [text]
    assert text.isprintable()
    text.encode()
    assert json.loads(text)["message"] == f"path /a{letter}b"


def test_a_traceback_stays_in_its_line():
    try:
        raise ValueError("no\nnumber")
    except ValueError:
        text = line("failed", exc_info=sys.exc_info())
    assert text.splitlines() == [text]
    assert json.loads(text)["exc"].startswith("Traceback")


def test_what_json_cannot_say_is_said_as_text():
    assert json.loads(line("x", fields={"where": object}))["where"] == "<class 'object'>"
