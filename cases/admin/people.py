"""Organisations and those who work for them.

They belong to `accounts`, and their admin stands here all the same: which rows there are for whom is said further up.
"""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership, Organisation, User
from accounts.notices import tell_old_address
from accounts.reauth import demand_fresh
from accounts.roles import is_inside, is_operator, organisation_ids
from accounts.sessions import end_sessions
from cases.admin import personal
from cases.admin.fields import name_of
from cases.admin.scoped import Scoped, ScopedAdmin
from cases.admin.vocabularies import WordsField
from cases.enums import Vocabulary
from cases.models import Tag


def tag_choices(vocabulary: Vocabulary) -> list[tuple[str, str]]:
    return [("", "—"), *((tag.slug, name_of(tag)) for tag in Tag.objects.of(vocabulary))]


class OrganisationForm(forms.ModelForm):
    aliases = WordsField(
        required=False,
        label=gettext_lazy("Other names"),
        help_text=gettext_lazy("Other names in use, for entry and search; put commas between them."),
    )
    sector = forms.ChoiceField(required=False, label=gettext_lazy("Sector"))
    region = forms.ChoiceField(required=False, label=gettext_lazy("Region or country"))

    class Meta:
        model = Organisation
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, vocabulary in (("sector", Vocabulary.SECTOR), ("region", Vocabulary.REGION)):
            if name in self.fields:
                self.fields[name].choices = tag_choices(vocabulary)

    def clean_kind(self) -> str:
        kind: str = self.cleaned_data["kind"]
        self.instance.check_kind(kind)
        return kind


@admin.register(Organisation)
class OrganisationAdmin(ScopedAdmin):
    form = OrganisationForm
    autocomplete_fields = ["parent"]
    list_display = ["name", "short_name", "kind"]
    list_filter = ["kind"]
    sortable_by: list[str] = []
    search_fields = ["name_zh_hans", "name_en", "short_name_zh_hans", "short_name_en", "latin_name"]
    ordering = ["name_zh_hans", "pk"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("name_zh_hans", "name_en"),
                    ("short_name_zh_hans", "short_name_en"),
                    ("latin_name", "aliases"),
                    ("kind", "sector", "region"),
                    ("parent", "slug"),
                ]
            },
        )
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organisation]:
        """Names are for everybody, in the fields that ask for them; an organisation's own page is for its people."""
        rows = super().get_queryset(request)
        return rows if is_inside(request.user) else rows.filter(pk__in=organisation_ids(request.user))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        known = obj is None or is_inside(request.user) or obj.pk in organisation_ids(request.user)
        return known and super().has_view_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Organisation, form: Any, change: bool) -> None:
        obj.name, obj.short_name = obj.name_zh_hans, obj.short_name_zh_hans
        super().save_model(request, obj, form, change)


class MembershipInline(Scoped, admin.StackedInline):
    model = Membership
    template = "admin/edit_inline/rows.html"
    fieldsets = [(None, {"fields": [("organisation", "role"), "is_owner"]})]
    extra = 0
    autocomplete_fields = ["organisation"]

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 1 if obj is None or "rows" in request.GET else 0

    # Nobody gives themselves a role, and only a superuser touches a superuser's.

    def has_add_permission(self, request: HttpRequest, obj: Any) -> bool:
        return super().has_add_permission(request, obj) and may_give_roles(request.user, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and may_give_roles(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and may_give_roles(request.user, obj)


def may_give_roles(user: Any, to: Any) -> bool:
    return user.is_superuser or to is None or (to.pk != user.pk and not to.is_superuser)


@admin.register(User)
class UserAdmin(ScopedAdmin):
    """Accounts, kept by operators. Nobody gives away what they do not have: a superuser is made by a superuser."""

    inlines = [MembershipInline]
    list_display = ["name", "email", "works_for", "is_active", "last_login"]
    sortable_by = ["name", "email"]
    list_filter = ["is_active"]
    search_fields = ["name", "email"]
    ordering = ["email"]
    readonly_fields = ["last_login", "date_joined"]
    change_form_template = "admin/accounts/user/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("memberships__organisation")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        rights = ["is_active", "is_superuser"] if request.user.is_superuser else ["is_active"]
        sections: list[Any] = [(None, {"fields": [("name", "email"), tuple(rights)]})]
        return [*sections, (gettext_lazy("Dates"), {"fields": [("last_login", "date_joined")]})] if obj else sections

    def may_change(self, user: Any, obj: User) -> bool:
        return is_operator(user) and (user.is_superuser or not obj.is_superuser)

    def may_delete(self, user: Any, obj: User) -> bool:
        return False  # what somebody wrote keeps their name; an account is made inactive instead

    @admin.display(description=gettext_lazy("memberships"))
    def works_for(self, obj: User) -> str:
        return "；".join(f"{m.organisation} · {m.get_role_display()}" for m in obj.memberships.all())

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Rights are not given from a desk that somebody left."""
        if request.method == "POST":
            demand_fresh(request)
        return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data:
            tell_old_address(obj, old=form.initial["email"])
        if change and not obj.is_active:
            end_sessions(obj)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        self.message_user(request, _("The account is there. Give it a password now, or let its owner ask for one at the sign-in page."))
        return redirect("admin:accounts_user_password", obj.pk)

    def get_urls(self) -> list[Any]:
        def guarded(view: Any) -> Any:
            def scoped(request: HttpRequest, object_id: int) -> HttpResponse:
                user = self.get_object(request, str(object_id))
                if user is None or not self.has_change_permission(request, user):
                    raise Http404
                return view(request, user)

            return self.admin_site.admin_view(scoped)

        own = path("<int:object_id>/password/", self.admin_site.admin_view(self.set_password), name="accounts_user_password")
        return [own, *personal.addresses(guarded), *super().get_urls()]

    def set_password(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """A first password, or a new one for somebody who lost theirs. Whoever is signed in with the old one is signed out."""
        user = self.get_object(request, str(object_id))
        if user is None:
            raise Http404
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        demand_fresh(request)
        form = SetPasswordForm(user, request.POST or None)
        if request.method == "POST" and form.is_valid():
            form.save()
            end_sessions(user)
            self.log_change(request, user, _("Password set."))
            self.message_user(request, _("The password of %(user)s is set.") % {"user": user}, messages.SUCCESS)
            return redirect("admin:accounts_user_change", user.pk)
        context = self.admin_site.each_context(request) | {
            "title": _("Set a password"),
            "subtitle": user,
            "form": form,
            "opts": self.opts,
            "original": user,
        }
        return TemplateResponse(request, "admin/accounts/user/password.html", context)
