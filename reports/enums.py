from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PartKind(TextChoices):
    FOREWORD = "foreword", _("Foreword")
    ACKNOWLEDGEMENT = "acknowledgement", _("Acknowledgement")
    FEATURE = "feature", _("Feature")
    CHAPTER = "chapter", _("Chapter")
    SECTION = "section", _("Section")
    CONCEPT = "concept", _("Concept section")
    SIDEBAR = "sidebar", _("Sidebar")
    OUTLOOK = "outlook", _("Outlook")


class BlockKind(TextChoices):
    """The kinds of block; `reads` says which columns of an item each one uses."""

    PROSE = "prose", _("Prose")
    CALLOUT = "callout", _("Callout")
    TILES = "tiles", _("Big numbers")
    CHART = "chart", _("Chart")
    TABLE = "table", _("Table of figures")
    BREAKDOWN = "breakdown", _("Breakdown")
    COMPARISON = "comparison", _("Before and after")
    QUOTATION = "quotation", _("Quotation")
    EPIGRAPH = "epigraph", _("Epigraph")
    THEMES = "themes", _("Theme blocks")
    MEASURES = "measures", _("Policy measures")
    PHOTOS = "photos", _("Photos")
    VIDEO = "video", _("Video (QR code)")
    CASE = "case", _("Case")

    @property
    def reads(self) -> frozenset[str]:
        return _READS.get(self.value, frozenset())


_READS = {
    "callout": frozenset({"observation"}),
    "tiles": frozenset({"observation", "change", "label"}),
    "chart": frozenset({"indicator"}),
    "table": frozenset({"observation"}),
    "breakdown": frozenset({"observation"}),
    "comparison": frozenset({"before", "observation", "label"}),
    "themes": frozenset({"label", "text"}),
    "measures": frozenset({"label", "text"}),
}


class BuildState(TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


UNDER_WAY = (BuildState.WAITING, BuildState.RUNNING)


class Outcome(TextChoices):
    """What was decided on a finding of the number audit."""

    FIXED = "fixed", _("Fixed")
    ACCEPTED = "accepted", _("Accepted as it is")


class PrintState(TextChoices):
    """How a placed case stands with its company: of what would be printed now, not of what was asked once."""

    NOT_ASKED = "not_asked", _("Not asked yet")
    WAITING = "waiting", _("Waits for the company")
    APPROVED = "approved", _("Approved for print")
    OBJECTED = "objected", _("Objected to")
    CHANGED = "changed", _("Changed since it was asked about")
    LAPSED = "lapsed", _("Not answered in time")


class Decision(TextChoices):
    """What is decided of a case in the selection for a report."""

    CHOSEN = "chosen", pgettext_lazy("of a case", "Chosen")
    RESERVE = "reserve", pgettext_lazy("of a case", "In reserve")
    DECLINED = "declined", pgettext_lazy("of a case", "Not taken")
    DROPPED = "dropped", pgettext_lazy("of a case", "Decision taken back")

    @classmethod
    def standing(cls) -> list[Any]:
        """Those that hold until another takes their place; a decision taken back leaves the case undecided."""
        return [choice for choice in cls.choices if choice[0] != cls.DROPPED]


class SuggestionKind(TextChoices):
    """What a Word file that came home brings: for a field, or besides all of them."""

    CHANGE = "change", _("Changed text")
    NOTE = "note", pgettext_lazy("suggestion", "Comment")
    MISSING = "missing", _("Taken out of the file")
    UNPLACED = "unplaced", _("At no field")


class SuggestionState(TextChoices):
    OPEN = "open", pgettext_lazy("suggestion", "Open")
    ACCEPTED = "accepted", pgettext_lazy("suggestion", "Accepted")
    REFUSED = "refused", pgettext_lazy("suggestion", "Refused")
    DONE = "done", pgettext_lazy("suggestion", "Dealt with")


class Aspect(TextChoices):
    """What chosen cases are counted by. The value begins a case's mark (`sdg=7`), as the sets of published cases are called."""

    CASES = "cases", _("All cases")
    NEWCOMER = "newcomer", _("Organisations new to the report")
    CONCEPT = "concept", _("Concept")
    SDG = "sdg", _("Goal")
    SECTOR = "sector", _("Sector")
    REGION = "region", _("Region")
    KIND = "kind", _("Kind of organisation")
    OWNER = "owner", _("Organisation")

    @property
    def is_one(self) -> bool:
        """Whether it is one number and not one for each value."""
        return self in {Aspect.CASES, Aspect.NEWCOMER}


class AskState(TextChoices):
    """Where a request for figures stands."""

    OPEN = "open", pgettext_lazy("a request for figures", "To be filled in")
    GIVEN = "given", pgettext_lazy("a request for figures", "Handed in")
    RETURNED = "returned", pgettext_lazy("a request for figures", "Sent back")
    DONE = "done", pgettext_lazy("a request for figures", "Accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("a request for figures", "Withdrawn")

    @property
    def is_with_company(self) -> bool:
        return self in {AskState.OPEN, AskState.RETURNED}

    @property
    def is_over(self) -> bool:
        return self in {AskState.DONE, AskState.WITHDRAWN}


class FigureState(TextChoices):
    """Where one figure of a request stands."""

    OPEN = "open", pgettext_lazy("a figure asked for", "To be checked")
    RETURNED = "returned", pgettext_lazy("a figure asked for", "Sent back")
    ACCEPTED = "accepted", pgettext_lazy("a figure asked for", "Accepted")


class AskStep(TextChoices):
    """What was done with a request for figures, for its log."""

    ASKED = "asked", pgettext_lazy("a request for figures", "Asked")
    FILLED = "filled", pgettext_lazy("a request for figures", "Saved")
    GIVEN = "given", pgettext_lazy("a request for figures", "Handed in")
    RETURNED = "returned", pgettext_lazy("a request for figures", "Sent back")
    CHECKED = "checked", pgettext_lazy("a request for figures", "Checked")
    DONE = "done", pgettext_lazy("a request for figures", "Accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("a request for figures", "Withdrawn")
