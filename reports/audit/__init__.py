"""The number audit: every number of a `Book`, or of a case handed in, found, tied to its record and checked.

`reading` finds quantities in a text, `scenes` lays a book out as texts and records, `tying` brings the two together, each rule is a file
in `rules`. Values in, findings out: nothing here knows the database.
"""

from reports.audit.checking import audit_book, audit_case
from reports.audit.findings import Finding, Place

__all__ = ["Finding", "Place", "audit_book", "audit_case"]
