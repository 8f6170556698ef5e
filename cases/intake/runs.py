"""The way of a Word file: given, read in a process of its own, made a draft or refused. The only door to its state.

Every change of state is one conditional update, so that of two that come at once one is let through. A worker that is killed leaves
the file as it was: still being read; `again` asks for the same work once more.
"""

import datetime as dt
import hashlib
from pathlib import PurePath
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from accounts.models import Organisation
from accounts.roles import organisation_ids
from cases.access import own_organisations
from cases.calls import open_to
from cases.enums import CaseState, WordState
from cases.intake.child import SECONDS, read_apart
from cases.intake.document import Refused
from cases.intake.drafts import make_draft
from cases.media.originals import original_path
from cases.models import Attachment, LeftOver, WordFile
from cases.validators import DOCUMENT_BYTES

# Reading is killed after a minute.
SILENT_FOR = dt.timedelta(seconds=SECONDS + 60)


def hand_in(data: bytes, *, name: str, organisation: Organisation, by: Any) -> WordFile:
    """Keep the file and have it read. The same file is not read twice while its draft is there: the earlier row comes back.

    PermissionError for an organisation in whose name `by` may not hand in.
    """
    from cases.intake.tasks import read_word

    if not own_organisations(by).filter(pk=organisation.pk).exists():
        raise PermissionError
    digest = hashlib.sha256(data).hexdigest()
    counts = Q(state=WordState.READING) | Q(state=WordState.DONE, case__isnull=False)
    earlier = WordFile.objects.filter(counts, organisation=organisation, digest=digest)
    if found := earlier.first():
        return found
    call = next((call for call in open_to(by, organisation_ids(by)) if call.is_open), None)
    row = WordFile(organisation=organisation, call=call, name=shown_name(name), data=data, digest=digest, by=by)
    if len(data) > DOCUMENT_BYTES:
        row.data, row.state, row.error = None, WordState.REFUSED, str(Refused("size").sentence)
    try:
        with transaction.atomic():
            row.save()
            if row.state == WordState.READING:
                # Enqueued in the transaction: the task's row and the file's row come together or not at all.
                read_word.enqueue(row.pk, get_language() or "zh-hans")
    except IntegrityError:
        if found := earlier.first():
            return found
        raise
    return row


def read(pk: int, reader: str) -> None:
    """Read a file that waits for it, and make its draft: the draft and the file's new state come in one transaction.

    Why it is not taken stands on the row, in the reader's language.
    """
    found = WordFile.objects.select_related("organisation", "call", "by").filter(pk=pk, state=WordState.READING).first()
    if found is None:
        return
    data = bytes(found.data or b"")
    with override(reader):
        try:
            intake = read_apart(data)
            with transaction.atomic():
                # First, and conditional: whoever comes second waits here for the first, and then finds nothing to do.
                if not _settle(pk, state=WordState.DONE, data=None):
                    return
                made = make_draft(intake, file=data, name=found.name, organisation=found.organisation, by=found.by, call=found.call)
                WordFile.objects.filter(pk=pk).update(case=made)
        except Refused as refused:
            _settle(pk, state=WordState.REFUSED, data=None, error=str(refused.sentence))
        except PermissionError:
            # Somebody who has left meanwhile makes no more cases.
            _settle(pk, state=WordState.REFUSED, data=None, error=_("Whoever gave this file works for the organisation no more."))


def is_silent(file: WordFile) -> bool:
    """Whether the work on it seems to have broken off."""
    return file.state == WordState.READING and file.moved_at < timezone.now() - SILENT_FOR


def again(file: WordFile) -> bool:
    """Ask once more for work that broke off; doing it twice at once makes nothing twice."""
    from cases.intake.tasks import read_word

    if not is_silent(file):
        return False
    with transaction.atomic():
        claimed = WordFile.objects.filter(pk=file.pk, state=WordState.READING, moved_at=file.moved_at)
        if not claimed.update(moved_at=timezone.now()):
            return False
        read_word.enqueue(file.pk, get_language() or "zh-hans")
    return True


def prune(before: dt.datetime) -> tuple[int, int]:
    """Word files as they were given go: of published cases, and those given before then; how many. And rows of refused ones, as old.

    One stays that is public, or that a figure rests on, or that holds a picture which nobody has dealt with. The mark that keeps the same
    file from being read twice stays.
    """
    refused = WordFile.objects.filter(state=WordState.REFUSED, at__lt=before).delete()[0]
    over = Q(case__state=CaseState.PUBLISHED) | Q(at__lt=before)
    waiting = LeftOver.objects.filter(settled_at=None).exclude(attachment=None).values("attachment")
    gone = 0
    for file in WordFile.objects.filter(over, state=WordState.DONE, case__isnull=False).iterator():
        kept = Attachment.objects.filter(case=file.case_id, file=original_path(None, f"{file.digest}.docx"), is_public=False, figures=None)
        gone += kept.exclude(pk__in=waiting).delete()[1].get("cases.Attachment", 0)
    return gone, refused


def shown_name(name: str) -> str:
    shown = "".join(c for c in PurePath(name.replace("\\", "/")).name if c.isprintable())
    return shown[-200:] or "document.docx"


def _settle(pk: int, **columns: Any) -> bool:
    return bool(WordFile.objects.filter(pk=pk, state=WordState.READING).update(moved_at=timezone.now(), **columns))
