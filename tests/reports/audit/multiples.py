"""A fourth set, of growth told in times: written before the rule for it, one half to write it by, the other run once afterwards."""

from cases.document import Text
from reports.document import Comparison, Pair
from tests.reports.audit.planting import Planted, callout, case, datum, prose, right, table, tiles, wrong


def times(value: str, unit: str = "倍"):
    return datum("增长倍数", value, unit, change=True)


def levels(old: str, new: str, unit: str, label: str = "规模"):
    return datum(label, old, unit, period="2020"), datum(label, new, unit)


def comparison(old: str, new: str, unit: str):
    before, after = levels(old, new, unit)
    return Comparison((Pair(Text("用户数", "Users"), before, after),))


SEEN: tuple[Planted, ...] = (
    wrong("growth", prose("用户数42万→492万，增长15倍。"), table(*levels("42", "492", "万"), times("15"))),
    right("growth", prose("用户数42万→492万，增长10倍。"), table(*levels("42", "492", "万"), times("10"))),
    right("growth", prose("用户数42万→492万，是原来的11.7倍。"), table(*levels("42", "492", "万"), times("11.7"))),
    wrong("growth", prose("用户数42万→492万，是原来的7倍。"), table(*levels("42", "492", "万"), times("7"))),
    wrong("growth", prose("算力由20PFLOPS提升到100PFLOPS，为原来的8倍。"), table(*levels("20", "100", "PFLOPS"), times("8"))),
    right("growth", prose("产能由2万吨提升到10万吨，为原来的5倍。"), table(*levels("2", "10", "万吨"), times("5"))),
    wrong("growth", prose("2020年有基站12万个，2024年达到60万个，增长了9倍。"), table(*levels("12", "60", "万个"), times("9"))),
    right("growth", prose("2020年有基站12万个，2024年达到60万个，增长了4倍。"), table(*levels("12", "60", "万个"), times("4"))),
    wrong("growth", prose("产量由30万吨增至90万吨，翻了两番。"), table(*levels("30", "90", "万吨"), times("4"))),
    right("growth", prose("产量由30万吨增至120万吨，翻了两番。"), table(*levels("30", "120", "万吨"), times("4"))),
    wrong(
        "growth", prose("", "Users rose from 42,000 to 492,000, a twentyfold increase."), table(*levels("4.2", "49.2", "万"), times("20"))
    ),
    right(
        "growth", prose("", "Users rose from 42,000 to 492,000, an 11.7-fold increase."), table(*levels("4.2", "49.2", "万"), times("11.7"))
    ),
    wrong(
        "growth",
        prose("", "Output went from 3,000 tonnes to 9,000 tonnes, five times as much."),
        table(*levels("3000", "9000", "吨"), times("5")),
    ),
    right(
        "growth",
        prose("", "Output went from 3,000 tonnes to 9,000 tonnes, three times as much."),
        table(*levels("3000", "9000", "吨"), times("3")),
    ),
    wrong(
        "growth",
        prose("", "Output doubled from 3,000 tonnes in 2020 to 9,000 tonnes in 2024."),
        table(*levels("3000", "9000", "吨"), times("2")),
    ),
    right(
        "growth",
        prose("", "Output tripled from 3,000 tonnes in 2020 to 9,100 tonnes in 2024."),
        table(*levels("3000", "9100", "吨"), times("3")),
    ),
    wrong("growth", comparison("42", "492", "万"), prose("几年间用户数增长20倍。"), table(times("20"))),
    right("growth", comparison("42", "492", "万"), prose("几年间用户数增长10倍。"), table(times("10"))),
    right("growth", prose("甲厂有30台，乙厂有90台，产值增长5倍。"), table(*levels("30", "90", "台"), times("5"))),
    right("growth", prose("处理能力由3万吨提升到9万吨，速度是人工的20倍。"), table(*levels("3", "9", "万吨"), times("20"))),
)

UNSEEN: tuple[Planted, ...] = (
    wrong("growth", prose("门店由2020年的16家发展到2024年的64家，扩大了7倍。"), table(*levels("16", "64", "家"), times("7"))),
    right("growth", prose("门店由2020年的16家发展到2024年的64家，扩大了3倍。"), table(*levels("16", "64", "家"), times("3"))),
    wrong("growth", prose("日处理量从5万件跃升到40万件，相当于此前的12倍。"), table(*levels("5", "40", "万件"), times("12"))),
    right("growth", prose("日处理量从5万件跃升到40万件，相当于此前的8倍。"), table(*levels("5", "40", "万件"), times("8"))),
    wrong("growth", prose("客户数（1.5万→6万）是五年前的6倍。"), table(*levels("1.5", "6", "万"), times("6"))),
    right("growth", prose("客户数（1.5万→6万）是五年前的4倍。"), table(*levels("1.5", "6", "万"), times("4"))),
    wrong("growth", prose("装机容量2020年仅8万千瓦，2024年已达48万千瓦，增加了8倍。"), table(*levels("8", "48", "万千瓦"), times("8"))),
    right("growth", prose("装机容量2020年仅8万千瓦，2024年已达48万千瓦，增加了5倍。"), table(*levels("8", "48", "万千瓦"), times("5"))),
    wrong("growth", prose("回收量由400吨增加到1200吨，翻了一番。"), table(*levels("400", "1200", "吨"), times("2"))),
    right("growth", prose("回收量由400吨增加到800吨，翻了一番。"), table(*levels("400", "800", "吨"), times("2"))),
    wrong(
        "growth", case("公司的专利从210件增长到840件，是2020年的六倍。", ("专利", "210", "件"), ("专利", "840", "件"), ("倍数", "6", "倍"))
    ),
    right(
        "growth", case("公司的专利从210件增长到840件，是2020年的四倍。", ("专利", "210", "件"), ("专利", "840", "件"), ("倍数", "4", "倍"))
    ),
    wrong("growth", callout("学员5000人→2.6万人，增长近9倍。", *levels("0.5", "2.6", "万人"), datum("倍", "9", "倍", "jin", change=True))),
    right("growth", callout("学员5000人→2.6万人，增长超4倍。", *levels("0.5", "2.6", "万人"), datum("倍", "4", "倍", "chao", change=True))),
    wrong(
        "growth",
        prose("", "Sales increased from 1.2 million to 6 million, a ninefold rise."),
        table(*levels("120", "600", "万"), times("9")),
    ),
    right(
        "growth",
        prose("", "Sales increased from 1.2 million to 6 million, a fivefold rise."),
        table(*levels("120", "600", "万"), times("5")),
    ),
    wrong("growth", prose("", "The network quadrupled, from 20 stations to 50 stations."), table(*levels("20", "50", "座"), times("4"))),
    right(
        "growth",
        prose("", "The network more than doubled, from 20 stations to 50 stations."),
        table(*levels("20", "50", "座"), datum("倍", "2", "倍", "chao")),
    ),
    wrong(
        "growth",
        prose("", "There were 300 depots in 2020 and 900 depots in 2024, six times as many."),
        table(*levels("300", "900", "个"), times("6")),
    ),
    right(
        "growth",
        prose("", "There were 300 depots in 2020 and 900 depots in 2024, three times as many."),
        table(*levels("300", "900", "个"), times("3")),
    ),
    wrong("growth", prose("", "Members grew tenfold from 4,000 to 20,000."), table(*levels("4000", "20000", "人"), times("10"))),
    right("growth", prose("", "Members grew fivefold from 4,000 to 20,000."), table(*levels("4000", "20000", "人"), times("5"))),
    wrong(
        "growth",
        tiles(
            (datum("用户数", "9", "万", period="2020"), None), (datum("用户数", "36", "万"), datum("用户数增长", "6", "倍", change=True))
        ),
    ),
    right("growth", comparison("9", "36", "万"), prose("用户数增长3倍。"), table(times("3"))),
    right(
        "growth",
        prose("产能从2万台增至6万台，单价只有进口的三分之一，寿命是同类的5倍。"),
        table(*levels("2", "6", "万台"), datum("价", "33.3", "%"), times("5")),
    ),
    right("growth", prose("甲省有12个基地，乙省有36个基地，丙省基地数是全国平均的5倍。"), table(*levels("12", "36", "个"), times("5"))),
    right(
        "growth",
        prose("", "The yard went from 40 to 120 ships, and its cranes lift ten times the weight of the old ones."),
        table(*levels("40", "120", "艘"), times("10")),
    ),
    right(
        "growth",
        prose("", "From 2020 to 2024 the fund, 3 million yuan, paid 9 million yuan, ten times as often as before."),
        table(*levels("300", "900", "万元"), times("10")),
    ),
)


def planted() -> list[Planted]:
    return [*SEEN, *UNSEEN]
