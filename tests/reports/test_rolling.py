"""From a report to the next year's: what goes along, what waits, what is refused; figures filled in, cases continued."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from cases.document import Text
from cases.models import Tag
from reports.compose import compose
from reports.gaps import gap
from reports.models import Block, BlockItem, Indicator, Observation, Part, Quota, Report, Signer, Statement
from reports.placements import place_case
from reports.rolling import Filled, Going, Refused, continuations, figures_to_fill, fill_in, preview, previous, roll_forward
from tests import make

pytestmark = pytest.mark.django_db

NEXT = {"year": 2031, "title": Text("下一年", "The next")}


@pytest.fixture
def report():
    return Report.objects.create(
        year=2030,
        title_zh_hans="报告",
        subtitle_zh_hans="这一年",
        publisher_zh_hans="协会",
        publisher_en="Association",
        source_statement_zh_hans="公开资料",
        is_public=True,
    )


@pytest.fixture
def chapter(report):
    return Part.objects.create(report=report, kind="chapter", key="practice", title_zh_hans="实践", title_en="Practice")


@pytest.fixture
def section(report, chapter):
    concept = Tag.objects.get(vocabulary="concept", slug="green")
    return Part.objects.create(
        report=report,
        parent=chapter,
        order=1,
        kind="concept",
        key="green",
        title_zh_hans="绿色",
        slogan_zh_hans="一行\n二行",
        slogan_en="One\nTwo",
        concept=concept,
    )


def observe(period="2029", value="12.5", indicator=None, **columns):
    number = Indicator.objects.count()
    indicator = indicator or Indicator.objects.create(key=f"indicator-{number}", label_zh_hans=f"指标 {number}")
    return Observation.objects.create(indicator=indicator, period=period, value=value, **{"unit": "万吨"} | columns)


def shown(block, observation, **columns):
    return BlockItem.objects.create(block=block, observation=observation, **columns)


def tree_of(report):
    return [(part.key, part.kind, part.parent and part.parent.key, part.order) for part in report.parts.order_by("order", "pk")]


# --- The next report -------------------------------------------------------------------------------------------------


def test_the_structure_goes_along_and_the_year_does_not(report, section):
    made = roll_forward(report, **NEXT)
    assert (made.year, made.title_zh_hans, made.title_en, made.subtitle_zh_hans, made.publisher_zh_hans, made.publisher_en) == (
        2031,
        "下一年",
        "The next",
        None,
        "协会",
        "Association",
    )
    assert (made.source_statement_zh_hans, made.is_public, made.public_since) == ("公开资料", False, None)
    assert tree_of(made) == tree_of(report) == [("practice", "chapter", None, 0), ("green", "concept", "practice", 1)]
    green = made.parts.get(key="green")
    assert (green.title_zh_hans, green.title, green.slogan_zh_hans, green.slogan_en, green.concept) == (
        "绿色",
        "绿色",
        "一行\n二行",
        "One\nTwo",
        section.concept,
    )
    assert list(report.parts.values_list("key", flat=True)) == ["practice", "green"]


def test_texts_and_numbers_leave_an_empty_place_and_what_is_of_its_year_stays_behind(report, section):
    for order, kind in enumerate(["epigraph", "prose", "photos", "tiles", "callout", "themes", "case", "measures", "video"]):
        block = Block.objects.create(
            part=section, kind=kind, order=order, title_zh_hans=f"题 {order}", text_zh_hans="<p>旧文。</p>", period="2029"
        )
        if kind == "epigraph":
            Statement.objects.create(block=block, text_zh_hans="引语")
        if kind in {"themes", "tiles"}:
            BlockItem.objects.create(block=block, label_zh_hans="签", text_zh_hans="旧文")
    made = roll_forward(report, **NEXT)
    blocks = Block.objects.filter(part__report=made).order_by("order")
    assert [(block.kind, block.title_zh_hans, block.text_zh_hans, block.period, block.items.count()) for block in blocks] == [
        ("prose", "题 1", None, "2030", 0),
        ("tiles", "题 3", None, "2030", 1),
        ("themes", "题 5", None, "2030", 0),
        ("measures", "题 7", None, "2030", 0),
    ]
    # Each is a place that the desk lists as incomplete.
    assert all(gap(block, series=()) for block in blocks)
    assert preview(report)[1] == Going(1, section, texts=3, numbers=1, left=5)


def test_a_number_waits_with_last_years_and_takes_this_years_where_the_bank_has_it(report, section):
    block = Block.objects.create(part=section, kind="tiles")
    waits, known, target = observe(), observe(), observe(period="2040", status="target")
    now = observe("2030", indicator=known.indicator)
    for order, observation in enumerate((waits, known, target)):
        shown(block, observation, order=order, label_zh_hans=f"签 {order}", change=waits)
    items = BlockItem.objects.filter(block__part__report=roll_forward(report, **NEXT)).order_by("order")
    assert [(item.label_zh_hans, item.observation, item.follows, item.change) for item in items] == [
        ("签 0", None, waits, None),
        ("签 1", now, known, None),
        ("签 2", target, None, None),
    ]


def test_a_chart_keeps_its_series_and_a_comparison_where_it_began(report, section):
    first = observe("2015")
    observe("2029", indicator=first.indicator)
    chart = Block.objects.create(part=section, kind="chart", mark="line")
    BlockItem.objects.create(block=chart, indicator=first.indicator)
    pairs = Block.objects.create(part=section, kind="comparison", order=1)
    last = Observation.objects.get(period="2029")
    BlockItem.objects.create(block=pairs, before=first, observation=last)
    made = roll_forward(report, **NEXT)
    items = BlockItem.objects.filter(block__part__report=made).order_by("block__order")
    assert [(item.block.kind, item.block.mark, item.indicator, item.before, item.observation, item.follows) for item in items] == [
        ("chart", "line", first.indicator, None, None, None),
        ("comparison", "bar", None, first, None, last),
    ]


def test_only_the_named_parts_go_along_and_a_part_never_without_what_it_is_in(report, chapter, section):
    Part.objects.create(report=report, order=2, kind="feature", key="topic", title_zh_hans="专题")
    assert [part.key for part in roll_forward(report, **NEXT, keys=["practice", "topic"]).parts.order_by("order")] == ["practice", "topic"]
    assert tree_of(roll_forward(report, year=2032, title=Text("x"), keys=["green"])) == []


def test_quotas_go_along(report):
    Quota.objects.create(report=report, aspect="sdg", value="13", minimum=2, maximum=4)
    made = roll_forward(report, **NEXT)
    assert list(made.quotas.values_list("aspect", "value", "minimum", "maximum")) == [("sdg", "13", 2, 4)]


def test_chains_of_signers_go_along_without_whoever_has_left_and_signatures_stay(report, chapter):
    left, stays = make.user(name="走了", is_active=False), make.user(name="在")
    for order, user in enumerate((left, stays)):
        Signer.objects.create(part=chapter, order=order, user=user, role="主编")
    made = roll_forward(report, **NEXT)
    assert list(Signer.objects.filter(part__report=made).values_list("part__key", "user", "role")) == [("practice", stays.pk, "主编")]


def test_colours_and_languages_go_along(report):
    report.accent, report.chapter_colours, report.in_english = "#0B6B57", "#24507A", False
    report.save()
    made = roll_forward(report, **NEXT)
    assert (made.accent, made.chapter_colours, made.in_english) == ("#0B6B57", "#24507A", False)


@pytest.mark.parametrize(("year", "sentence"), [(2030, "2030 年之后"), (1999, "2030 年之后"), (2032, "已有 2032 年报告")])
def test_a_year_that_has_a_report_or_is_not_later_is_refused(report, section, year, sentence):
    Report.objects.create(year=2032, title_zh_hans="已有")
    with pytest.raises(Refused, match=sentence):
        roll_forward(report, year=year, title=Text("x"))
    assert (Report.objects.count(), Part.objects.count()) == (2, 2)


def test_a_year_or_a_title_that_no_report_has_is_refused_by_its_field(report):
    with pytest.raises(ValidationError) as refused:
        roll_forward(report, year=9999, title=Text("x"))
    assert list(refused.value.message_dict) == ["year"]


def test_it_costs_the_same_for_one_block_and_for_three(report, section, django_assert_num_queries):
    def blocks(number):
        for order in range(number):
            shown(Block.objects.create(part=section, kind="tiles", order=order), observe())

    blocks(1)
    # With savepoints: the lock; whether there is such a report (twice), the report, the site's version (twice); parts, one more at each
    # of two depths; blocks read and made; items read, values known, items made; quotas; signers.
    with django_assert_num_queries(QUERIES):
        roll_forward(report, **NEXT)
    blocks(2)
    with django_assert_num_queries(QUERIES):
        roll_forward(report, year=2033, title=Text("x"))


QUERIES = 20


# --- Figures ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def tiles(report, section):
    return Block.objects.create(part=section, kind="tiles")


def test_last_years_facts_are_to_be_filled_in_each_once_in_its_order(report, section, tiles):
    second, first, target = observe("../2029-08"), observe(place="green"), observe(status="target")
    shown(tiles, first, order=0, change=second)
    shown(tiles, first, order=1)
    shown(tiles, target, order=2)
    made = roll_forward(report, **NEXT)
    assert previous(made) == report
    assert [(row.last, row.part, row.period, row.now) for row in figures_to_fill(made)] == [
        (first, section, "2030", None),
        (second, section, "../2030-08", None),
    ]


def test_of_a_charts_series_the_newest_before_the_reports_year_is_asked_for(report, section):
    last = observe("2029")
    observe("2028", indicator=last.indicator)
    BlockItem.objects.create(block=Block.objects.create(part=section, kind="chart"), indicator=last.indicator)
    made = roll_forward(report, **NEXT)
    assert [(row.last, row.period, row.now) for row in figures_to_fill(made)] == [(last, "2030", None)]
    now = observe("2030", indicator=last.indicator)
    assert [(row.last, row.period, row.now) for row in figures_to_fill(made)] == [(last, "2030", now)]


def test_a_filled_figure_is_a_fact_of_the_bank_and_stands_in_every_place_that_waits(report, section, tiles):
    last = observe(place="green")
    shown(tiles, last)
    shown(Block.objects.create(part=section, kind="table", order=1), last)
    made = roll_forward(report, **NEXT)
    (now,) = fill_in(made, [Filled(last, Decimal("13.0"), "2030", "万吨", "yue", Text("年报", "Yearbook"))])
    assert (
        now.indicator,
        now.period,
        str(now.value),
        now.unit,
        now.qualifier,
        now.status,
        now.source_zh_hans,
        now.source_en,
        now.place,
    ) == (
        last.indicator,
        "2030",
        "13.0",
        "万吨",
        "yue",
        "fact",
        "年报",
        "Yearbook",
        "green",
    )
    assert [item.observation for item in BlockItem.objects.filter(block__part__report=made)] == [now, now]
    assert [str(datum.value) for datum in compose(made).data()] == ["13.0", "13.0"]
    assert [row.now for row in figures_to_fill(made)] == [now]


def test_two_values_of_one_period_are_refused_and_nothing_of_the_others_is_kept(report, tiles):
    first, second = observe(), observe()
    shown(tiles, first)
    shown(tiles, second)
    made = roll_forward(report, **NEXT)
    observe("2030", indicator=second.indicator)
    with pytest.raises(ValidationError, match="在该期间已有数值"):
        fill_in(made, [Filled(first, Decimal(1), "2030"), Filled(second, Decimal(2), "2030")])
    assert Observation.objects.filter(indicator=first.indicator).count() == 1


def test_an_unreadable_period_is_refused_by_its_field(report, tiles):
    last = observe()
    with pytest.raises(ValidationError) as refused:
        fill_in(report, [Filled(last, Decimal(1), "next year")])
    assert list(refused.value.message_dict) == ["period"]


def test_without_an_earlier_report_there_is_nothing_to_fill_in_or_to_continue(report):
    assert (previous(report), figures_to_fill(report), continuations(report)) == (None, [], [])


def test_figures_cost_the_same_for_one_and_for_three(report, tiles, django_assert_num_queries):
    shown(tiles, observe())
    made = roll_forward(report, **NEXT)
    # The report before, its items, the series' newest values (none: no query), what is known already.
    with django_assert_num_queries(3):
        assert len(figures_to_fill(made)) == 1
    shown(tiles, observe())
    shown(tiles, observe())
    with django_assert_num_queries(3):
        assert [str(row.last.indicator) for row in figures_to_fill(made)]


# --- Cases -----------------------------------------------------------------------------------------------------------


def test_each_case_of_last_year_shows_what_continues_it_and_its_owners_other_cases(report, section):
    owner = make.organisation("owner")
    cases = [make.case(owner, title_zh_hans=f"案例 {number}", year=2030) for number in range(3)]
    for order, case in enumerate(cases):
        make.published(case)
        place_case(Block.objects.create(part=section, kind="case", order=order), case)
    draft = make.case(owner, continues=cases[0], year=2031)
    after = make.case(owner, continues=cases[1], year=2031)
    make.published(after)
    made = roll_forward(report, **NEXT)
    rows = continuations(made)
    assert [(row.title.zh_hans, row.case, row.later, row.is_published, row.others) for row in rows] == [
        ("案例 0", cases[0], draft, False, 1),
        ("案例 1", cases[1], after, True, 0),
        ("案例 2", cases[2], None, False, 1),
    ]
