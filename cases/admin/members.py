"""The people of a company, kept by its own owner (or by an operator): invite, end, hand on. Of another company it is not there."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Kind, Role
from accounts.models import Membership, Organisation
from accounts.reauth import demand_fresh
from accounts.roles import owned_ids
from cases.enums import InvitationState
from cases.invitations import InvitationRefused, invite, revoke, with_states
from cases.members import MemberRefused, end, hand_on, may_manage


class InviteForm(forms.Form):
    email = forms.EmailField(label=gettext_lazy("Colleague's e-mail address"), max_length=254)


def pages(site: Any) -> list[Any]:
    view = site.admin_view
    return [
        path("members/", view(index), name="members"),
        path("members/<int:organisation>/", view(members), name="members_of"),
        path("members/<int:organisation>/<int:pk>/<slug:act>/", view(act_on), name="members_act"),
    ]


def index(request: HttpRequest) -> HttpResponse:
    owned = sorted(owned_ids(request.user))
    if not owned:
        raise Http404
    return redirect("admin:members_of", owned[0])


def _organisation(request: HttpRequest, pk: int) -> Organisation:
    organisation = Organisation.objects.exclude(kind=Kind.ASSOCIATION).filter(pk=pk).first()
    if organisation is None or not may_manage(request.user, organisation):
        raise Http404
    return organisation


def members(request: HttpRequest, organisation: int) -> HttpResponse:
    """Colleagues and open invitations, and the form to invite one more."""
    ours = _organisation(request, organisation)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made, _token = invite(organisation=ours, email=form.cleaned_data["email"], by=request.user)
        except InvitationRefused as refused:
            form.add_error("email", refused.sentence)
        else:
            messages.success(request, _("Invited: %(email)s.") % {"email": made.email})
            return redirect("admin:members_of", ours.pk)
    return _page(request, ours, "members", _("Members"), form=form, status=422 if form.is_bound else 200)


MEANING = {
    "end": gettext_lazy("From the next click on this person opens nothing of your organisation. What they wrote stays with it."),
    "hand-on": gettext_lazy("This person manages the members from now on, and you no longer do. Your own access to cases stays."),
    "add-owner": gettext_lazy("This person manages the members too."),
}
BUTTON = {
    "end": gettext_lazy("End access now"),
    "hand-on": gettext_lazy("Hand on now"),
    "add-owner": gettext_lazy("Give the right now"),
}


def act_on(request: HttpRequest, organisation: int, pk: int, act: str) -> HttpResponse:
    """One act on a colleague, or on an open invitation: asked once, with what follows, then done."""
    ours = _organisation(request, organisation)
    if act == "revoke":
        return _revoke(request, ours, pk)
    found = ours.memberships.select_related("user", "organisation").filter(pk=pk, role=Role.EDITOR).first()
    if found is None or act not in MEANING:
        raise Http404
    if request.method != "POST":
        return _page(request, ours, "member", BUTTON[act], member=found, meaning=MEANING[act], button=BUTTON[act])
    demand_fresh(request)
    try:
        _act(found, act, request)
    except MemberRefused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Done: %(person)s.") % {"person": found.user})
    # Whoever has just handed on no longer has this page.
    return redirect("admin:members_of", ours.pk) if may_manage(request.user, ours) else redirect("admin:index")


def _act(found: Membership, act: str, request: HttpRequest) -> None:
    if act == "end":
        end(found, by=request.user)
    else:
        hand_on(found, by=request.user, keep=act == "add-owner")


def _revoke(request: HttpRequest, ours: Organisation, pk: int) -> HttpResponse:
    found = ours.invitations.select_related("organisation").filter(pk=pk, role=Role.EDITOR).first()
    if found is None or request.method != "POST":
        raise Http404
    revoke(found, by=request.user)
    messages.success(request, _("The invitation to %(email)s is taken back.") % {"email": found.email})
    return redirect("admin:members_of", ours.pk)


def _page(request: HttpRequest, ours: Organisation, name: str, title: Any, *, status: int = 200, **context: Any) -> HttpResponse:
    sent = ours.invitations.filter(role=Role.EDITOR, used_at=None, revoked_at=None).order_by("-created_at")
    whole = admin.site.each_context(request) | {
        "title": title,
        "subtitle": ours,
        "organisation": ours,
        "memberships": ours.memberships.filter(role=Role.EDITOR).select_related("user").order_by("-is_owner", "user__name"),
        "invitations": [each for each in with_states(sent) if each[1] is not InvitationState.REVOKED],
    }
    return TemplateResponse(request, f"admin/members/{name}.html", whole | context, status=status)
