from cases.models.calls import Call
from cases.models.cases import Case, Participation
from cases.models.parts import Attachment, Figure, Picture, PictureFields, Quotation, QuotationFields, Video
from cases.models.publications import Publication, PublicationFacet, PublishedFile, SiteVersion
from cases.models.reviews import StateChange
from cases.models.revisions import Revision
from cases.models.tags import CaseTag, Tag

__all__ = [
    "Attachment",
    "Call",
    "Case",
    "CaseTag",
    "Figure",
    "Participation",
    "Picture",
    "PictureFields",
    "Publication",
    "PublicationFacet",
    "PublishedFile",
    "Quotation",
    "QuotationFields",
    "Revision",
    "SiteVersion",
    "StateChange",
    "Tag",
    "Video",
]
