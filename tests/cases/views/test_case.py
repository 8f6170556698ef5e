import datetime as dt
import json
import re

import pytest
from django.db import connection
from django.utils import timezone

from accounts.enums import Role
from cases.enums import CaseState
from cases.models import Case, Figure, Quotation, StateChange, Video
from cases.publishing import take_back
from cases.workflow import take
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [1, 3, 27])
def test_a_case_page_costs_three_queries_however_much_stands_around_it(see, django_assert_num_queries, number):
    owner = make.organisation("one")
    umbrella = make.case(owner, slug="umbrella")
    make.published(umbrella)
    for _ in range(number):
        make.published(make.case(owner, parent=umbrella))
        make.published(make.case(owner))
    see("/cases/umbrella/")
    with django_assert_num_queries(3):  # the publication with when it was published; the site's version; its neighbours
        see("/cases/umbrella/")


def test_the_page_says_all_that_the_case_says(see):
    case = make.case(
        make.organisation("one", name_zh_hans="一公司"), slug="whole", title_zh_hans="标题", place_zh_hans="浙江", period="2020"
    )
    Figure.objects.create(case=case, label_zh_hans="目标覆盖的学校", value="200", unit="所", status="target", order=1)
    Quotation.objects.create(case=case, text_zh_hans="原话在此", speaker_zh_hans="某人", form="verbatim")
    Quotation.objects.create(case=case, text_zh_hans="转述在此", speaker_zh_hans="另一人", form="reported")
    Video.objects.create(case=case, title_zh_hans="录像", url="https://example.org/v")
    make.picture(case, caption_zh_hans="图的说明", credit_zh_hans="摄影者")
    make.published(case)
    words = see("/cases/whole/").words
    for text in (
        "标题",
        "一公司",
        "浙江",
        "2020年",
        "约 1600 万千瓦时",
        "企业自报",
        "200 所",
        "目标",
        "原话在此",
        "某人",
        "录像",
        "图的说明",
        "供图：摄影者",
    ):
        assert text in words
    assert re.search("另一人 .*转述", words)
    assert "[EB/OL]" in words
    assert "http://127.0.0.1:8000/cases/whole/" in words


def test_only_what_was_said_verbatim_wears_quotation_marks(see):
    case = make.case(slug="said")
    Quotation.objects.create(case=case, text_zh_hans="转述", form="reported")
    make.published(case)
    html = see("/cases/said/").html
    assert '<figure class="quotation reported">' in html
    assert "verbatim" not in html


def test_a_case_lists_what_is_nested_in_it_and_a_nested_one_its_umbrella_and_siblings(see):
    umbrella = make.case(slug="umbrella", title_zh_hans="总案例")
    make.published(umbrella)
    make.published(make.case(slug="first", title_zh_hans="其一", parent=umbrella))
    make.published(make.case(slug="second", title_zh_hans="其二", parent=umbrella))
    page = see("/cases/umbrella/")
    assert page.titles() == ["其一", "其二"]
    nested = see("/cases/first/")
    assert "/cases/umbrella/" in nested.links()
    assert "/cases/second/" in nested.links()
    assert nested.titles() == []


def test_an_umbrella_that_is_not_public_is_not_named(see):
    umbrella = make.case(title_zh_hans="未公开的总案例")
    nested = make.published(make.case(parent=umbrella))
    assert "未公开的总案例" not in see(nested.get_absolute_url()).html
    make.published(umbrella)
    assert "未公开的总案例" in see(nested.get_absolute_url()).html


def test_near_cases_share_most_goals(see):
    make.published(make.case(slug="here", goals=(7, 9, 13)))
    make.published(make.case(title_zh_hans="远", goals=(1,)))
    make.published(make.case(title_zh_hans="三同", goals=(7, 9, 13)))
    make.published(make.case(title_zh_hans="一同", goals=(7,)))
    make.published(make.case(title_zh_hans="二同", goals=(9, 13)))
    assert see("/cases/here/").titles() == ["三同", "二同", "一同"]


def test_a_draft_is_not_there(see):
    make.submitted(make.case(slug="secret"))
    see("/cases/secret/", status=404)


def test_a_withdrawn_case_says_so_and_nothing_else(see):
    publication = make.published(make.case(slug="gone", title_zh_hans="金丝雀"))
    take_back(publication.case)
    page = see("/cases/gone/", status=410)
    assert "该案例已撤回" in page.words
    assert "金丝雀" not in page.html


def test_a_withdrawn_case_is_nobodys_neighbour(see):
    umbrella = make.case(slug="umbrella")
    make.published(umbrella)
    take_back(make.published(make.case(title_zh_hans="金丝雀", parent=umbrella)).case)
    assert "金丝雀" not in see("/cases/umbrella/").html


def test_edited_rows_show_only_when_they_are_published_and_then_the_page_says_when(see):
    publication = make.published(make.case(slug="twice", title_zh_hans="初版"))
    case = publication.case
    Case.objects.filter(pk=case.pk).update(title_zh_hans="再版")
    assert "再版" not in see("/cases/twice/").html
    case.refresh_from_db()
    take("submit", case=case, by=case.changed_by)
    reviewer, publisher = make.user(Role.REVIEWER), make.user(Role.PUBLISHER)
    for step, by in (("start_review", reviewer), ("accept", reviewer), ("publish", publisher)):
        take(step, case=case, by=by)
    assert case.state == CaseState.PUBLISHED
    first, second = StateChange.objects.filter(action="publish").order_by("pk")
    StateChange.objects.filter(pk=first.pk).update(at=dt.datetime(2021, 11, 1, 4, tzinfo=dt.UTC))
    words = see("/cases/twice/").words
    assert "再版" in words
    assert "2021年11月1日 首次发布，第1版" in words
    today = timezone.localtime(second.at)
    assert f"{today.year}年{today.month}月{today.day}日 更新发布，第2版" in words


def test_a_text_without_english_is_shown_in_chinese_and_marked(see):
    make.published(make.case(slug="half", title_zh_hans="只有中文", title_en="", body_zh_hans="<p>中文正文</p>", body_en=""))
    html = see("/en/cases/half/").html
    assert '<h1><span lang="zh-Hans">只有中文</span> <span class="only"' in html
    assert '<div class="prose" lang="zh-Hans"><p>中文正文</p>' in html
    assert 'class="only"' not in see("/cases/half/").html


def test_what_was_stored_before_a_rule_was_made_is_cleaned_when_shown(see):
    publication = make.published(make.case(slug="old"))
    document = publication.revision.document
    document["body"]["zh_hans"] = '<p onclick="x()">好<script>alert(1)</script><img src="http://example.org/x"></p>'
    with connection.cursor() as cursor:  # past the queryset, which refuses
        cursor.execute("UPDATE cases_revision SET document = %s WHERE id = %s", [json.dumps(document), publication.revision_id])
    html = see("/cases/old/").html
    assert "<p>好</p>" in html
    assert "onclick" not in html


def test_the_page_names_itself_and_its_other_language(see):
    make.published(make.case(slug="here"))
    for address in ("/cases/here/", "/en/cases/here/"):
        html = see(address).html
        assert f'<link rel="canonical" href="http://127.0.0.1:8000{address}">' in html
        assert '<link rel="alternate" hreflang="zh-Hans" href="http://127.0.0.1:8000/cases/here/">' in html
        assert '<link rel="alternate" hreflang="en" href="http://127.0.0.1:8000/en/cases/here/">' in html
        assert '<link rel="alternate" hreflang="x-default" href="http://127.0.0.1:8000/cases/here/">' in html
    assert '<html lang="en">' in see("/en/cases/here/").html
