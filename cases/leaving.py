"""What waits for somebody who leaves passes on, whatever way they go: a member ended by the owner, a row taken away, an account closed.

Cases belong to their company and stay as they are. What somebody typed and had not saved goes to the heir, an owner of the company or
else another member, and so do links to approvers that are still open.
"""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership, Organisation, User
from cases.models import Approval, Presence, WorkingCopy


def heir_of(organisation: Organisation, leaver: User) -> User | None:
    """Who has managed the company longest, or else been in it longest."""
    rows = Membership.objects.filter(organisation=organisation, role=Role.EDITOR, user__is_active=True).exclude(user=leaver)
    row = rows.select_related("user").order_by("-is_owner", "pk").first()
    return row.user if row else None


def pass_on(leaver: User, organisation: Organisation) -> None:
    """Runs in the transaction in which the membership ends."""
    Presence.objects.filter(user=leaver, case__organisation=organisation).delete()
    heir = heir_of(organisation, leaver)
    if heir is None:
        return
    elsewhere = Membership.objects.filter(user=leaver, role=Role.EDITOR).exclude(organisation=organisation).exists()
    # Of a case that is not saved yet nobody knows whose it will be, unless the leaver worked for this company alone.
    theirs = Q(case__organisation=organisation) if elsewhere else Q(case__organisation=organisation) | Q(case=None)
    taken = WorkingCopy.objects.filter(user=heir).values("tab")
    WorkingCopy.objects.filter(theirs, user=leaver).exclude(tab__in=taken).update(user=heir)
    open_links = Approval.objects.filter(answered_at=None, revoked_at=None, expires_at__gt=timezone.now())
    open_links.filter(created_by=leaver, case__organisation=organisation).update(created_by=heir)


def membership_ended(*, instance: Membership, **kwargs: Any) -> None:
    """What a reviewer was to read is `assigning.pass_back`'s, which the worker asks for every few seconds."""
    if not Role(instance.role).inside:
        pass_on(instance.user, instance.organisation)
