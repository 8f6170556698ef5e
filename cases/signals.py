"""What others may listen to. `reports` hears of published cases here, and never the other way round."""

from django.dispatch import Signal

# Sent after the transaction; arguments: case, publication.
case_published = Signal()
# Sent after the transaction; argument: case.
case_withdrawn = Signal()
