"""When a case was last published. A publication itself remembers its first day."""

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from cases.models import StateChange

# To annotate publications with: one look into an index for each row.
LAST_ISSUED = Coalesce(
    Subquery(StateChange.objects.filter(case=OuterRef("case"), action="publish").order_by("-at").values("at")[:1]),
    F("published_at"),
)
