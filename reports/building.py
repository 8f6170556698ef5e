"""Build a report's file: compose, write, keep.

`request_build` asks for it and answers at once; the worker then carries `run_build` out. A file is kept only when it is whole.
"""

import datetime as dt
import hashlib
import logging
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from cases.media.derivatives import read_original
from cases.search.held import raise_version
from reports.compose import Incomplete, compose
from reports.document import Book, from_json
from reports.enums import UNDER_WAY, BuildState
from reports.models import Build, Edition, Report
from reports.writers.errors import WriterFailed
from reports.writers.protocol import Progress
from reports.writers.registry import WRITERS, write

log = logging.getLogger("casebook.build")

# Longer than any step of ours without a sign of life; while another program works, there is one each second.
SILENT_FOR = dt.timedelta(minutes=5)
# A worker's lease of two minutes, less its last sign of life.
BROKEN_OFF = dt.timedelta(seconds=90)


class Cancelled(Exception):
    """Nobody wants the build any more."""


def build_bytes(report: Report, *, format: str, language: str, on_progress: Progress | None = None) -> bytes:
    """The whole file of the report as it stands. WriterFailed with a sentence for a person when it cannot be made."""
    try:
        book = compose(report)
    except Incomplete as error:
        raise WriterFailed(str(error)) from error
    return _written(book, format=format, language=language, on_progress=on_progress)


def _written(book: Book, *, format: str, language: str, on_progress: Progress | None) -> bytes:
    try:
        return write(book, format=format, language=language, pictures=read_original, on_progress=on_progress)
    except FileNotFoundError as error:
        raise WriterFailed(_("The storage has lost the picture %(name)s.") % {"name": error.filename}) from error


def request_build(report: Report, *, format: str, language: str, by: Any, edition: Edition | None = None) -> Build:
    """One build of one report (or edition), format and language at a time: a second request is answered with the one under way."""
    from reports.tasks import carry_out

    with transaction.atomic():
        Report.objects.select_for_update().get(pk=report.pk)
        _give_up_the_dead(report)
        under_way = Build.objects.filter(report=report, edition=edition, format=format, language=language, state__in=UNDER_WAY).first()
        if under_way:
            return under_way
        build = Build.objects.create(report=report, edition=edition, format=format, language=language, requested_by=by)
        # Enqueued in the transaction: the task's row and the build's row come together or not at all.
        carry_out.enqueue(build.pk, get_language() or build.language)
    return build


def run_build(build_pk: int, reader: str) -> None:
    """Carry a waiting build out, or one whose process was killed. What goes wrong stands on the build, in the reader's language.

    One that another process works on is left alone: its task comes here again only after the lease of a dead worker has ended, so by
    then a build that nobody works on has not moved for longer than `BROKEN_OFF`.
    """
    broken_off = Q(state=BuildState.RUNNING, moved_at__lt=timezone.now() - BROKEN_OFF)
    free = Build.objects.filter(Q(state=BuildState.WAITING) | broken_off, pk=build_pk)
    if not free.update(state=BuildState.RUNNING, progress=1, moved_at=timezone.now()):
        return
    build = Build.objects.select_related("report", "edition").get(pk=build_pk)

    def on_progress(percent: int) -> None:
        if not running(build).update(progress=min(99, percent), moved_at=timezone.now()):
            raise Cancelled

    with override(reader):
        try:
            how = {"format": build.format, "language": build.language, "on_progress": on_progress}
            data = _written(from_json(build.edition.book), **how) if build.edition else build_bytes(build.report, **how)
            build.digest = hashlib.sha256(data).hexdigest()
            _refuse_another(build)
            build.file.save(file_name(build), ContentFile(data), save=False)
        except Cancelled:
            log.info("Build %s was cancelled", build_pk)
        except WriterFailed as error:
            log.warning("Build %s failed: %s %s", build_pk, error, error.detail)
            _finish(build, state=BuildState.FAILED, error=str(error))
        except Exception:
            log.exception("Build %s failed", build_pk)
            _finish(
                build,
                state=BuildState.FAILED,
                error=_("The report could not be built; the log has the reason (build %(pk)s).") % {"pk": build_pk},
            )
        else:
            _finish(build, state=BuildState.DONE, error="")


def cancel(build: Build, *, by: Any) -> bool:
    """End a build that waits or runs; False when it has ended already. Whoever works on it notices within a second or two."""
    under_way = Build.objects.filter(pk=build.pk, state__in=UNDER_WAY)
    return bool(under_way.update(state=BuildState.CANCELLED, cancelled_by=by, finished_at=timezone.now()))


def running(build: Build) -> QuerySet[Build]:
    """The build's row while it is carried out; none once somebody has cancelled it or given it up."""
    return Build.objects.filter(pk=build.pk, state=BuildState.RUNNING)


def file_name(build: Build) -> str:
    edition = f"-{build.edition.number}" if build.edition else ""
    return f"casebook-{build.report.year}{edition}-{build.language}{WRITERS[build.format].suffix}"


def _refuse_another(build: Build) -> None:
    """An edition's file is the same whenever it is made; WriterFailed when other programs or fonts have made another of it."""
    if build.edition is None:
        return
    former = build.edition.builds.filter(format=build.format, language=build.language, state=BuildState.DONE).exclude(digest="").first()
    if former and former.digest != build.digest:
        raise WriterFailed(
            _("This edition's file came out otherwise than before (%(before)s, now %(now)s): programs, fonts or templates have changed.")
            % {"before": former.digest[:12], "now": build.digest[:12]}
        )


def _give_up_the_dead(report: Report) -> None:
    """A build whose process was killed says nothing any more; it must not be the answer to every later request."""
    Build.objects.filter(report=report, state=BuildState.RUNNING, moved_at__lt=timezone.now() - SILENT_FOR).update(
        state=BuildState.FAILED, error=_("The work on this build broke off; ask for it again."), finished_at=timezone.now()
    )


def _finish(build: Build, *, state: BuildState, error: str) -> None:
    """What was cancelled meanwhile stays so, and keeps no file."""
    made = {"file": build.file.name or "", "digest": build.digest}
    if not running(build).update(state=state, error=error, progress=100, finished_at=timezone.now(), **made):
        if build.file:
            build.file.delete(save=False)
        return
    if build.edition and state == BuildState.DONE:
        raise_version()  # the report's page lists its files
