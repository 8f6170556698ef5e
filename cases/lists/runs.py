"""The way of a list: given, read, shown, confirmed, made. The only door to its state.

Every change of state is one conditional update, so that of two that come at once one is let through. A worker that is killed leaves
the list as it was: still being read, or still to be made; `again` asks for the same work once more.
"""

import hashlib
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from cases.access import own_organisations
from cases.enums import ListState
from cases.intake.document import Refused
from cases.lists.bundle import BYTES as BUNDLE_BYTES
from cases.lists.bundle import Bundle, is_bundle
from cases.lists.killable import Stopped, Unreadable, read_cells
from cases.lists.making import Gone, cases_of, given_with, make_cases
from cases.lists.reading import folded, read_rows
from cases.lists.way import BYTES, ListRefused, is_being_read, look_at, moved, safe_name, settle, take_up_again
from cases.models import Call, Case, CaseList, Tag
from cases.models.lists import COUNTS
from cases.validators import MEGABYTE


def hand_in(data: bytes, *, name: str, organisation: Organisation, call: Call | None, year: int, by: Any) -> CaseList:
    """Keep the file and have it read. The same file for the same year is not read twice: ListRefused names the earlier list."""
    from cases.lists.tasks import read_list

    if not own_organisations(by).filter(pk=organisation.pk).exists():
        raise ListRefused(_("You cannot hand in cases for this organisation."))
    _look_at(data)
    digest = hashlib.sha256(data).hexdigest()
    try:
        with transaction.atomic():
            made = CaseList.objects.create(
                organisation=organisation,
                call=call,
                year=call.year if call else year,
                name=safe_name(name),
                data=data,
                digest=digest,
                by=by,
            )
            # Enqueued in the transaction: the task's row and the list's row come together or not at all.
            read_list.enqueue(made.pk, get_language() or "zh-hans")
    except IntegrityError:
        earlier = CaseList.objects.filter(
            organisation=organisation, year=call.year if call else year, digest=digest, state__in=COUNTS
        ).first()
        if earlier is None:
            raise
        raise ListRefused(_("This file was given already."), earlier) from None
    return made


def read(pk: int, reader: str) -> None:
    """Read a list that waits for it. What is wrong stands on the list, in the reader's language."""
    found = CaseList.objects.filter(pk=pk, state=ListState.READING).first()
    if found is None:
        return
    with override(reader):
        try:
            data = bytes(found.data or b"")
            files = Bundle(data) if is_bundle(data) else None
            cells = read_cells(files.sheet if files else data, stop=lambda: not is_being_read(CaseList, pk))
            taken = Case.objects.filter(organisation=found.organisation_id, year=found.year).values_list("title_zh_hans", flat=True)
            reading = read_rows(
                cells,
                names=tag_names(),
                taken=(title or "" for title in taken),
                files=files,
                progress=lambda done, of: moved(CaseList, pk, done, of),
            )
        except Stopped:
            return
        except Unreadable as unreadable:
            settle(CaseList, pk, ListState.READING, state=ListState.REFUSED, error=str(unreadable.sentence), finished_at=timezone.now())
            return
    settle(
        CaseList,
        pk,
        ListState.READING,
        state=ListState.REFUSED if reading.wrong else ListState.READY,
        sheet=reading.sheet[:100],
        rows=[row.as_json() for row in reading.rows],
        problems=[problem.as_json() for problem in reading.problems],
        wrong=reading.wrong,
        done=len(reading.rows),
        total=len(reading.rows),
        error="",
        finished_at=timezone.now() if reading.wrong else None,
    )


def confirm(case_list: CaseList, *, by: Any) -> bool:
    """Have the cases made. False where somebody was faster, or it was called off."""
    from cases.lists.tasks import make_list

    if not own_organisations(by).filter(pk=case_list.organisation_id).exists():
        raise ListRefused(_("You cannot hand in cases for this organisation."))
    with transaction.atomic():
        if not settle(CaseList, case_list.pk, ListState.READY, state=ListState.MAKING, confirmed_by=by.pk):
            return False
        make_list.enqueue(case_list.pk, get_language() or "zh-hans")
    return True


def make(pk: int, reader: str) -> None:
    """Make the cases of a confirmed list: all of them and the list's new state in one transaction, or nothing."""
    found = CaseList.objects.select_related("confirmed_by", "organisation", "call").filter(pk=pk, state=ListState.MAKING).first()
    if found is None:
        return
    with override(reader):
        try:
            drafts, given = cases_of(found, by=found.confirmed_by), given_with(found, alive=lambda: _moved_making(pk))
            with transaction.atomic():
                # First, and conditional: whoever comes second waits here for the first, and then finds nothing to do.
                if not settle(CaseList, pk, ListState.MAKING, state=ListState.DONE, finished_at=timezone.now()):
                    return
                # One list of an organisation at a time: each sees the titles that the others have made.
                Organisation.objects.select_for_update().get(pk=found.organisation_id)
                author = found.confirmed_by
                # Somebody who has left meanwhile makes no more cases.
                if not isinstance(author, User) or not own_organisations(author).filter(pk=found.organisation_id).exists():
                    raise Gone(_("Whoever confirmed this list works for the organisation no more; give it again."))
                made = make_cases(found, drafts, given)
                CaseList.objects.filter(pk=pk).update(made=made, done=len(made), error="")
        except (Gone, Refused, Unreadable) as gone:
            sentence = str(gone if isinstance(gone, Gone) else gone.sentence)
            settle(CaseList, pk, ListState.MAKING, state=ListState.REFUSED, error=sentence, finished_at=timezone.now())


def again(case_list: CaseList) -> bool:
    """Ask once more for work that broke off; doing it twice at once makes nothing twice."""
    from cases.lists.tasks import make_list, read_list

    with transaction.atomic():
        if not take_up_again(case_list):
            return False
        task = read_list if case_list.state == ListState.READING else make_list
        task.enqueue(case_list.pk, get_language() or "zh-hans")
    return True


def tag_names() -> dict[str, dict[str, int]]:
    """Every name of every tag, folded, by vocabulary; one query."""
    found: dict[str, dict[str, int]] = {}
    for tag in Tag.objects.all():
        for name in (tag.name_zh_hans, tag.name_en, tag.code, tag.slug, *tag.synonyms):
            if name:
                found.setdefault(tag.vocabulary, {}).setdefault(folded(name), tag.pk)
    return found


def _look_at(data: bytes) -> None:
    if len(data) > (BUNDLE_BYTES if is_bundle(data) else BYTES):
        raise ListRefused(too_large(len(data)))
    look_at(data)


def too_large(bytes_: int) -> str:
    size = {"size": round(bytes_ / MEGABYTE, 1), "most": BYTES // MEGABYTE, "zipped": BUNDLE_BYTES // MEGABYTE}
    return _("The file has %(size)s MB; a list has at most %(most)s, a zip of it with its files at most %(zipped)s.") % size


def _moved_making(pk: int) -> None:
    CaseList.objects.filter(pk=pk, state=ListState.MAKING).update(moved_at=timezone.now())
