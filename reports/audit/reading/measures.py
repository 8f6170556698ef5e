"""What units measure: each word for a unit → the kind of quantity and how many of the kind's base unit it is.

Kinds that are not in the same units are never compared. A counting word (个, 家, 辆 …) is of the kind "count" whatever it counts: English
puts a noun there, or nothing.
"""

from dataclasses import dataclass
from decimal import Decimal

from cases.quantities import split_unit
from cases.units import RANK, UNITS

SHARE, POINTS, TIMES, COUNT, RANKED = "share", "points", "times", "count", "rank"


@dataclass(frozen=True)
class Measure:
    kind: str
    factor: Decimal = Decimal(1)


def _of(kind: str, **units: str) -> dict[str, Measure]:
    return {word.replace("_", " "): Measure(kind, Decimal(factor)) for word, factor in units.items()}


ZH: dict[str, Measure] = {
    **_of(SHARE, **{"%": "1", "‰": "0.1"}),
    **_of(POINTS, 个百分点="1", 百分点="1", 个千分点="0.1", 个基点="0.01"),
    **_of(TIMES, 倍="1"),
    **_of("yuan", 元人民币="1", 人民币="1", 元="1"),
    **_of("US dollars", 美元="1"),
    **_of("euros", 欧元="1"),
    **_of("yen", 日元="1"),
    **_of("pounds", 英镑="1"),
    **_of("rupees", 卢比="1"),
    **_of("Hong Kong dollars", 港元="1"),
    **_of("energy", 千瓦时="1", 度电="1", 兆瓦时="1e3", 吉瓦时="1e6", 太瓦时="1e9", kWh="1", MWh="1e3", GWh="1e6", TWh="1e9"),
    **_of("power", 千瓦="1", 瓦="1e-3", 兆瓦="1e3", 吉瓦="1e6", kW="1", MW="1e3", GW="1e6", W="1e-3"),
    **_of("voltage", 千伏="1", 伏="1e-3", kV="1"),
    **_of("coal", 吨标准煤="1", 吨标煤="1", 千克标准煤="1e-3"),
    **_of("mass", 吨二氧化碳当量="1", 吨二氧化碳="1", 载重吨="1", 吨="1", 千克="1e-3", 公斤="1e-3", 克="1e-6", 毫克="1e-9", kg="1e-3"),
    **_of("length", 公里="1e3", 千米="1e3", 米="1", 厘米="1e-2", 毫米="1e-3", 微米="1e-6", 纳米="1e-9", 海里="1852", km="1e3"),
    **_of("area", 平方公里="1e6", 平方千米="1e6", 平方米="1", 公顷="1e4", 亩="666.6666667"),
    **_of("volume", 立方米="1", 升="1e-3", 毫升="1e-6"),
    **_of("time", 毫秒="1e-3", 秒="1", 分钟="60", 个小时="3600", 小时="3600", 天="86400", 周="604800"),
    **_of("months", 个月="1"),
    **_of("years", 年="1", 周年="1"),
    **_of("temperature", 摄氏度="1", **{"℃": "1"}),
    **_of("carbon per km", **{"gCO2e/km": "1", "gCO₂e/km": "1"}),
    **_of("data", TB="1", GB="1e-3", PB="1e3"),
}
COUNTING = (
    *(
        "个国家和国际组织",
        "个国家和地区",
        "个国家与地区",
        "个国际组织",
        "个国家",
        "台（套）",
        "台(套)",
        "台套",
        "人次",
        "人口",
        "用户",
        "户次",
        "架次",
        "标箱",
        "车次",
    ),
    *"个家座户条款项剂件只块台辆栋次种例人名所套艘架列枚处批支份部篇本册张场类株棵颗桩组对门座家间幅孔根头口羽尾省市县区镇村乡校",
    *("企业", "学校", "基站", "岗位", "班列", "公司", "机构", "床位", "座位"),
)
ZH |= dict.fromkeys(sorted(set(COUNTING)), Measure(COUNT))

EN: dict[str, Measure] = {
    **_of(SHARE, **{"%": "1", "per cent": "1", "percent": "1", "‰": "0.1", "per mille": "0.1"}),
    **_of(
        POINTS,
        **{"percentage points": "1", "percentage point": "1", "points": "1", "pps": "1", "pp": "1", "basis points": "0.01"},
    ),
    **_of(TIMES, times="1", time="1", **{"-fold": "1", "fold": "1"}),
    **_of("yuan", yuan="1", renminbi="1", RMB="1", CNY="1", **{"¥": "1"}),
    **_of("US dollars", US_dollars="1", US_dollar="1", dollars="1", USD="1", **{"US$": "1", "$": "1"}),
    **_of("euros", euros="1", euro="1", EUR="1", **{"€": "1"}),
    **_of("pounds", pounds="1", **{"£": "1"}),
    **_of("yen", yen="1"),
    **_of("rupees", rupees="1", rupee="1"),
    **_of("Hong Kong dollars", Hong_Kong_dollars="1"),
    **_of("energy", kWh="1", MWh="1e3", GWh="1e6", TWh="1e9", kilowatt_hours="1", **{"kilowatt-hours": "1", "megawatt-hours": "1e3"}),
    **_of("energy", **{"gigawatt-hours": "1e6", "terawatt-hours": "1e9"}),
    **_of("power", kW="1", MW="1e3", GW="1e6", W="1e-3", kilowatts="1", megawatts="1e3", gigawatts="1e6", watts="1e-3"),
    **_of("voltage", kV="1", kilovolts="1", kilovolt="1", volts="1e-3"),
    **_of("coal", **{"tonnes of standard coal": "1", "tons of standard coal": "1", "tonnes of coal equivalent": "1", "tce": "1"}),
    **_of(
        "mass",
        tonnes="1",
        tonne="1",
        dwt="1",
        tons="1",
        ton="1",
        t="1",
        kg="1e-3",
        kilograms="1e-3",
        kilogrammes="1e-3",
        grams="1e-6",
        g="1e-6",
    ),
    **_of("length", kilometres="1e3", kilometre="1e3", kilometers="1e3", km="1e3", metres="1", metre="1", meters="1", m="1"),
    **_of("length", centimetres="1e-2", cm="1e-2", millimetres="1e-3", mm="1e-3", micrometres="1e-6", nanometres="1e-9", nm="1e-9"),
    **_of("area", square_kilometres="1e6", square_kilometre="1e6", square_kilometers="1e6", km2="1e6", hectares="1e4", mu="666.6666667"),
    **_of("area", square_metres="1", square_meters="1", **{"km²": "1e6", "m²": "1"}),
    **_of("volume", cubic_metres="1", cubic_meters="1", litres="1e-3", liters="1e-3", **{"m³": "1"}),
    **_of("time", milliseconds="1e-3", millisecond="1e-3", ms="1e-3", seconds="1", second="1", minutes="60", minute="60"),
    **_of("time", hours="3600", hour="3600", days="86400", day="86400", weeks="604800", week="604800"),
    **_of("months", months="1", month="1"),
    **_of("years", years="1", year="1"),
    **_of("temperature", degrees_Celsius="1", **{"℃": "1", "°C": "1"}),
    **_of("carbon per km", **{"gCO2e/km": "1", "gCO₂e/km": "1"}),
    **_of("data", TB="1", GB="1e-3", PB="1e3", terabytes="1", petabytes="1e3"),
}


# Counting words that may stand for each other: one is not told of people with one and of machines with the other.
COUNTED = (
    frozenset({"人", "名", "人口", "人次", "用户", "户", "户次", "口"}),
    frozenset({"家", "所", "间", "座", "栋", "幢", "处", "企业", "学校", "公司", "机构"}),
    frozenset({"台", "套", "台（套）", "台(套)", "台套", "辆", "部", "艘", "架", "列", "件", "只", "块", "枚", "支", "桩"}),
    frozenset({"项", "条", "款", "种", "类", "篇", "本", "份", "张"}),
    frozenset({"次", "场", "批", "期", "例", "人次", "剂"}),
)


def count_alike(one: str, other: str) -> bool:
    """Whether two counting words may count the same: 家 and 所, but not 人 and 台; 个 and none may count anything."""
    mine, theirs = ([group for group in COUNTED if word in group] for word in (one, other))
    return not mine or not theirs or any(group in theirs for group in mine)


def same_kind(one: str, other: str) -> bool:
    """3 times is 3 倍 or 3 次: English does not say which."""
    return one == other or {one, other} == {TIMES, COUNT}


def measure_of(unit: str) -> tuple[str, Decimal]:
    """Kind and factor of a record's unit as printed: 万千瓦时 → ("energy", 10000). An unknown unit counts something."""
    power, base = split_unit(unit)
    if unit == RANK:
        return RANKED, Decimal(1)
    found = ZH.get(base) or EN.get(base)
    if found is None and base.startswith("千") and base[1:] in ZH:
        found, power = ZH[base[1:]], power + 3
    found = found or Measure(COUNT)
    return found.kind, found.factor * Decimal(10) ** power


assert UNITS.keys() <= ZH.keys(), "every unit in use is known to the reader"
