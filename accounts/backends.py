"""Django's permission questions, answered from roles instead of from rows of groups and permissions."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from accounts.enums import Role
from accounts.roles import roles_of

EVERY = frozenset({"view", "add", "change", "delete"})
LOOK = frozenset({"view"})
CASE_PARTS = ("participation", "casetag", "figure", "quotation", "picture", "attachment", "video")
REPORT_ROWS = (
    *("report", "part", "block", "blockitem", "placement", "statement", "illustration"),
    *("indicator", "observation", "citeddocument", "shortlink", "build", "edition", "settlement", "signer"),
    *("selection", "choice", "quota", "stay", "partcheckout", "indicatorlist", "figurerequest"),
    *("wordcopy", "wordreturn", "suggestion"),
)

# model → what a role may do with it at all. Which rows, and in which state, is said by `cases.access`.
ALLOWED: dict[Role, dict[str, frozenset[str]]] = {
    Role.EDITOR: {
        "cases.case": frozenset({"view", "add", "change", "delete"}),
        **{f"cases.{part}": EVERY for part in CASE_PARTS},
        "cases.caselist": frozenset({"view", "add"}),
        "cases.revision": LOOK,
        "cases.statechange": LOOK,
        "cases.comment": LOOK,
        "cases.correction": LOOK,
        "cases.call": LOOK,
        "cases.callkind": LOOK,
        "cases.tag": LOOK,
        "accounts.organisation": LOOK,
        "reports.figurerequest": LOOK,
    },
    Role.REVIEWER: {
        "cases.case": frozenset({"view", "add", "change"}),
        **{f"cases.{part}": EVERY for part in CASE_PARTS},
        "cases.caselist": frozenset({"view", "add"}),
        "cases.revision": LOOK,
        "cases.statechange": LOOK,
        "cases.comment": LOOK,
        "cases.correction": LOOK,
        "cases.assignment": LOOK,
        "cases.reviewerrule": EVERY,
        "cases.agequestion": LOOK,
        "cases.call": frozenset({"view", "add", "change"}),
        "cases.callkind": EVERY,
        "cases.tag": frozenset({"view", "add", "change"}),
        "cases.tagchange": LOOK,
        "cases.topicproposal": frozenset({"view", "change"}),
        "cases.videoaddress": frozenset({"view", "change"}),
        "cases.publication": LOOK,
        "cases.mail": LOOK,
        "cases.auditentry": LOOK,
        "accounts.organisation": frozenset({"view", "add", "change"}),
        "accounts.user": LOOK,
    },
    Role.COMPILER: {
        "cases.case": LOOK,
        **{f"cases.{part}": LOOK for part in CASE_PARTS},
        "cases.revision": LOOK,
        "cases.statechange": LOOK,
        "cases.comment": LOOK,
        "cases.correction": LOOK,
        "cases.assignment": LOOK,
        "cases.publication": LOOK,
        "cases.tag": LOOK,
        "accounts.organisation": LOOK,
        **{f"reports.{row}": EVERY for row in REPORT_ROWS},
    },
}
ALLOWED[Role.PUBLISHER] = ALLOWED[Role.REVIEWER]
ALLOWED[Role.OPERATOR] = {
    **dict.fromkeys(ALLOWED[Role.COMPILER], LOOK),
    "accounts.user": EVERY,
    "accounts.membership": EVERY,
    "accounts.organisation": frozenset({"view", "add", "change"}),
    "cases.tag": LOOK,
    "cases.call": LOOK,
    "cases.mail": LOOK,
    "cases.auditentry": LOOK,
}


class RoleBackend(BaseBackend):
    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        app, _, codename = perm.partition(".")
        action, _, model = codename.partition("_")
        return any(action in ALLOWED[role].get(f"{app}.{model}", ()) for role in roles_of(user_obj))

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return any(model.startswith(f"{app_label}.") for role in roles_of(user_obj) for model in ALLOWED[role])
