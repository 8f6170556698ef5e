from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

# Filtered lists are countless and hold nothing that a case's own page does not; the whole list and its pages may be read. Where two
# lines fit the longer one counts.
ROBOTS = f"""\
User-agent: *
Disallow: /admin/
Disallow: /en/admin/
Disallow: /accounts/
Disallow: /en/accounts/
Disallow: /cases/?
Disallow: /en/cases/?
Allow: /cases/?page=
Allow: /en/cases/?page=
Disallow: /cases/?page=*&
Disallow: /en/cases/?page=*&
Disallow: /cases/export.
Disallow: /en/cases/export.
Disallow: /api/

Sitemap: {settings.SITE_URL}/sitemap.xml
"""


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=24 * 3600)
def favicon(request: HttpRequest) -> HttpResponse:
    """Where browsers look when a page (a file, a PDF) names no icon."""
    return HttpResponseRedirect(static("icon.svg"))
