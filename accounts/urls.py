"""Signing in and out, the password, the second factor, one's sessions. Of allauth's pages no others: nobody signs up here."""

from allauth.account.urls import urlpatterns as every_account_page
from django.urls import include, path

OFFERED = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}

urlpatterns = [
    *[page for page in every_account_page if page.name in OFFERED],
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
]
