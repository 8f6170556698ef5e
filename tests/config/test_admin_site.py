import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(client):
    client.force_login(User.objects.create_superuser("op@example.org", name="Op"))
    return client


@pytest.fixture
def roleless(client):
    client.force_login(User.objects.create_user("gone@example.org", name="Gone"))
    return client


@pytest.mark.parametrize("address", ["/admin/", "/admin/nowhere/", "/admin/cases/case/1/change/", "/admin/r/1/1/", "/en/admin/logout/"])
def test_whoever_is_not_signed_in_is_asked_to(client, address):
    response = client.get(address)
    prefix = "/en" if address.startswith("/en/") else ""
    assert (response.status_code, response["Location"]) == (302, f"{prefix}/accounts/login/?next={address}")


def test_the_admin_has_no_second_door_to_sign_in_by(client):
    response = client.post("/admin/login/?next=/admin/cases/", {"username": "a", "password": "b"})
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/admin/cases/")


def test_whoever_has_no_role_reads_so_at_the_front_door_and_finds_nothing_behind_it(roleless):
    front = roleless.get("/admin/")
    assert (front.status_code, "您无权打开这个页面" in front.text) == (403, True)
    for address in ("/admin/nowhere/", "/admin/cases/case/", "/admin/autocomplete/", "/admin/jsi18n/", "/en/admin/logout/"):
        assert roleless.get(address).status_code == 404, address


def test_an_inactive_account_is_no_longer_signed_in(operator):
    User.objects.update(is_active=False)
    assert operator.get("/admin/").status_code == 302


def test_the_front_page_opens_for_whoever_has_a_role(operator):
    response = operator.get("/admin/")
    assert response.status_code == 200
    assert "工作台" in response.text


@pytest.mark.parametrize(
    "address", ["/admin/nowhere/", "/admin/r/1/1/", "/admin/auth/group/", "/admin/autocomplete/", "/admin/autocomplete/?app_label=x"]
)
def test_what_is_not_there_and_what_is_not_allowed_look_the_same(operator, address):
    response = operator.get(address)
    assert response.status_code == 404
    assert operator.get("/admin/surely/not/there/").content == response.content


def test_an_object_that_is_not_there_is_404_and_leaves_no_message(operator):
    for model in admin.site._registry:
        for page in ("change", "history", "delete"):
            address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=[10**9])
            assert operator.get(address).status_code == 404, address


def test_only_our_own_models_hang_here():
    assert {model._meta.app_label for model in admin.site._registry} <= {"accounts", "cases", "reports"}


def test_signing_out_ends_the_session(operator):
    response = operator.post("/admin/logout/")
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/")
    assert operator.get("/admin/").status_code == 302


@pytest.mark.parametrize(
    "address",
    [
        "cases/case/?concept=%00",
        "accounts/organisation/?kind__exact=a%00",
        "autocomplete/?app_label=cases&model_name=case&field_name=organisation&term=%00",
    ],
)
def test_a_question_with_a_character_that_no_text_has_is_refused(operator, address):
    assert operator.get(f"/admin/{address}").status_code == 400
