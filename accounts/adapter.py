"""Where Casebook differs from allauth: accounts are given, links in mails name our address whatever the visitor's browser said, and
tries to sign in are counted by `accounts.limits`.
"""

from types import SimpleNamespace
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts import limits
from accounts.reauth import is_fresh


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Whether one may be sent there after signing in; what cannot even be read (`//[x]`) is no address."""
        try:
            return super().is_safe_url(url)
        except ValueError:
            return False

    # --- Mail ------------------------------------------------------------------------------------------------

    def get_reset_password_from_key_url(self, key: str) -> str:
        uid, _, token = key.partition("-")
        return settings.SITE_URL + reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the name of the site's own address, and without asking the request: a task has none."""
        host = settings.SITE_URL.partition("://")[2]
        site = SimpleNamespace(name=host, domain=host)
        self.render_mail(template_prefix, email, {"request": None, "email": email} | context | {"current_site": site}).send()

    def send_notification_mail(self, template_prefix: str, user: Any, context: Any = None, email: str | None = None) -> None:
        """To the address of the account: allauth's own table of addresses is not used here."""
        super().send_notification_mail(template_prefix, user, context, email or user.email)

    # --- Limits ----------------------------------------------------------------------------------------------

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Also before a password is asked for once more."""
        account = credentials.get("email") or credentials.get("username") or ""
        self._attempt = limits.begin(account, self.get_client_ip(request))
        if self._attempt is None:
            raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self) -> None:
        """Called by allauth once the password was right."""
        if self._attempt is not None:
            limits.succeed(self._attempt)

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        limits.forget(credentials["email"])

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Having signed in a moment ago counts, too."""
        return not is_fresh(self.request)

    def reauthenticate(self, user: Any, password: str) -> bool:
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk
