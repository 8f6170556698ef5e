"""What a person may do, derived from their memberships and nothing else."""

from typing import Any

from accounts.enums import Kind, Role
from accounts.models import Membership


def memberships_of(user: Any) -> list[Membership]:
    """The user's memberships; one query for each user object, remembered on it."""
    if not user.is_active or not user.is_authenticated or user.pk is None:
        return []
    # Asked with hasattr: a request's user is a lazy stand-in whose own __dict__ holds nothing of the user's.
    if not hasattr(user, "_memberships"):
        user._memberships = list(user.memberships.select_related("organisation"))
    return user._memberships


def roles_of(user: Any) -> frozenset[Role]:
    """Every role of an active user. An inside role counts only in an association; a superuser is an operator."""
    roles = {Role(m.role) for m in memberships_of(user) if not Role(m.role).inside or m.organisation.kind == Kind.ASSOCIATION}
    if user.is_active and user.is_superuser:
        roles.add(Role.OPERATOR)
    return frozenset(roles)


def organisation_ids(user: Any) -> set[int]:
    """The organisations whose cases the user edits."""
    return {m.organisation_id for m in memberships_of(user) if m.role == Role.EDITOR}


def is_inside(user: Any) -> bool:
    """Whether the user works for the association and so sees every row."""
    return any(role.inside for role in roles_of(user))


def is_reviewer(user: Any) -> bool:
    return bool(roles_of(user) & {Role.REVIEWER, Role.PUBLISHER})


def is_publisher(user: Any) -> bool:
    return Role.PUBLISHER in roles_of(user)


def is_operator(user: Any) -> bool:
    return Role.OPERATOR in roles_of(user)


def owned_ids(user: Any) -> set[int]:
    """The companies whose members the user manages."""
    return {m.organisation_id for m in memberships_of(user) if m.role == Role.EDITOR and m.is_owner}


def forget_roles(user: Any) -> None:
    """After a change of memberships within a request, so that the next question is asked anew."""
    if hasattr(user, "_memberships"):
        del user._memberships
