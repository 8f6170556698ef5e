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


def people_of(asked: FigureRequest) -> list[User]:
    """The active editors of the company."""
    members = User.objects.filter(memberships__organisation=asked.organisation_id, memberships__role=Role.EDITOR, is_active=True)
    return list(members.distinct().order_by("pk"))


def asked_for(asked: FigureRequest, number: int) -> None:
    _to_company("figures_asked", asked, number=number)


def sent_back(asked: FigureRequest, number: int) -> None:
    _to_company("figures_returned", asked, number=number)


def accepted(asked: FigureRequest) -> None:
    _to_company("figures_accepted", asked, only_who_wants_steps=True)


def handed_in(asked: FigureRequest) -> None:
    """To whoever asked."""
    if asked.by.is_active and settings_of(asked.by).steps:
        _post("figures_given", asked, asked.by)


def remind() -> int:
    """To companies whose answer is due within days; once for each date. Three queries where nothing is due."""
    today = timezone.localdate()
    waiting = [state.value for state in AskState if state.is_with_company]
    due = FigureRequest.objects.filter(state__in=waiting, due__range=(today, today + BEFORE)).select_related("organisation")
    unwanted = set(MailSettings.objects.filter(reminders=False).values_list("user", flat=True))
    posted = 0
    for asked in due:
        for user in people_of(asked):
            if user.pk not in unwanted:
                posted += _post("figures_due", asked, user, key=f"figures-due-{asked.pk}-{asked.due}-{user.pk}")
    return posted


def _to_company(kind: str, asked: FigureRequest, *, only_who_wants_steps: bool = False, **values: Any) -> None:
    for user in people_of(asked):
        if not only_who_wants_steps or settings_of(user).steps:
            _post(kind, asked, user, **values)


def _post(kind: str, asked: FigureRequest, user: User, *, key: str = "", **values: Any) -> bool:
    language = language_of(user)
    owner = asked.organisation
    name = (owner.name_en if language == "en" else "") or owner.name_zh_hans
    with override(language):
        link = settings.SITE_URL + reverse("admin:reports_figurerequest_change", args=[asked.pk])
    return post(kind, to=user, key=key, organisation=name, due=asked.due, link=link, **values) is not None
