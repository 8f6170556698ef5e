"""What `manage.py check --deploy` says of an installation, beyond what Django says itself."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.http.request import validate_host


@register(Tags.security, deploy=True)
def site_is_https(**kwargs: Any) -> list[CheckMessage]:
    if settings.HTTPS:
        return []
    return [
        Warning(
            f"SITE_URL is {settings.SITE_URL}: sign-ins and cookies travel in the open.",
            hint="Give SITE_URL the public https:// address; secure cookies, HSTS and the redirect to HTTPS follow from it.",
            id="casebook.W001",
        )
    ]


@register(Tags.security, deploy=True)
def site_is_an_allowed_host(**kwargs: Any) -> list[CheckMessage]:
    host = urlsplit(settings.SITE_URL).hostname or ""
    if validate_host(host, settings.ALLOWED_HOSTS):
        return []
    return [
        Error(
            f"ALLOWED_HOSTS does not hold {host}, the host of SITE_URL: every page would answer 400.",
            hint=f"Set ALLOWED_HOSTS={','.join([host, *settings.ALLOWED_HOSTS])}.",
            id="casebook.E002",
        )
    ]


@register(Tags.security, deploy=True)
def second_factor_is_required(**kwargs: Any) -> list[CheckMessage]:
    if settings.MFA_REQUIRED:
        return []
    return [
        Error(
            "MFA_REQUIRED is off: whoever knows a reviewer's password reads and publishes every case.",
            hint="Unset MFA_REQUIRED and DEBUG; it is off for trying Casebook out alone.",
            id="casebook.E005",
        )
    ]


@register(Tags.files)
def media_can_be_written(**kwargs: Any) -> list[CheckMessage]:
    folder = Path(settings.MEDIA_ROOT)
    existing = next(path for path in [folder, *folder.parents] if path.exists())
    if existing.is_dir() and os.access(existing, os.W_OK | os.X_OK):
        return []
    return [
        Error(
            f"Files cannot be written to {folder}.",
            hint=f"Give the user that runs Casebook the right to write in {existing}, or set DATA_DIR to a folder of its own.",
            id="casebook.E003",
        )
    ]


@register(Tags.security, deploy=True)
def forwarded_addresses_can_be_believed(**kwargs: Any) -> list[CheckMessage]:
    if not settings.HTTPS or settings.BEHIND_PROXY:
        return []
    return [
        Warning(
            "SITE_URL is https, but BEHIND_PROXY is off: a request that a proxy received over HTTPS is redirected to HTTPS for ever.",
            hint="Set BEHIND_PROXY=1 once the proxy sets X-Forwarded-Proto and X-Forwarded-For itself.",
            id="casebook.W004",
        )
    ]
