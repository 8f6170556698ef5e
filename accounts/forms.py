"""Where a form of allauth's has to answer otherwise."""

from typing import Any

from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
from django.http import HttpRequest
from django.utils.translation import get_language

from accounts.tasks import send_reset


class ResetPasswordForm(AllauthResetPasswordForm):
    """Looks nobody up while the visitor waits: whether there is an account shows neither in the answer nor in its time."""

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email: str = self.cleaned_data["email"]
        send_reset.enqueue(email=email, language=get_language())
        return email
