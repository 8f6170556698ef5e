"""What happens to published cases, for the apps above `cases` to listen to: `cases` itself never calls up."""

from django.dispatch import Signal

# Sent after the transaction; arguments: case, publication.
case_published = Signal()
# Sent after the transaction; argument: case.
case_withdrawn = Signal()
# Sent after the transaction; arguments: user, organisation, heir (a user or None).
member_left = Signal()
