import datetime as dt
import re

import pytest
from django.test import RequestFactory
from django.utils import timezone

from accounts.enums import Role
from cases.enums import Vocabulary
from cases.feeds import AllCases
from cases.models import Case, StateChange, Tag
from cases.publishing import take_back
from cases.tagging import Choice, new_topic, set_tags
from cases.workflow import take
from tests import atom, make
from tests.cases.api.samples import FIRST_DAY, SITE, publish, rich_case

pytestmark = pytest.mark.django_db

ALL = "/feeds/cases.atom"


@pytest.fixture
def feed(client):
    def ask(address: str = ALL) -> atom.Feed:
        return atom.read(client.get(address))

    return ask


def test_an_entry_says_what_a_reader_lists_of_a_case(feed):
    publication = publish(rich_case())
    last = StateChange.objects.get(action="publish").at
    found = feed()
    assert found == atom.Feed(
        lang="zh-Hans",
        id=f"{SITE}/feeds/cases.atom",
        title="案例 · 案例集",
        subtitle=found.subtitle,
        address=f"{SITE}/feeds/cases.atom",
        page=f"{SITE}/cases/",
        updated=last,
        entries=[
            {
                "lang": "zh-Hans",
                "id": f"tag:127.0.0.1,2021-11-01:cases/{publication.pk}/zh-hans",
                "title": "山村光伏",
                "summary": ("html", '<p lang="zh-Hans">十二个村庄用上了光伏电。</p>'),
                "page": f"{SITE}/cases/rural-solar/",
                "author": "国家电网有限公司",
                "published": FIRST_DAY,
                "updated": last,
                "categories": ["绿色", "气候行动", "经济适用的清洁能源", "光伏", "贵州"],
            }
        ],
    )


def test_the_english_feed_is_english_and_marks_what_is_not(feed):
    publish(rich_case())
    publish(make.case(slug="chinese", title_zh_hans="只有中文", title_en=""), day=1)
    found = feed("/feeds/en/cases.atom")
    assert (found.lang, found.title, found.page) == ("en", "Cases · Casebook", f"{SITE}/en/cases/")
    chinese, solar = found.entries
    assert (chinese["lang"], chinese["title"]) == ("zh-Hans", "只有中文")
    assert (solar["lang"], solar["title"], solar["author"]) == ("en", "Solar power for villages", "State Grid")
    assert solar["summary"] == ("html", '<p lang="zh-Hans">十二个村庄用上了光伏电。</p>')
    assert solar["page"] == f"{SITE}/en/cases/rural-solar/"
    assert solar["id"].endswith("/en")
    assert solar["categories"][:3] == ["Green", "Climate Action", "Affordable and Clean Energy"]


@pytest.mark.parametrize(
    ("value", "title", "page"),
    [
        ("concept/green", "绿色", "/concepts/green/"),
        ("sdg/7", "目标7：经济适用的清洁能源", "/sdgs/7/"),
        ("topic/solar-power", "光伏", "/topics/solar-power/"),
        ("sector/electric-power", "电力", "/sectors/electric-power/"),
        ("region/guizhou", "贵州", "/regions/guizhou/"),
        ("organisation/state-grid", "国网", "/organisations/state-grid/"),
        ("organisation/tencent", "腾讯", "/organisations/tencent/"),
        ("year/2021", "2021", "/cases/?year=2021"),
    ],
)
def test_every_value_of_every_facet_has_a_feed_of_its_cases(feed, value, title, page):
    case = rich_case()
    set_tags(case, Vocabulary.SECTOR, [Choice(Tag.objects.get(vocabulary="sector", slug="electric-power"))])
    publish(case)
    publish(make.case(goals=(1,), concept="sharing", year=2020), day=1)
    found = feed(f"/feeds/{value}.atom")
    assert (found.title, found.page, found.titles) == (f"{title} · 案例集", SITE + page, ["山村光伏"])
    english = feed(f"/feeds/en/{value}.atom")
    assert (english.page, english.address) == (f"{SITE}/en{page}", f"{SITE}/feeds/en/{value}.atom")


def test_a_topic_with_a_chinese_address_has_a_feed_whose_addresses_are_encoded(feed):
    case = make.case()
    set_tags(case, Vocabulary.TOPIC, [Choice(new_topic("双碳"))])
    publish(case)
    found = feed("/feeds/topic/双碳.atom")
    assert found.id == found.address == f"{SITE}/feeds/topic/%E5%8F%8C%E7%A2%B3.atom"


@pytest.mark.parametrize(
    "value", ["sdg/1", "sdg/18", "sdg/07", "concept/nothing", "topic/none", "organisation/nobody", "colour/red", "year/1"]
)
@pytest.mark.parametrize("language", ["", "en/"])
def test_a_value_that_is_unknown_or_that_no_case_has_is_not_there(client, value, language):
    publish(make.case(goals=(7,)))
    assert client.get(f"/feeds/{language}{value}.atom").status_code == 404


def test_only_the_newest_come_and_the_newest_first(feed, monkeypatch):
    monkeypatch.setattr("cases.feeds.NEWEST", 2)
    for day, title in enumerate(("一", "二", "三")):
        publish(make.case(title_zh_hans=title), day=day)
    assert feed().titles == feed("/feeds/sdg/7.atom").titles == ["三", "二"]


def test_a_case_published_anew_keeps_its_id_and_first_day_and_is_updated(feed):
    publish(make.case(slug="wind"))
    StateChange.objects.filter(action="publish").update(at=FIRST_DAY)
    before = feed().entries[0]
    assert (before["published"], before["updated"]) == (FIRST_DAY, FIRST_DAY)
    case = Case.objects.get(slug="wind")
    case.title_zh_hans = "风电二期"
    case.save()
    make.published(case)
    after = feed().entries[0]
    assert after.pop("updated") > timezone.now() - dt.timedelta(minutes=1)
    assert after == {name: value for name, value in before.items() if name != "updated"} | {"title": "风电二期"}


def test_what_is_not_public_leaves_no_trace(client, feed):
    publish(make.case(title_zh_hans="公开"))
    make.submitted(make.case(make.organisation("shy"), title_zh_hans="金丝雀", goals=(9,)))
    edited = Case.objects.get(title_zh_hans="公开")
    edited.title_zh_hans = "金丝雀"
    edited.save()
    gone = publish(make.case(title_zh_hans="撤回", goals=(9,)))
    take("withdraw", case=gone.case, by=make.user(Role.PUBLISHER), message="…")
    assert feed().titles == feed("/feeds/sdg/7.atom").titles == ["公开"]
    assert client.get("/feeds/organisation/shy.atom").status_code == 404
    assert client.get("/feeds/sdg/9.atom").status_code == 404
    assert "金丝雀" not in client.get(ALL).text


@pytest.mark.parametrize("host", ["localhost", "[::1]", "evil.example"])
def test_the_host_that_was_asked_stands_nowhere(client, host):
    publish(make.case())
    response = client.get(ALL, headers={"host": host})
    assert response.status_code == (400 if "evil" in host else 200)
    assert host not in response.text


def test_characters_that_xml_cannot_hold_are_left_out_and_the_rest_is_there(feed):
    odd = '风\x01\x08\x0b\x1f\ufffe\uffff电 <&"> \t😀'
    owner = make.organisation("one", name_zh_hans=odd)
    topic = new_topic(odd, slug="odd")
    case = make.case(owner, title_zh_hans=odd, summary_zh_hans=odd)
    set_tags(case, Vocabulary.TOPIC, [Choice(topic)])
    publish(case)
    found = feed("/feeds/topic/odd.atom")
    clean = '风电 <&"> \t😀'
    assert found.title == f"{clean} · 案例集"
    entry = found.entries[0]
    assert (entry["title"], entry["author"], entry["categories"][-1]) == (clean, clean, clean)
    assert entry["summary"] == ("html", '<p lang="zh-Hans">风电 &lt;&amp;&quot;&gt; \t😀</p>')


@pytest.mark.parametrize("number", [1, 3])
def test_a_feed_costs_three_queries_however_many_cases_it_has(client, django_assert_num_queries, number):
    for day in range(number):
        publish(make.case(), day=day)
    for address in (ALL, "/feeds/sdg/7.atom"):
        client.get(address)
        with django_assert_num_queries(3):  # the site's version, the cases, when each was last published
            client.get(address)


def test_an_empty_site_has_an_empty_feed(feed):
    assert feed().entries == []


def test_a_feed_does_not_date_itself_by_its_newest_entry(client):
    """Or a reader who asks by date would keep that entry after it was withdrawn."""
    publish(make.case())
    response = AllCases()(RequestFactory().get(ALL), language="zh-hans")
    assert "Last-Modified" not in response.headers


@pytest.mark.parametrize(
    "page", ["/", "/en/", "/cases/", "/sdgs/7/", "/en/concepts/green/", "/en/organisations/one/", "/sdgs/1/", "/nowhere/"]
)
def test_pages_name_their_feeds_and_every_feed_named_is_there(client, page):
    publish(make.case(make.organisation("one"), goals=(7,), concept="green"))
    links = re.findall(r'<link rel="alternate" type="application/atom\+xml" title="([^"]+)" href="([^"]+)">', client.get(page).text)
    named = {address: title for title, address in links}
    english = page.startswith("/en/")
    assert named[f"/feeds/{'en/' if english else ''}cases.atom"]
    assert {address: client.get(address).status_code for address in named} == dict.fromkeys(named, 200)
    assert (len(named) == 2) == (page in {"/sdgs/7/", "/en/concepts/green/", "/en/organisations/one/"})


def test_a_withdrawn_case_takes_its_feed_with_it(client):
    publication = publish(make.case(make.organisation("one")))
    assert client.get("/feeds/organisation/one.atom").status_code == 200
    take_back(publication.case)
    assert client.get("/feeds/organisation/one.atom").status_code == 404
