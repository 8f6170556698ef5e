"""`tests/threats.md` says of each threat which test shows that it is withstood, or why there is none; every test it names is there."""

import ast
import re
from pathlib import Path
from typing import NamedTuple

import pytest
from django.db.models import ProtectedError

from accounts.enums import Role
from accounts.models import Organisation, User
from tests import make

TESTS = Path(__file__).resolve().parents[1]
SECTIONS = {"A": 18, "B": 40, "C": 38, "F": 17, "H": 12}


class Row(NamedTuple):
    threat: str
    what: str
    tests: tuple[str, ...]
    reason: str


def rows() -> list[Row]:
    found = []
    for line in (TESTS / "threats.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")] if re.match(r"\| [A-H]\d+ \|", line) else []
        if cells:
            found.append(Row(cells[0].strip("| "), cells[1], tuple(re.findall(r"`([^`]+)`", cells[2])), cells[3].strip("| ")))
    return found


def test_every_threat_has_its_row_in_order():
    assert [row.threat for row in rows()] == [f"{section}{number}" for section, most in SECTIONS.items() for number in range(1, most + 1)]


def test_every_row_names_a_test_or_says_why_there_is_none():
    assert [row.threat for row in rows() if not row.what or (not row.tests and len(row.reason) < 20)] == []


def test_every_test_that_is_named_is_there():
    names: dict[str, set[str]] = {}
    missing = []
    for row in rows():
        for test in row.tests:
            file, _, name = test.partition("::")
            if file not in names:
                path = TESTS.parent / file
                tree = ast.parse(path.read_text()) if path.is_file() else ast.Module([], [])
                names[file] = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
            if name not in names[file]:
                missing.append(f"{row.threat} {test}")
    assert missing == []


@pytest.mark.django_db
def test_h1_an_organisation_with_cases_is_deleted_by_nobody(client):
    """Nobody is offered to, and the database keeps what its cases belong to."""
    case = make.case()
    organisation = case.organisation
    superuser = User.objects.create_superuser("super@example.org", name="Super")
    for person in (case.created_by, make.user(Role.REVIEWER), make.user(Role.OPERATOR), superuser):
        client.force_login(person)
        address = f"/admin/accounts/organisation/{organisation.pk}/delete/"
        assert client.post(address, {"post": "yes"}).status_code in {200, 404}  # what keeps it is named, or the page is not there
    with pytest.raises(ProtectedError):
        organisation.delete()
    assert Organisation.objects.filter(pk=organisation.pk).exists()
