import pytest

from cases.document import Text
from reports.compose import compose
from reports.models import Block, BlockItem, Indicator, Part, Report

pytestmark = pytest.mark.django_db


def test_a_chart_names_the_sources_of_all_its_points_each_once():
    report = Report.objects.create(year=2030, title_zh_hans="报告")
    part = Part.objects.create(report=report, key="one", title_zh_hans="一")
    block = Block.objects.create(part=part, kind="chart")
    indicator = Indicator.objects.create(key="power", label_zh_hans="发电量")
    for period, zh, en in (
        ("2018", "国家统计局", "Statistics"),
        ("2019", "", ""),
        ("2020", "国家统计局", "Statistics"),
        ("2021", "协会", ""),
    ):
        indicator.observations.create(period=period, value="1", unit="亿千瓦时", source_zh_hans=zh, source_en=en)
    BlockItem.objects.create(block=block, indicator=indicator)
    ((chart,),) = [part.blocks for part in compose(report).parts]
    assert chart.source == Text("国家统计局；协会", "Statistics")


def test_a_line_of_a_slogan_without_its_english_is_not_lost():
    report = Report.objects.create(year=2030, title_zh_hans="报告")
    Part.objects.create(
        report=report, key="green", kind="concept", title_zh_hans="绿色", slogan_zh_hans="致力\n低碳", slogan_en="Committed"
    )
    (part,) = compose(report).parts
    assert part.slogan == (Text("致力", "Committed"), Text("低碳"))
