"""A variable that Casebook reads and that no operator can find out about does not exist."""

import ast
import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
READERS = {"address", "choice", "database", "flag", "number", "text", "words"}


def read_variables():
    """The names that are read through `config.env`."""
    for folder in ("config", "accounts", "cases", "reports"):
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                match node:
                    case ast.Call(func=ast.Attribute(value=ast.Name(id="env"), attr=reader), args=[ast.Constant(value=name), *_]):
                        assert reader in READERS
                        yield name


def documented(half):
    return re.findall(r"^\| `([A-Z_]+)` \|", half, re.MULTILINE)


def test_every_variable_has_its_line_in_both_languages_and_no_line_is_left_over():
    chinese, english = (ROOT / "docs/operators.md").read_text().split("\n# For operators\n")
    read = sorted(set(read_variables()))
    assert sorted(documented(chinese)) == read
    assert sorted(documented(english)) == read


def test_the_environment_is_read_in_one_place():
    readers = {
        str(file.relative_to(ROOT))
        for folder in ("accounts", "cases", "reports")
        for file in (ROOT / folder).rglob("*.py")
        if re.search(r"os\.(environ|getenv)", file.read_text())
    }
    assert readers == set()
