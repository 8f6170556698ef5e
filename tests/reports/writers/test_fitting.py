"""Which pages are made longer, and by how much."""

from reports.writers.fitting import Run, fitted, refitted


def run(name: str, first: int, last: int, end: float) -> Run:
    return {"name": name, "first": first, "last": last, "end": end}


def test_a_short_last_page_is_taken_in_by_one_or_two_lines_more_a_page():
    runs = [run("short", 5, 9, 26 + 20), run("longer", 10, 12, 26 + 24), run("too-long", 13, 14, 26 + 40), run("full", 15, 18, 260)]
    assert fitted(runs) == {"short": 1, "longer": 2}


def test_a_run_of_one_page_stays_as_it_is():
    assert fitted([run("one", 19, 19, 40)]) == {}


def test_where_one_line_was_not_enough_two_are_tried():
    before = [run("a", 1, 4, 40), run("b", 5, 9, 40)]
    after = [run("a", 1, 4, 30), run("b", 5, 8, 260)]
    assert refitted({"a": 1, "b": 1}, before, after) == {"a": 2, "b": 1}
