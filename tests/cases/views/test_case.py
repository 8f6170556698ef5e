import datetime as dt
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import Role
from cases.document import Text
from cases.enums import CaseState, Vocabulary
from cases.models import Case, Figure, Quotation, StateChange, Tag, Video
from cases.publishing import take_back
from cases.tagging import Choice, set_tags
from cases.templatetags.reading import apa_author
from cases.views.case import surroundings
from cases.workflow import take
from tests import make
from tests.cases.steps import published_anew

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [1, 3])
def test_a_case_page_costs_three_queries_and_one_when_it_is_kept_however_much_stands_around_it(see, django_assert_num_queries, number):
    owner = make.organisation("one")
    umbrella = make.case(owner, slug="umbrella")
    make.published(umbrella)
    for _ in range(number):
        make.published(make.case(owner, parent=umbrella))
        make.published(make.case(owner, continues=umbrella, year=2022))
        make.published(make.case(owner))
    see("/cases/")  # the index is held from here on
    with django_assert_num_queries(3):  # the site's version; the publication with when it was published; its neighbours
        first = see("/cases/umbrella/")
    with django_assert_num_queries(1):  # the site's version
        assert see("/cases/umbrella/").html == first.html
    surroundings.clear()
    with django_assert_num_queries(3):
        assert see("/cases/umbrella/").html == first.html


def test_neighbours_are_found_by_indexes_among_a_million(see):
    if connection.vendor != "sqlite":
        pytest.skip("which way PostgreSQL takes hangs on how many there are")
    make.published(make.case(slug="here"))
    with CaptureQueriesContext(connection) as asked:
        see("/cases/here/")
    neighbours = asked.captured_queries[-1]["sql"]
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + neighbours)
        plan = [row[-1] for row in cursor.fetchall()]
    assert [step for step in plan if step.startswith("SCAN")] == []
    assert [step for step in plan if "publication_nested" in step or "publication_continued" in step] != []


def test_what_is_published_is_on_every_kept_page_at_once(see):
    umbrella = make.case(slug="umbrella")
    make.published(umbrella)
    assert see("/cases/umbrella/").titles() == []
    nested = make.case(parent=umbrella, title_zh_hans="其一")
    make.published(nested)
    assert see("/cases/umbrella/").titles() == ["其一"]
    Case.objects.filter(pk=nested.pk).update(title_zh_hans="改名")
    published_anew(nested)
    assert see("/cases/umbrella/").titles() == ["改名"]
    Case.objects.filter(pk=umbrella.pk).update(title_zh_hans="总案例改名")
    published_anew(umbrella)
    assert "<h1>总案例改名</h1>" in see("/cases/umbrella/").html
    take_back(Case.objects.get(pk=nested.pk))
    assert see("/cases/umbrella/").titles() == []


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


# --- Numbers, text, goals ------------------------------------------------------------------------------------------


def test_every_number_says_who_stands_behind_it_by_word_and_by_sign_and_the_page_says_what_that_means(see):
    case = make.case(slug="claims")
    for order, claim in enumerate(("declared", "checked", "assured"), 1):
        Figure.objects.create(case=case, label_zh_hans=f"数{order}", value=order, claim=claim, is_key=order < 3, order=order)
    make.published(case)
    page = see("/cases/claims/")
    assert [re.sub(r"<svg.*?</svg>", "", said) for said in re.findall(r'<span class="claim">(.*?)</span>', page.html)] == [
        *("企业自报", "企业自报", "协会核对"),  # the tiles; the first is the case's own
        *("企业自报", "协会核对", "第三方鉴证"),  # what they mean
        "第三方鉴证",  # the table
    ]
    assert len(set(re.findall(r"<svg.*?</svg>", page.html))) == 3
    assert "/about/#numbers" in page.links()


@pytest.mark.parametrize(("headings", "told"), [(2, []), (3, ["缘起", "做法", "成效"])])
def test_a_long_text_begins_with_its_headings(see, headings, told):
    names = ["缘起", "做法", "成效"][:headings]
    make.published(make.case(slug="long", body_zh_hans="".join(f"<h3>{name}</h3><p>文。</p>" for name in names)))
    html = see("/cases/long/").html
    assert re.findall(r'<a href="#(text-\d)">(.*?)</a>', html) == [(f"text-{n}", name) for n, name in enumerate(told, 1)]
    assert re.findall(r'<h3 id="(text-\d)">(.*?)</h3>', html) == [(f"text-{n}", name) for n, name in enumerate(names, 1)]


def test_what_the_case_cites_is_listed_once_and_nothing_else_is(see):
    case = make.case(slug="cites", body_zh_hans='<p>见《总体方案》和<a href="https://example.org/a">标准</a>，又见《总体方案》。</p>')
    Figure.objects.create(case=case, label_zh_hans="产量", value="1", source_zh_hans="年报", order=1)
    Quotation.objects.create(case=case, text_zh_hans="话", speaker_zh_hans="某人", source_zh_hans="年报")
    make.published(case)
    make.published(make.case(slug="cites-nothing"))
    listed = re.search(r'<ol class="sources">(.*?)</ol>', see("/cases/cites/").html)
    assert [" ".join(re.sub(r"<[^>]+>", " ", item).split()) for item in listed[1].split("</li>")[:-1]] == [
        "《总体方案》",
        "标准 example.org",
        "年报 产量 某人",
    ]
    assert "sources" not in see("/cases/cites-nothing/").html


def test_goals_stand_with_their_reasons_and_targets_the_main_one_first_and_marked(see):
    case = make.case(slug="goals", goals=(13, 7))
    codes = ("7.2", "7.b", "13.1", "17.6")
    set_tags(case, Vocabulary.TARGET, [Choice(Tag.objects.get(vocabulary=Vocabulary.TARGET, code=code)) for code in codes])
    make.published(case)
    listed = see("/en/cases/goals/").html.partition('<ul class="goal-reasons">')[2].partition("</section>")[0]
    assert [" ".join(re.sub(r"<[^>]+>", " ", item).split()) for item in re.split(r'<li class="(?:primary|secondary)">', listed)[1:]] == [
        "13 Main goal Goal 13: Climate Action A reason. Target 13.1",
        "7 Goal 7: Affordable and Clean Energy A reason. Target 7.2 Target 7.b",
    ]
    assert {"/en/targets/13.1/", "/en/targets/7.2/", "/en/targets/7.b/"} <= set(see("/en/cases/goals/").links())


def test_pictures_lead_to_their_largest_size_and_say_their_size_beforehand(see):
    case = make.case(slug="pictures")
    pictures = [
        make.picture(case, file=make.picture_file(size, colour=colour)) for size, colour in (((60, 40), "#111"), ((30, 90), "#222"))
    ]
    make.published(case)
    html = see("/cases/pictures/").html
    assert re.findall(r'class="enlarge" href="([^"]+)"', html) == [f"/pictures/{picture.digest}-1600.webp" for picture in pictures]
    assert re.findall(r'<img [^>]*width="(\d+)" height="(\d+)"', html) == [("60", "40"), ("30", "90")]


# --- Around it -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/cases/cited/", "/en/cases/cited/"])
def test_it_can_be_cited_in_both_styles_by_its_short_address_and_the_day_of_its_last_publication(see, monkeypatch, address):
    publication = make.published(make.case(make.organisation("one"), slug="cited", title_zh_hans="节电之路", title_en=""))
    StateChange.objects.filter(action="publish").update(at=dt.datetime(2021, 11, 1, 20, tzinfo=dt.UTC))
    short = f"http://127.0.0.1:8000/c/{publication.pk}/"
    for day in (dt.date(2021, 11, 2), dt.date(2021, 11, 3)):
        monkeypatch.setattr("cases.views.case.timezone.localdate", lambda day=day: day)
        html = see(address).html
        assert f'<p id="cite-gbt" lang="zh-Hans">公司 one. 节电之路[EB/OL]. (2021-11-02)[{day}]. {short}.</p>' in html
        title = '<cite><span lang="zh-Hans">节电之路</span></cite>'
        assert f'<p id="cite-apa" lang="en">Company one. (2021, November 2). {title}. Casebook. {short}</p>' in html


@pytest.mark.parametrize(("name", "author"), [("Huawei Technologies Co., Ltd.", "Huawei Technologies Co., Ltd."), ("Sonatel", "Sonatel.")])
def test_an_author_has_one_full_stop(name, author):
    assert apa_author(Text("公司", name)) == author


def test_the_same_case_in_other_years_is_named_with_its_year_and_a_draft_is_not(see):
    owner = make.organisation("one")
    first = make.case(owner, slug="first", year=2020, title_zh_hans="起步")
    second = make.case(owner, slug="second", year=2021, continues=first)
    third = make.case(owner, slug="third", year=2022, continues=second, title_zh_hans="金丝雀")
    for case in (first, second):
        make.published(case)
    page = see("/cases/second/")
    assert '<a href="/cases/first/">2020 起步</a>' in page.html
    assert "金丝雀" not in page.html
    make.published(third)
    assert '<a href="/cases/third/">2022 金丝雀</a>' in see("/cases/second/").html


def test_a_reader_of_the_older_text_is_told_where_the_newer_one_is(see):
    publication = make.published(make.case(slug="two"))
    Case.objects.filter(pk=publication.case_id).update(summary_zh_hans="改过的摘要", body_zh_hans="<p>改过的正文</p>")
    published_anew(publication.case)
    link = '<a lang="zh-Hans" hreflang="zh-Hans" href="/cases/two/">阅读中文</a>'
    assert see("/en/cases/two/?from=elsewhere").html.count(link) == 2
    assert "hreflang" not in see("/cases/two/").html.partition("<main")[2]


def test_an_old_address_leads_to_where_the_case_is_now(see, client):
    publication = make.published(make.case(slug="before"))
    Case.objects.filter(pk=publication.case_id).update(slug="now")
    published_anew(publication.case)
    see("/cases/now/")
    response = client.get("/en/cases/before/?x=1")
    assert (response.status_code, response["Location"]) == (301, "/en/cases/now/?x=1")


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
