"""The outbox for staff: what goes out, what waits, what has failed; each can be read, held, sent now or dropped, one or many."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.roles import is_reviewer
from cases import outbox
from cases.admin.scoped import LookOnlyAdmin
from cases.models import Mail


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
