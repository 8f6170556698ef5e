"""Files made when first asked for, and kept."""

import threading

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from cases.media.made import Busy, Maker


@pytest.fixture
def folder(request):
    yield f"made/{request.node.name}"
    for name in default_storage.listdir(f"made/{request.node.name}")[1]:
        default_storage.delete(f"made/{request.node.name}/{name}")


@pytest.fixture
def maker():
    return Maker(endings=(b"END",), waiting=1, seconds=20)


def test_a_file_is_made_once_and_then_read(folder, maker):
    made = []
    for _ in range(2):
        assert maker.get(folder, "a", lambda: made.append(1) or b"first END") == b"first END"
    assert made == [1]


def test_one_whose_writing_broke_off_is_made_anew(folder, maker):
    default_storage.save(f"{folder}/a", ContentFile(b"fir"))
    assert maker.get(folder, "a", lambda: b"first END") == b"first END"
    assert default_storage.open(f"{folder}/a").read() == b"first END"


def test_what_was_made_before_under_another_name_is_put_away(folder, maker):
    maker.get(folder, "old", lambda: b"old END")
    maker.get(folder, "new", lambda: b"new END")
    assert default_storage.listdir(folder)[1] == ["new"]


def test_what_cannot_be_made_leaves_the_old_file_and_keeps_nobody_waiting(folder, maker):
    maker.get(folder, "old", lambda: b"old END")
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            maker.get(folder, "new", lambda: bytes(1 // 0))
    assert maker.get(folder, "old", lambda: b"") == b"old END"


def test_of_several_who_ask_one_makes_some_wait_and_the_rest_are_sent_away(folder, maker):
    begun, go_on, waits, made = threading.Event(), threading.Event(), threading.Event(), []

    def make():
        begun.set()
        assert go_on.wait(20)
        made.append(1)
        return b"first END"

    def ask(answers):
        answers.append(maker.get(folder, "a", make))

    answers = []
    maker._making = Noticed(maker._making, waits)
    first, second = (threading.Thread(target=ask, args=[answers]) for _ in range(2))
    first.start()
    assert begun.wait(20)
    waits.clear()
    second.start()
    assert waits.wait(20)
    with pytest.raises(Busy):
        maker.get(folder, "a", make)
    go_on.set()
    first.join(20)
    second.join(20)
    assert (answers, made) == ([b"first END"] * 2, [1])


class Noticed:
    """A lock that tells when somebody comes to it."""

    def __init__(self, lock, told):
        self.lock, self.told = lock, told

    def acquire(self, **how):
        self.told.set()
        return self.lock.acquire(**how)

    def release(self):
        self.lock.release()


def test_whoever_waited_too_long_is_sent_away(folder):
    maker = Maker(endings=(b"END",), waiting=1, seconds=0.01)
    maker.get(folder, "b", lambda: b"END")
    with maker._making, pytest.raises(Busy):
        maker.get(folder, "a", lambda: b"END")
    assert maker.get(folder, "a", lambda: b"END") == b"END"
