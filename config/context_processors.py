from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


def site(request: HttpRequest) -> dict[str, object]:
    """`SITE_NAME` and `SITE_URL`, without a query. (allauth puts a `site` of its own into its pages.)"""
    return {"SITE_NAME": _("Casebook"), "SITE_URL": settings.SITE_URL}
