from cases.models.addresses import FormerSlug
from cases.models.calls import Call
from cases.models.cases import Case, Participation
from cases.models.parts import Attachment, Figure, Picture, PictureFields, Quotation, QuotationFields, Video
from cases.models.publications import Publication, PublicationSet, PublishedFile, SearchGram, SearchSegment, SearchText, SiteVersion
from cases.models.reviews import StateChange
from cases.models.revisions import Revision
from cases.models.tags import CaseTag, Tag
from cases.models.working_copies import Presence, WorkingCopy

__all__ = [
    "Attachment",
    "Call",
    "Case",
    "CaseTag",
    "Figure",
    "FormerSlug",
    "Participation",
    "Picture",
    "PictureFields",
    "Presence",
    "Publication",
    "PublicationSet",
    "PublishedFile",
    "Quotation",
    "QuotationFields",
    "Revision",
    "SearchGram",
    "SearchSegment",
    "SearchText",
    "SiteVersion",
    "StateChange",
    "Tag",
    "Video",
    "WorkingCopy",
]
