from cases.models.addresses import FormerSlug
from cases.models.ages import AgeQuestion
from cases.models.approvals import AnsweredOnce, Approval
from cases.models.assignments import Assignment, ReviewerRule
from cases.models.audit import AuditEntry
from cases.models.calls import Call, CallKind
from cases.models.cases import Case, Participation
from cases.models.comments import Comment
from cases.models.corrections import Correction
from cases.models.intake import LeftOver, OfferedFigure, WordFile
from cases.models.invitations import Invitation
from cases.models.lists import CaseList, GivenList
from cases.models.mails import Mail, MailSettings
from cases.models.parts import Attachment, Figure, Picture, PictureFields, Quotation, QuotationFields, Video
from cases.models.publications import Publication, PublicationSet, PublishedFile, SearchGram, SearchSegment, SearchText, SiteVersion
from cases.models.reviews import StateChange
from cases.models.revisions import Revision
from cases.models.seals import Seal
from cases.models.tag_work import TagChange, TopicProposal
from cases.models.tags import CaseTag, Tag
from cases.models.videos import VideoAddress
from cases.models.workers import Worker
from cases.models.working_copies import Presence, WorkingCopy

__all__ = [
    "AgeQuestion",
    "AnsweredOnce",
    "Approval",
    "Assignment",
    "Attachment",
    "AuditEntry",
    "Call",
    "CallKind",
    "Case",
    "CaseList",
    "CaseTag",
    "Comment",
    "Correction",
    "Figure",
    "FormerSlug",
    "GivenList",
    "Invitation",
    "LeftOver",
    "Mail",
    "MailSettings",
    "OfferedFigure",
    "Participation",
    "Picture",
    "PictureFields",
    "Presence",
    "Publication",
    "PublicationSet",
    "PublishedFile",
    "Quotation",
    "QuotationFields",
    "ReviewerRule",
    "Revision",
    "Seal",
    "SearchGram",
    "SearchSegment",
    "SearchText",
    "SiteVersion",
    "StateChange",
    "Tag",
    "TagChange",
    "TopicProposal",
    "Video",
    "VideoAddress",
    "WordFile",
    "Worker",
    "WorkingCopy",
]
