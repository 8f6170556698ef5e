"""What the API's tests publish and expect."""

import datetime as dt
from typing import Any

from cases.enums import Vocabulary
from cases.models import Case, Figure, Participation, Publication, Quotation, Tag, Video
from cases.search.held import raise_version
from cases.tagging import Choice, new_topic, set_tags
from tests import make

SITE = "http://127.0.0.1:8000"
CASES = "/api/v1/cases"
FACETS = "/api/v1/facets"
FIRST_DAY = dt.datetime(2021, 11, 1, 2, 0, tzinfo=dt.UTC)


def both(zh: str = "", en: str = "") -> dict[str, str]:
    return {"zh-hans": zh, "en": en}


def failure(field: str | None, zh: str, en: str) -> dict[str, Any]:
    return {"errors": [{"field": field, "message": both(zh, en)}]}


def rich_case() -> Case:
    """A case that has something of everything."""
    owner = make.organisation("state-grid", name_zh_hans="国家电网有限公司", name_en="State Grid", short_name_zh_hans="国网")
    case = make.case(
        owner,
        slug="rural-solar",
        title_zh_hans="山村光伏",
        title_en="Solar power for villages",
        summary_zh_hans="十二个村庄用上了光伏电。",
        summary_en="",
        body_zh_hans="<h3>起因</h3><p>村里没有电。</p>",
        body_en="<h3>Why</h3><p>The village had no power.</p>",
        place_zh_hans="贵州",
        place_en="Guizhou",
        period="2019/2021",
        goals=(13, 7),
        concept="green",
    )
    partner = make.organisation("tencent", name_zh_hans="腾讯", name_en="Tencent")
    Participation.objects.create(case=case, organisation=partner, role_zh_hans="技术支持", role_en="Technical support")
    Figure.objects.create(
        case=case,
        order=1,
        label_zh_hans="减排",
        label_en="Emissions saved",
        value="12.50",
        unit="万吨",
        qualifier="chaoguo",
        period="../2025",
        status="target",
        claim="checked",
        source_zh_hans="年报",
        source_en="Annual report",
        note_zh_hans="含二期",
        note_en="With phase two",
    )
    Quotation.objects.create(
        case=case,
        text_zh_hans="他说灯亮了。",
        text_en="He said that the light was on.",
        form="reported",
        speaker_zh_hans="张三",
        speaker_en="Zhang San",
        role_zh_hans="村民",
        role_en="Villager",
        occasion_zh_hans="采访",
        occasion_en="Interview",
        date="2021-06",
    )
    make.picture(
        case,
        file=make.picture_file((1200, 600)),
        alt_zh_hans="屋顶",
        alt_en="Roofs",
        credit_zh_hans="供图",
        licence="CC0",
        stand_in=True,
    )
    Video.objects.create(case=case, title_zh_hans="航拍", title_en="From the air", url="https://video.example/1")
    set_tags(case, Vocabulary.TOPIC, [Choice(new_topic("光伏", "Solar power"))])
    set_tags(case, Vocabulary.REGION, [Choice(Tag.objects.get(vocabulary="region", slug="guizhou"))])
    return case


def publish(case: Case, *, day: int = 0) -> Publication:
    """Published so many days after the first, which is what lists are ordered by."""
    publication = make.published(case)
    publication.published_at = FIRST_DAY + dt.timedelta(days=day)
    publication.save(update_fields=["published_at"])
    raise_version()
    return publication


SUMMARY = {
    "slug": "rural-solar",
    "url": f"{SITE}/cases/rural-solar/",
    "title": both("山村光伏", "Solar power for villages"),
    "summary": both("十二个村庄用上了光伏电。"),
    "organisation": {"slug": "state-grid", "name": both("国家电网有限公司", "State Grid")},
    "organisations": [{"slug": "tencent", "name": both("腾讯", "Tencent")}],
    "concepts": ["green"],
    "sdgs": [13, 7],
    "topics": ["solar-power"],
    "year": 2021,
    "figures": [
        {
            "label": both("节电量", "Power saved"),
            "value": "1600",
            "unit": "万千瓦时",
            "qualifier": "约",
            "period": "2020",
            "status": "fact",
        },
        {
            "label": both("减排", "Emissions saved"),
            "value": "12.50",
            "unit": "万吨",
            "qualifier": "超过",
            "period": "../2025",
            "status": "target",
        },
    ],
    "published_at": "2021-11-01T02:00:00Z",
    "revision": 1,
}
