"""Where Casebook differs from allauth: accounts are given, and links in mails name our address whatever the visitor's browser said."""

from types import SimpleNamespace
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Whether one may be sent there after signing in; what cannot even be read (`//[x]`) is no address."""
        try:
            return super().is_safe_url(url)
        except ValueError:
            return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        uid, _, token = key.partition("-")
        return settings.SITE_URL + reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Mail in the name of the site's own address, too."""
        host = settings.SITE_URL.partition("://")[2]
        super().send_mail(template_prefix, email, context | {"current_site": SimpleNamespace(name=host, domain=host)})
