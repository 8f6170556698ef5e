"""The outbox for staff: what goes out, what waits, what has failed; each can be read, held, sent now or dropped, one or many."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.roles import is_reviewer
from cases import outbox
from cases.admin.scoped import LookOnlyAdmin, sees
from cases.models import Mail

EDITED = ("subject", "body")
# Characters: many times the longest letter, and nothing that would fill a mail server's queue.
LONGEST = 50_000


class MailForm(forms.ModelForm):
    class Meta:
        model = Mail
        fields = EDITED
        widgets = {"body": forms.Textarea({"rows": 16})}

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        if len(body) > LONGEST:
            raise ValidationError(_("At most %(limit)s characters.") % {"limit": LONGEST})
        outbox.with_secrets(self.instance, body)
        return body


@admin.register(Mail)
class MailAdmin(LookOnlyAdmin):
    list_display = ["subject", "address", "state", "send_after", "attempts", "sent_at"]
    list_filter = ["state", "created_at"]
    search_fields = ["subject", "address"]
    search_help_text = gettext_lazy("Search by subject or e-mail address")
    fields = [
        *("subject", "address", "language", "body", "state", "case"),
        *("send_after", "attempts", "last_error", "created_at", "sent_at", "edited_by"),
    ]
    actions = ["hold", "send_now", "drop"]

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Mail | None:
        """As it may be read here. `outbox.edit` puts back what is hidden."""
        mail: Mail | None = super().get_object(request, object_id, from_field)
        if mail is not None:
            mail.body = outbox.without_secrets(mail.body)
        return mail

    # --- Another text, for as long as it has not gone ---------------------------------------------------------

    def has_change_permission(self, request: HttpRequest, obj: Mail | None = None) -> bool:
        return obj is not None and is_reviewer(request.user) and obj.state in outbox.EDITABLE and sees(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Mail | None = None) -> list[str]:
        return [name for name in self.fields if name not in EDITED]

    def get_form(self, request: HttpRequest, obj: Mail | None = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **{"form": MailForm} | kwargs)

    def save_model(self, request: HttpRequest, obj: Mail, form: MailForm, change: bool) -> None:
        """By the outbox's own door. The log of the row keeps that it was edited, and by whom."""
        typed = form.cleaned_data
        request.mail_edited = outbox.edit(obj, subject=typed["subject"], body=typed["body"], by=request.user)

    def log_change(self, request: HttpRequest, obj: Mail, message: Any) -> Any:
        return super().log_change(request, obj, message) if getattr(request, "mail_edited", True) else None

    def response_change(self, request: HttpRequest, obj: Mail) -> HttpResponse:
        if request.mail_edited:
            self.message_user(request, _("The text of the mail is changed."), messages.SUCCESS)
        else:
            self.message_user(request, _("Not changed: the mail has gone meanwhile."), messages.ERROR)
        return redirect("admin:cases_mail_change", obj.pk)

    # --- One or many ------------------------------------------------------------------------------------------

    def has_steer_permission(self, request: HttpRequest) -> bool:
        return is_reviewer(request.user)

    @admin.action(description=gettext_lazy("Hold"), permissions=["steer"])
    def hold(self, request: HttpRequest, queryset: QuerySet[Mail]) -> None:
        self._change_many(request, queryset, outbox.hold, _("Held."))

    @admin.action(description=gettext_lazy("Send now"), permissions=["steer"])
    def send_now(self, request: HttpRequest, queryset: QuerySet[Mail]) -> None:
        self._change_many(request, queryset, outbox.release, _("Let go."))

    @admin.action(description=gettext_lazy("Drop"), permissions=["steer"])
    def drop(self, request: HttpRequest, queryset: QuerySet[Mail]) -> None:
        self._change_many(request, queryset, outbox.drop, _("Dropped."))

    def _change_many(self, request: HttpRequest, queryset: QuerySet[Mail], change: Callable[..., bool], entry: str) -> None:
        changed = left = 0
        for mail in queryset:
            if change(mail, by=request.user):
                self.log_change(request, mail, entry)
                changed += 1
            else:
                left += 1
        if changed:
            text = ngettext("%(count)s mail changed.", "%(count)s mails changed.", changed)
            self.message_user(request, text % {"count": changed}, messages.SUCCESS)
        if left:
            text = ngettext(
                "%(count)s mail was left as it is: it has gone already, or its state does not allow it.",
                "%(count)s mails were left as they are: they have gone already, or their state does not allow it.",
                left,
            )
            self.message_user(request, text % {"count": left}, messages.WARNING)
