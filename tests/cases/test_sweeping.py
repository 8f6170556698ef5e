"""No file without a row, no row without a file: what is found, what goes and what stays."""

import os
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db.models import Model

from cases.enums import RevisionReason
from cases.media import sweeping
from cases.media.derivatives import derive
from cases.media.sweeping import Lost, look, remove
from cases.models import Attachment, Picture, PublishedFile
from cases.revisions import freeze, picture_doc
from reports.models import Build, Report
from tests import make

pytestmark = pytest.mark.django_db
DAY = 24 * 3600


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def files():
    """All that is kept, by its path."""
    root = default_storage.path("")
    return sorted(os.path.relpath(os.path.join(folder, name), root) for folder, _below, names in os.walk(root) for name in names)


def made_long_ago():
    for name in files():
        os.utime(default_storage.path(name), (time.time() - 2 * DAY,) * 2)


def test_where_each_file_has_its_row_nothing_is_alone():
    case = make.case()
    make.picture(case)
    Attachment.objects.create(case=case, file=ContentFile(b"%PDF-1.7", name="a.pdf"), title="证明")
    report = Report.objects.create(year=2030, title_zh_hans="报告")
    build = Build(report=report, format="pdf", language="en", requested_by=case.changed_by)
    build.file.save("casebook.pdf", ContentFile(b"%PDF"))
    make.published(case)
    made_long_ago()
    found = look()
    assert (found.kept, found.young, found.alone, found.lost) == (len(files()), 0, (), ())
    assert {name.split("/")[0] for name in files()} == {"originals", "derived", "builds"}


def test_what_lost_its_row_goes_after_a_day_with_all_that_was_made_of_it():
    case = make.case()
    kept, gone = make.picture(case), make.picture(case, file=make.picture_file(colour="#123456"))
    default_storage.save(f"derived/{gone.digest[:2]}/{gone.digest}-480.webp", ContentFile(b"RIFF"))
    default_storage.save("builds/2030/casebook.pdf", ContentFile(b"%PDF"))
    default_storage.save("readyz/left-over", ContentFile(b"here"))
    default_storage.save("cards/1-zh/abc.png", ContentFile(b"PNG"))
    gone.delete()
    assert (look().kept, look().young, look().alone) == (1, 4, ())
    made_long_ago()
    assert remove(look()) == 4
    assert files() == ["cards/1-zh/abc.png", kept.file.name]


def test_what_a_revision_names_stays_when_its_row_is_gone():
    case = make.case()
    picture = make.picture(case)
    freeze(case, reason=RevisionReason.SUBMITTED, by=case.changed_by)
    picture.delete()
    made_long_ago()
    assert (look().kept, look().alone) == (1, ())


def test_the_same_content_of_another_row_stays():
    one, other = (make.picture(make.case()) for _ in range(2))
    assert one.file.name == other.file.name
    one.delete()
    made_long_ago()
    assert look().alone == ()


def test_what_a_row_names_by_the_time_of_deleting_stays():
    case = make.case()
    picture = make.picture(case)
    Picture.objects.filter(pk=picture.pk).delete()
    made_long_ago()
    found = look()
    assert found.alone == (picture.file.name,)
    make.picture(case)
    assert remove(found) == 0
    assert files() == [picture.file.name]


# --- The same content given in the moment of the sweep -------------------------------------------------------------------


def given_when(moment, monkeypatch, target, name):
    """A picture is given again right before or right after the sweep's call of `target.name`, once."""
    call, made = getattr(target, name), []

    def meet(*args, **kwargs):
        if made:
            return call(*args, **kwargs)
        made.append(None)
        if moment == "before":
            made[0] = make.picture(make.case())
        answer = call(*args, **kwargs)
        if moment == "after":
            made[0] = make.picture(make.case())
        return answer

    monkeypatch.setattr(target, name, meet)
    return made


@pytest.mark.parametrize(
    ("moment", "target", "name"),
    [
        ("before", sweeping, "_named"),
        ("after", sweeping, "_named"),
        ("before", os, "rename"),
        ("after", os, "rename"),
        ("before", os, "unlink"),
        ("after", os, "unlink"),
    ],
)
def test_what_is_given_again_while_it_is_swept_has_its_file(monkeypatch, moment, target, name):
    make.picture(make.case()).delete()
    made_long_ago()
    found = look()
    made = given_when(moment, monkeypatch, target, name)
    remove(found)
    assert files() == [made[0].file.name]
    assert look().lost == ()


def test_an_attachment_given_again_while_its_row_is_not_there_yet_has_its_file(monkeypatch):
    def give():
        return Attachment(case=make.case(), file=ContentFile(b"%PDF-1.7", name="a.pdf"), title="证明")

    first = give()
    first.save()
    first.delete()
    made_long_ago()
    found = look()
    again = give()
    # The sweep comes between the file's being found and the row's being written.
    monkeypatch.setattr(Attachment, "save_base", lambda row, **options: remove(found) or Model.save_base(row, **options))
    again.save()
    assert files() == [again.file.name]


def test_sizes_made_of_a_picture_that_is_given_again_stay():
    case = make.case()
    document = picture_doc(make.picture(case))
    derive(document)
    Picture.objects.all().delete()
    made_long_ago()
    found = look()
    derive(document)
    assert (len(found.alone), remove(found)) == (4, 1)
    assert {name.split("/")[0] for name in files()} == {"derived"}


def killed_at(monkeypatch, name):
    def die(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, name, die)


@pytest.mark.parametrize("step", ["link", "unlink"])
def test_what_a_killed_sweep_left_aside_is_put_back_and_goes_only_if_no_row_has_come(monkeypatch, step):
    make.picture(make.case()).delete()
    made_long_ago()
    found, (name,) = look(), files()
    if step == "link":
        # Given again, and taken back: a young file, which the sweep puts back.
        make.picture(make.case()).delete()
    with monkeypatch.context() as patched:
        killed_at(patched, step)
        with pytest.raises(KeyboardInterrupt):
            remove(found)
    (aside,) = files()
    assert aside.startswith("aside/")
    assert look().young + len(look().alone) == 1
    assert files() == [name]
    make.picture(make.case())
    assert (look().alone, look().lost, files()) == ((), (), [name])


def test_two_sweeps_at_once_leave_what_was_given_anew(monkeypatch):
    make.picture(make.case()).delete()
    made_long_ago()
    found, unlink = look(), os.unlink

    def meet(path):
        """The first sweep has asked the age; the content is given anew, and the second sweep comes by it."""
        monkeypatch.setattr(os, "unlink", unlink)
        make.picture(make.case())
        remove(found)
        unlink(path)

    monkeypatch.setattr(os, "unlink", meet)
    remove(found)
    assert (len(files()), look().lost) == (1, ())


def test_a_file_of_another_owner_is_used_all_the_same(monkeypatch):
    first = make.picture(make.case())

    def refuse(path):
        raise PermissionError(1, "Operation not permitted", path)

    monkeypatch.setattr(os, "utime", refuse)
    assert make.picture(make.case()).file.name == first.file.name


def test_rows_whose_file_is_gone_are_named(capsys):
    case = make.case()
    picture = make.picture(case)
    publication = make.published(case)
    default_storage.delete(picture.file.name)
    shown = PublishedFile.objects.get(publication=publication)
    assert look().lost == (Lost(f"cases.Picture {picture.pk}", picture.file.name), Lost(f"cases.PublishedFile {shown.pk}", picture.digest))
    with pytest.raises(CommandError, match="2 rows name a file that is not there"):
        call_command("sweep_files")
    assert f"Lost: cases.Picture {picture.pk}: {picture.file.name}" in capsys.readouterr().err


def test_the_command_touches_nothing_unless_it_is_told_to(capsys):
    make.picture(make.case()).delete()
    made_long_ago()
    (name,) = files()
    call_command("sweep_files")
    assert (files(), capsys.readouterr().out) == ([name], f"{name}\n0 files have a row, 1 have none, 0 are too young to tell.\n")
    call_command("sweep_files", "--delete")
    assert (files(), capsys.readouterr().out) == ([], "0 files have a row, 1 have none, 0 are too young to tell.\n1 files deleted.\n")


KILLED = """
import os
from django.core.files.base import ContentFile
from django.db import connection
from cases.models import Attachment
from tests import make

def die(execute, sql, *args):
    if sql.startswith('INSERT INTO "cases_attachment"'):
        os._exit(9)
    return execute(sql, *args)

case = make.case()
with connection.execute_wrapper(die):
    Attachment.objects.create(case=case, file=ContentFile(b"%PDF-1.7", name="a.pdf"), title="证明")
"""


def test_a_process_killed_between_file_and_row_leaves_a_file_that_is_swept(tmp_path):
    place = {"DATA_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/casebook.sqlite3", "DEBUG": "1"}

    def manage(*words):
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=settings.BASE_DIR,
            env=os.environ | place,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout

    assert manage("migrate", "-v0")[0] == 0
    assert manage("shell", "--no-imports", "-c", KILLED)[0] == 9
    (left,) = tmp_path.rglob("*.pdf")
    assert manage("sweep_files", "--delete") == (0, "0 files have a row, 0 have none, 1 are too young to tell.\n0 files deleted.\n")
    os.utime(left, (time.time() - 2 * DAY,) * 2)
    assert manage("sweep_files", "--delete") == (0, "0 files have a row, 1 have none, 0 are too young to tell.\n1 files deleted.\n")
    assert not left.exists()
