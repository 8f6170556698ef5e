"""English names of the units in use: base unit (without 万, 亿 …) → singular, plural.

A counting unit whose noun stands in the label (个, 家, 项) has no English name: the number is printed alone.
"""

UNITS: dict[str, tuple[str, str]] = {
    "%": ("%", "%"),
    "个百分点": ("percentage point", "percentage points"),
    "倍": ("time", "times"),
    # Money
    "元": ("yuan", "yuan"),
    "美元": ("US dollar", "US dollars"),
    "卢比": ("rupee", "rupees"),
    # Energy and emissions
    "千伏": ("kV", "kV"),
    "千瓦": ("kW", "kW"),
    "千瓦时": ("kWh", "kWh"),
    "吨": ("tonne", "tonnes"),
    "gCO2e/km": ("gCO₂e/km", "gCO₂e/km"),
    # Time and space
    "毫秒": ("millisecond", "milliseconds"),
    "分钟": ("minute", "minutes"),
    "小时": ("hour", "hours"),
    "天": ("day", "days"),
    "个月": ("month", "months"),
    "年": ("year", "years"),
    "公里": ("kilometre", "kilometres"),
    "平方公里": ("square kilometre", "square kilometres"),
    # People and bodies
    "人": ("person", "people"),
    "名": ("person", "people"),
    "用户": ("user", "users"),
    "所": ("school", "schools"),
    "个国家": ("country", "countries"),
    "个国家和地区": ("country or region", "countries and regions"),
    "个国家与地区": ("country or region", "countries and regions"),
    "个国家和国际组织": ("country or international organisation", "countries and international organisations"),
    "个国际组织": ("international organisation", "international organisations"),
    # Things counted
    "剂": ("dose", "doses"),
    "件": ("piece", "pieces"),
    "只": ("piece", "pieces"),
    "块": ("piece", "pieces"),
    "台": ("unit", "units"),
    "台（套）": ("unit (set)", "units (sets)"),
    "辆": ("vehicle", "vehicles"),
    "栋": ("building", "buildings"),
    "次": ("time", "times"),
    "种": ("kind", "kinds"),
    "例": ("case", "cases"),
    # The noun is in the label
    "个": ("", ""),
    "家": ("", ""),
    "座": ("", ""),
    "户": ("", ""),
    "条": ("", ""),
    "款": ("", ""),
    "项": ("", ""),
}

# A place in a ranking is an ordinal in both languages: 第 1 位 · No. 1.
RANK = "位"
