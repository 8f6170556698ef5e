"""Which rows a person may see and change. Every face asks here; without it there is no row, and a stranger gets 404.

`scope(queryset, user)` answers for every model of cases, whatever its way to the case is. Of a model that it does not know a company
sees nothing, so that a new one cannot be forgotten.
"""

from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from accounts.models import Membership, Organisation, User
from accounts.roles import is_inside, is_reviewer, organisation_ids
from cases.enums import CaseState, Facet, Visibility
from cases.models import (
    AgeQuestion,
    Approval,
    Assignment,
    Attachment,
    AuditEntry,
    Call,
    CallKind,
    Case,
    CaseList,
    CaseTag,
    Comment,
    Correction,
    Figure,
    FormerSlug,
    Invitation,
    LeftOver,
    Mail,
    MailSettings,
    OfferedFigure,
    Participation,
    Picture,
    Presence,
    Publication,
    PublicationSet,
    PublishedFile,
    Quotation,
    ReviewerRule,
    Revision,
    Seal,
    SearchGram,
    SearchSegment,
    SearchText,
    SiteVersion,
    StateChange,
    Tag,
    TagChange,
    TopicProposal,
    Video,
    VideoAddress,
    WordFile,
    Worker,
    WorkingCopy,
)

# model → where its case's owner is found from it
TO_OWNER: dict[type[Model], str] = {
    Case: "organisation",
    CaseList: "organisation",
    CaseTag: "content_object__organisation",
    AgeQuestion: "case__organisation",
    Approval: "case__organisation",
    Attachment: "case__organisation",
    Comment: "case__organisation",
    Correction: "case__organisation",
    Figure: "case__organisation",
    FormerSlug: "case__organisation",
    LeftOver: "case__organisation",
    OfferedFigure: "case__organisation",
    Participation: "case__organisation",
    Picture: "case__organisation",
    Presence: "case__organisation",
    Publication: "case__organisation",
    PublishedFile: "publication__case__organisation",
    Quotation: "case__organisation",
    Revision: "case__organisation",
    Seal: "case__organisation",
    SearchText: "publication__case__organisation",
    StateChange: "case__organisation",
    TopicProposal: "case__organisation",
    Video: "case__organisation",
    WordFile: "organisation",
    WorkingCopy: "case__organisation",
}
# Of a company's own rows, those that it may read.
FOR_COMPANY: dict[type[Model], Q] = {Comment: Q(visibility=Visibility.COMPANY)}
# What everybody with an account may read.
SHARED: frozenset[type[Model]] = frozenset({Call, CallKind, SiteVersion, Tag})
# Of all cases together: what a company's editor may know of it the public pages say. And who of the association reads what, and its mail.
INSIDE: frozenset[type[Model]] = frozenset(
    {
        *(Assignment, AuditEntry, Invitation, Mail, MailSettings, PublicationSet, SearchGram, SearchSegment, TagChange),
        *(ReviewerRule, VideoAddress, Worker),
    }
)


def belongs_to_company(model: type[Model], path: str) -> None:
    """An app above `cases` says from where its rows' owner is found; until it does, a company sees none of them."""
    TO_OWNER[model] = path


def scope[M: Model](queryset: QuerySet[M], user: Any) -> QuerySet[M]:
    """The rows of `queryset` that the user may see: all for the association, their own organisations' for a company editor."""
    model = queryset.model
    if not user.is_authenticated or not user.is_active:
        return queryset.none()
    if is_inside(user) or model in SHARED:
        return queryset
    mine = organisation_ids(user)
    if path := TO_OWNER.get(model):
        return queryset.filter(FOR_COMPANY.get(model, Q()), **{f"{path}__in": mine})
    if model is Organisation:
        # One that only prepares a case is nobody else's business; one that the public sees may be named.
        name = Concat(Value(f"{Facet.ORGANISATION.value}="), OuterRef("slug"))
        public = PublicationSet.objects.filter(name=name, size__gt=0)
        named = Participation.objects.filter(organisation=OuterRef("pk"), case__organisation__in=mine)
        return queryset.filter(Q(pk__in=mine) | Exists(public) | Exists(named))
    if model is User:
        return queryset.filter(Q(pk=user.pk) | Q(memberships__organisation__in=mine)).distinct()
    if model is Membership:
        return queryset.filter(organisation__in=mine)
    return queryset.none()


def visible_cases(user: Any) -> QuerySet[Case]:
    return scope(Case.objects.all(), user)


def may_edit(user: Any, case: Case) -> bool:
    """Its company while it is theirs to change, a reviewer while it is under review; never without the row being visible."""
    state = CaseState(case.state)
    if is_reviewer(user):
        return state.editable_by_reviewer or (case.organisation_id in organisation_ids(user) and state.editable_by_company)
    return case.organisation_id in organisation_ids(user) and state.editable_by_company


def may_delete(user: Any, case: Case) -> bool:
    """Only a draft that was never handed in: whatever was frozen stays."""
    return case.state == CaseState.DRAFT and may_edit(user, case) and not case.revisions.exists()


def own_organisations(user: Any) -> QuerySet[Organisation]:
    """The organisations in whose name the user may hand in a case."""
    if is_reviewer(user):
        return Organisation.objects.all()
    return Organisation.objects.filter(pk__in=organisation_ids(user))
