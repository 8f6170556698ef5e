"""What a case is made of, edited in its form: other organisations, figures, quotations, pictures, attachments, videos."""

from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.roles import is_reviewer
from cases import models
from cases.admin.choices import keep_present
from cases.admin.merged_rows import MergedFormSet
from cases.admin.scoped import CasePartInline
from cases.enums import Claim
from cases.media.adding import remarks
from cases.validators import validate_picture

# A number is checked as it stands; when the company changes what it says, it stands for it alone again.


class FileInput(forms.ClearableFileInput):
    """Shows what is kept by its own scoped address; the storage's addresses open nothing."""

    template_name = "admin/widgets/kept_file.html"
    clear_checkbox_label = ""
    kept: Any = None

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        context["widget"]["kept"] = self.kept
        return context


FOCUS = {"focus_x", "focus_y"}


class PictureForm(forms.ModelForm):
    # The library's own image field decodes first and asks then.
    file = forms.FileField(
        label=_("Picture file"),
        help_text=_("JPEG, PNG or WebP, at most 15 MB and 50 megapixels."),
        validators=[validate_picture],
        widget=FileInput,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FOCUS & self.fields.keys():
            self.fields[name].required = False
        if self.instance.pk:
            self.fields["file"].widget.kept = {
                "picture": reverse("admin:picture", args=[self.instance.digest, 480]),
                "address": reverse("admin:picture", args=[self.instance.digest, 1600]),
                "alt": self.instance.alt or self.instance.caption,
                "words": f"{self.instance.width} × {self.instance.height}",
                "remarks": remarks(self.instance),
            }

    def clean_focus_x(self) -> int:
        return self._focus("focus_x")

    def clean_focus_y(self) -> int:
        return self._focus("focus_y")

    def _focus(self, name: str) -> int:
        """Left empty it is the middle."""
        given = self.cleaned_data[name]
        return 50 if given is None else given


class AttachmentForm(forms.ModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].widget = FileInput(attrs={"accept": ".pdf,.docx,.xlsx"})
            if self.instance.pk:
                address = reverse("admin:attachment", args=[self.instance.pk])
                self.fields["file"].widget.kept = {
                    "address": address,
                    "words": PurePosixPath(self.instance.file.name).suffix.lstrip(".").upper(),
                }


class ParticipationForm(forms.ModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "organisation" in self.fields:
            field = self.fields["organisation"]
            field.queryset = keep_present(field.queryset, self.instance.organisation_id)


class ParticipationInline(CasePartInline):
    model = models.Participation
    form = ParticipationForm
    formset = MergedFormSet
    autocomplete_fields = ["organisation"]
    fieldsets = [(None, {"fields": [("organisation", "order"), ("role_zh_hans", "role_en")]})]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("organisation")


class FigureFormSet(MergedFormSet):
    """Each figure is offered its own case's attachments, asked for once."""

    @cached_property
    def attachments(self) -> list[models.Attachment]:
        return list(self.instance.attachments.all()) if self.instance.pk else []

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if field := form.fields.get("evidence"):
            field.queryset = models.Attachment.objects.filter(case=self.instance.pk)
            field.choices = [("", field.empty_label), *((row.pk, str(row)) for row in self.attachments)]


class FigureInline(CasePartInline):
    model = models.Figure
    formset = FigureFormSet
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("label_zh_hans", "label_en"),
                    ("qualifier", "value", "unit", "period"),
                    ("status", "claim", "is_key", "order"),
                    ("source_zh_hans", "source_en"),
                    "evidence",
                    ("note_zh_hans", "note_en"),
                ]
            },
        )
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return () if is_reviewer(request.user) else ("claim",)


def void_checks(formset: BaseInlineFormSet, user: Any) -> None:
    """Figures that the company changes lose the mark of having been checked."""
    if formset.model is models.Figure and not is_reviewer(user):
        for form in formset.forms:
            if form.instance.pk and models.Figure.CHECKED & set(form.changed_data):
                form.instance.claim = Claim.DECLARED


class QuotationInline(CasePartInline):
    model = models.Quotation
    formset = MergedFormSet
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("text_zh_hans", "text_en"),
                    ("speaker_zh_hans", "speaker_en"),
                    ("role_zh_hans", "role_en"),
                    ("occasion_zh_hans", "occasion_en"),
                    ("source_zh_hans", "source_en"),
                    ("form", "date", "order"),
                ]
            },
        )
    ]


class PictureInline(CasePartInline):
    model = models.Picture
    form = PictureForm
    formset = MergedFormSet
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("file", "order"),
                    ("caption_zh_hans", "caption_en"),
                    ("alt_zh_hans", "alt_en"),
                    ("credit_zh_hans", "credit_en"),
                    ("owner", "taken", "people"),
                    ("focus_x", "focus_y"),
                    ("licence", "stand_in"),
                ]
            },
        )
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        # A company hands in photographs; the association may put a drawing in the place of one.
        (name, options), *rest = super().get_fieldsets(request, obj)
        if is_reviewer(request.user):
            return [(name, options), *rest]
        return [(name, options | {"fields": [*options["fields"][:-1], "licence"]}), *rest]


class AttachmentInline(CasePartInline):
    model = models.Attachment
    form = AttachmentForm
    formset = MergedFormSet
    fieldsets = [(None, {"fields": [("file", "order"), ("title_zh_hans", "title_en"), "is_public"]})]


class VideoInline(CasePartInline):
    model = models.Video
    formset = MergedFormSet
    fieldsets = [(None, {"fields": [("url", "order"), ("title_zh_hans", "title_en")]})]


INLINES = [ParticipationInline, FigureInline, QuotationInline, PictureInline, VideoInline, AttachmentInline]
