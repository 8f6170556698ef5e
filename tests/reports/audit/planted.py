"""The planted set: contradictions of every kind in both languages, made from true statements, and the true statements themselves."""

from collections.abc import Iterator
from dataclasses import dataclass

from cases.enums import Qualifier
from cases.quantities import display
from reports.audit.reading.bounds import bound_of
from reports.document import Datum
from tests.reports.audit.planting import Planted, breakdown, callout, case, datum, prose, right, table, tiles, wrong


@dataclass(frozen=True)
class True_:
    """A statement that is right; `{}` stands for its number in either language."""

    zh: str
    en: str
    data: Datum

    def number(self, language: str, data: Datum | None = None) -> str:
        shown = data or self.data
        text = str(display(shown.value, shown.unit, shown.qualifier, language))
        return text.replace(" ", "") if language != "en" else text


STATEMENTS = (
    True_("2024年，全省新能源装机容量{}。", "In 2024 the province had {} of installed renewable capacity.", datum("新能源装机容量", "2360.5", "万千瓦", "chaoguo", en="Installed renewable capacity")),
    True_("截至2024年底，累计建成充电桩{}。", "By the end of 2024 {} charging points had been built.", datum("累计建成充电桩", "12.85", "万个", "", "../2024-12", en="Charging points built")),
    True_("2024年，公司研发投入{}。", "In 2024 the company spent {} on research and development.", datum("研发投入", "47.3", "亿元", "", en="Spending on research and development")),
    True_("园区的再生水利用率达到{}。", "The share of water reused in the park is {}.", datum("再生水利用率", "68.4", "%", "", "", en="Share of water reused in the park")),
    True_("2024年，培训一线员工{}。", "In 2024 {} front-line staff were trained.", datum("培训一线员工", "3860", "人次", "yu", en="Front-line staff trained")),
    True_("项目每年减少碳排放{}。", "The project avoids {} of carbon emissions a year.", datum("项目减少碳排放", "51.6", "万吨", "yue", "", en="Carbon emissions avoided by the project")),
    True_("2024年，港口吞吐量达{}。", "Port throughput in 2024 was {}.", datum("港口吞吐量", "13.24", "亿吨", "", en="Port throughput")),
    True_("平台接入中小企业{}。", "The platform connects {} small and medium-sized companies.", datum("平台接入中小企业", "8.6", "万家", "jin", "", en="Small and medium-sized companies connected to the platform")),
    True_("2024年，出口整车{}。", "In 2024 {} finished cars were exported.", datum("出口整车", "585.9", "万辆", "", en="Finished cars exported")),
    True_("一期工程投资{}。", "The first phase cost {}.", datum("一期工程投资", "2.45", "亿美元", "", "", en="Cost of the first phase")),
    True_("单位产品能耗下降{}。", "Energy use per unit of output fell by {}.", datum("单位产品能耗降幅", "17.8", "%", "", "", en="Fall in energy use per unit of output", change=True)),
    True_("合格率比上年提高{}，年份为2024年。", "In 2024 the pass rate rose by {}.", datum("合格率比上年提高", "3.25", "个百分点", "", en="Rise in the pass rate", change=True)),
)  # fmt: skip


def _digits_turned(text: str) -> str:
    """The first two neighbouring digits that differ change places."""
    for at in range(len(text) - 1):
        if text[at].isdigit() and text[at + 1].isdigit() and text[at] != text[at + 1]:
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    for at in range(len(text)):
        if text[at].isdigit():
            return text[:at] + str((int(text[at]) + 3) % 9 + 1) + text[at + 1 :]
    return text


def statements() -> Iterator[Planted]:
    """From each true statement: a digit turned, the qualifier dropped or added, the scale, unit and kind changed on one side."""
    for each in STATEMENTS:
        zh, en = (each.zh.format(each.number("zh-hans")), each.en.format(each.number("en")))
        yield right("differs", callout(zh, each.data))
        yield right("differs", callout("", each.data, en=en))
        yield right("zh_en_number", callout(zh, each.data, en=en))
        yield right("qualifier", prose(zh), table(each.data))
        yield right("zh_en_qualifier", prose(zh, en), table(each.data))
        yield right("zh_en_one_side", prose(f"{zh}其余不变。", f"{en} The rest is unchanged."), table(each.data))
        yield wrong("differs", callout(each.zh.format(_digits_turned(each.number("zh-hans"))), each.data), also="unstated")
        yield wrong("differs", callout("", each.data, en=each.en.format(_digits_turned(each.number("en")))), also="unstated")
        plain = Datum(**{**vars(each.data), "qualifier": ""})
        if bound_of(each.data.qualifier):
            yield wrong("qualifier", callout(each.zh.format(each.number("zh-hans", plain)), each.data))
            yield wrong("qualifier", callout("", each.data, en=each.en.format(each.number("en", plain))))
            yield wrong("zh_en_qualifier", callout(zh, each.data, en=each.en.format(each.number("en", plain))), also="qualifier")
        else:
            for qualifier in (Qualifier.JIN, Qualifier.CHAOGUO):
                more = Datum(**{**vars(each.data), "qualifier": qualifier.value})
                yield wrong("qualifier", callout(each.zh.format(each.number("zh-hans", more)), each.data))
                yield wrong("qualifier", callout("", each.data, en=each.en.format(each.number("en", more))))
        ten = Datum(**{**vars(each.data), "value": each.data.value * 10})
        company = "differs unstated untied qualifier"
        if each.data.unit not in {"%", "个百分点", "人次"}:
            yield wrong("zh_en_scale", callout(zh, each.data, en=each.en.format(each.number("en", ten))), also=company)
        yield wrong("zh_en_number", callout(zh, each.data, en=each.en.format(_digits_turned(each.number("en")))), also=company)
        if each.data.unit in {"%", "个百分点"}:
            other = "percentage points" if each.data.unit == "%" else "%"
            bare = f"{each.data.value} {other}".replace(" %", "%")
            yield wrong("zh_en_percent", callout(zh, each.data, en=each.en.format(bare)), also=company)
        if each.data.unit.endswith(("元", "吨", "千瓦")):
            unit = {"元": "US dollars", "吨": "kg", "瓦": "kWh"}[each.data.unit[-1]]
            if each.data.unit.endswith("美元"):
                unit = "yuan"
            number = each.number("en").rsplit(" ", 2 if "dollars" in each.number("en") else 1)[0]
            yield wrong(
                "zh_en_unit", callout(zh, each.data, en=each.en.format(f"{number} {unit}")), also=company + " zh_en_scale zh_en_number"
            )
        if "2024" in each.zh and "2024" in each.en:
            yield wrong("zh_en_date", callout(zh, each.data, en=en.replace("2024", "2023")), also="as_of")
        yield wrong("zh_en_one_side", prose(zh + "另有37.5万人受益。", en + " Others benefited as well."), table(each.data), also="untied")


GOOD, BAD = right, wrong
SPECIAL: tuple[Planted, ...] = (
    # Numbers without a record
    BAD("untied", prose("2024年，中心处理工单6.42万件。")),
    BAD("untied", prose("", "In 2024 the centre handled 64,200 work orders.")),
    BAD("untied", prose("项目带动就业近1.3万人。"), table(datum("培训人次", "2800", "人次"))),
    BAD("untied", prose("两地相距一万两千多公里。")),
    BAD("untied", prose("近三成的企业完成了改造。")),
    GOOD("untied", prose("2024年，5G基站覆盖K12学校，取得ISO 14001认证，对应SDG 7。")),
    GOOD("untied", prose("±1100千伏特高压直流输电工程是世界500强企业参与建设的“十四五”项目。")),
    GOOD("untied", prose("", "The 23rd forum on the 2030 Agenda, under Goal 7 and Goals 9 and 13, used 5G and CO2 sensors.")),
    GOOD("untied", prose("公司从三个方面着手，分两个阶段推进，五大举措并行。")),
    GOOD("untied", prose("", "There are four reasons for this, set out in three sections.")),
    GOOD("untied", prose("2024年，处理工单6.42万件。"), table(datum("处理工单", "64200", "件"))),
    GOOD("untied", prose("2024年３月，处理工单６．４２万件。"), table(datum("处理工单", "6.42", "万件", period="2024-03"))),
    # Records that stand nowhere
    BAD("unstated", callout("2024年，两项工程都已完工。", datum("工程投资", "31.7", "亿元"))),
    BAD("unstated", callout("", datum("工程投资", "31.7", "亿元", en="Investment"), en="In 2024 both projects were completed.")),
    BAD("unstated", case("公司改造了生产线，能耗明显下降。", ("年节电量", "860", "万千瓦时"))),
    BAD("unstated", case("公司改造了生产线，年节电860万千瓦时。", ("年节电量", "860", "万千瓦时"), ("减少废水排放", "4.7", "万吨"))),
    GOOD("unstated", case("公司改造了生产线，年节电860万千瓦时。", ("年节电量", "860", "万千瓦时"))),
    GOOD("unstated", callout("2024年，工程投资31.7亿元。", datum("工程投资", "31.7", "亿元"))),
    # Two values
    BAD("two_values", table(datum("粗钢产量", "10.05", "亿吨"), datum("粗钢产量", "10.19", "亿吨"))),
    BAD("two_values", table(datum("数据中心数量", "449", "个", key="a")), table(datum("数据中心数量", "494", "个", key="a"))),
    BAD("two_values", case("项目共改造老旧锅炉320台，减少烟尘排放。", summary="项目共改造老旧锅炉230台。"), also="untied"),
    BAD("two_values", prose("", "The project replaced 320 old boilers.</p><p>The project replaced 230 old boilers."), also="untied"),
    BAD("two_values", prose("2024年全市新增公交车辆1250辆。2024年全市新增公交车辆1520辆。"), also="untied"),
    GOOD("two_values", table(datum("粗钢产量", "10.19", "亿吨", period="2023"), datum("粗钢产量", "10.05", "亿吨"))),
    GOOD("two_values", table(datum("工业增加值", "313071.1", "亿元", key="x"), datum("工业增加值", "31.3", "万亿元", key="x"))),
    # The same number with two dates
    BAD("as_of", table(datum("接入设备数", "96.4", "万台", period="../2024-06"), datum("接入设备数", "96.4", "万台", period="../2024-09"))),
    BAD("as_of", callout("截至2024年9月，接入设备96.4万台。", datum("接入设备", "96.4", "万台", period="../2024-06"))),
    BAD("as_of", callout("2023年，外贸货物吞吐量5.37亿吨。", datum("外贸货物吞吐量", "5.37", "亿吨"))),
    BAD("as_of", callout("", datum("设备", "96.4", "万台", period="../2024-06", en="Devices connected"), en="By September 2024, 964,000 devices were connected.")),
    GOOD("as_of", callout("截至2024年6月，接入设备96.4万台。", datum("接入设备", "96.4", "万台", period="../2024-06"))),
    GOOD("as_of", table(datum("绿色工厂", "2121", "家", period="../2020-12"), datum("绿色工厂", "2121", "家", period="2016/2020"))),
    # Totals and parts
    BAD("sums", breakdown(datum("援助国家", "80", "个"), datum("亚洲", "26", "个"), datum("非洲", "34", "个"), datum("欧洲", "4", "个"), datum("美洲", "10", "个"), datum("大洋洲", "8", "个"))),
    BAD("sums", breakdown(datum("总发电量", "94.2", "亿千瓦时"), datum("水电", "41.3", "亿千瓦时"), datum("风电", "36.8", "亿千瓦时"), datum("光伏", "19.1", "亿千瓦时"))),
    BAD("sums", prose("服务覆盖60个县：东部18个，中部22个，西部17个。"), also="untied"),
    BAD("sums", prose("", "The service reaches 60 counties: 18 in the east, 22 in the centre and 17 in the west."), also="untied"),
    BAD("sums", prose("共有专利540项，其中发明专利320项，实用新型专利260项。"), also="untied"),
    BAD("sums", breakdown(datum("构成", "100", "%"), datum("煤", "56.2", "%", key="c1"), datum("油气", "27.9", "%", key="c2"), datum("非化石", "19.4", "%", key="c3"))),
    GOOD("sums", breakdown(datum("援助国家", "80", "个"), datum("亚洲", "26", "个"), datum("非洲", "34", "个"), datum("欧洲", "4", "个"), datum("美洲", "10", "个"), datum("大洋洲", "6", "个"))),
    GOOD("sums", breakdown(datum("总发电量", "94.2", "亿千瓦时"), datum("水电", "41.3", "亿千瓦时"), datum("风电", "33.8", "亿千瓦时"), datum("光伏", "19.0", "亿千瓦时"))),
    GOOD("sums", prose("服务覆盖60个县：东部18个，中部22个，西部20个。"), table(datum("服务覆盖县", "60", "个"))),
    GOOD("sums", prose("", "The service reaches 60 counties: 18 in the east, 22 in the centre and 20 in the west."), table(datum("县", "60", "个", en="Counties reached"))),
    GOOD("sums", prose("共有专利540项，其中发明专利320项。"), table(datum("专利", "540", "项"), datum("发明专利", "320", "项"))),
    # Shares
    BAD("shares", prose("全部2600家重点企业中有1300家完成改造，占45%。"), table(datum("重点企业", "2600", "家"), datum("完成改造的重点企业", "1300", "家"), datum("完成改造的占比", "45", "%"))),
    BAD("shares", prose("", "Of the 2,600 key companies 1,300 have been converted, or 45%."), table(datum("重点企业", "2600", "家"), datum("完成改造", "1300", "家"), datum("占比", "45", "%"))),
    BAD("shares", table(datum("新能源车", "410", "万辆"), datum("汽车", "1600", "万辆"), datum("新能源车占汽车的比重", "35.6", "%"))),
    BAD("shares", prose("公司员工共8400人，其中女性2310人，占37.5%。"), table(datum("员工", "8400", "人"), datum("女性员工", "2310", "人"), datum("女性占比", "37.5", "%"))),
    GOOD("shares", prose("全部2600家重点企业中有1300家完成改造，占50%。"), table(datum("重点企业", "2600", "家"), datum("完成改造的重点企业", "1300", "家"), datum("完成改造的占比", "50", "%"))),
    GOOD("shares", prose("公司员工共8400人，其中女性2310人，占27.5%。"), table(datum("员工", "8400", "人"), datum("女性员工", "2310", "人"), datum("女性占比", "27.5", "%"))),
    GOOD("shares", prose("", "Of the 2,600 key companies 1,300 have been converted, or 50%."), table(datum("重点企业", "2600", "家"), datum("完成改造", "1300", "家"), datum("占比", "50", "%"))),
    # Growth
    BAD("growth", prose("产量由2020年的42.5万吨增长到2024年的61.2万吨，增长54%。"), table(datum("产量", "42.5", "万吨", period="2020"), datum("产量", "61.2", "万吨"), datum("增幅", "54", "%", change=True))),
    BAD("growth", prose("", "Output rose from 425,000 tonnes in 2020 to 612,000 tonnes in 2024, a growth of 54%."), table(datum("产量", "42.5", "万吨", period="2020"), datum("产量", "61.2", "万吨"), datum("增幅", "54", "%", change=True))),
    BAD("growth", prose("占比从24.6%提高到52.1%，提高25.5个百分点。"), table(datum("占比", "24.6", "%", period="2012"), datum("占比", "52.1", "%"), datum("提高", "25.5", "个百分点", change=True))),
    BAD("growth", table(datum("全年销售额", "84.2", "亿元", period="2023", key="s"), datum("全年销售额", "97.6", "亿元", key="s"), datum("全年销售额增长", "9.3", "%", change=True))),
    BAD("growth", prose("用户总数达到1.42亿户，全年净增712万户，增长7.3%。"), table(datum("用户总数", "1.42", "亿户"), datum("净增用户", "712", "万户"), datum("用户增长", "7.3", "%", change=True))),
    BAD("growth", table(datum("数字经济规模", "39.2", "万亿元"), datum("数字经济规模较上年增加", "3.3", "万亿元", change=True), datum("数字经济增速", "12.7", "%", change=True))),
    BAD("growth", prose("", "The share rose from 24.6% to 52.1%, up 25.5 percentage points."), table(datum("占比", "24.6", "%", period="2012"), datum("占比", "52.1", "%"), datum("提高", "25.5", "个百分点", change=True))),
    GOOD("growth", prose("产量由2020年的42.5万吨增长到2024年的61.2万吨，增长44%。"), table(datum("产量", "42.5", "万吨", period="2020"), datum("产量", "61.2", "万吨"), datum("增幅", "44", "%", change=True))),
    GOOD("growth", prose("占比从24.6%提高到52.1%，提高27.5个百分点。"), table(datum("占比", "24.6", "%", period="2012"), datum("占比", "52.1", "%"), datum("提高", "27.5", "个百分点", change=True))),
    GOOD("growth", table(datum("全年销售额", "84.2", "亿元", period="2023", key="s"), datum("全年销售额", "97.6", "亿元", key="s"), datum("全年销售额增长", "15.9", "%", change=True))),
    GOOD("growth", prose("用户总数达到1.42亿户，全年净增712万户，增长5.3%。"), table(datum("用户总数", "1.42", "亿户"), datum("净增用户", "712", "万户"), datum("用户增长", "5.3", "%", change=True))),
    # A level with another's growth
    BAD("level_growth", tiles((datum("机电产品出口金额", "106608", "亿元"), datum("高新技术产品出口金额增长", "6.5", "%", change=True)), (datum("高新技术产品出口金额", "53692", "亿元"), None))),
    BAD("level_growth", tiles((datum("水电装机容量", "37016", "万千瓦"), datum("职工平均工资增长", "6.8", "%", change=True)))),
    BAD("level_growth", prose("2024年，集成电路产量2614.7亿块，增长17.3%。"), table(datum("集成电路产量", "2614.7", "亿块"), datum("集成电路产量增长", "29.6", "%", change=True), datum("新能源汽车产量", "145.6", "万辆"), datum("新能源汽车产量增长", "17.3", "%", change=True))),
    GOOD("level_growth", tiles((datum("机电产品出口金额", "106608", "亿元"), datum("机电产品出口金额增长", "6.0", "%", change=True)), (datum("高新技术产品出口金额", "53692", "亿元"), datum("高新技术产品出口金额增长", "6.5", "%", change=True)))),
    GOOD("level_growth", prose("2024年，集成电路产量2614.7亿块，增长29.6%。"), table(datum("集成电路产量", "2614.7", "亿块"), datum("集成电路产量增长", "29.6", "%", change=True))),
    # Above 100 %
    BAD("over_hundred", table(datum("宽带普及率", "107.4", "%"))),
    BAD("over_hundred", prose("行政村5G覆盖率达到102%。"), table(datum("行政村5G通达", "102", "%", key="v"))),
    BAD("over_hundred", prose("", "Coverage of villages reached 102%."), table(datum("行政村通达", "102", "%", key="v"))),
    GOOD("over_hundred", prose("销量同比增长143.7%。"), table(datum("销量同比增长", "143.7", "%", change=True))),
    GOOD("over_hundred", prose("回收率达到100%。"), table(datum("回收率", "100", "%"))),
    # Copies
    BAD("copies", table(datum("工业产能利用率", "74.5", "%"), datum("单位增加值能耗降幅", "74.5", "%", change=True))),
    BAD("copies", table(datum("污水处理量", "3867.2", "万吨"), datum("固体废物产生量", "3867.2", "万吨"))),
    GOOD("copies", table(datum("工业产能利用率", "74.5", "%"), datum("单位增加值能耗降幅", "16.2", "%", change=True))),
    GOOD("copies", table(datum("污水处理量", "3867.2", "万吨"), datum("污水处理总量", "3867.2", "万吨"))),
    # Dates
    BAD("dates", prose("2024年2月30日，项目投产。")),
    BAD("dates", prose("", "The plant opened on 31 June 2024.")),
    BAD("dates", prose("截至2026年8月，项目安全运行。")),
    BAD("dates", table(datum("装机容量", "86.3", "万千瓦", period="2027"))),
    BAD("dates", prose("目前（2019年），公司运营充电桩3.46万个。"), table(datum("运营充电桩", "3.46", "万个", period="2019"))),
    GOOD("dates", prose("2024年2月29日，项目投产。")),
    GOOD("dates", prose("计划到2030年，碳排放力争达到峰值。")),
    GOOD("dates", table(datum("装机容量", "86.3", "万千瓦", period="2027", status="target"))),
    GOOD("dates", prose("", "The goal is carbon neutrality before 2060.")),
    # Cumulative totals
    BAD("cumulative", table(datum("累计植树", "46.2", "万棵", "", "../2023-12"), datum("累计植树", "41.8", "万棵", "", "../2024-12"))),
    BAD("cumulative", table(datum("累计放贷", "302", "亿元", "leiji", "../2024-03"), datum("累计放贷", "230", "亿元", "leiji", "../2024-11"))),
    GOOD("cumulative", table(datum("累计植树", "41.8", "万棵", "", "../2023-12"), datum("累计植树", "46.2", "万棵", "", "../2024-12"))),
    # Now, last year
    BAD("undated", prose("目前，平台服务用户286万户。"), table(datum("平台服务用户", "286", "万户"))),
    BAD("undated", prose("去年，公司减排二氧化碳4.18万吨。"), table(datum("减排二氧化碳", "4.18", "万吨"))),
    BAD("undated", prose("", "Last year the company saved 41,800 tonnes of water."), table(datum("节水", "4.18", "万吨"))),
    BAD("undated", prose("", "The platform currently serves 2.86 million users."), table(datum("平台服务用户", "286", "万户"))),
    BAD("undated", prose("今年新建站点1270个。"), table(datum("新建站点", "1270", "个"))),
    GOOD("undated", prose("截至2024年底，平台服务用户286万户。"), table(datum("平台服务用户", "286", "万户"))),
    GOOD("undated", prose("目前，发展不平衡的问题仍然突出。")),
    GOOD("undated", prose("2024年比上年增长12.6%。"), table(datum("比上年增长", "12.6", "%", change=True))),
    GOOD("undated", prose("", "At present development is still uneven.")),
    # Names
    BAD("names", case("远山电力有限公司与上海识装信息科技有限公司合作。上海识装信息技术有限公司提供平台。")),
    BAD("names", case("中国纺织工业联合会发出倡议。中国纺织工业协会联合会响应。"), expected="names"),
    BAD("names", case("远山电力股份有限公司建成了新电站。", organisation="远山电力有限公司")),
    BAD("names", prose("", "The Green Valley Foundation gave the money. The Green Vally Foundation also sent staff.")),
    GOOD("names", case("国网浙江省电力有限公司与国网江苏省电力有限公司合作。")),
    GOOD("names", case("远山电力有限公司建成了新电站，远山电力有限公司还培训了员工。")),
    GOOD("names", prose("中国铁建重工集团有限公司和中铁十四局集团有限公司联合打造。")),
    # Superlatives
    BAD("superlatives", prose("这是全球最大的海上风电场。")),
    BAD("superlatives", prose("公司建成国内首座零碳码头。")),
    BAD("superlatives", prose("", "It is the world's largest offshore wind farm.")),
    BAD("superlatives", prose("", "The company ranks first in the country in recycling.")),
    GOOD("superlatives", prose("据国际能源署统计，这是全球最大的海上风电场。")),
    GOOD("superlatives", prose("公司最大限度地减少浪费，第一季度开工。")),
    GOOD("superlatives", prose("", "According to the agency's statistics it is the world's largest offshore wind farm.")),
    # Chinese and English
    BAD("zh_en_scale", prose("发放疫苗1.2亿剂。", "It delivered 12 million doses."), table(datum("发放疫苗", "1.2", "亿剂")), also="untied"),
    BAD("zh_en_scale", prose("减排36万吨。", "It avoided 36,000 tonnes."), table(datum("减排", "36", "万吨")), also="untied"),
    BAD("zh_en_unit", prose("供电1600万千瓦时。", "It supplied 16 million kW."), table(datum("供电", "1600", "万千瓦时")), also="untied"),
    BAD("zh_en_percent", prose("占比提高2.4个百分点。", "The share rose by 2.4%."), table(datum("占比提高", "2.4", "个百分点", change=True)), also="untied"),
    BAD("zh_en_date", prose("2024年9月17日，中心揭牌。", "The centre opened on 19 September 2024.")),
    BAD("zh_en_date", prose("2021年5月，中心揭牌。", "The centre opened in May 2022.")),
    GOOD("zh_en_scale", prose("发放疫苗1.2亿剂。", "It delivered 120 million doses."), table(datum("发放疫苗", "1.2", "亿剂"))),
    GOOD("zh_en_scale", prose("面积1.5万亩。", "It covers 1,000 hectares."), table(datum("面积", "1.5", "万亩"))),
    GOOD("zh_en_number", prose("三分之二的员工参加，产量翻一番。", "Two thirds of the staff took part and output doubled."), table(datum("参加员工", "66.7", "%"), datum("产量倍数", "2", "倍"))),
    GOOD("zh_en_number", prose("产能为10万至15万辆。", "Capacity is 100,000 to 150,000 cars."), table(datum("产能下限", "10", "万辆"), datum("产能上限", "15", "万辆"))),
    GOOD("zh_en_date", prose("2024年9月17日，中心揭牌。", "The centre opened on 17 September 2024.")),
    GOOD("zh_en_date", prose("截至2024年2月底，已全部完成。", "By the end of February 2024 all was done.")),
)  # fmt: skip


def planted() -> list[Planted]:
    return [*statements(), *SPECIAL]
