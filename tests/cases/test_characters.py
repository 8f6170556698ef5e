"""One count for the form's counter and for the server: the same table is asked in the browser by tests/browser/test_people.py."""

import json
from pathlib import Path

import pytest

from cases.characters import characters, characters_of_html

TABLE = json.loads((Path(__file__).parent / "characters.json").read_text())


@pytest.mark.parametrize(("text", "length"), TABLE["text"])
def test_a_text_is_as_long_as_the_table_says(text, length):
    assert characters(text) == length


@pytest.mark.parametrize(("html", "length"), TABLE["html"])
def test_of_html_the_words_count_alone(html, length):
    assert characters_of_html(html) == length
