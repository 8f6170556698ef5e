import threading
import time

from cases.search.held import Held


def test_a_value_is_made_once_for_a_version_and_a_key():
    held: Held[str] = Held()
    assert [
        held.at(version, lambda n=n: f"made {n}", key=key) for n, (version, key) in enumerate([(1, "a"), (1, "a"), (1, "b"), (2, "a")])
    ] == [
        "made 0",
        "made 0",
        "made 2",
        "made 3",
    ]
    assert (held.last(key="a"), held.last(key="b"), held.last(key="c")) == ("made 3", "made 2", None)


def test_of_threads_that_ask_at_the_same_moment_one_makes_it():
    held: Held[int] = Held()
    made = []

    def make() -> int:
        time.sleep(0.05)
        made.append(1)
        return len(made)

    threads = [threading.Thread(target=held.at, args=(1, make)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]
