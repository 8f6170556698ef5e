"""A company's members, managed by its own owner: inviting is in `cases.invitations`; here people leave and the company is handed on.

Cases belong to the company, so that a leaver's stay with it; `member_left` is sent for whatever else waits for the leaver.
"""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Membership, Organisation, User
from accounts.roles import forget_roles, is_operator, owned_ids
from accounts.sessions import end_sessions
from cases.audit_log import mark_of, record
from cases.enums import AuditAction
from cases.signals import member_left


class MemberRefused(Exception):
    """`sentence` says to a person why somebody stays."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def may_manage(user: Any, organisation: Organisation) -> bool:
    return is_operator(user) or organisation.pk in owned_ids(user)


def end(membership: Membership, *, by: Any) -> User | None:
    """End a membership of a company: guard → delete → the leaver's sessions end. Returns the owner to whom open work passes."""
    organisation = membership.organisation
    if not may_manage(by, organisation) or Role(membership.role).inside:
        raise MemberRefused(_("You do not manage the members of this organisation."))
    with transaction.atomic():
        owners = _owners(organisation)
        if membership.pk in {owner.pk for owner in owners} and len(owners) == 1 and not is_operator(by):
            raise MemberRefused(_("Hand the company on before you leave: somebody must manage its members."))
        heir = next((owner.user for owner in owners if owner.pk != membership.pk), None)
        leaver = membership.user
        membership.delete()
        end_sessions(leaver)
        transaction.on_commit(lambda: member_left.send(Membership, user=leaver, organisation=organisation, heir=heir))
    return heir


def hand_on(membership: Membership, *, by: Any, keep: bool = False) -> None:
    """Make another member the owner; whoever hands on stops being one, unless they `keep` it."""
    organisation = membership.organisation
    if not may_manage(by, organisation) or Role(membership.role).inside:
        raise MemberRefused(_("You do not manage the members of this organisation."))
    if not membership.user.is_active:
        raise MemberRefused(_("This account is closed."))
    with transaction.atomic():
        _owners(organisation)
        Membership.objects.filter(pk=membership.pk).update(is_owner=True)
        if not keep:
            Membership.objects.filter(organisation=organisation, user=by, role=Role.EDITOR).exclude(pk=membership.pk).update(is_owner=False)
        record(AuditAction.RIGHTS, by=by, about=mark_of(membership.user), detail=f"{organisation}: owner")
    forget_roles(by)


def _owners(organisation: Organisation) -> list[Membership]:
    """Its owners, held until the transaction ends: two of them cannot leave at the same moment."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    rows = Membership.objects.select_related("user").filter(organisation=organisation, role=Role.EDITOR, is_owner=True)
    return [row for row in rows if row.user.is_active]
