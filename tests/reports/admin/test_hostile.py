"""Every text column of the report's tables holds something hostile, and no page of the desk runs it (C1, C22)."""

import re
from itertools import cycle, islice

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.test import Client

from cases.text import clean_html
from reports.models import Edition, Placement
from reports.signing.companies import ask as ask_company
from tests.project.hostile import PAYLOADS, what_runs
from tests.reports.admin.test_access import ask, names

pytestmark = pytest.mark.django_db

# What has a shape of its own, which the database or the form keeps: addresses, keys, digests, periods, numbers.
SHAPED = {"key", "code", "url", "digest", "suffix", "period", "period_kind", "as_of", "date", "value", "aspect", "accent", "link", "email"}
TURNS = 4
# The frame and the base of the preview beside an editor.
OURS = re.compile(r"<iframe \{'name': 'preview', 'src': '(/en)?/admin/reports/part/|<base \{'target': '_blank'\}>")


def poisoned(turn: int) -> int:
    """How many columns of rows were written, each with another payload; in the next turn with the next ones. Past all forms."""
    payloads = islice(cycle(PAYLOADS), turn * len(PAYLOADS) // TURNS, None)
    written = 0
    for model in apps.get_app_config("reports").get_models():
        for field in model._meta.concrete_fields:
            if not isinstance(field, models.CharField | models.TextField) or isinstance(field, models.FileField):
                continue
            if field.choices or field.name in SHAPED or field.get_internal_type() not in {"CharField", "TextField"}:
                continue
            text = next(payloads)[: field.max_length]
            # Prose is cleaned where it comes in, and is HTML from then on.
            value = clean_html(text) if hasattr(field, "sanitize") or "ProseEditor" in type(field).__name__ else text
            try:
                with transaction.atomic():
                    written += model._default_manager.update(**{field.name: value})
            except (DatabaseError, TypeError):
                continue  # what does not change, or has a shape that the database keeps
    return written


@pytest.mark.parametrize("turn", range(TURNS))
@pytest.mark.parametrize("language", ["", "/en"])
def test_what_people_write_runs_on_no_page_of_the_desk(whole, compiler, turn, language):
    ask_company(whole["placement"], by=Edition.objects.get().frozen_by, email="boss@example.org")
    assert poisoned(turn) > 30
    reached = 0
    for name in names():
        answer = ask(compiler, name, whole, language)
        if answer.status_code == 200 and not answer.streaming and answer["Content-Type"].startswith("text/html"):
            assert [each for each in what_runs(answer.text) if not OURS.match(each)] == [], name
            reached += "xss" in answer.text
    assert reached > 10


@pytest.mark.parametrize("turn", range(TURNS))
def test_what_people_write_runs_on_no_page_that_a_company_is_asked_on(whole, compiler, turn):
    poisoned(turn)
    placement = Placement.objects.get(pk=whole["placement"].pk)
    _approval, token = ask_company(placement, by=Edition.objects.get().frozen_by, email="boss@example.org")
    for address in (f"/print-approvals/{token}/", f"/en/print-approvals/{token}/"):
        answer = Client().get(address)
        assert (answer.status_code, what_runs(answer.text)) == (200, [])
    answer = Client().post(f"/print-approvals/{token}/", {"answer": "refuse", "name": PAYLOADS[turn][:80], "words": PAYLOADS[-1 - turn]})
    assert answer.status_code == 302
    for address in (f"/print-approvals/{token}/", f"/admin/reports/report/{whole['report'].pk}/approvals/"):
        assert what_runs(compiler.get(address).text) == []
