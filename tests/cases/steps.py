"""Steps of the workflow as tests take them."""

from accounts.enums import Role
from cases.models import Case, Publication
from cases.workflow import take
from tests import make


def published_anew(case: Case) -> Publication:
    """A published case handed in as its rows stand now, and published once more."""
    case.refresh_from_db()
    reviewer, publisher = make.user(Role.REVIEWER), make.user(Role.PUBLISHER)
    for step, by in (("submit", case.changed_by), ("start_review", reviewer), ("accept", reviewer), ("publish", publisher)):
        take(step, case=case, by=by)
    return Publication.objects.with_documents().get(case=case)


def withdrawn(case: Case) -> Publication:
    case.refresh_from_db()
    take("withdraw", case=case, by=make.user(Role.PUBLISHER), message="撤回。")
    return Publication.objects.get(case=case)
