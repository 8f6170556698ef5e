"""What is kept of a person: given out as one JSON, and erased. By an operator, at the person's wish or when the time is over.

Erasing keeps the account's row, so that what somebody wrote stays somebody's, under a pseudonym that says nothing. The inside log is
not touched: it knows people by their number alone (`cases.audit_log`). Free text that others wrote is not searched for names, mails to
that person are: their text goes, and that they were sent stays.
"""

from functools import reduce
from itertools import product
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import is_operator
from accounts.sessions import end_sessions
from cases import working_copies
from cases.audit_log import mark_of, record
from cases.enums import AuditAction
from cases.models import Approval, AuditEntry, Invitation, Mail, MailSettings, Presence, WorkingCopy
from cases.outbox import without_secrets
from cases.signals import data_asked, person_erased

# What of an account is no answer to "what do you know of me": secrets, and what opens doors.
SECRET = {"password", "digest", "data", "session_key", "key", "value"}
# An address that no mail reaches (RFC 2606).
NOWHERE = "erased.invalid"


class ErasingRefused(Exception):
    """`sentence` says to a person why the account stays as it is."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


def names_of(user: User, *, name: str, email: str) -> set[str]:
    """By what `user` is known for sure: the address, and the name, unless another account has it too."""
    return {email} if User.objects.filter(name=name).exclude(pk=user.pk).exists() else {name, email}


# --- Given out -------------------------------------------------------------------------------------------------------


def personal_data(user: User) -> dict[str, Any]:
    """Everything kept under this account, by model: a model that is added tomorrow is in it. JSON-ready; one query for each relation."""
    found = {
        "account": _columns(user),
        "inside_log": [_columns(entry) for entry in AuditEntry.objects.filter(who_number=user.pk).order_by("number")],
        "mails": [_columns(mail) | {"body": without_secrets(mail.body)} for mail in Mail.objects.filter(to=user)],
        "invitations_to": [_columns(row) for row in Invitation.objects.filter(email=user.email)],
        "unsaved_text": [working_copies.values_of(copy) for copy in WorkingCopy.objects.filter(user=user)],
        "approvals_asked_of": [_columns(row) for row in Approval.objects.filter(email=user.email)],
        "rows": dict(_rows(user)),
    }
    for _receiver, more in data_asked.send(User, user=user):
        found |= more
    return found


def _rows(user: User) -> Any:
    for model in apps.get_models():
        for field in model._meta.fields:
            if field.is_relation and field.related_model is User and model is not Mail:
                rows = model._default_manager.filter(**{field.name: user}).order_by("pk")
                if found := [_outline(row) for row in rows]:
                    yield f"{model._meta.label}.{field.name}", found


def _outline(row: models.Model) -> dict[str, Any]:
    """Which row it is and when: whole cases, which are their company's, are not copied out."""
    times = {field.name: getattr(row, field.name) for field in row._meta.fields if isinstance(field, models.DateTimeField)}
    return {"id": row.pk, "what": str(row)[:200]} | {name: value.isoformat() for name, value in times.items() if value}


def _columns(row: models.Model) -> dict[str, Any]:
    values = {field.name: field.value_to_string(row) for field in row._meta.fields if field.name not in SECRET}
    return {name: value for name, value in values.items() if value not in {"", "None"}}


# --- Erased ----------------------------------------------------------------------------------------------------------


def may_erase(by: Any, user: User) -> bool:
    return is_operator(by) and by.pk != user.pk and not user.is_superuser


def erase(user: User, *, by: Any) -> None:
    """Guard → in one transaction: the account closed and under a pseudonym, what it may do and its open links ended, all that named it
    gone; log.
    """
    if not may_erase(by, user):
        raise ErasingRefused(gettext_lazy("An operator erases the data of others, never their own and never a superuser’s."))
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        name, email = user.name, user.email
        user.name, user.email, user.is_active, user.last_login = pseudonym(user), f"{user.pk}@{NOWHERE}", False, None
        user.set_unusable_password()
        user.save()
        for membership in list(user.memberships.select_related("organisation")):
            membership.user = user
            membership.delete()
        end_sessions(user)
        for model in (UserSession, Authenticator, MailSettings, WorkingCopy, Presence):
            model.objects.filter(user=user).delete()
        user.emailaddress_set.all().delete()
        _rename_in_mails(user, email, names_of(user, name=name, email=email))
        now = timezone.now()
        Invitation.objects.filter(email=email, used_at=None, revoked_at=None).update(revoked_at=now)
        Invitation.objects.filter(email=email).update(email=user.email)
        Approval.objects.filter(email=email, answered_at=None, revoked_at=None).update(revoked_at=now)
        Approval.objects.filter(email=email).update(email=user.email, name=user.name)
        person_erased.send(User, user=user, name=name, email=email)
        of_account = apps.get_model("admin", "LogEntry").objects.filter(
            content_type=ContentType.objects.get_for_model(User), object_id=str(user.pk)
        )
        of_account.update(object_repr=user.name, change_message="")
        record(AuditAction.ERASED, by=by, about=mark_of(user), detail="erased")


def pseudonym(user: User) -> str:
    """The same in every language, and nobody's name."""
    return f"#{user.pk}"


def _rename_in_mails(user: User, email: str, names: set[str]) -> None:
    """Those to the person lose their text; in those to others the pseudonym stands for name and address."""
    Mail.objects.filter(models.Q(to=user) | models.Q(address=email)).update(address=user.email, subject="", body="", last_error="")
    replace_names(Mail.objects.all(), ["subject", "body"], names, by=user.name)


def replace_names(rows: models.QuerySet[Any], columns: list[str], names: set[str], *, by: str) -> None:
    """The longest name first, since an address may hold the name; none of one character, which stands in other words too."""
    found = sorted((name for name in names if len(name) > 1), key=len, reverse=True)
    named = models.Q()
    for column, name in product(columns, found):
        named |= models.Q(**{f"{column}__contains": name})
    for row in rows.filter(named).iterator(chunk_size=500):
        for column in columns:
            text = reduce(lambda text, name: text.replace(name, by), found, getattr(row, column))
            setattr(row, column, text[: row._meta.get_field(column).max_length])
        row.save(update_fields=columns)


def given_out(user: User, *, by: Any) -> dict[str, Any]:
    """The person's data, and in the log that they were taken."""
    found = personal_data(user) | {"taken_at": timezone.now().isoformat(), "site": _("Casebook")}
    record(AuditAction.ERASED, by=by, about=mark_of(user), detail="given out")
    return found
