"""What the inside log is told by the faces: who came in, who was refused, who of the association read a draft, who took a file."""

from collections.abc import Callable
from functools import partial
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.models import Membership, User
from accounts.roles import is_inside
from cases.audit_log import asked_by, mark_of, record, record_once
from cases.enums import AuditAction, CaseState
from cases.models import Attachment, Case, Revision


def _case(found: dict[str, Any]) -> Any:
    return Case.objects.filter(pk=found["object_id"])


def _case_of_revision(found: dict[str, Any]) -> Any:
    return Case.objects.filter(pk__in=Revision.objects.filter(pk=found["object_id"]).values("case"))


# Pages that show what is not public, by the name of their address → how the case is found from it.
SHOWING: dict[str, Callable[[dict[str, Any]], Any]] = {
    **dict.fromkeys(
        (
            *("cases_case_change", "cases_case_preview", "cases_case_compare", "cases_case_left_over", "cases_case_comments"),
            *(
                "cases_case_seal",
                "cases_case_age",
                "cases_case_approvals",
                "cases_case_corrections",
                "cases_case_pictures",
                "cases_case_suggestions",
                "cases_case_step",
            ),
        ),
        _case,
    ),
    "cases_revision_change": _case_of_revision,
    "cases_revision_preview": _case_of_revision,
    **dict.fromkeys(("case_numbers", "case_printed"), lambda found: Case.objects.filter(pk=found["pk"])),
    "attachment": lambda found: Case.objects.filter(pk__in=Attachment.objects.filter(pk=found["pk"]).values("case")),
}
FILES = {
    "attachment",
    "case_sheet",
    "case_changes_sheet",
    "case_receipt",
    "cases_case_scan",
    "cases_case_left_picture",
    "cases_case_list_csv",
    "cases_case_list_xlsx",
    "reports_build_file",
    "reports_report_choices_csv",
    "reports_report_choices_xlsx",
    "cases_auditentry_export",
}
# Of one account's refusals in an hour so many are written; somebody who tries every number does not fill the log.
REFUSALS, HOUR = 200, 3600


class WatchMiddleware:
    """Stands within those that know the user. Of public pages it asks nothing, so that they stay without a session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with asked_by(request.user, address=partial(address_of, request)):
            response = self.get_response(request)
            match = request.resolver_match
            # Asked last who it is: where the database is silent, the answer is neither of these, and to ask would break it.
            if match is not None and match.namespace == "admin":
                if response.status_code in {403, 404} and request.user.is_authenticated:
                    self.refused(request)
                elif request.method == "GET" and response.status_code == 200 and request.user.is_authenticated:
                    self.shown(request, match.url_name or "", match.kwargs)
            return response

    def refused(self, request: HttpRequest) -> None:
        key = f"refusals-{request.user.pk}"
        cache.add(key, 0, HOUR)
        if cache.incr(key) <= REFUSALS:
            record_once(AuditAction.DENIED, detail=f"{request.method} {request.path}"[:400])

    def shown(self, request: HttpRequest, name: str, found: dict[str, Any]) -> None:
        if name in SHOWING and is_inside(request.user):
            case = SHOWING[name](found).exclude(state=CaseState.PUBLISHED).first()
            if case is not None:
                record_once(AuditAction.VIEWED, case=case)
        if name in FILES:
            record(AuditAction.EXPORTED, detail=request.path[:400])


def address_of(request: HttpRequest) -> str:
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return ""


@receiver(user_logged_in, dispatch_uid="inside_log.signed_in")
def signed_in(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    record(AuditAction.SIGNED_IN, by=user)


@receiver(user_login_failed, dispatch_uid="inside_log.sign_in_failed")
def sign_in_failed(sender: Any, credentials: dict[str, Any], **kwargs: Any) -> None:
    """An account that there is not is not named: what was typed there may be a password."""
    typed = str(credentials.get("email") or credentials.get("username") or "").strip().lower()
    account = User.objects.filter(email=typed).first() if "\0" not in typed else None
    record(AuditAction.SIGN_IN_FAILED, about=mark_of(account) if account else "")


@receiver([post_save, post_delete], sender=Membership, dispatch_uid="inside_log.membership")
def membership_changed(sender: Any, instance: Membership, raw: bool = False, created: bool | None = None, **kwargs: Any) -> None:
    if not raw:
        change = {True: "added", False: "changed", None: "ended"}[created]
        owner = ", owner" if instance.is_owner else ""
        record(AuditAction.RIGHTS, about=mark_of(instance.user), detail=f"{instance.organisation}: {instance.role}{owner}, {change}")


@receiver(pre_save, sender=User, dispatch_uid="inside_log.user")
def user_changes(sender: Any, instance: User, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    """Who is made a superuser, closed or opened again."""
    watched = ("is_active", "is_superuser")
    if raw or (update_fields is not None and not set(watched) & set(update_fields)):
        return
    old = User.objects.filter(pk=instance.pk).values(*watched).first() if instance.pk else None
    before = old or {"is_active": True, "is_superuser": False}
    changes = [f"{name}: {before[name]} → {getattr(instance, name)}" for name in watched if before[name] != getattr(instance, name)]
    if changes:
        record(AuditAction.RIGHTS, about=mark_of(instance), detail=", ".join(changes))


@receiver(post_delete, sender=Case, dispatch_uid="inside_log.case")
def case_deleted(sender: Any, instance: Case, **kwargs: Any) -> None:
    record(AuditAction.DELETED, about=instance, detail=f"{instance.pk}")
