"""The published schema says what a report's JSON holds: what is written keeps to it."""

import json

import jsonschema_rs
import pytest

from reports.compose import compose
from reports.document import Book, Theme, from_json, json_schema, to_json
from reports.models import Report

pytestmark = pytest.mark.django_db


@pytest.fixture
def validator(client):
    answer = client.get("/schemas/report.json")
    assert answer.headers["Content-Type"] == "application/schema+json"
    assert "public" in answer.headers["Cache-Control"]
    schema = json.loads(answer.content)
    assert schema == json_schema()
    return jsonschema_rs.validator_for(schema)


@pytest.mark.usefixtures("collection")
def test_the_report_of_2021_is_as_the_schema_says(validator):
    book = to_json(compose(Report.objects.get(year=2021)))
    assert "theme" not in book
    assert [str(error) for error in validator.iter_errors(book)] == []


@pytest.mark.usefixtures("collection")
@pytest.mark.parametrize(
    ("wrong", "value"), [("year", "MMXXI"), ("parts", [{}]), ("title", "text without languages"), ("edition", None), ("citations", {})]
)
def test_what_is_no_report_is_refused(validator, wrong, value):
    assert not validator.is_valid(to_json(compose(Report.objects.get(year=2021))) | {wrong: value})


def test_a_report_with_a_theme_is_as_the_schema_says(validator):
    text = {"zh_hans": "报告", "en": "Report"}
    plain = {"year": 2030, "title": text, "subtitle": text, "publisher": text, "source_statement": text, "parts": [], "schema": 1}
    book: Book = from_json(plain | {"theme": {"accent": "#123456", "chapters": ["#654321"], "cover": None, "logo": None}, "schema": 2})
    assert book.theme == Theme("#123456", ("#654321",))
    assert validator.is_valid(to_json(book))
