"""A part, or one block of it, as web page and as pages of print, for a frame beside its editor and nowhere else."""

from base64 import b64encode
from dataclasses import replace
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override

from cases.admin.previews import private
from cases.media.made import Busy
from reports import web
from reports.compose import Incomplete, compose_part
from reports.document import Book
from reports.models import Part
from reports.preview import pages
from reports.writers.errors import WriterFailed

# The editor may hold frames of our own; what stands in them may stand in ours, and does nothing but show.
_framing = csp_override(settings.SECURE_CSP | {"frame-src": [CSP.SELF]})
_framed = csp_override(
    {
        "default-src": [CSP.NONE],
        "style-src": [CSP.SELF],
        "img-src": [CSP.SELF, "data:"],
        "base-uri": [CSP.NONE],
        "form-action": [CSP.NONE],
        "frame-ancestors": [CSP.SELF],
    }
)


def framing(view: Any) -> Any:
    """A page that shows such a frame."""

    @wraps(view)
    def method(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _framing(lambda request: view(self, request, *args, **kwargs))(request)

    return method


@xframe_options_sameorigin
@_framed
def web_preview(request: HttpRequest, part: Part) -> HttpResponse:
    """As the web edition shows it, the cases placed in it whether they are public or not. `part` is one that the user sees."""
    try:
        shown = _asked(request, part).parts[0]
    except Incomplete as incomplete:
        return _page(request, part, lacks=str(incomplete))
    return _page(request, part, shown=shown, live=frozenset(box.document.slug for box in web.boxes(shown)))


@xframe_options_sameorigin
@_framed
def paper_preview(request: HttpRequest, part: Part) -> HttpResponse:
    """As it is printed, a picture of each page. A core for a second."""
    try:
        made, number = pages(_asked(request, part), "en" if get_language() == "en" else "zh-hans")
    except (Incomplete, WriterFailed) as error:
        return _page(request, part, lacks=str(error))
    except FileNotFoundError as error:
        return _page(request, part, lacks=_("The storage has lost the picture %(name)s.") % {"name": error.filename})
    except Busy:
        return _page(request, part, lacks=_("Others are being typeset just now; ask again in a few seconds."))
    return _page(request, part, pages=[f"data:image/png;base64,{b64encode(page).decode()}" for page in made], more=number - len(made))


def _asked(request: HttpRequest, part: Part) -> Book:
    """The part alone; `?block=3`: of its blocks the third alone, 0 or what is none: all."""
    book = compose_part(part)
    asked, shown = request.GET.get("block", ""), book.parts[0]
    number = int(asked) if asked.isdecimal() and len(asked) < 6 else 0
    if not 0 < number <= len(shown.blocks):
        return book
    return replace(book, parts=(replace(shown, opener=None, blocks=shown.blocks[number - 1 : number]),))


def _page(request: HttpRequest, part: Part, **more: Any) -> HttpResponse:
    answer: HttpResponse = private(
        render(request, "admin/reports/preview.html", {"part": part, "shown": None, "pages": None, "lacks": ""} | more)
    )
    return answer
