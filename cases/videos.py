"""Addresses of the association's own for the videos of cases: printed as codes, and aimed anew when a video moves."""

import secrets
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from accounts.roles import is_reviewer
from cases.audit_log import record
from cases.enums import AuditAction
from cases.models import Case, VideoAddress

# Nothing that is taken for something else when it is typed from paper.
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 8


def give_addresses(case: Case) -> None:
    """One for each of the case's videos that has none yet. At most three queries."""
    urls = set(case.videos.values_list("url", flat=True))
    new = urls - set(case.video_addresses.values_list("url", flat=True)) if urls else set()
    rows = [VideoAddress(case=case, url=url, code="".join(secrets.choice(LETTERS) for _ in range(LENGTH))) for url in sorted(new)]
    VideoAddress.objects.bulk_create(rows, ignore_conflicts=True)


def short_url(code: str) -> str:
    return settings.SITE_URL + reverse("video", args=[code])


def aim(address: VideoAddress, *, target: str, by: Any) -> None:
    """Where its printed code leads from now on; empty for where the company said. The caller has checked that it is an address."""
    if not is_reviewer(by):
        raise PermissionDenied
    with transaction.atomic():
        VideoAddress.objects.filter(pk=address.pk).update(target=target)
        record(AuditAction.AIMED, by=by, case=address.case, detail=f"{address}: {target or address.url}")
