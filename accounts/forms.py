"""Where a form of allauth's has to answer otherwise."""

from typing import Any

from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm as AllauthAddWebAuthnForm
from django.http import HttpRequest
from django.utils.translation import get_language, gettext_lazy

from accounts.tasks import send_reset


class ResetPasswordForm(AllauthResetPasswordForm):
    """Looks nobody up while the visitor waits: whether there is an account shows neither in the answer nor in its time."""

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email: str = self.cleaned_data["email"]
        send_reset.enqueue(email=email, language=get_language())
        return email


class AddWebAuthnForm(AllauthAddWebAuthnForm):
    """Says what the name is for; allauth leaves its label in English."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = gettext_lazy("Name of the key")
