"""The same hostile texts in a real browser, which reads broken markup as no parser of ours does: nothing runs, nothing is fetched."""

import pytest
from django.test import Client

from accounts.enums import Role
from cases.approvals import ask
from cases.models import Case, Quotation
from cases.workflow import take
from tests import make
from tests.browser.test_admin import cookies
from tests.forms import filled
from tests.project.hostile import PAYLOADS
from tests.project.test_hostile_text import hostile

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SENTINEL = "window.fired = []; window.xss = () => window.fired.push(location.pathname); window.alert = window.xss"


def test_nothing_that_was_typed_runs_on_the_form_the_preview_the_comparison_or_in_public(vocabularies, open_page, complaints):
    editor = make.editor(make.organisation("ours"))
    reviewer, publisher = make.user(Role.REVIEWER), make.user(Role.PUBLISHER)
    case = make.case(editor.memberships.get().organisation, by=editor)
    Quotation.objects.create(case=case, text_zh_hans="话", speaker_zh_hans="人")
    make.picture(case)
    client, change = Client(), f"/admin/cases/case/{case.pk}/change/"
    client.force_login(editor)
    rich = f"<p>{''.join(PAYLOADS)}</p>"
    asked, fired = [], []

    def look(address, person=None):
        page = open_page("/about/", cookies=cookies(person) if person else ())
        page.add_init_script(SENTINEL)
        page.on("request", lambda request: asked.append(request.url))
        page.on("dialog", lambda dialog: (fired.append(address), dialog.dismiss()))
        page.goto(page.url.split("/about/")[0] + address)
        page.wait_for_load_state("networkidle")
        fired.extend(page.evaluate("window.fired"))
        page.close()

    for turn in (0, 13, 26, 39):
        data = filled(client.get(change), "case_form")
        assert client.post(change, data | hostile(data, turn) | {"body_zh_hans": rich, "body_en": rich}).status_code == 302
        for address in (change, f"/admin/cases/case/{case.pk}/preview/", "/admin/cases/case/"):
            look(address, editor)
        if turn == 0:
            take("submit", case=Case.objects.get(), by=editor)
            take("request_changes", case=Case.objects.get(), by=reviewer, message=rich)
        else:
            look(f"/admin/cases/case/{case.pk}/compare/", editor)
    _row, token = ask(Case.objects.get(), email="boss@example.org", by=editor)
    look(f"/approvals/{token}/")
    for step, person in (("submit", editor), ("start_review", reviewer), ("accept", reviewer), ("publish", publisher)):
        take(step, case=Case.objects.get(), by=person)
    for address in (f"/cases/{Case.objects.get().slug}/", f"/en/cases/{Case.objects.get().slug}/", "/cases/", "/"):
        look(address)
    assert (fired, [url for url in asked if "evil.example" in url]) == ([], [])
    # Not even tried: the policy had nothing to stop.
    assert "\n".join(complaints) == ""
