"""The words of the domain: each enum carries what is known about its members."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Vocabulary(TextChoices):
    CONCEPT = "concept", _("Development concept")
    GOAL = "goal", _("Sustainable Development Goal")
    TARGET = "target", _("Goal target")
    SECTOR = "sector", _("Sector")
    REGION = "region", _("Region")
    TOPIC = "topic", _("Topic")


class Rank(TextChoices):
    PRIMARY = "primary", _("Primary")
    SECONDARY = "secondary", _("Secondary")


class CaseState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    IN_REVIEW = "in_review", _("In review")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    ACCEPTED = "accepted", _("Accepted")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @property
    def waits_for_company(self) -> bool:
        return self in {CaseState.DRAFT, CaseState.CHANGES_REQUESTED}

    @property
    def waits_for_association(self) -> bool:
        return self in {CaseState.SUBMITTED, CaseState.IN_REVIEW, CaseState.ACCEPTED}

    @property
    def editable_by_company(self) -> bool:
        """A published case is edited in peace: the public goes on seeing what was published."""
        return self.waits_for_company or self is CaseState.PUBLISHED

    @property
    def editable_by_reviewer(self) -> bool:
        return self in {CaseState.SUBMITTED, CaseState.IN_REVIEW}


class Status(TextChoices):
    """What a number claims to be. Targets and forecasts are never shown as facts."""

    FACT = "fact", _("Fact")
    TARGET = "target", pgettext_lazy("a number aimed at", "Target")
    FORECAST = "forecast", _("Forecast")


class Claim(TextChoices):
    """Who stands behind a number."""

    DECLARED = "declared", _("Declared by the company")
    CHECKED = "checked", _("Checked by the association")
    ASSURED = "assured", _("Assured by a third party")


class QuotationForm(TextChoices):
    VERBATIM = "verbatim", _("Verbatim")
    REPORTED = "reported", _("Reported speech")


class Qualifier(TextChoices):
    """The word a source puts to a number; each member is one printed word.

    `position` says where Chinese puts it: before the number, right after the digits (200多名), or after the unit.
    """

    NONE = "", pgettext_lazy("no qualifier", "exactly")
    CHAO = "chao", "超"
    CHAOGUO = "chaoguo", "超过"
    TUPO = "tupo", "突破"
    YUE = "yue", "约"
    JIN = "jin", "近"
    ZHISHAO = "zhishao", "至少"
    GAODA = "gaoda", "高达"
    ZUIDA = "zuida", "最大"
    BUDAO = "budao", "不到"
    BUZU = "buzu", "不足"
    ONLY = "jin_only", "仅"
    DA = "da", "达"
    LEIJI = "leiji", "累计"
    GONG = "gong", "共"
    HEJI = "heji", "合计"
    DUO = "duo", "多"
    YU = "yu", "余"
    YISHANG = "yishang", "以上"
    YIXIA = "yixia", "以下"
    ZUOYOU = "zuoyou", "左右"
    JUN_CHAOGUO = "jun_chaoguo", "均超过"
    JUN_DA = "jun_da", "均达到"
    JI = "jixu", "几"
    YUJI = "yuji", "预计"
    NIANDU = "niandu", "年均"

    @property
    def zh(self) -> str:
        return "" if self is Qualifier.NONE else str(self.label)

    @property
    def en(self) -> str:
        return _ENGLISH[self.value]

    @property
    def position(self) -> str:
        if self in {Qualifier.DUO, Qualifier.YU, Qualifier.JI}:
            return "number"
        return "after" if self in {Qualifier.YISHANG, Qualifier.YIXIA, Qualifier.ZUOYOU} else "before"

    @property
    def en_plural(self) -> bool:
        return self in {Qualifier.DUO, Qualifier.YU, Qualifier.CHAO, Qualifier.CHAOGUO, Qualifier.JI}


_ENGLISH = {
    "": "",
    "chao": "over",
    "chaoguo": "more than",
    "tupo": "exceeding",
    "yue": "about",
    "jin": "nearly",
    "zhishao": "at least",
    "gaoda": "as high as",
    "zuida": "at most",
    "budao": "less than",
    "buzu": "under",
    "jin_only": "only",
    "da": "reaching",
    "leiji": "cumulatively",
    "gong": "a total of",
    "heji": "together",
    "duo": "more than",
    "yu": "more than",
    "yishang": "upwards of",
    "yixia": "at or below",
    "zuoyou": "around",
    "jun_chaoguo": "each more than",
    "jun_da": "each reaching",
    "jixu": "several",
    "yuji": "an expected",
    "niandu": "a yearly average of",
}


class RevisionReason(TextChoices):
    SUBMITTED = "submitted", _("Handed in")
    RETURNED = "returned", _("Sent back")
    ACCEPTED = "accepted", _("Accepted")
    PUBLISHED = "published", _("Published")
    CORRECTED = "corrected", _("As the reviewer would have it")
    KEPT = "kept", _("Kept before restoring")
    RESTORED = "restored", _("Restored")


class Visibility(TextChoices):
    """Who reads a reviewer's comment."""

    COMPANY = "company", _("The company and the association")
    INSIDE = "inside", _("The association only")


class CorrectionState(TextChoices):
    """What the company says of a reviewer's correction."""

    OPEN = "open", pgettext_lazy("of a correction", "To be decided")
    ACCEPTED = "accepted", pgettext_lazy("of a correction", "Accepted")
    REFUSED = "refused", pgettext_lazy("of a correction", "Refused")
    REPLACED = "replaced", pgettext_lazy("of a correction", "Replaced by a later one")


class Facet(TextChoices):
    """What published cases are filtered by; the value is the name in the address."""

    CONCEPT = "concept", _("Concept")
    SDG = "sdg", _("Goal")
    TARGET = "target", _("Goal target")
    SECTOR = "sector", _("Sector")
    REGION = "region", _("Region")
    ORGANISATION = "organisation", _("Organisation")
    YEAR = "year", _("Year")
    TOPIC = "topic", _("Topic")

    @property
    def keeps_order(self) -> bool:
        """Whether readers know the order of its values; those of the others go by count."""
        return self in {Facet.CONCEPT, Facet.SDG, Facet.YEAR}

    @property
    def is_open(self) -> bool:
        """Whether people add values to it: of one that no published case has, the public knows nothing."""
        return self in {Facet.ORGANISATION, Facet.TOPIC}


class TagAction(TextChoices):
    RENAME = "rename", pgettext_lazy("of a tag", "Renamed")
    MERGE = "merge", pgettext_lazy("of a tag", "Merged")


class ProposalState(TextChoices):
    OPEN = "open", pgettext_lazy("of a proposal", "Open")
    TAKEN = "taken", pgettext_lazy("of a proposal", "Taken")
    DECLINED = "declined", pgettext_lazy("of a proposal", "Declined")


class MailState(TextChoices):
    WAITING = "waiting", _("Waiting")
    HELD = "held", _("Held")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    DROPPED = "dropped", _("Dropped")


class InvitationState(TextChoices):
    OPEN = "open", pgettext_lazy("an invitation", "Open")
    USED = "used", pgettext_lazy("an invitation", "Used")
    EXPIRED = "expired", pgettext_lazy("an invitation", "Expired")
    REVOKED = "revoked", pgettext_lazy("an invitation", "Taken back")


class ListState(TextChoices):
    """Where an Excel list of cases stands."""

    READING = "reading", _("Being read")
    REFUSED = "refused", _("To be corrected")
    READY = "ready", _("Waits for your word")
    MAKING = "making", _("Being made")
    DONE = "done", _("Cases made")
    DISCARDED = "discarded", _("Called off")

    @property
    def is_under_way(self) -> bool:
        return self in {ListState.READING, ListState.MAKING}

    @property
    def keeps_others_out(self) -> bool:
        """Whether the same file is not read a second time while a list stands so."""
        return self not in {ListState.REFUSED, ListState.DISCARDED}


class WordState(TextChoices):
    """Where a company's Word file stands."""

    READING = "reading", pgettext_lazy("a Word file", "Being read")
    REFUSED = "refused", pgettext_lazy("a Word file", "Not taken")
    DONE = "done", pgettext_lazy("a Word file", "Draft made")


class Place(TextChoices):
    """Where in a Word file a text stood that fits no field."""

    DELETED = "deleted", _("Deleted text")
    BOX = "box", _("Text box")
    HEADER = "header", _("Header")
    FOOTER = "footer", _("Footer")
    FOOTNOTE = "footnote", _("Note")
    COMMENT = "comment", pgettext_lazy("in a Word file", "Comment")
    TABLE = "table", pgettext_lazy("in a Word file", "Table")
    LABEL = "label", _("Label of a form")
    LONG = "long", _("Does not fit its field")
    CAPTION = "caption", _("A further caption")
    BESIDE = "beside", _("Beside the form's tables")
    UNREADABLE = "unreadable", _("Picture that cannot be taken")
    PART = "part", _("Another file within the file")
    OUTSIDE = "outside", _("Picture outside the file")


class OfferState(TextChoices):
    OPEN = "open", pgettext_lazy("of a figure found", "To confirm")
    TAKEN = "taken", pgettext_lazy("of a figure found", "Taken as a figure")
    DECLINED = "declined", pgettext_lazy("of a figure found", "No figure")


class AuditAction(TextChoices):
    """What the inside log tells of."""

    SIGNED_IN = "signed_in", _("Signed in")
    SIGN_IN_FAILED = "sign_in_failed", _("Sign-in refused")
    DENIED = "denied", _("Access refused")
    VIEWED = "viewed", _("Looked at an unpublished case")
    EXPORTED = "exported", _("Took a file")
    STEP = "step", _("Step taken")
    ASSIGNED = "assigned", _("Reviewer by rule")
    PUBLISHED = "published", pgettext_lazy("what happened", "Published")
    RIGHTS = "rights", _("Rights changed")
    RESTORED = "restored", _("Revision restored")
    SEALED = "sealed", _("Stamped sheet")
    DELETED = "deleted", _("Deleted")
    AIMED = "aimed", _("Video aimed anew")
    APPROVAL = "approval", _("Approval by link")
    AGED = "aged", _("Question after years")
    ERASED = "erased", _("Personal data given out or erased")


class AgeAnswer(TextChoices):
    """What a company says of its case years after it was published."""

    RUNNING = "running", _("Still running")
    ENDED = "ended", _("Has ended")


class SealState(TextChoices):
    """How far a stamped sheet is."""

    WAITING = "waiting", _("To be checked")
    ACCEPTED = "accepted", pgettext_lazy("a stamped sheet", "Accepted")
    REFUSED = "refused", pgettext_lazy("a stamped sheet", "Sent back")


class ApprovalState(TextChoices):
    """What has become of a link sent to an approver."""

    OPEN = "open", _("Waits for an answer")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", pgettext_lazy("an approver's answer", "Not confirmed")
    REVOKED = "revoked", _("Taken back")
    EXPIRED = "expired", _("Expired")
