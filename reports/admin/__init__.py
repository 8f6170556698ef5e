"""The report desk. Each module is a noun; `scoped` is what the pages stand on, `desk` what the desk shows."""

from reports.admin import asking, bank_lists, blocks, builds, documents, editions, indicators, parts, reports

__all__ = ["asking", "bank_lists", "blocks", "builds", "documents", "editions", "indicators", "parts", "reports"]
