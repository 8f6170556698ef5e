"""Word files and lists as they were given: kept for as long as the setting says, but for what is still wanted."""

import datetime as dt

import pytest
from django.utils import timezone

from cases import uploads
from cases.enums import ListState
from cases.intake import runs
from cases.models import Attachment, Case, CaseList, Figure, LeftOver, WordFile
from tests import make
from tests.cases.intake.documents import docx, p

pytestmark = pytest.mark.django_db

# Made once: a file of the same words made some seconds later is another, since it holds the time.
PARK = docx(p("园区"))


@pytest.fixture
def editor():
    return make.editor(make.organisation("ours"))


@pytest.fixture
def given(editor):
    """A Word file that was read and became a draft, and one that was refused."""
    owner = editor.memberships.get().organisation
    runs.hand_in(b"no Word file", name="坏.docx", organisation=owner, by=editor)
    return runs.hand_in(PARK, name="好.docx", organisation=owner, by=editor)


@pytest.fixture
def after_30_days(settings):
    settings.UPLOADS_KEPT_DAYS = 30


def long_ago():
    WordFile.objects.update(at=timezone.now() - dt.timedelta(days=31))


def left():
    return Attachment.objects.count(), list(WordFile.objects.values_list("state", flat=True))


def test_without_a_setting_everything_stays(given):
    long_ago()
    assert (uploads.prune(), left()) == (0, (1, ["done", "refused"]))


def test_a_setting_below_nothing_is_none(given, settings):
    settings.UPLOADS_KEPT_DAYS = -5
    assert (uploads.prune(), left()) == (0, (1, ["done", "refused"]))


def test_what_is_old_goes_and_the_mark_of_what_was_read_stays(given, after_30_days, editor):
    assert (uploads.prune(), left()) == (0, (1, ["done", "refused"]))
    long_ago()
    assert (uploads.prune(), left()) == (2, (0, ["done"]))
    again = runs.hand_in(PARK, name="好.docx", organisation=given.organisation, by=editor)
    assert again.pk == given.pk
    assert uploads.prune() == 0


def test_of_a_published_case_it_goes_at_once(given, after_30_days):
    Case.objects.filter(pk=WordFile.objects.get(pk=given.pk).case_id).update(state="published")
    assert (uploads.prune(), left()[0]) == (1, 0)


@pytest.mark.parametrize("why", ["public", "evidence", "picture", "another file"])
def test_what_is_still_wanted_stays(why, given, after_30_days):
    long_ago()
    kept = Attachment.objects.get()
    match why:
        case "public":
            Attachment.objects.update(is_public=True)
        case "evidence":
            Figure.objects.create(case=kept.case, label_zh_hans="节电", value="1", evidence=kept)
        case "picture":
            LeftOver.objects.create(case=kept.case, where="box", text="图", part="word/media/1.png", attachment=kept)
        case "another file":
            Attachment.objects.update(file="originals/ab/another.docx")
    uploads.prune()
    assert Attachment.objects.filter(pk=kept.pk).exists()
    LeftOver.objects.update(settled_at=timezone.now())
    uploads.prune()
    assert Attachment.objects.filter(pk=kept.pk).exists() == (why != "picture")


def test_old_lists_go_too(editor, after_30_days):
    CaseList.objects.create(
        organisation=editor.memberships.get().organisation, year=2021, name="清单.xlsx", digest="a", by=editor, state=ListState.READY
    )
    CaseList.objects.update(moved_at=timezone.now() - dt.timedelta(days=31))
    assert (uploads.prune(), CaseList.objects.count()) == (1, 0)
