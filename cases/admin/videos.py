"""Addresses of videos in the admin: the association aims one anew when a video has moved."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from cases import videos
from cases.admin.scoped import ScopedAdmin
from cases.models import VideoAddress


@admin.register(VideoAddress)
class VideoAddressAdmin(ScopedAdmin):
    list_display = ["case", "printed", "url", "target"]
    sortable_by: list[str] = []
    search_fields = ["code", "url", "target"]
    search_help_text = gettext_lazy("Searches codes and addresses.")
    fields = ["case", "printed", "url", "target"]
    readonly_fields = ["case", "printed", "url"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[VideoAddress]:
        return super().get_queryset(request).select_related("case")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("printed address"))
    def printed(self, obj: VideoAddress) -> str:
        return videos.short_url(obj.code)

    def save_model(self, request: HttpRequest, obj: VideoAddress, form: Any, change: bool) -> None:
        if form.changed_data:
            videos.aim(obj, target=obj.target, by=request.user)
