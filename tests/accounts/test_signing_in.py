"""Signing in under attack: threats A1 to A17, each by its id."""

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import caches
from django.test import Client, override_settings
from django.utils import timezone

from accounts import limits
from accounts.enums import Role
from accounts.models import SignInAttempt, User
from accounts.tasks import send_reset
from tests import make
from tests.forms import filled

pytestmark = pytest.mark.django_db
GOOD = "一座水库养活三个县 the reservoir"
DATABASE_CACHE = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"}}


@pytest.fixture
def person():
    return make.user(Role.EDITOR, password=GOOD, email="known@example.org")


def sign_in(client, email="known@example.org", password=GOOD, address="10.0.0.1", **headers):
    return client.post("/accounts/login/", {"login": email, "password": password}, REMOTE_ADDR=address, **headers)


def code(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def is_in(client):
    return client.get("/admin/").status_code == 200


# --- Guessing -------------------------------------------------------------------------------------------------------------


def test_a1_guessing_one_account_waits_with_the_same_words_and_ends(person, client):
    texts = {re.sub(r'value="[^"]*"', "", sign_in(client, password=f"wrong {n}").text) for n in range(10)}
    locked = sign_in(client)
    assert len(texts) == 1
    assert locked.status_code == 200
    assert not is_in(client)
    SignInAttempt.objects.update(at=timezone.now() - limits.SHORT)
    assert sign_in(client).status_code == 302


def test_a1_an_address_without_an_account_is_counted_alike(person, client):
    for n in range(10):
        sign_in(client, password=f"wrong {n}")
        sign_in(Client(), email="nobody@example.org", password=f"wrong {n}")
    known, unknown = sign_in(client), sign_in(Client(), email="nobody@example.org")
    assert re.sub(r'value="[^"]*"', "", known.text) == re.sub(r'value="[^"]*"', "", unknown.text)


def test_a2_colleagues_behind_the_same_address_still_come_in(person, client):
    for account in range(10):
        for n in range(3):
            sign_in(Client(), email=f"other{account}@example.org", password=f"wrong {n}")
    assert sign_in(client).status_code == 302


def test_a2_spraying_from_one_address_waits_but_not_for_whoever_is_known_there(person, client):
    assert sign_in(Client()).status_code == 302
    SignInAttempt.objects.bulk_create(
        SignInAttempt(account=limits.digest(f"other{n}"), address=limits.digest("10.0.0.1")) for n in range(limits.OF_ADDRESS)
    )
    make.user(Role.EDITOR, password=GOOD, email="new@example.org")
    assert sign_in(Client(), email="new@example.org").status_code == 200
    assert sign_in(client).status_code == 302


def test_a3_a_forwarded_address_is_not_believed_without_a_proxy(person, client):
    for n in range(10):
        sign_in(client, password=f"wrong {n}", HTTP_X_FORWARDED_FOR=f"203.0.113.{n}")
    sign_in(client, HTTP_X_FORWARDED_FOR="203.0.113.99")
    assert not is_in(client)


def test_a4_a_stranger_does_not_lock_a_known_account(person, client):
    assert sign_in(Client(), address="10.0.0.2").status_code == 302
    for n in range(12):
        sign_in(Client(), password=f"wrong {n}", address="198.51.100.7")
    SignInAttempt.objects.bulk_create(
        SignInAttempt(account=limits.digest("known@example.org"), address=limits.digest(f"far {n}")) for n in range(limits.OF_ACCOUNT)
    )
    assert sign_in(Client(), address="192.0.2.8").status_code == 200  # unknown there: waits
    assert sign_in(client, address="10.0.0.2").status_code == 302


def test_tries_that_were_not_made_do_not_lengthen_the_wait(person, client):
    for n in range(30):
        sign_in(client, password=f"wrong {n}")
    assert SignInAttempt.objects.count() == limits.OF_PAIR


def test_the_table_of_tries_names_nobody(person, client):
    sign_in(client)
    assert "known" not in repr(list(SignInAttempt.objects.values()))
    assert "10.0.0.1" not in repr(list(SignInAttempt.objects.values()))


# --- Who is there -----------------------------------------------------------------------------------------------------------


def test_a5_a_reset_answers_the_same_and_looks_nobody_up_while_one_waits(person, client, monkeypatch):
    queued = []
    monkeypatch.setattr("accounts.forms.send_reset", type("Task", (), {"enqueue": lambda self, **values: queued.append(values)})())
    inactive = make.user(email="gone@example.org", is_active=False)
    answers = set()
    for email in (person.email, "nobody@example.org", inactive.email):
        with pytest.MonkeyPatch.context() as meanwhile:
            meanwhile.setattr(User.objects, "filter", None)
            response = Client().post("/accounts/password/reset/", {"email": email})
        answers.add((response.status_code, response.url))
    assert answers == {(302, "/accounts/password/reset/done/")}
    assert [values["email"] for values in queued] == [person.email, "nobody@example.org", "gone@example.org"]


def test_a5_mail_goes_to_whoever_has_an_active_account_and_to_nobody_else(person, client):
    make.user(email="gone@example.org", is_active=False)
    for email in (person.email, "nobody@example.org", "gone@example.org"):
        client.post("/accounts/password/reset/", {"email": email})
    assert [message.to for message in mail.outbox] == [[person.email]]


def test_a5_the_mail_is_made_where_there_is_no_request(person):
    send_reset.call(email=person.email, language="en")
    assert [message.to for message in mail.outbox] == [[person.email]]
    assert "http://127.0.0.1:8000/en/accounts/password/reset/key/" in mail.outbox[0].body


def test_a5_signing_in_hashes_as_often_for_an_unknown_account(person, client, monkeypatch):
    hashed = []
    from django.contrib.auth import hashers

    encode = hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", lambda self, *args: hashed.append(1) or encode(self, *args))
    sign_in(client, password="wrong wrong wrong")
    known, hashed[:] = len(hashed), []
    sign_in(Client(), email="nobody@example.org", password="wrong wrong wrong")
    assert known == len(hashed) == 1


# --- Passwords --------------------------------------------------------------------------------------------------------------

WEAK = ["short", "12345678901234", "aaaaaaaaaaaa", "abcabcabcabc", "known@example.org", "casebook2026!", "password12345"]


@pytest.mark.parametrize("password", WEAK)
def test_a6_a_weak_password_is_refused_when_changed_reset_and_given_by_an_operator(password, person, client):
    client.force_login(person)
    changed = {"oldpassword": GOOD, "password1": password, "password2": password}
    assert client.post("/accounts/password/change/", changed).status_code == 200
    client.force_login(make.user(Role.OPERATOR))
    given = {"new_password1": password, "new_password2": password}
    assert client.post(f"/admin/accounts/user/{person.pk}/password/", given).status_code == 200
    client.logout()
    client.post("/accounts/password/reset/", {"email": person.email})
    link = re.search(r"http://127.0.0.1:8000(\S+)", mail.outbox[0].body)[1]
    page = client.get(link, follow=True).redirect_chain[-1][0]
    assert client.post(page, {"password1": password, "password2": password}).status_code == 200
    assert User.objects.get(pk=person.pk).check_password(GOOD)


def test_a6_the_organisations_name_is_no_password(client):
    person = make.user(Role.EDITOR, make.organisation("steel", name_zh_hans="东方钢铁", name_en="Orient Steel"), password=GOOD)
    client.force_login(person)
    for password in ("OrientSteel2026", "东方钢铁东方钢铁2026!!", "orient-steel-1"):
        posted = {"oldpassword": GOOD, "password1": password, "password2": password}
        assert client.post("/accounts/password/change/", posted).status_code == 200, password
    assert User.objects.get(pk=person.pk).check_password(GOOD)


# --- The second factor --------------------------------------------------------------------------------------------------------


@pytest.fixture
def reviewer():
    return make.user(Role.REVIEWER, password=GOOD, email="known@example.org")


def with_totp(user):
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


@override_settings(MFA_REQUIRED=True)
@pytest.mark.parametrize(
    "address", ["/admin/", "/admin/cases/case/", "/admin/cases/case/add/", "/en/admin/accounts/organisation/", "/admin/autocomplete/"]
)
def test_a7_nothing_of_the_admin_opens_to_the_association_without_a_second_factor(address, reviewer, client):
    sign_in(client)
    for response in (client.get(address), client.post(address)):
        assert response.status_code == 302
        assert response.url.endswith("/accounts/second-factor/")
    assert client.get("/accounts/second-factor/").status_code == 200


@override_settings(MFA_REQUIRED=True)
def test_a7_a_company_needs_none(person, client):
    sign_in(client)
    assert is_in(client)
    assert client.get("/accounts/second-factor/").url == "/admin/"


@override_settings(MFA_REQUIRED=True)
def test_a7_after_the_password_alone_only_the_challenge_opens(reviewer, client):
    secret = with_totp(reviewer)
    response = sign_in(client)
    assert response.url.startswith("/accounts/2fa/authenticate/")
    for address in ("/admin/", "/admin/cases/case/", "/accounts/2fa/", "/accounts/password/change/", "/accounts/sessions/"):
        assert client.get(address).url.startswith("/accounts/login/"), address
        assert client.post(address).url.startswith("/accounts/login/"), address
    assert client.post("/accounts/2fa/authenticate/", {"code": code(secret)}).status_code == 302
    assert is_in(client)


@override_settings(MFA_REQUIRED=True)
def test_a7_setting_up_a_code_opens_the_admin(reviewer, client):
    sign_in(client)
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
    secret = client.session["mfa.totp.secret"]
    assert client.post("/accounts/2fa/totp/activate/", {"code": code(secret)}).status_code == 302
    assert is_in(client)


@override_settings(CACHES=DATABASE_CACHE)
def test_a8_a_code_works_once_on_whatever_node(reviewer, client):
    with_totp_code = code(with_totp(reviewer))
    sign_in(client)
    assert client.post("/accounts/2fa/authenticate/", {"code": with_totp_code}).status_code == 302
    # Another node: the same table, nothing of this one's memory.
    del caches["default"]
    other = Client()
    sign_in(other)
    assert other.post("/accounts/2fa/authenticate/", {"code": with_totp_code}).status_code == 200
    assert not is_in(other)


@override_settings(CACHES=DATABASE_CACHE)
def test_a8_after_five_wrong_codes_the_right_one_waits(reviewer, client):
    secret = with_totp(reviewer)
    sign_in(client)
    for _ in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    client.post("/accounts/2fa/authenticate/", {"code": code(secret)})
    assert not is_in(client)
    caches["default"].clear()


@override_settings(MFA_REQUIRED=True)
def test_a9_the_admins_own_door_leads_to_the_same_one(reviewer, client):
    assert client.get("/admin/login/").url.startswith("/accounts/login/")
    assert client.post("/admin/login/", {"username": "known@example.org", "password": GOOD}).url.startswith("/accounts/login/")
    assert client.get("/admin/").url.startswith("/accounts/login/")


# --- Sessions ---------------------------------------------------------------------------------------------------------------


def test_a10_the_session_gets_a_new_key_when_somebody_signs_in(person, client):
    client.get("/accounts/login/")
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = before
    sign_in(client)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before


def test_a11_an_old_cookie_is_dead_after_signing_out(person, client):
    sign_in(client)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post("/accounts/logout/")
    other = Client()
    other.cookies[settings.SESSION_COOKIE_NAME] = cookie
    assert not is_in(other)


def test_a12_a_closed_account_is_refused_with_its_next_request(person, client):
    sign_in(client)
    assert is_in(client)
    operator = Client()
    operator.force_login(make.user(Role.OPERATOR))
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert not is_in(client)


def test_a13_a_new_password_ends_the_other_sessions_and_is_told_by_mail(person, client):
    other = Client()
    sign_in(other)
    sign_in(client)
    new = "another reservoir of words"
    client.post("/accounts/password/change/", {"oldpassword": GOOD, "password1": new, "password2": new})
    assert not is_in(other)
    assert [message.to for message in mail.outbox] == [[person.email]]


def test_a13_a_new_address_is_told_to_the_old_one_and_ends_its_sessions(person, client):
    sign_in(client)
    operator = Client()
    operator.force_login(make.user(Role.OPERATOR))
    page = f"/admin/accounts/user/{person.pk}/change/"
    data = filled(operator.get(page), "user_form")
    assert operator.post(page, data | {"email": "moved@example.org"}).status_code == 302
    assert [message.to for message in mail.outbox] == [["known@example.org"]]
    assert not is_in(client)


def test_a13_a_second_factor_ends_the_other_sessions_and_is_told_by_mail(reviewer, client, django_capture_on_commit_callbacks):
    other = Client()
    sign_in(other)
    sign_in(client)
    client.get("/accounts/2fa/totp/activate/")
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/totp/activate/", {"code": code(client.session["mfa.totp.secret"])})
    assert (is_in(client), is_in(other)) == (True, False)
    assert mail.outbox
    assert all(message.to == [reviewer.email] for message in mail.outbox)


def test_a13_rights_are_given_only_by_somebody_who_proved_lately_who_they_are(person, client):
    make.user(Role.OPERATOR, email="operator@example.org", password=GOOD)
    sign_in(client, email="operator@example.org")
    page = f"/admin/accounts/user/{person.pk}/change/"
    session = client.session
    session["account_authentication_methods"] = [
        record | {"at": time.time() - 3600} for record in session["account_authentication_methods"]
    ]
    session.save()
    data = filled(client.get(page), "user_form")
    response = client.post(page, data | {"name": "Changed"})
    assert response.url.startswith("/accounts/reauthenticate/")
    person.refresh_from_db()
    assert person.name != "Changed"
    client.post(response.url, {"password": GOOD})
    person.refresh_from_db()
    assert person.name == "Changed"  # what was posted is taken up again


@pytest.mark.parametrize(("rested", "lasted", "still"), [(59, 59, True), (61, 61, False), (1, 12 * 60 - 1, True), (1, 12 * 60 + 1, False)])
def test_a14_a_session_ends_after_an_hour_of_rest_or_twelve_of_use(rested, lasted, still, person, client):
    sign_in(client)
    now = int(time.time())
    session = client.session
    session["seen_at"], session["started_at"] = now - rested * 60, now - lasted * 60
    session.save()
    assert is_in(client) is still
    assert Session.objects.filter(session_key=session.session_key).exists() is still


@pytest.mark.parametrize(("headers", "noted"), [({}, True), ({"X-By-Itself": "1"}, False)])
def test_a14_what_a_page_sends_by_itself_keeps_no_session_awake(headers, noted, person, client):
    sign_in(client)
    session = client.session
    before = session["seen_at"] = int(time.time()) - 30 * 60
    session.save()
    client.get("/admin/", headers=headers)
    assert (client.session["seen_at"] > before) is noted


def test_a15_a_reset_link_works_once_and_for_four_hours(person, client):
    client.post("/accounts/password/reset/", {"email": person.email}, HTTP_HOST="localhost")
    link = re.search(r"http://127.0.0.1:8000(\S+)", mail.outbox[0].body)[1]
    page = client.get(link, follow=True).redirect_chain[-1][0]
    new = "another reservoir of words"
    client.post(page, {"password1": new, "password2": new})
    assert User.objects.get(pk=person.pk).check_password(new)
    assert not Client().get(link, follow=True).redirect_chain
    assert timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT) == timedelta(hours=4)


def test_a15_a16_secret_addresses_are_not_written_to_the_log(client, caplog):
    caplog.set_level("INFO", "casebook.request")
    client.get("/invitations/a-secret-token/")
    client.get("/approvals/a-secret-token/pictures/0-480.webp")
    client.get("/en/print-approvals/a-secret-token/")
    client.get("/accounts/password/reset/key/1-another-secret/")
    paths = [record.fields["path"] for record in caplog.records if record.name == "casebook.request"]
    assert paths == ["/invitations/…/", "/approvals/…/pictures/0-480.webp", "/en/print-approvals/…/", "/accounts/password/reset/key/…/"]


def test_pages_behind_the_sign_in_are_kept_nowhere(person, client):
    sign_in(client)
    for address in ("/admin/", "/accounts/2fa/", "/accounts/sessions/", "/accounts/password/change/"):
        assert "no-store" in client.get(address)["Cache-Control"]


def test_b16_no_list_is_edited_in_place():
    from django.contrib import admin

    assert [face for face in admin.site._registry.values() if face.list_editable] == []


def test_h2_a_closed_account_keeps_its_name_on_what_it_wrote_and_gets_no_reset(person):
    case = make.case(person.memberships.get().organisation, by=person)
    User.objects.filter(pk=person.pk).update(is_active=False)
    case.refresh_from_db()
    assert str(case.created_by) == person.name
    send_reset.call(email=person.email, language="en")
    assert mail.outbox == []
