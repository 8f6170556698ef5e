"""The inside log: what is written in it, by whom it is read, and that nobody alters it."""

import csv
import io

import pytest
from django.db import Error, connection, transaction

from accounts.enums import Role
from accounts.models import Membership, User
from cases.audit_log import asked_by, broken_at, record
from cases.enums import AuditAction
from cases.members import hand_on
from cases.models import AuditEntry, Case
from cases.restoring import restore
from cases.workflow import take
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make.editor(make.organisation("ours"))


@pytest.fixture
def case(editor):
    return make.case(editor.memberships.get().organisation, by=editor)


def entries(*actions):
    return list(AuditEntry.objects.filter(action__in=actions).order_by("number"))


# --- Append-only ----------------------------------------------------------------------------------------------------


ALTER = {
    "UPDATE": "UPDATE cases_auditentry SET who = 'somebody else' WHERE number = 1",
    "UPDATE of the digest": "UPDATE cases_auditentry SET digest = ''",
    "DELETE": "DELETE FROM cases_auditentry WHERE number = 1",
    "DELETE of all": "DELETE FROM cases_auditentry",
}


@pytest.mark.parametrize("statement", ALTER.values(), ids=ALTER)
def test_the_database_itself_refuses_to_alter_it(statement):
    record(AuditAction.STEP, about="something")
    before = list(AuditEntry.objects.values())
    with pytest.raises(Error, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert list(AuditEntry.objects.values()) == before


def test_no_way_through_the_models_alters_it():
    entry = record(AuditAction.STEP)
    rows = AuditEntry.objects.all()
    for attempt in (entry.save, entry.delete, rows.delete, lambda: rows.update(who="x"), lambda: rows.bulk_update([entry], ["who"])):
        with pytest.raises(TypeError):
            attempt()
    with pytest.raises(Error), transaction.atomic():
        rows._raw_delete(rows.db)
    assert AuditEntry.objects.filter(pk=entry.pk).exists()


def test_a_superuser_finds_no_way_in_the_admin_to_alter_it(client):
    entry = record(AuditAction.STEP)
    client.force_login(User.objects.create_superuser("super@example.org", name="Super"))
    before = AuditEntry.objects.get(pk=entry.pk)
    for way in ("add/", f"{entry.pk}/delete/"):
        assert client.get(f"/admin/cases/auditentry/{way}").status_code == 404
        assert client.post(f"/admin/cases/auditentry/{way}", {"post": "yes"}).status_code == 404
    client.post(f"/admin/cases/auditentry/{entry.pk}/change/", {"who": "x"})
    client.post("/admin/cases/auditentry/", {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"})
    after = AuditEntry.objects.get(pk=entry.pk)
    assert (after.who, after.digest) == (before.who, before.digest)


def test_each_entry_carries_the_digest_of_the_one_before_it_and_a_forged_one_is_found():
    for number in range(3):
        record(AuditAction.STEP, about=f"{number}")
    assert broken_at() is None
    last = AuditEntry.objects.order_by("-number").first()
    forged = AuditEntry(number=last.number + 1, at=last.at, action="step", who="forged", previous=last.digest, digest="0" * 64)
    forged.save(force_insert=True)
    assert broken_at() == forged.number


# --- What is written ------------------------------------------------------------------------------------------------


def test_an_entry_says_who_from_where_for_which_organisation_and_about_what(case, editor):
    with asked_by(editor, address=lambda: "192.0.2.7"):
        entry = record(AuditAction.STEP, case=case, detail="submit")
    found = (entry.who, entry.who_number, entry.organisation, entry.address, entry.about, entry.case_number, entry.detail)
    organisation = str(editor.memberships.get().organisation)
    assert found == (f"#{editor.pk}", editor.pk, organisation, "192.0.2.7", str(case), case.pk, "submit")
    assert record(AuditAction.STEP).address == ""


def test_steps_publishing_and_restoring_are_written_with_what_they_did(case, editor):
    reviewer, publisher = make.user(Role.REVIEWER), make.user(Role.PUBLISHER)
    for step, person in (("submit", editor), ("start_review", reviewer), ("accept", reviewer), ("publish", publisher)):
        take(step, case=case, by=person)
    found = [(entry.action, entry.detail, entry.who_number) for entry in entries("step", "published")]
    steps = [("step", "submit", editor.pk), ("step", "start_review", reviewer.pk), ("step", "accept", reviewer.pk)]
    assert found == [*steps, ("published", "publish", publisher.pk)]
    case = Case.objects.get(pk=case.pk)
    restore(case.revisions.get(number=1), case=case, by=editor, version=case.version)
    assert [(entry.detail, entry.case_number) for entry in entries("restored")] == [("1", case.pk)]


def test_a_step_that_fails_leaves_no_entry(case, editor):
    with transaction.atomic():
        take("submit", case=case, by=editor)
        transaction.set_rollback(True)
    assert entries("step") == []


def test_rights_given_changed_and_ended_are_written(editor):
    before = AuditEntry.objects.count()
    colleague = make.user(Role.EDITOR, editor.memberships.get().organisation)
    Membership.objects.filter(user=editor).update(is_owner=True)
    hand_on(colleague.memberships.get(), by=editor)
    colleague.memberships.get().delete()
    colleague.is_superuser = True
    colleague.is_active = False
    colleague.save()
    told = [(entry.about, entry.detail.partition(": ")[2]) for entry in AuditEntry.objects.filter(number__gt=before).order_by("number")]
    person = f"#{colleague.pk}"
    assert told == [
        (person, "editor, added"),
        (person, "owner"),
        (person, "editor, owner, ended"),
        (person, "True → False, is_superuser: False → True"),
    ]


def test_it_outlives_the_case_and_the_person(client, case, editor):
    with asked_by(editor, address=lambda: "192.0.2.7"):
        record(AuditAction.VIEWED, case=case)
    case.figures.all().delete()
    title, number = str(case), case.pk
    case.delete()
    name = f"#{editor.pk}"
    viewed, deleted = entries("viewed", "deleted")
    assert (viewed.who, viewed.about, viewed.case_number, deleted.about) == (name, title, number, title)
    assert broken_at() is None


def test_signing_in_and_failing_to_are_written_and_an_unknown_account_is_not_named(client, editor):
    editor.set_password("right-Horse-7")
    editor.save()
    for email, password in ((editor.email, "wrong"), ("my-secret-password", "x"), (editor.email, "right-Horse-7")):
        client.post("/accounts/login/", {"login": email, "password": password}, REMOTE_ADDR="192.0.2.9")
    known = f"#{editor.pk}"
    told = [(entry.action, entry.who, entry.about, entry.address) for entry in entries("sign_in_failed", "signed_in")]
    assert told[0] == ("sign_in_failed", "", known, "192.0.2.9")
    assert told[-1] == ("signed_in", known, "", "192.0.2.9")
    assert "my-secret-password" not in str(list(AuditEntry.objects.values()))


def test_what_the_association_reads_of_a_draft_is_written_once_an_hour_and_what_a_company_reads_of_its_own_is_not(client, case, editor):
    reviewer = make.user(Role.REVIEWER)
    for person in (reviewer, reviewer, editor):
        client.force_login(person)
        assert client.get(f"/admin/cases/case/{case.pk}/preview/").status_code == 200
    assert [(entry.who_number, entry.case_number) for entry in entries("viewed")] == [(reviewer.pk, case.pk)]


# Pages of one case that show nothing of it: they answer a form, take a file in, or lead on.
SILENT = {"cases_case_delete", "cases_case_history", "cases_case_typed", "cases_case_restore", "cases_case_comment", "cases_case_care"}


def test_every_page_of_a_case_is_watched_or_known_to_show_nothing(client, case):
    """A page that is added tomorrow fails here until it is put into SHOWING, into FILES or above."""
    from django.contrib import admin

    from cases.admin.watching import FILES, SHOWING

    names = {pattern.name for pattern in admin.site.get_model_admin(Case).get_urls() if "object_id" in str(pattern.pattern)}
    assert {name for name in names if name} - SHOWING.keys() - FILES - SILENT == set()
    reviewer = make.user(Role.REVIEWER)
    for page in ("left-over", "comments", "approvals", "compare", "seal"):
        client.force_login(reviewer)
        with transaction.atomic():
            client.get(f"/admin/cases/case/{case.pk}/{page}/")
    assert [(entry.who_number, entry.case_number) for entry in entries("viewed")] == [(reviewer.pk, case.pk)]


def test_a_refusal_is_written_with_the_address_that_was_asked_and_only_so_many_an_hour(client, case, monkeypatch):
    from cases.admin import watching

    monkeypatch.setattr(watching, "REFUSALS", 3)
    stranger = make.editor(make.organisation("theirs"))
    client.force_login(stranger)
    for number in range(5):
        assert client.get(f"/admin/cases/case/{case.pk}/preview/?{number}").status_code == 404
        assert client.get(f"/admin/cases/case/{1000 + number}/change/").status_code == 404
    first, second = entries("denied")
    assert (first.who_number, first.detail) == (stranger.pk, f"GET /admin/cases/case/{case.pk}/preview/")
    assert second.detail == "GET /admin/cases/case/1000/change/"


# --- Who reads it -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("role", "status"), [(Role.REVIEWER, 200), (Role.PUBLISHER, 200), (Role.OPERATOR, 200), (Role.COMPILER, 404)])
def test_reviewers_and_operators_read_it(client, role, status):
    entry = record(AuditAction.STEP, about="something")
    client.force_login(make.user(role))
    for page in ("", "export/", f"{entry.pk}/change/"):
        assert client.get(f"/admin/cases/auditentry/{page}").status_code == status


def test_people_are_named_as_they_are_called_today_and_found_by_it(client, editor, django_assert_num_queries):
    client.force_login(make.user(Role.OPERATOR))
    with asked_by(editor, address=lambda: "192.0.2.7"):
        entry = record(AuditAction.RIGHTS, about="#1")
    User.objects.filter(pk=editor.pk).update(name="改名后的人")
    told = f"#{editor.pk} 改名后的人"
    for page in ("", f"{entry.pk}/change/", "?q=改名后", f"?q={editor.email}"):
        assert told in client.get(f"/admin/cases/auditentry/{page}").text, page
    assert f"{told} &lt;{editor.email}&gt;" in client.get(f"/admin/cases/auditentry/{entry.pk}/change/").text
    assert told not in client.get("/admin/cases/auditentry/?q=nobody-of-this-name").text
    csv_text = b"".join(client.get("/admin/cases/auditentry/export/").streaming_content).decode()
    assert f"#{editor.pk} 改名后的人 <{editor.email}>" in csv_text
    # Session, user, memberships, two about permissions that are Django's own; count, rows, and the people of the page.
    for _ in range(2):
        with django_assert_num_queries(8):
            client.get("/admin/cases/auditentry/?q=&action=rights")
        for number in (2, 3):
            record(AuditAction.RIGHTS, by=make.user(), about=f"#{number}")


def test_a_company_finds_no_trace_of_it(client, case, editor):
    entry = record(AuditAction.STEP, about="zqinsideqz", case=case)
    client.force_login(editor)
    for page in ("", "export/", f"{entry.pk}/change/"):
        assert client.get(f"/admin/cases/auditentry/{page}").status_code == 404
    for page in ("/admin/", f"/admin/cases/case/{case.pk}/change/"):
        answer = client.get(page)
        assert "zqinsideqz" not in answer.text
        assert "/auditentry/" not in answer.text


def test_it_is_taken_away_whole_as_csv_without_formulas_and_that_is_written_too(client):
    record(AuditAction.STEP, about="=HYPERLINK(1)", detail="＝1+1")
    client.force_login(make.user(Role.OPERATOR))
    answer = client.get("/admin/cases/auditentry/export/")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    # Read piece by piece: it tells of its own taking, too.
    assert len(rows) == 1 + AuditEntry.objects.count()
    row = next(row for row in rows if "HYPERLINK" in row[6])
    assert (row[6], row[8]) == ("'=HYPERLINK(1)", "'＝1+1")
    assert answer["Cache-Control"] == "private, no-store"
    assert [entry.detail for entry in entries("exported")] == ["/admin/cases/auditentry/export/"]


def test_where_the_database_is_silent_nobody_is_asked_who_they_are(rf):
    from django.http import HttpResponse

    from cases.admin.watching import WatchMiddleware

    class Silent:
        @property
        def is_authenticated(self):
            raise AssertionError("asked")

    def answer(request):
        request.resolver_match = type("Match", (), {"namespace": "admin", "url_name": "index", "kwargs": {}})()
        return HttpResponse(status=503)

    request = rf.get("/admin/")
    request.user = Silent()
    assert WatchMiddleware(answer)(request).status_code == 503
