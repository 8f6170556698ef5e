"""What is not public, shown to those whose it is: a case as the public page will show it, its pictures, its attachments."""

import re
from pathlib import PurePosixPath
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import TextField
from django.db.models.functions import Cast
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.access import scope
from cases.document import CaseDocument, PictureDoc
from cases.media.derivatives import WIDTHS, derive, derived_name
from cases.models import Attachment, Case, Picture, Revision
from cases.revisions import as_frozen_now, document_of, picture_doc
from cases.views.case import document_context

DIGEST = re.compile(r"[0-9a-f]{64}")


@require_safe
def case_preview(request: HttpRequest, case: Case) -> HttpResponse:
    """The rows as they stand, in the public page's clothes; `case` is one that the user sees."""
    return show(
        request, as_frozen_now(case), _("The case as it stands now; the public does not see this page."), "admin:cases_case_change", case.pk
    )


@require_safe
def revision_preview(request: HttpRequest, revision: Revision) -> HttpResponse:
    asked = _("Revision %(number)s; the public does not see this page.") % {"number": revision.number}
    return show(request, document_of(revision), asked, "admin:cases_revision_change", revision.pk)


def show(request: HttpRequest, document: CaseDocument, asked: str, back: str, pk: int) -> HttpResponse:
    context = document_context(document, picture_address="admin:picture") | {"asked": asked, "back": reverse(back, args=[pk])}
    return private(render(request, "admin/cases/preview.html", context))


@require_safe
def picture(request: HttpRequest, digest: str, width: int) -> HttpResponse:
    """A size of a picture that stands in one of the user's cases, or stood in one when it was frozen."""
    if not DIGEST.fullmatch(digest) or width not in WIDTHS:
        raise Http404
    name = derived_name(digest, width)
    known = _picture(request.user, digest)
    if known is None:
        raise Http404
    if not default_storage.exists(name):
        derive(known)
    return private(FileResponse(default_storage.open(name), content_type="image/webp"))


def _picture(user: Any, digest: str) -> PictureDoc | None:
    row = scope(Picture.objects.filter(digest=digest), user).first()
    if row:
        return picture_doc(row)
    frozen = Revision.objects.annotate(text=Cast("document", TextField())).filter(text__contains=digest)
    revision = scope(frozen, user).order_by("-pk").first()
    return next((known for known in document_of(revision).pictures if known.digest == digest), None) if revision else None


@require_safe
def attachment(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(scope(Attachment.objects.all(), request.user), pk=pk)
    suffix = PurePosixPath(row.file.name).suffix
    return private(FileResponse(row.file.open(), as_attachment=True, filename=f"{row.title}{suffix}"))


def private(response: Any) -> Any:
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    # No other site learns the address. (With “no-referrer” a browser would hide a form's origin from us, too.)
    response["Referrer-Policy"] = "same-origin"
    return response
