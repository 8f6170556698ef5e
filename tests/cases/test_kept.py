import threading

from cases.views.kept import OVERHEAD, Kept, KeptHtml


def test_what_was_put_is_got_until_there_is_too_much_and_then_what_was_asked_for_longest_ago_is_gone():
    kept: Kept[str] = Kept(3 * (100 + OVERHEAD))
    for key in "abc":
        kept.put(key, key * 2, 100)
    kept.get("a")
    kept.put("d", "dd", 100)
    assert {key: kept.get(key) for key in "abcd"} == {"a": "aa", "b": None, "c": "cc", "d": "dd"}


def test_a_value_put_again_counts_once():
    kept: Kept[int] = Kept(2 * (100 + OVERHEAD))
    kept.put("other", 0, 100)
    for number in range(5):
        kept.put("same", number, 100)
    assert (kept.get("other"), kept.get("same"), len(kept)) == (0, 4, 2)


def test_what_is_larger_than_all_that_may_be_is_not_kept_and_puts_nothing_out():
    kept: Kept[str] = Kept(1_000)
    kept.put("small", "s", 100)
    kept.put("large", "l", 5_000)
    assert (kept.get("small"), kept.get("large")) == ("s", None)


def test_threads_that_put_at_once_lose_no_count():
    kept: Kept[int] = Kept(50 * (10 + OVERHEAD))

    def work(first: int) -> None:
        for number in range(first, first + 500):
            kept.put(number % 70, number, 10)
            kept.get((number * 7) % 70)

    threads = [threading.Thread(target=work, args=(first,)) for first in range(0, 4_000, 500)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(kept) == 50
    kept.put("all of it", 0, kept.most_bytes - OVERHEAD)
    assert len(kept) == 1


def test_pieces_of_html_come_back_as_they_are_sent():
    kept = KeptHtml(1_000)
    sent = ("<p>一</p>".encode(), b"")
    assert kept.put_html("page", "<p>一</p>", "") == kept.get("page") == sent
    kept.put_html("another", "一" * 200)
    assert kept.get("page") is None
