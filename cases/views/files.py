"""A file behind a published figure: PDF, Word or Excel, marked as public by whoever gave it."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cases.document import FileDoc
from cases.media.originals import original_path
from cases.models import PublishedFile
from cases.revisions import document_of
from cases.views.pictures import DIGEST, FRESHNESS

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
def evidence(request: HttpRequest, digest: str, suffix: str) -> HttpResponseBase:
    """One query. To be saved and never shown in place: what stands in a document does not run here."""
    file = _published(digest, suffix) if suffix in TYPES and DIGEST.fullmatch(digest) else None
    if file is None:
        raise Http404("no such file")
    etag = f'"{digest}"'
    response = get_conditional_response(request, etag=etag) or _from_storage(file, suffix)
    response["ETag"] = etag
    response["Cache-Control"] = FRESHNESS
    response["X-Robots-Tag"] = "noindex"
    return response


def _published(digest: str, suffix: str) -> FileDoc | None:
    """The file as a live publication names it; a picture has such a digest too, and is no file."""
    live = PublishedFile.objects.filter(digest=digest, publication__withdrawn_at=None)
    for row in live.select_related("publication__revision").order_by("pk"):
        for file in document_of(row.publication.revision).files:
            if (file.digest, file.suffix) == (digest, f".{suffix}"):
                return file
    return None


def _from_storage(file: FileDoc, suffix: str) -> HttpResponseBase:
    try:
        stored = default_storage.open(original_path(None, file.digest + file.suffix))
    except FileNotFoundError:
        raise Http404("the file is lost") from None
    return FileResponse(stored, as_attachment=True, filename=file_name(file), content_type=TYPES[suffix])


def file_name(file: FileDoc) -> str:
    """Its title, without what could break a header, turn the reading direction or name another folder."""
    title = file.title.get(get_language() or "")
    kept = "".join(letter for letter in title if letter.isprintable() and letter not in '/\\"').strip(" .")
    return f"{kept[:80] or file.digest[:12]}{file.suffix}"
