"""Invitations: a link by mail that makes an account in one organisation and opens a prepared case, once.

`invite` writes the row and posts the mail; `look_up` reads a link; `sign_up` and `join` use it. Of two who use a link at the same
moment one wins: the use is a conditional change of the row.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.enums import Kind, Role
from accounts.models import Membership, Organisation, User
from accounts.roles import forget_roles, is_operator, is_reviewer, owned_ids
from cases.enums import CaseState, InvitationState
from cases.models import Call, Case, Invitation
from cases.outbox import post

# A company's contact person may be on leave; a link that lives longer is a key that lies about.
GOOD_FOR = timedelta(days=21)
MOST_ROWS = 500


class InvitationRefused(Exception):
    """`code` is role, organisation, stub, late, address, used, taken or password; `sentence` says it to a person."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code, self.sentence = code, sentence


# --- Giving ----------------------------------------------------------------------------------------------------------


def may_invite(user: Any, organisation: Organisation, role: Role = Role.EDITOR) -> bool:
    """An operator anybody, a reviewer any company's editors, an owner colleagues of their own company."""
    if role.inside:
        return is_operator(user) and organisation.kind == Kind.ASSOCIATION
    return is_operator(user) or is_reviewer(user) or organisation.pk in owned_ids(user)


def invite(
    *,
    organisation: Organisation,
    email: str,
    by: Any,
    role: Role = Role.EDITOR,
    as_owner: bool = False,
    call: Call | None = None,
    stub: Case | None = None,
    late_until: datetime | None = None,
    language: str = settings.LANGUAGE_CODE,
) -> tuple[Invitation, str]:
    """One invitation and the secret of its link, which is nowhere kept. Raises InvitationRefused."""
    _guard(organisation, by, role, as_owner, call, stub, late_until)
    email = _address(email)
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        invitation = Invitation.objects.create(
            organisation=organisation,
            role=role,
            as_owner=as_owner,
            email=email,
            language=language,
            call=call,
            stub=stub,
            late_until=late_until,
            digest=digest_of(token),
            expires_at=max(timezone.now() + GOOD_FOR, late_until or timezone.now()),
            created_by=by,
        )
        post(
            "invitation",
            to=User.objects.filter(email=email, is_active=True).first() or email,
            language=language,
            key=f"invitation-{invitation.pk}",
            organisation=str(organisation),
            by=str(by),
            call=str(call or ""),
            link=link_of(token, language),
            until=timezone.localtime(invitation.expires_at).strftime("%Y-%m-%d %H:%M"),
        )
    return invitation, token


def _guard(
    organisation: Organisation, by: Any, role: Role, as_owner: bool, call: Call | None, stub: Case | None, late_until: datetime | None
) -> None:
    if not may_invite(by, organisation, role):
        raise InvitationRefused("role", _("You may not invite people to this organisation."))
    inside = is_operator(by) or is_reviewer(by)
    if not inside and (as_owner or stub or late_until or call):
        raise InvitationRefused("role", _("Only the association invites with these rights."))
    if stub and (stub.organisation_id != organisation.pk or stub.state != CaseState.DRAFT):
        raise InvitationRefused("stub", _("The prepared case must be a draft of the same organisation."))
    if late_until and (call is None or late_until <= timezone.now()):
        raise InvitationRefused("late", _("For a late entry choose the call, and a day that is still to come."))


def _address(email: str) -> str:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise InvitationRefused("address", _("“%(email)s” is no e-mail address.") % {"email": email}) from None
    return email


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def link_of(token: str, language: str) -> str:
    with translation.override(language):
        return settings.SITE_URL + reverse("invitation", kwargs={"token": token})


def revoke(invitation: Invitation, *, by: Any) -> None:
    """Take back a link that nobody has used, or a late entry that somebody has."""
    if not may_invite(by, invitation.organisation, Role(invitation.role)):
        raise InvitationRefused("role", _("You may not invite people to this organisation."))
    Invitation.objects.filter(pk=invitation.pk, revoked_at=None).update(revoked_at=timezone.now())


# --- Where it stands -------------------------------------------------------------------------------------------------


def state_of(invitation: Invitation) -> InvitationState:
    """An invitation that nobody stands behind is as one taken back. Of an open one the sender's memberships are asked."""
    if invitation.used_at:
        return InvitationState.USED
    if invitation.revoked_at:
        return InvitationState.REVOKED
    if invitation.expires_at <= timezone.now():
        return InvitationState.EXPIRED
    return InvitationState.OPEN if _is_stood_behind(invitation) else InvitationState.REVOKED


def _is_stood_behind(invitation: Invitation) -> bool:
    """Whoever has left leaves no door open for themselves.

    What the association sent to a company for its call is the association's, whoever pressed the button: hundreds of companies do not lose
    their links with one reviewer. But a late entry, which may be months ahead, ends with its giver's right.
    """
    role = Role(invitation.role)
    gives_more = invitation.late_until or role.inside
    return bool(invitation.call_id and not gives_more) or may_invite(invitation.created_by, invitation.organisation, role)


def with_states(rows: QuerySet[Invitation]) -> list[tuple[Invitation, InvitationState]]:
    """Two queries, and one for each who sent open ones: all rows of a sender share one user, whose memberships are remembered on it."""
    return [(row, state_of(row)) for row in rows.select_related("organisation").prefetch_related("created_by")]


# --- Taking ----------------------------------------------------------------------------------------------------------


def look_up(token: str) -> Invitation | None:
    """The invitation that a link belongs to, in whatever state; None for a link that nobody was sent."""
    rows = Invitation.objects.select_related("organisation", "call", "stub", "created_by")
    return rows.filter(digest=digest_of(token)).first()


def sign_up(invitation: Invitation, *, name: str, password: str) -> User:
    """Make the account of the invited address, with the one membership that the invitation gives. Raises InvitationRefused."""
    user = User(email=invitation.email, name=name.strip())
    user.invited_to = invitation.organisation  # for the rule that a password must not be its name
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise InvitationRefused("password", " ".join(error.messages)) from None
    user.set_password(password)
    try:
        with transaction.atomic():
            _use(invitation)
            user.save()
            _enter(invitation, user)
    except IntegrityError:
        raise InvitationRefused("taken", _("There is an account with this address already; sign in with it.")) from None
    return user


def join(invitation: Invitation, *, user: Any) -> None:
    """Give the invitation's membership to somebody with an account: the one whose address was invited. Raises InvitationRefused."""
    if user.email != invitation.email:
        raise InvitationRefused("address", _("This invitation was sent to another address than that of your account."))
    with transaction.atomic():
        _use(invitation)
        _enter(invitation, user)


def _use(invitation: Invitation) -> None:
    now = timezone.now()
    fresh = Invitation.objects.filter(pk=invitation.pk, used_at=None, revoked_at=None, expires_at__gt=now)
    if state_of(invitation) is not InvitationState.OPEN or not fresh.update(used_at=now):
        raise InvitationRefused("used", _("This invitation can no longer be used."))


def _enter(invitation: Invitation, user: User) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(used_by=user)
    membership, _made = Membership.objects.get_or_create(user=user, organisation=invitation.organisation, role=invitation.role)
    if invitation.as_owner and not membership.is_owner:
        membership.is_owner = True
        membership.save(update_fields=["is_owner"])
    forget_roles(user)


# --- Many at once ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One pasted row: what it says, whose it is, and what is wrong with it (empty when nothing is)."""

    number: int
    name: str
    email: str
    organisation: Organisation | None
    problem: str = ""


def read_lines(text: str) -> list[Line]:
    """Rows of “organisation, address”, parted by a comma (either kind), semicolon or tab. Three queries, and those of `with_states`."""
    rows = [(number, row.strip()) for number, row in enumerate(text.splitlines(), 1) if row.strip()][: MOST_ROWS + 1]
    parts = [(number, *_split(row)) for number, row in rows]
    by_name = _organisations({name for _number, name, _email in parts})
    sent = Invitation.objects.filter(email__in={email for _number, _name, email in parts}, used_at=None, revoked_at=None)
    invited = {(row.organisation_id, row.email) for row, state in with_states(sent) if state is InvitationState.OPEN}
    lines: list[Line] = []
    seen: set[tuple[str, str]] = set()
    for number, name, email in parts:
        found = by_name.get(name.casefold(), [])
        organisation = found[0] if len(found) == 1 else None
        problem = _problem(name, email, found)
        if not problem and (name, email) in seen:
            problem = _("This row stands above already.")
        if not problem and organisation and (organisation.pk, email) in invited:
            problem = _("An invitation to this address is still open.")
        seen.add((name, email))
        lines.append(Line(number, name, email, organisation, problem))
    return lines


def _split(row: str) -> tuple[str, str]:
    name, _mark, email = re.sub(r"[，；;\t]", ",", row).rpartition(",")
    return name.strip(), email.strip().lower()


def _organisations(names: set[str]) -> dict[str, list[Organisation]]:
    columns = ("name_zh_hans", "name_en", "short_name_zh_hans", "short_name_en", "latin_name")
    wanted = Q()
    for column in columns:
        wanted |= Q(**{f"{column}__in": names})
    found: dict[str, list[Organisation]] = {}
    for organisation in Organisation.objects.filter(wanted):
        for name in {(getattr(organisation, column) or "").casefold() for column in columns} - {""}:
            found.setdefault(name, []).append(organisation)
    return found


def _problem(name: str, email: str, found: list[Organisation]) -> str:
    if not name:
        return _("Give the organisation, a comma, and the address.")
    try:
        validate_email(email)
    except ValidationError:
        return _("“%(email)s” is no e-mail address.") % {"email": email}
    if not found:
        return _("No organisation has this name; set it up first, or correct the name.")
    if len(found) > 1:
        return _("Several organisations have this name; give the full name.")
    return ""


def invite_lines(lines: list[Line], *, call: Call, by: Any, as_owner: bool = True) -> list[Invitation]:
    """Invite every row, or none when one of them has a problem."""
    if len(lines) > MOST_ROWS:
        raise InvitationRefused("rows", _("Up to %(most)d rows at once, please.") % {"most": MOST_ROWS})
    if any(line.problem for line in lines) or not lines:
        raise InvitationRefused("rows", _("Nobody was invited: correct the marked rows first."))
    with transaction.atomic():
        return [
            invite(organisation=line.organisation, email=line.email, by=by, call=call, as_owner=as_owner)[0]
            for line in lines
            if line.organisation
        ]
