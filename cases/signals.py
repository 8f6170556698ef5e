"""What happens to published cases and to people, for the apps above `cases` to listen to: `cases` itself never calls up."""

from django.dispatch import Signal

# Sent after the transaction; arguments: case, publication.
case_published = Signal()
# Sent after the transaction; argument: case.
case_withdrawn = Signal()
# Sent after the transaction; arguments: user, organisation, heir (a user or None).
member_left = Signal()
# What is kept of a person is to be given out: each receiver answers a JSON-ready dict of what its app keeps. Argument: user.
data_asked = Signal()
# Sent in the transaction that erases a person; arguments: user, under the pseudonym already; name and email, as they were.
person_erased = Signal()
# The morning's mail is made: each receiver answers how many of its own things wait, by names that `templates/mails/digest.*` knows; what is
# `late` is added up. Arguments: user, today.
waiting_asked = Signal()
