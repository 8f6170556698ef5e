"""The admin of accounts and cases. Each module is a noun; `scoped` is what all of them stand on."""

from cases.admin import call, case, lists, mails, members, people, revisions, vocabularies

__all__ = ["call", "case", "lists", "mails", "members", "people", "revisions", "vocabularies"]
