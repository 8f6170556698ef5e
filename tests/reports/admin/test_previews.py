"""A part beside its editor: as web page and as printed pages, framed by our own pages and by no others."""

import pytest
from django.urls import reverse

from cases.media.made import Busy
from reports import preview
from reports.models import Block, Part, Report
from tests.reports.admin.rows import CANARY

pytestmark = pytest.mark.django_db


def address(part, page="preview", language="", **query):
    return language + reverse(f"admin:reports_part_{page}", args=[part.pk], query=query)


@pytest.fixture
def written(part):
    for number, words in enumerate(("第一块。", "第二块。")):
        Block.objects.create(part=part, order=number, text_zh_hans=f"<p>{words}</p>", text_en=f"<p>Block {number}.</p>")
    return part


def test_the_web_page_shows_what_is_saved_though_nothing_is_public(compiler, whole, part):
    page = compiler.get(address(part)).content.decode()
    assert "案例" in page
    assert CANARY in page
    assert whole["case"].title_zh_hans in page
    assert reverse("admin:reports_block_picture", args=[whole["illustration"].digest, 960]) in page


def test_a_block_is_shown_alone(compiler, written):
    assert "第一块" not in compiler.get(address(written, block=2)).content.decode()
    for asked in ("0", "3", "x", "-1", "２"):
        shown = compiler.get(address(written, block=asked)).content.decode()
        assert ("第一块" in shown) == (asked != "２"), asked


def test_it_speaks_the_language_of_its_address(compiler, written):
    assert "Block 1." in compiler.get(address(written, language="/en")).content.decode()


def test_what_is_within_stands_on_its_own_page(compiler, written):
    Block.objects.create(
        part=Part.objects.create(report=written.report, parent=written, key="two", order=1, title_zh_hans="节"), text_zh_hans="<p>里面</p>"
    )
    assert "里面" not in compiler.get(address(written)).content.decode()


@pytest.mark.parametrize("page", ["preview", "pages"])
def test_an_incomplete_block_is_named(compiler, part, page):
    Block.objects.create(part=part, kind="case")
    answer = compiler.get(address(part, page))
    assert "未放置案例。" in answer.content.decode()
    assert answer.status_code == 200


def test_the_printed_pages_are_pictures_in_the_page(compiler, whole, part):
    shown = compiler.get(address(part, "pages")).content.decode()
    assert shown.count('<img src="data:image/png;base64,iVBORw0KGgo') >= 2


def test_when_others_are_being_typeset_it_says_so(compiler, written, monkeypatch):
    monkeypatch.setattr(preview, "WAIT", 0.01)
    with preview._one:
        assert "正在为他人排版" in compiler.get(address(written, "pages")).content.decode()
        with pytest.raises(Busy):
            preview.pages(None, "en")


def test_a_chapter_has_the_number_it_has_in_the_report(part):
    from reports.compose import compose, compose_part

    Part.objects.create(report=part.report, key="zero", order=0, kind="chapter", title_zh_hans="之前")
    Part.objects.filter(pk=part.pk).update(order=1)
    whole = compose(Report.objects.get())
    assert [compose_part(row).parts[0].number for row in Part.objects.order_by("order")] == [part.number for part in whole.parts] == [1, 2]


def test_only_our_own_pages_may_frame_it_and_it_does_nothing(compiler, written):
    for page in ("preview", "pages"):
        answer = compiler.get(address(written, page))
        policy = answer["Content-Security-Policy"]
        assert "frame-ancestors 'self'" in policy
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert answer["X-Frame-Options"] == "SAMEORIGIN"
        assert answer["Cache-Control"] == "private, no-store"


def test_the_editors_frame_our_pages_and_nobody_frames_them(compiler, written):
    for row in (written, written.blocks.first()):
        policy = compiler.get(reverse(f"admin:reports_{row._meta.model_name}_change", args=[row.pk]))["Content-Security-Policy"]
        assert "frame-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
    assert "frame-src" not in compiler.get(reverse("admin:reports_report_change", args=[written.report_id]))["Content-Security-Policy"]


# Session, user, memberships; the part, seen and with its report; the chapters before it; the part's rows with all that they hold.
@pytest.mark.parametrize("times", [1, 3])
def test_it_takes_the_same_number_of_queries_at_one_block_and_at_three(compiler, part, django_assert_num_queries, times):
    for number in range(times):
        Block.objects.create(part=part, order=number, text_zh_hans="<p>文</p>")
    compiler.get(address(part))
    with django_assert_num_queries(16):
        compiler.get(address(part))
