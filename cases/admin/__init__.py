"""The admin of accounts and cases. Each module is a noun; `scoped` is what all of them stand on."""

from cases.admin import case, lists, people, revisions, vocabularies

__all__ = ["case", "lists", "people", "revisions", "vocabularies"]
