"""The case in the admin: its form and its way; its list stands in `case_list`."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_prose_editor.fields import ProseEditorField
from modeltranslation.fields import TranslationField

from accounts.reauth import demand_fresh
from accounts.roles import is_inside, is_publisher, is_reviewer
from cases.access import may_delete, may_edit, own_organisations
from cases.admin import (
    ages,
    approvals,
    comparisons,
    corrections,
    merging,
    queue,
    reviews,
    seals,
    steps,
    suggestions,
    taking,
    typing,
    uploads,
    word,
)
from cases.admin.case_list import CaseList, asks_for_organisation
from cases.admin.fields import ProseWidget
from cases.admin.forms import BOOKKEEPING, CaseForm, tags_in_words
from cases.admin.merging import Difference
from cases.admin.parts import INLINES, void_checks
from cases.admin.previews import case_preview
from cases.admin.scoped import in_language, sees
from cases.enums import CaseState
from cases.models import Call, Case, StateChange
from cases.text import clean_html
from cases.workflow import STEPS, StepRefused, missing, steps_for, take

FIELDSETS: list[Any] = [
    (gettext_lazy("What it is"), {"fields": ["organisation", ("title_zh_hans", "title_en"), ("summary_zh_hans", "summary_en")]}),
    (gettext_lazy("Text"), {"fields": [("body_zh_hans", "body_en")]}),
    (gettext_lazy("Where and when"), {"fields": [("place_zh_hans", "place_en"), ("period", "call", "year"), "kind"]}),
    (gettext_lazy("Development concepts and goals"), {"fields": ["concepts", "goals", "targets"]}),
    (gettext_lazy("Topics, sectors and regions"), {"fields": ["topics", "sectors", "regions"]}),
    (gettext_lazy("Its place in the collection"), {"fields": [("parent", "continues"), "slug"], "classes": ["collapse"]}),
]


class Stale(Exception):
    """Between the check and the write somebody else has saved."""


@admin.register(Case)
class CaseAdmin(CaseList):
    form = CaseForm
    inlines = INLINES
    formfield_overrides = {ProseEditorField: {"widget": ProseWidget}}
    autocomplete_fields = ["parent", "continues", "organisation"]
    change_form_template = "admin/cases/case/change_form.html"

    # --- Rights ----------------------------------------------------------------------------------------------

    def may_change(self, user: Any, obj: Case) -> bool:
        return may_edit(user, obj)

    def may_delete(self, user: Any, obj: Case) -> bool:
        return may_delete(user, obj)

    def has_review_permission(self, request: HttpRequest) -> bool:
        return is_reviewer(request.user)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return is_publisher(request.user)

    # --- The form --------------------------------------------------------------------------------------------

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        editable = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        result = []
        for name, options in FIELDSETS:
            fields = [self._offered(field, request, obj, editable) for field in options["fields"]]
            result.append((name, options | {"fields": [field for field in fields if field]}))
        if editable:
            result[0][1]["fields"] += ["seen", "opened"] if obj else ["token"]
        return [(name, options) for name, options in result if options["fields"]]

    def _offered(self, field: Any, request: HttpRequest, obj: Any, editable: bool) -> Any:
        if isinstance(field, tuple):
            return tuple(found for name in field if (found := self._offered(name, request, obj, editable)))
        if field == "organisation" and not asks_for_organisation(request.user):
            return None
        if field == "slug" and not is_inside(request.user):
            return None
        if field == "continues" and obj and obj.continues_id and not sees(request, Case(pk=obj.continues_id)):
            return None
        return field if editable else READING.get(field, field)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fixed = []
        if obj and not is_reviewer(request.user):
            fixed.append("organisation")
        if obj is None or (hasattr(obj, "publication") and not is_reviewer(request.user)):
            fixed.append("slug")
        return fixed

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.any_owner = is_reviewer(request.user)
        form.put_back = "_put_back" in request.POST
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """An open call and the only organisation are preset. Addresses preset nothing: they could name anything."""
        call = next((call for call in Call.objects.all()[:3] if call.is_open), None)
        mine = list(own_organisations(request.user)[:2]) if not is_reviewer(request.user) else []
        return {"call": call, "year": call.year if call else None} | ({"organisation": mine[0].pk} if len(mine) == 1 else {})

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:
        formsets, inlines = super()._create_formsets(request, obj, change)
        request.case_formsets = formsets
        return formsets, inlines

    # --- Saving ----------------------------------------------------------------------------------------------

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method == "POST":
            if kept := typing.answer(request, self.get_object(request, unquote(object_id)) if object_id else None):
                return kept
            self._refuse_foreign_owner(request, object_id)
            if object_id is None and (earlier := self._saved_already(request)):
                return earlier
            if object_id is not None and (kept := self._keep_what_was_typed(request, object_id)):
                return kept
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError:
            # The second of two clicks at once: the first has made the case meanwhile.
            if object_id is None and (earlier := self._saved_already(request)):
                return earlier
            raise
        except Stale:
            # Asked again, the form finds the newer version and shows both.
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _refuse_foreign_owner(self, request: HttpRequest, object_id: str | None) -> None:
        """An organisation posted by hand that is not theirs: as if it were not there, and nothing is changed."""
        posted = request.POST.get("organisation")
        if not posted or is_reviewer(request.user):
            return
        if not posted.isdecimal() or len(posted) > 18 or not own_organisations(request.user).filter(pk=posted).exists():
            raise Http404

    def _saved_already(self, request: HttpRequest) -> HttpResponse | None:
        """A second click on “Save” of a new case leads to what the first one made."""
        token = request.POST.get("token", "")
        earlier = self.get_queryset(request).filter(slug=token, created_by=request.user).first() if token else None
        if earlier is None:
            return None
        self.message_user(request, _("This case is saved already."), messages.INFO)
        return redirect("admin:cases_case_change", earlier.pk)

    def _keep_what_was_typed(self, request: HttpRequest, object_id: str) -> HttpResponse | None:
        """The case was handed in, taken into review or published while somebody typed: nothing is saved, nothing is lost."""
        case = self.get_object(request, unquote(object_id))
        if case is None or not ("_save" in request.POST or "_continue" in request.POST or "_step" in request.POST):
            return None
        if not super().has_change_permission(request) or self.has_change_permission(request, case):
            return None
        typed = []
        for field in (f for f in Case._meta.fields if isinstance(f, TranslationField)):
            if field.name in request.POST:
                theirs, yours = (clean_html(text) if field.name.startswith("body") else text for text in (
                    getattr(case, field.name) or "",
                    request.POST[field.name],
                ))  # fmt: skip
                if theirs.split() != yours.split():
                    typed.append(Difference(in_language(field), theirs, yours))
        typing.keep_posted(request, case)
        context = self.admin_site.each_context(request) | {
            "title": _("Not saved: the case has moved on"),
            "case": case,
            "differences": typed,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/cases/case/kept.html", context, status=409)

    def save_model(self, request: HttpRequest, obj: Case, form: Any, change: bool) -> None:
        obj.changed_by = request.user
        if not change:
            obj.created_by = request.user
            obj.slug = form.cleaned_data["token"]
            if not obj.organisation_id:
                obj.organisation = own_organisations(request.user).get()
            if not obj.year:
                obj.year = obj.call.year if obj.call else form.cleaned_data["year"]
            obj.save()
            return
        if not has_changed(request, form):
            return
        # The version is the lock: of two people who save what both saw, the database lets one through.
        seen = form.cleaned_data["seen"]
        if not Case.objects.filter(pk=obj.pk, version=seen, state=obj.state).update(version=seen + 1):
            raise Stale
        obj.version = seen + 1
        obj.save()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        for formset in formsets:
            void_checks(formset, request.user)
        super().save_related(request, form, formsets, change)
        form.save_tags()

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return super().log_change(request, obj, message) if message else None

    def response_add(self, request: HttpRequest, obj: Case, post_url_continue: Any = None) -> HttpResponse:
        return self._after_saving(request, obj)

    def response_change(self, request: HttpRequest, obj: Case) -> HttpResponse:
        return self._after_saving(request, obj)

    def _after_saving(self, request: HttpRequest, case: Case) -> HttpResponse:
        """Back to the form; “Save and …” goes on to the step."""
        typing.forget(request)
        if (name := request.POST.get("_step", "")) in STEPS:
            return steps.go(request, case, name)
        self.message_user(request, _("Saved: “%(case)s”.") % {"case": case}, messages.SUCCESS)
        if "_save" in request.POST:
            return redirect("admin:cases_case_changelist")
        return redirect("admin:cases_case_change", case.pk)

    # --- What stands around the form ---------------------------------------------------------------------------

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], add: bool = False, change: bool = False, form_url: str = "", obj: Any = None
    ) -> Any:
        form = context["adminform"].form
        if obj is not None and not add:
            around = (self._way, reviews.around, corrections.around)
            context |= {name: value for each in around for name, value in each(request, obj).items()} | seals.around(obj)
        context |= merging.around(form, request.case_formsets)
        context |= typing.around(request, None if add else obj)
        context["lost_files"] = bool(request.FILES) and bool(context["errors"])
        context["title"] = _("New case") if add else str(obj)
        context["subtitle"] = None
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _way(self, request: HttpRequest, case: Case) -> dict[str, Any]:
        """Where the case stands, what it lacks, which steps are open, what has happened."""
        log = StateChange.objects.filter(case=case).select_related("by", "revision")
        request_for_changes = None
        if case.state == CaseState.CHANGES_REQUESTED:
            request_for_changes = next((entry for entry in log if entry.action == "request_changes"), None)
        return {
            "steps": steps_for(request.user, case),
            "direct": steps.DIRECT,
            "missing": missing(case) if CaseState(case.state).waits_for_company else [],
            "log": [{"entry": entry, "label": STEPS[entry.action].label if entry.action in STEPS else entry.action} for entry in log],
            "revisions": case.revisions.select_related("created_by").defer("document"),
            "request_for_changes": request_for_changes,
            "publication": getattr(case, "publication", None),
        }

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """What has happened stands in the form itself, in people's names and steps."""
        case = self.get_object(request, unquote(object_id))
        if case is None or not self.has_view_permission(request, case):
            raise Http404
        return HttpResponseRedirect(reverse("admin:cases_case_change", args=[case.pk]) + "#history")

    # --- Pages and actions of its own --------------------------------------------------------------------------

    def get_urls(self) -> list[Any]:
        def guarded(view: Any) -> Any:
            def scoped(request: HttpRequest, object_id: int, **kwargs: Any) -> HttpResponse:
                case = self.get_object(request, str(object_id))
                if case is None or not self.has_view_permission(request, case):
                    raise Http404
                return view(request, case, **kwargs)

            return self.admin_site.admin_view(scoped)

        own = [
            path("<int:object_id>/step/<slug:name>/", guarded(steps.step), name="cases_case_step"),
            path("<int:object_id>/preview/", guarded(case_preview), name="cases_case_preview"),
            path("<int:object_id>/compare/", guarded(comparisons.compare_page), name="cases_case_compare"),
            path("<int:object_id>/restore/", guarded(comparisons.restore_step), name="cases_case_restore"),
            path("<int:object_id>/pictures/", guarded(uploads.pictures), name="cases_case_pictures"),
            path("<int:object_id>/suggestions/", guarded(suggestions.suggestions), name="cases_case_suggestions"),
            *reviews.addresses(guarded),
            *corrections.addresses(guarded),
            *seals.addresses(guarded),
            *approvals.addresses(guarded),
            *ages.addresses(guarded),
            *word.addresses(self.admin_site, guarded),
            *taking.addresses(self),
            path("queue/", self.admin_site.admin_view(queue.queue_page), name="cases_case_queue"),
            path("<int:object_id>/typed/", guarded(typing.typed), name="cases_case_typed"),
            path("add/typed/", self.admin_site.admin_view(typing.typed), {"case": None}, name="cases_case_typed_new"),
        ]
        return [*own, *super().get_urls()]

    @admin.action(description=gettext_lazy("Start the review"), permissions=["review"])
    def start_review(self, request: HttpRequest, queryset: QuerySet[Case]) -> None:
        self._take_many(request, queryset, "start_review")

    @admin.action(description=gettext_lazy("Accept"), permissions=["review"])
    def accept(self, request: HttpRequest, queryset: QuerySet[Case]) -> None:
        self._take_many(request, queryset, "accept")

    @admin.action(description=gettext_lazy("Publish"), permissions=["publish"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Case]) -> None:
        demand_fresh(request)
        self._take_many(request, queryset, "publish")

    def _take_many(self, request: HttpRequest, queryset: QuerySet[Case], name: str) -> None:
        taken = refused = 0
        for case in queryset:
            try:
                take(name, case=case, by=request.user)
                taken += 1
            except StepRefused:
                refused += 1
        if taken:
            text = ngettext("“%(step)s” done for %(count)s case.", "“%(step)s” done for %(count)s cases.", taken)
            self.message_user(request, text % {"step": STEPS[name].label, "count": taken}, messages.SUCCESS)
        if refused:
            text = ngettext(
                "%(count)s case was left as it is: its state or the rule of four eyes does not allow the step.",
                "%(count)s cases were left as they are: their state or the rule of four eyes does not allow the step.",
                refused,
            )
            self.message_user(request, text % {"count": refused}, messages.WARNING)

    # --- The form's fields for somebody who only reads ---------------------------------------------------------

    @admin.display(description=gettext_lazy("Text (Chinese)"))
    def body_zh(self, obj: Case) -> SafeString:
        return format_html('<div class="prose" lang="zh-Hans">{}</div>', SafeString(clean_html(obj.body_zh_hans)))

    @admin.display(description=gettext_lazy("Text (English)"))
    def body_in_english(self, obj: Case) -> SafeString:
        return format_html('<div class="prose" lang="en">{}</div>', SafeString(clean_html(obj.body_en)))

    @admin.display(description=gettext_lazy("Development concepts"))
    def concepts(self, obj: Case) -> SafeString:
        return tags_in_words(obj, "concepts")

    @admin.display(description=gettext_lazy("Sustainable Development Goals"))
    def goals(self, obj: Case) -> SafeString:
        return tags_in_words(obj, "goals")

    @admin.display(description=gettext_lazy("Goal targets"))
    def targets(self, obj: Case) -> SafeString:
        return tags_in_words(obj, "targets")

    @admin.display(description=gettext_lazy("Sectors"))
    def sectors(self, obj: Case) -> SafeString:
        return tags_in_words(obj, "sectors")

    @admin.display(description=gettext_lazy("Regions"))
    def regions(self, obj: Case) -> SafeString:
        return tags_in_words(obj, "regions")

    @admin.display(description=gettext_lazy("Topics"))
    def topics(self, obj: Case) -> SafeString:
        return tags_in_words(obj, "topics")


# A form's field → what shows it to somebody who only reads.
READING = {"body_zh_hans": "body_zh", "body_en": "body_in_english"}


def has_changed(request: Any, form: Any) -> bool:
    """Whether anything was changed at all: saving without a change makes nobody the last editor."""
    return bool(set(form.changed_data) - BOOKKEEPING) or any(formset.has_changed() for formset in request.case_formsets)
