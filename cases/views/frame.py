"""The frame of a page, rendered once for all pages of a kind: what differs between two of them are the pieces that are put into it."""

import re
from collections.abc import Iterable, Mapping

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

# No page and no address holds these, so that what stands between two of them is the name of a piece.
MARK = "\0"
MARKED = re.compile(f"{MARK}(\\w+){MARK}")
# Stands in a frame's addresses where the slug goes.
SLUG = "-the-slug-of-this-page-"


class Frame:
    """A template whose variables are whole pieces of HTML, and whose page's address is known by its slug alone.

    `around` is `render(request, template, pieces)` without the template's work: a tenth of it.
    """

    def __init__(self, template: str, view: str, context: Mapping[str, object]) -> None:
        self.template = template
        self.view = view
        self.context = context
        self._parts: dict[tuple[str, ...], list[bytes]] = {}

    def around(self, request: HttpRequest, slug: str, pieces: Mapping[str, bytes]) -> bytes:
        """Asked with a query, the page repeats it in its addresses: then it is rendered whole. So too while templates may change."""
        if settings.DEBUG or request.META.get("QUERY_STRING"):
            html = {name: mark_safe(piece.decode()) for name, piece in pieces.items()}
            return render_to_string(self.template, {**self.context, **html}, request).encode()
        key = (get_language() or "", settings.SITE_URL, *pieces)
        parts = self._parts.get(key) or self._parts.setdefault(key, self._split(pieces))
        found = {name.encode(): piece for name, piece in pieces.items()} | {b"slug": slug.encode()}
        return b"".join([found[part] if n % 2 else part for n, part in enumerate(parts)])

    def _split(self, pieces: Iterable[str]) -> list[bytes]:
        """What stands between the pieces, and in every second place the name of one."""
        request = HttpRequest()
        request.path = reverse(self.view, args=[SLUG])
        marks = {name: mark_safe(f"{MARK}{name}{MARK}") for name in pieces}
        html = render_to_string(self.template, {**self.context, **marks}, request)
        return [part.encode() for part in MARKED.split(html.replace(SLUG, f"{MARK}slug{MARK}"))]
