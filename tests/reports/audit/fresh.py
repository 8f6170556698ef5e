"""A third set, written after the rules were mended by the held-out one: to be run once and reported as it came out."""

from tests.reports.audit.planting import Planted, breakdown, callout, case, datum, prose, right, table, tiles, wrong

FRESH: tuple[Planted, ...] = (
    # A shipyard
    wrong(
        "differs",
        case("船厂全年交付船舶47艘，合计312万载重吨。", ("全年交付船舶", "74", "艘"), ("载重吨", "312", "万吨")),
        also="unstated untied",
    ),
    wrong("differs", callout("2024年，手持订单1680万载重吨。", datum("手持订单", "1860", "万吨")), also="unstated untied"),
    right("differs", case("船厂全年交付船舶47艘。", ("全年交付船舶", "47", "艘"))),
    right("differs", callout("", datum("交付船舶", "47", "艘", en="Ships delivered"), en="In 2024 the yard delivered 47 ships.")),
    wrong("qualifier", callout("订单排到近15个月以后。", datum("订单排期", "15", "个月", "", ""))),
    wrong("qualifier", callout("", datum("新船订单", "230", "艘", "duo", en="New orders"), en="In 2024 the yards won 230 new orders.")),
    right(
        "qualifier",
        callout("", datum("新船订单", "230", "艘", "duo", en="New orders"), en="In 2024 the yards won upwards of 230 new orders."),
    ),
    wrong(
        "growth",
        prose("", "Deliveries grew from 38 ships in 2023 to 47 in 2024, up 34%."),
        table(datum("交付", "38", "艘", period="2023"), datum("交付", "47", "艘"), datum("增幅", "34", "%", change=True)),
    ),
    right(
        "growth",
        prose("", "Deliveries grew from 38 ships in 2023 to 47 in 2024, up 24%."),
        table(datum("交付", "38", "艘", period="2023"), datum("交付", "47", "艘"), datum("增幅", "24", "%", change=True)),
    ),
    wrong(
        "growth",
        prose("订单量从2022年的150万吨增加到2024年的420万吨，增长1.2倍。"),
        table(datum("订单量", "150", "万吨", period="2022"), datum("订单量", "420", "万吨"), datum("增长倍数", "1.2", "倍", change=True)),
    ),
    right(
        "growth",
        prose("订单量从2022年的150万吨增加到2024年的420万吨，增长1.8倍。"),
        table(datum("订单量", "150", "万吨", period="2022"), datum("订单量", "420", "万吨"), datum("增长倍数", "1.8", "倍", change=True)),
    ),
    # A forestry company
    wrong("sums", prose("基地分布在四省：云南12个，广西9个，福建7个，合计31个基地。"), also="untied two_values"),
    wrong(
        "sums",
        breakdown(datum("造林面积", "36.5", "万亩"), datum("松", "14.2", "万亩"), datum("杉", "12.8", "万亩"), datum("竹", "11.9", "万亩")),
    ),
    right(
        "sums",
        breakdown(datum("造林面积", "36.5", "万亩"), datum("松", "14.2", "万亩"), datum("杉", "12.8", "万亩"), datum("竹", "9.5", "万亩")),
    ),
    wrong(
        "shares",
        prose("护林员540人中有135人是脱贫户，比例为35%。"),
        table(datum("护林员", "540", "人"), datum("脱贫户护林员", "135", "人"), datum("比例", "35", "%")),
    ),
    right(
        "shares",
        prose("护林员540人中有135人是脱贫户，比例为25%。"),
        table(datum("护林员", "540", "人"), datum("脱贫户护林员", "135", "人"), datum("比例", "25", "%")),
    ),
    wrong("over_hundred", prose("苗木成活率高达104%。"), table(datum("苗木成活", "104", "%"))),
    right("over_hundred", prose("木材价格上涨118%。"), table(datum("木材价格涨幅", "118", "%", change=True))),
    wrong("undated", prose("近期新增护林员260人。"), table(datum("新增护林员", "260", "人"))),
    wrong("undated", prose("", "To date 1,900 families have joined."), table(datum("家庭", "1900", "户"))),
    right("undated", prose("", "By May 2024, 1,900 families had joined."), table(datum("家庭", "1900", "户", period="../2024-05"))),
    wrong("dates", prose("截至2026年3月，造林面积36.5万亩。"), table(datum("造林面积", "36.5", "万亩"))),
    right("dates", prose("公司拟在2027年前完成全部造林。")),
    wrong("two_values", case("公司共种植油茶3.6万亩。", summary="公司共种植油茶6.3万亩。"), also="untied"),
    right("two_values", case("公司共种植油茶3.6万亩。", ("种植油茶", "3.6", "万亩"), summary="公司共种植油茶3.6万亩。")),
    wrong("copies", table(datum("森林覆盖率", "63.87", "%"), datum("员工培训率", "63.87", "%"))),
    right("copies", table(datum("森林覆盖率", "63.8", "%"), datum("员工培训率", "97.2", "%"))),
    wrong("as_of", callout("截至2023年12月，碳汇量18.6万吨。", datum("碳汇量", "18.6", "万吨", period="../2024-12"))),
    right("as_of", callout("2024年，碳汇量18.6万吨。", datum("碳汇量", "18.6", "万吨", period="../2024-12"))),
    wrong("names", case("青松林业集团有限公司与省林业科学研究院合作，青松林业有限公司提供苗木。")),
    right("names", case("青松林业集团有限公司与绿野林业集团有限公司合作。")),
    wrong("superlatives", prose("这是世界上面积最大的人工林。")),
    right("superlatives", prose("林场首次设立于山区，首期投资全部到位。")),
    wrong("level_growth", tiles((datum("木材产量", "58", "万立方米"), datum("客运量增长", "7.7", "%", change=True)))),
    right("level_growth", tiles((datum("木材产量", "58", "万立方米"), datum("木材产量比上年增长", "7.7", "%", change=True)))),
    wrong("cumulative", table(datum("累计造林", "51.2", "万亩", "", "../2023"), datum("累计造林", "48.9", "万亩", "", "../2024"))),
    wrong("unstated", case("林场改造了防火道。", ("防火道长度", "186", "公里"))),
    wrong("untied", prose("林场共有防火道186公里，瞭望塔47座。")),
    right("untied", prose("2024年3月12日是第46个植树节，B区3号地块率先开工。")),
    right("untied", prose("", "The 46th tree planting day opened in Block 3 under Goal 15.")),
    wrong(
        "zh_en_scale", prose("造林36.5万亩。", "It planted 3.65 million mu."), table(datum("造林", "36.5", "万亩")), also="untied differs"
    ),
    right(
        "zh_en_scale",
        prose("年碳汇量18.6万吨，价值930万元。", "Each year 186,000 tonnes of carbon are stored, worth 9.3 million yuan."),
        table(datum("碳汇量", "18.6", "万吨"), datum("价值", "930", "万元")),
    ),
    wrong(
        "zh_en_unit",
        prose("防火道长186公里。", "The firebreaks are 186 metres long."),
        table(datum("防火道", "186", "公里")),
        also="untied differs zh_en_scale",
    ),
    wrong(
        "zh_en_percent",
        prose("成活率提高6个百分点。", "Survival rose by 6%."),
        table(datum("成活率提高", "6", "个百分点", change=True)),
        also="untied differs",
    ),
    wrong("zh_en_number", prose("护林员540人。", "There are 450 rangers."), table(datum("护林员", "540", "人")), also="untied differs"),
    right(
        "zh_en_number",
        prose("三成护林员是女性，四分之一不到30岁。", "30% of the rangers are women, and a quarter of them are under 30."),
        table(datum("女性", "30", "%"), datum("年轻", "25", "%"), datum("年龄", "30", "岁", "budao")),
    ),
    wrong(
        "zh_en_qualifier",
        prose("面积不到5万亩。", "It covers over 50,000 mu."),
        table(datum("面积", "5", "万亩", "budao")),
        also="qualifier",
    ),
    wrong("zh_en_date", prose("2023年3月12日开工。", "Work began on 12 March 2024.")),
    wrong("zh_en_one_side", prose("共有瞭望塔47座。", "There are watchtowers."), table(datum("瞭望塔", "47", "座"))),
    right(
        "zh_en_one_side",
        prose("共有瞭望塔47座，分三期建成。", "There are 47 watchtowers, built in three phases."),
        table(datum("瞭望塔", "47", "座")),
    ),
)


def planted() -> list[Planted]:
    return list(FRESH)
