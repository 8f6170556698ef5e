"""Mail about requests for figures: numbers and dates alone, since between posting and sending somebody may have left."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.enums import Role
from accounts.models import User
from cases.models import MailSettings
from cases.outbox import language_of, post, settings_of
from reports.enums import AskState
from reports.models import FigureRequest

KINDS = ("figures_asked", "figures_given", "figures_returned", "figures_accepted", "figures_due")
# Before the date to answer by.
BEFORE = dt.timedelta(days=3)


def people_of(request: FigureRequest) -> list[User]:
    """The active editors of the company."""
    members = User.objects.filter(memberships__organisation=request.organisation_id, memberships__role=Role.EDITOR, is_active=True)
    return list(members.distinct().order_by("pk"))


def asked(request: FigureRequest, number: int) -> None:
    _to_company("figures_asked", request, number=number)


def sent_back(request: FigureRequest, number: int) -> None:
    _to_company("figures_returned", request, number=number)


def accepted(request: FigureRequest) -> None:
    _to_company("figures_accepted", request, only_who_wants_steps=True)


def handed_in(request: FigureRequest) -> None:
    """To whoever asked."""
    if request.by.is_active and settings_of(request.by).steps:
        _post("figures_given", request, request.by)


def remind() -> int:
    """To companies whose answer is due within days; once for each date. Three queries where nothing is due."""
    today = timezone.localdate()
    waiting = [state.value for state in AskState if state.is_with_company]
    due = FigureRequest.objects.filter(state__in=waiting, due__range=(today, today + BEFORE)).select_related("organisation")
    unwanted = set(MailSettings.objects.filter(reminders=False).values_list("user", flat=True))
    posted = 0
    for request in due:
        for user in people_of(request):
            if user.pk not in unwanted:
                posted += _post("figures_due", request, user, key=f"figures-due-{request.pk}-{request.due}-{user.pk}")
    return posted


def _to_company(kind: str, request: FigureRequest, *, only_who_wants_steps: bool = False, **values: Any) -> None:
    for user in people_of(request):
        if not only_who_wants_steps or settings_of(user).steps:
            _post(kind, request, user, **values)


def _post(kind: str, request: FigureRequest, user: User, *, key: str = "", **values: Any) -> bool:
    language = language_of(user)
    owner = request.organisation
    name = (owner.name_en if language == "en" else "") or owner.name_zh_hans
    with override(language):
        link = settings.SITE_URL + reverse("admin:reports_figurerequest_change", args=[request.pk])
    return post(kind, to=user, key=key, organisation=name, due=request.due, link=link, **values) is not None
