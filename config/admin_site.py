"""The admin's front door: who comes in, what a closed door looks like, and whose pages hang here."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView, redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse, translate_url
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from accounts.roles import is_operator, owned_ids, roles_of
from accounts.second_factor import is_due

# A library's own admin pages know nothing of rows that belong to somebody, so they do not hang here.
OWN_APPS = {"accounts", "cases", "reports"}


class CasebookAdminSite(AdminSite):
    """Whoever is signed in gets 404 for what is not theirs and for what is not there: the two cannot be told apart."""

    site_title = _("Casebook")
    site_header = _("Casebook")
    index_title = _("Workbench")
    enable_nav_sidebar = False
    empty_value_display = "—"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # It asks for the right to delete such rows, and not for each row.
        self.disable_action("delete_selected")

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        models = model_or_iterable if isinstance(model_or_iterable, list | tuple | set) else [model_or_iterable]
        for model in models:
            if model._meta.app_label in OWN_APPS:
                super().register(model, admin_class, **options)
                # Django redirects to the index with the model's name and the id; a refusal would be 403 instead.
                self._registry[model]._get_obj_does_not_exist_redirect = not_there

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and bool(roles_of(request.user))

    def admin_view(self, view: Callable[..., HttpResponse], cacheable: bool = False) -> Callable[..., HttpResponse]:
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), reverse(settings.LOGIN_URL))
            if not self.has_permission(request):
                # The front door itself is no secret, and somebody whose role has ended should read that.
                raise PermissionDenied if request.path == reverse("admin:index") else Http404
            if is_due(request.user):
                return redirect("second_factor_due")
            if any("\0" in text for _name, texts in request.GET.lists() for text in texts):
                # A character that no browser sends and PostgreSQL does not know; filters and pickers ask the database with what they get.
                raise BadRequest
            try:
                response = inner(request, *args, **kwargs)
                # Rendered here, so that what a template may not see is refused here as well.
                return response.render() if hasattr(response, "render") and not response.is_rendered else response
            except PermissionDenied:
                raise Http404 from None

        return guarded

    def get_urls(self) -> list[Any]:
        # `r/<type>/<id>/` redirects to any row's public address: it would tell which rows there are.
        from cases.admin.background import background_page
        from cases.admin.mail_settings import settings_page
        from cases.admin.members import pages as member_pages
        from cases.admin.previews import attachment, picture
        from reports.admin.case_numbers import pages as number_pages
        from reports.admin.printed import pages as printed_pages
        from reports.admin.sheets import pages as sheet_pages

        own = [
            path("pictures/<str:digest>/<int:width>/", self.admin_view(picture), name="picture"),
            path("attachments/<int:pk>/", self.admin_view(attachment), name="attachment"),
            path("background/", self.admin_view(background_page), name="background"),
            path("mail-settings/", self.admin_view(settings_page), name="mail_settings"),
        ]
        own += member_pages(self) + sheet_pages(self) + number_pages(self) + printed_pages(self)
        return [*own, *(url for url in super().get_urls() if getattr(url, "name", None) != "view_on_site")]

    def index(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        from cases.admin.workbench import workbench
        from reports.asking.steps import waiting_for
        from reports.signing.standing import reports_to_sign

        own = {"workbench": workbench(request.user), "to_sign": reports_to_sign(request.user), "figure_requests": waiting_for(request.user)}
        return super().index(request, own | (extra_context or {}))

    def app_index(self, request: HttpRequest, app_label: str, extra_context: Any = None) -> HttpResponse:
        """What an app's page would list stands in the menu of every page."""
        if app_label not in OWN_APPS or not self.get_app_list(request, app_label):
            raise Http404
        return redirect("admin:index")

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return ScopedAutocomplete.as_view(admin_site=self)(request)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """With the address of this page in the other language."""
        chinese = get_language() != "en"
        other = translate_url(request.get_full_path(), "en" if chinese else settings.LANGUAGE_CODE)
        return super().each_context(request) | {
            "manages_members": bool(owned_ids(request.user)),
            "runs_site": is_operator(request.user),
            "other_language": {"address": other, "code": "en" if chinese else "zh-Hans", "name": "English" if chinese else "中文"},
        }

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """There is one door to sign in by: allauth's, with its limits and second factor."""
        if request.user.is_authenticated:
            return redirect("admin:index")
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"), reverse(settings.LOGIN_URL))

    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return LogoutView.as_view(next_page=reverse(settings.LOGIN_URL))(request)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect("account_change_password")

    def password_change_done(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect("account_change_password")


def not_there(request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
    raise Http404


class ScopedAutocomplete(AutocompleteJsonView):
    """Offers what the field itself would take from this user, and answers for fields of the user's own forms alone."""

    def process_request(self, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        found: tuple[Any, Any, Any, Any] = super().process_request(request)
        source = found[2]
        if not any(admin.has_view_or_change_permission(request) for admin in self.faces(source)):
            raise PermissionDenied
        return found

    def faces(self, source: Any) -> list[Any]:
        """The forms in which this field is an autocomplete."""
        registered = list(self.admin_site._registry.values())
        inlines = [inline(admin.model, self.admin_site) for admin in registered for inline in admin.inlines]
        return [face for face in registered + inlines if face.model is source.model and source.name in face.autocomplete_fields]

    def get_queryset(self) -> Any:
        from cases.admin.choices import choices

        rows = choices(self.source_field, self.request.user).order_by(*self.model_admin.get_ordering(self.request))
        rows, duplicates = self.model_admin.get_search_results(self.request, rows, self.term)
        return rows.distinct() if duplicates else rows
