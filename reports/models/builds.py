from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.enums import UNDER_WAY, BuildState
from reports.models.editions import Edition
from reports.models.reports import Report


def build_path(instance: "Build", filename: str) -> str:
    return f"builds/{instance.report.year}/{filename}"


class Build(models.Model):
    """One run of a writer: what was asked for, how far it is, and the file once it is whole."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="builds", verbose_name=_("report"))
    # None: of the report as it stood when it was built.
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True, related_name="builds", verbose_name=_("edition"))
    format = models.CharField(_("format"), max_length=10)
    language = models.CharField(_("language"), max_length=10, choices=[("zh-hans", _("Simplified Chinese")), ("en", _("English"))])
    state = models.CharField(_("state"), max_length=10, choices=BuildState, default=BuildState.WAITING)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0, help_text=_("Percent."))
    error = models.TextField(_("error"), blank=True)
    file = models.FileField(_("file"), upload_to=build_path, blank=True)
    digest = models.CharField("SHA-256", max_length=64, blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked for by"))
    requested_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cancelled by")
    )
    # The last sign of life of the process that carries it out.
    moved_at = models.DateTimeField(auto_now_add=True, editable=False)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("build")
        verbose_name_plural = _("builds")
        ordering = ["-requested_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.edition or self.report} · {self.format} · {self.get_language_display()}"

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY
