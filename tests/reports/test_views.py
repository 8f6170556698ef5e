"""Public pages that know of reports, on the 2021 collection."""

import re
import time
import tomllib
from itertools import pairwise

import pytest
from django.test import Client

from cases.document import Text
from cases.models import Case, Publication, SiteVersion
from cases.publishing import take_back
from cases.quantities import plain
from cases.search.held import raise_version, site_version
from reports import web
from reports.document import Datum, Series
from reports.models import Illustration, Part, Placement, Report, ShortLink

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("collection")]


@pytest.fixture(autouse=True)
def _version_of_its_own(db):
    """A test that is rolled back takes the site's version back with it; what was held for that number is of other rows."""
    SiteVersion.objects.update(number=time.time_ns())


def text(address, status=200):
    response = Client().get(address)
    assert response.status_code == status
    assert not response.cookies
    return response.text


def test_the_home_page_has_the_concepts_the_goals_the_newest_cases_and_the_report(django_assert_num_queries):
    page = text("/")
    assert [int(n) for n in re.findall(r'class="count">(\d+)个案例', page)] == [2, 3, 2, 5, 3]
    assert page.count('class="goal-tile goal-') >= 17
    assert page.count("<article") == 6
    assert 'href="/reports/2021/"' in page
    with django_assert_num_queries(3):  # the site's version, the newest cases, the report
        text("/")


def test_the_contents_name_every_top_level_part():
    page = text("/reports/2021/")
    keys = list(Part.objects.filter(parent=None).values_list("key", flat=True))
    assert [key for key in keys if f'href="/reports/2021/{key}/"' not in page] == []


def parts():
    """Keys are read from the sample's files when tests are collected: the database is not there yet."""

    from reports.collection_2021.load import FOLDER

    for file in sorted(FOLDER.glob("[0-9]*.toml")):
        yield from (part["key"] for part in tomllib.loads(file.read_text())["parts"] if not part.get("parent"))


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("key", list(parts()))
def test_every_part_has_its_page_with_one_heading_of_the_first_level_and_none_left_out(key, prefix):
    page = text(f"{prefix}/reports/2021/{key}/")
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", page)]
    assert levels.count(1) == 1
    assert [(a, b) for a, b in pairwise(levels) if b > a + 1] == []
    assert "style=" not in page


def test_every_number_and_every_title_of_the_book_stands_on_its_pages():
    report = Report.objects.get(year=2021)
    book = web.book_of(report, site_version())
    pages = "".join(text(f"/reports/2021/{part.key}/") for part in book.parts)
    assert [datum.indicator for datum in book.data() if plain(abs(datum.value)) not in pages] == []
    assert [part.key for _, part in book.walk() if part.title.zh_hans not in pages and not part.slogan] == []
    assert [box.document.slug for box in book.cases() if f'href="/cases/{box.document.slug}/"' not in pages] == []


def test_a_part_costs_three_queries_once_the_book_is_held(django_assert_num_queries):
    text("/reports/2021/practice/")
    with django_assert_num_queries(3):  # the report, the site's version, which cases are public
        text("/reports/2021/practice/")
    with django_assert_num_queries(3):  # the report, the site's version, its editions
        text("/reports/2021/")


@pytest.mark.parametrize("address", ["/reports/2020/", "/reports/2021/nothing/", "/reports/2021/background/", "/v/nothing/"])
def test_what_does_not_exist_is_not_there(address):
    text(address, status=404)


def test_a_report_that_is_not_public_is_nowhere():
    Report.objects.update(is_public=False)
    assert "/reports/2021/" not in text("/") + text("/reports/")
    text("/reports/2021/", status=404)
    text("/reports/2021/practice/", status=404)
    digest = Illustration.objects.values_list("digest", flat=True)[0]
    assert Client().get(f"/reports/pictures/{digest}-480.webp").status_code == 404


def test_a_withdrawn_case_leaves_the_web_edition_with_its_pictures():
    placement = Placement.objects.filter(revision__case__slug="zhejiang-resilient-grid").get()
    picture = placement.revision.document["pictures"][0]["digest"]
    assert Client().get(f"/reports/pictures/{picture}-480.webp").status_code == 200
    title = placement.revision.document["title"]["zh_hans"]
    key = "resilient-grid"
    assert text(f"/reports/2021/{key}/").count(title) > 1
    take_back(Case.objects.get(slug="zhejiang-resilient-grid"))
    page = text(f"/reports/2021/{key}/")
    assert "此处的一个案例未公开。" in page
    assert "11973" not in page
    assert Client().get(f"/reports/pictures/{picture}-480.webp").status_code == 404


def test_a_case_that_was_never_published_does_not_come_out_with_the_report():
    placement = Placement.objects.select_related("revision__case").filter(under=None)[0]
    Publication.objects.filter(case=placement.revision.case).delete()
    raise_version()
    key = placement.block.part.key
    top = placement.block.part
    while top.parent:
        top = top.parent
    assert placement.revision.document["slug"] not in text(f"/reports/2021/{top.key}/"), key


def test_a_picture_of_the_report_is_served_at_the_named_widths_only():
    digest = Illustration.objects.values_list("digest", flat=True)[0]
    response = Client().get(f"/reports/pictures/{digest}-960.webp")
    assert (response.status_code, response["Content-Type"]) == (200, "image/webp")
    assert (response["Cache-Control"], response["ETag"]) == ("public, max-age=300", f'"{digest}-960-webp"')
    assert Client().get(f"/reports/pictures/{digest}-961.webp").status_code == 404
    assert Client().get(f"/reports/pictures/{'0' * 64}-960.webp").status_code == 404


def test_a_short_link_says_that_its_video_is_not_known_and_leads_there_once_it_is():
    link = ShortLink.objects.all()[0]
    assert "视频的地址尚未确定" in text(f"/v/{link.code}/")
    ShortLink.objects.filter(pk=link.pk).update(target="https://example.org/video")
    response = Client().get(f"/v/{link.code}/")
    assert (response.status_code, response["Location"], response["Cache-Control"]) == (302, "https://example.org/video", "no-cache")


@pytest.mark.parametrize("target", ["http://example.org/", "javascript:alert(1)", "//example.org/", "ftp://example.org/"])
def test_a_short_link_leads_to_https_and_nowhere_else(target):
    link = ShortLink.objects.all()[0]
    ShortLink.objects.filter(pk=link.pk).update(target=target)
    assert "视频的地址尚未确定" in text(f"/v/{link.code}/")


def test_a_drawing_holds_shapes_and_text_and_nothing_that_acts():
    hostile = '"><script>alert(1)</script><image href="http://example.org/x"/>'
    points = tuple(Datum("a", Text(hostile, hostile), 1, hostile, period=period) for period in ("2019", "2020"))
    drawing = web.chart(Series(Text(hostile, hostile), hostile, points), "bar", "zh-hans")
    assert set(re.findall(r"<(\w+)", drawing)) <= web.DRAWN
    assert not re.search(r"\s(style|href|on\w+|aria-label)=", drawing)
