"""Sign-off: who has put their name under what a report says now, and whom it waits for.

`pieces` says what is signed (values to values); `standing` whose name stands under what; `signatures` signs, takes back, calls signers;
`companies` asks a case's company whether it may be printed as it stands; `unsigned` lists what is open.
"""

from reports.signing.signatures import call_first, sign, take_back
from reports.signing.standing import state
from reports.signing.unsigned import Unsigned, Why, awaited, unsigned

__all__ = ["Unsigned", "Why", "awaited", "call_first", "sign", "state", "take_back", "unsigned"]
