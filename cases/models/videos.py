from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.cases import Case


class VideoAddress(models.Model):
    """The association's own address of a case's video, for print: `/w/<code>/` leads to `target`, or while that is empty to `url`.

    `url` is the address that the company gave. Kept for good, also when the video is taken out of the case: what is printed stays.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="video_addresses", verbose_name=_("case"))
    url = models.URLField(_("address given"), editable=False)
    code = models.SlugField(_("code"), max_length=12, unique=True, editable=False)
    target = models.URLField(
        _("leads to"),
        blank=True,
        validators=[URLValidator(schemes=["https"])],
        help_text=_("Empty: to the address given. Another one, when the video has moved; printed codes then lead there."),
    )

    class Meta:
        verbose_name = _("address of a video")
        verbose_name_plural = _("addresses of videos")
        ordering = ["case", "pk"]
        constraints = [models.UniqueConstraint("case", "url", name="video_address_once")]

    def __str__(self) -> str:
        return f"/w/{self.code}/"
