"""The admin of accounts and cases. Each module is a noun; `scoped` is what all of them stand on."""

from cases.admin import audit, call, case, lists, mails, members, people, reviewer_rules, revisions, videos, vocabularies, watching

__all__ = [
    "audit",
    "call",
    "case",
    "lists",
    "mails",
    "members",
    "people",
    "reviewer_rules",
    "revisions",
    "videos",
    "vocabularies",
    "watching",
]
