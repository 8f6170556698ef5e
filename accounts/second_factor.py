"""The second factor: who must have one, and what else happens when one is set up, changed or taken away."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings

from accounts.roles import is_inside


def is_due(user: Any) -> bool:
    """Whether the user works for the association and has no second factor yet. At most two queries."""
    return settings.MFA_REQUIRED and is_inside(user) and not has_one(user)


def has_one(user: Any) -> bool:
    """Recovery codes alone are none."""
    return Authenticator.objects.filter(user=user, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]).exists()
