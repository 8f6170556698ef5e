"""A page put into its frame is the page that its template makes."""

import pytest
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from cases.views import frame
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/cases/one-case/", "/en/cases/one-case/"])
def test_in_its_frame_and_rendered_whole_it_is_the_same(see, address, settings):
    make.published(make.case(slug="one-case"))
    framed = see(address).html
    settings.DEBUG = True
    assert see(address).html == framed
    assert framed.count("one-case/") > 5


def test_a_query_stays_in_the_way_to_the_other_language(see):
    make.published(make.case(slug="one-case"))
    see("/cases/one-case/")
    assert 'href="/en/cases/one-case/?from=feed"' in see("/cases/one-case/?from=feed").html


def test_no_text_is_taken_for_a_place_in_the_frame(rf):
    """Pieces stand as they are, whatever they hold; the frame is split before they come in."""
    words = mark_safe(f"{frame.SLUG} {{slug}} article")
    names = ("title", "description", "head", "above", "article", "below")
    request = rf.get("/cases/one-case/")
    made = frame.Frame("cases/case.html", "case", {"public": True}).around(request, "one-case", dict.fromkeys(names, words.encode()))
    whole = render_to_string("cases/case.html", {"public": True, **dict.fromkeys(names, words)}, request)
    assert made.decode() == whole
    assert whole.count(str(words)) == 6
