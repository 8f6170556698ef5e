"""The page behind a link of an invitation: an account is made here, or somebody with an account joins."""

from typing import Any

from allauth.account.utils import perform_login
from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.models import User
from cases.enums import CaseState, InvitationState
from cases.invitations import InvitationRefused, join, look_up, sign_up, state_of
from cases.models import Invitation


class SignUpForm(forms.Form):
    name = forms.CharField(label=_("Your name"), max_length=80, widget=forms.TextInput({"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("At least 12 characters; a sentence is easy to keep in mind. No organisation's name, nothing you use elsewhere."),
    )
    again = forms.CharField(
        label=_("Password once more"), strip=False, max_length=1000, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    def __init__(self, invitation: Invitation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        password = data.get("password")
        if password and data.get("again") and password != data["again"]:
            self.add_error("again", _("The two passwords differ."))
        if password:
            person = User(email=self.invitation.email, name=data.get("name", ""))
            person.invited_to = self.invitation.organisation
            try:
                password_validation.validate_password(password, person)
            except ValidationError as error:
                self.add_error("password", error)
        return data


@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Whatever the link's state, a page that says what to do; only an open one changes anything."""
    found = look_up(token) if len(token) < 100 else None
    if found is None or state_of(found) is not InvitationState.OPEN:
        return _page(request, found, status=404 if found is None else 410)
    user = request.user if request.user.is_authenticated else None
    known = User.objects.filter(email=found.email).first()
    if user is not None:
        return _joining(request, found, user)
    if known is not None:
        if request.method == "POST":
            return redirect_to_login(request.path, reverse(settings.LOGIN_URL))
        return _page(request, found, known=known)
    return _signing_up(request, found)


def _joining(request: HttpRequest, found: Invitation, user: Any) -> HttpResponse:
    if request.method != "POST" or user.email != found.email:
        return _page(request, found, other=user.email != found.email)
    try:
        join(found, user=user)
    except InvitationRefused as refused:
        return _page(request, look_up_again(found), refused=refused, status=422)
    return redirect(_after(found))


def _signing_up(request: HttpRequest, found: Invitation) -> HttpResponse:
    form = SignUpForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = sign_up(found, name=form.cleaned_data["name"], password=form.cleaned_data["password"])
        except InvitationRefused as refused:
            return _page(request, look_up_again(found), form=form, refused=refused, status=422)
        return perform_login(request, user, email_verification="none", redirect_url=_after(found))
    return _page(request, found, form=form, status=422 if form.is_bound else 200)


def look_up_again(found: Invitation) -> Invitation:
    return Invitation.objects.select_related("organisation", "call", "stub", "created_by").get(pk=found.pk)


def _after(found: Invitation) -> str:
    """The prepared case, where there is one that is still a draft; the workbench otherwise."""
    if found.stub and found.stub.state == CaseState.DRAFT:
        return reverse("admin:cases_case_change", args=[found.stub.pk])
    return reverse("admin:index")


def _page(request: HttpRequest, found: Invitation | None, *, status: int = 200, **context: Any) -> HttpResponse:
    context = {"form": None, "known": None, "other": False, "refused": None, "contact": settings.CONTACT_EMAIL} | context
    context |= {"invitation": found, "state": state_of(found) if found else ""}
    response = render(request, "cases/invitation.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    # The address is a secret: no other site may learn it. (With “no-referrer” a browser would hide our own form's origin from us, too.)
    response["Referrer-Policy"] = "same-origin"
    return response
