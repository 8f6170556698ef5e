"""What a field of the admin offers to whom. Forms and autocompletes ask the same question, so that neither knows more.

`scope` says which rows there are for somebody at all; a field may offer fewer of them, never more.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Field, Model, Q, QuerySet

from accounts.models import Organisation
from accounts.roles import organisation_ids
from cases.access import own_organisations, scope
from cases.calls import open_to
from cases.models import Call, Case


def choices(field: Field, user: Any) -> QuerySet[Any]:
    """The rows that the user may choose in this foreign key or many-to-many field."""
    assert field.remote_field is not None
    rows = scope(field.remote_field.model._default_manager.all(), user)
    narrow = NARROWER.get(f"{field.model._meta.label_lower}.{field.name}")
    return (narrow(rows, user) if narrow else rows).complex_filter(field.get_limit_choices_to())


def _owners(organisations: QuerySet[Organisation], user: Any) -> QuerySet[Organisation]:
    return organisations.filter(pk__in=own_organisations(user).values("pk"))


def _umbrellas(cases: QuerySet[Case], user: Any) -> QuerySet[Case]:
    return cases.filter(parent=None)


def _calls(calls: QuerySet[Call], user: Any) -> QuerySet[Call]:
    """A company answers an open call, or one that it may answer late; the association may file a case under any."""
    return calls.filter(pk__in=open_to(user, organisation_ids(user)).values("pk"))


NARROWER: dict[str, Callable[[QuerySet[Any], Any], QuerySet[Any]]] = {
    "cases.case.organisation": _owners,
    "cases.case.parent": _umbrellas,
    "cases.case.call": _calls,
}


def keep_present[M: Model](rows: QuerySet[M], pk: Any) -> QuerySet[M]:
    """What a row holds already stays choosable, also when nobody could choose it anew."""
    if pk is None:
        return rows
    model = rows.model
    return model._default_manager.filter(Q(pk=pk) | Q(pk__in=rows.order_by().values("pk")))
