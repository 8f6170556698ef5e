"""The words a report prints of its own, in both languages: whole phrases, with named places where something goes in.

They stand here and not in the translation catalogue, since a report is in the language it is written in, whoever asks for it.
"""

# name: (zh-Hans, English)
WORDS: dict[str, tuple[str, str]] = {
    "contents": ("目录", "Contents"),
    "cases-contents": ("案例一览", "The cases"),
    "chapter": ("第{number}章", "Chapter {number}"),
    "feature": ("专题", "Feature"),
    "sidebar": ("专栏", "Sidebar"),
    "untitled": ("（无标题）", "(untitled)"),
    "case": ("案例 {number}", "Case {number}"),
    "umbrella": ("综合案例 {number}", "Umbrella case {number}"),
    "figure": ("图 {number}", "Fig. {number}"),
    "in-this-chapter": ("本章内容", "In this chapter"),
    "development": ("{concept}发展", "{concept}"),
    "place": ("地点", "Place"),
    "period": ("时间", "Time"),
    "organisation": ("单位", "Organisation"),
    "goals": ("可持续发展目标", "Sustainable Development Goals"),
    "goal": ("目标 {number}", "Goal {number}"),
    "figures": ("更多数据", "More figures"),
    "indicator": ("指标", "Indicator"),
    "value": ("数值", "Value"),
    "date": ("时间", "Period"),
    "remarks": ("说明", "Remarks"),
    "change": ("变化", "Change"),
    "concept": ("发展理念", "Concept"),
    "part-title": ("部分", "Part"),
    "case-title": ("案例", "Case"),
    "unit-name": ("单位", "Unit"),
    "as-printed": ("印出的写法", "As printed"),
    "status": ("性质", "Status"),
    "source-name": ("资料来源", "Source"),
    "note-name": ("注", "Note"),
    "page-sign": ("页码", "p."),
    "before": ("此前", "Before"),
    "after": ("此后", "After"),
    "total": ("总计", "Total"),
    "rest": ("其余", "Other"),
    "unit": ("单位：{unit}", "In {unit}"),
    "source": ("资料来源：{source}", "Source: {source}"),
    "note": ("注：{note}", "Note: {note}"),
    "status-target": ("目标", "Target"),
    "status-forecast": ("预测", "Forecast"),
    "up": ("上升", "up"),
    "down": ("下降", "down"),
    "level": ("持平", "level"),
    "reported": ("转述", "reported speech"),
    "photo-credit": ("供图：{credit}", "Picture: {credit}"),
    "stand-in": ("示意图，由本系统绘制，非原照片", "Stand-in drawn for this edition, not the photograph"),
    "cited": ("引用文件", "Document cited"),
    "sheet-stamp": ("单位盖章 Stamp", "Stamp"),
    "sheet-signature": ("负责人签字 Signature", "Signature"),
    "sheet-day": ("日期 Date", "Date"),
    "sheet-check": (
        "登录后可核对本页是否仍为现行内容。Sign in to see whether this is the present text.",
        "Sign in to see whether this is the present text.",
    ),
    "video": ("扫码观看视频", "Scan to watch the video"),
    "qr": ("二维码，指向 {url}", "QR code leading to {url}"),
    "bar-chart": ("柱状图：{label}。{points}。", "Bar chart: {label}. {points}."),
    "line-chart": ("折线图：{label}。{points}。", "Line chart: {label}. {points}."),
    "indexes": ("索引", "Indexes"),
    "index-goals": ("可持续发展目标索引", "Index of goals"),
    "index-concepts": ("发展理念索引", "Index of concepts"),
    "index-organisations": ("单位索引", "Index of organisations"),
    "index-documents": ("引用文件", "Documents cited"),
    "index-tables": ("图表目录", "Charts and tables"),
    "index-pictures": ("图片目录", "Pictures and credits"),
    "no-case": ("本报告没有这一目标的案例", "No case in this report"),
    "page": ("第 {page} 页", "p. {page}"),
    "imprint": ("版权页", "Imprint"),
    "edition": ("{year} 年度报告 · 简体中文版", "Report for {year} · English edition"),
    "edition-number": ("第 {number} 版", "Edition {number}"),
    "edition-none": ("未定版", "not frozen"),
    "imprint-cases": (
        "本报告收录案例 {cases} 个、数据 {data} 项、图片 {pictures} 幅。",
        "This report holds {cases} cases, {data} figures and {pictures} pictures.",
    ),
    "imprint-marks": (
        "数值前后的文字（超、约、以上等）是数据的一部分，按原始表述印出。标有“目标”或“预测”的数值不是已经实现的结果。",
        "Words beside a number (more than, about …) belong to it and are printed as given. A number marked “Target” or “Forecast” "
        "is not a result already reached.",
    ),
    "imprint-reported": (
        "标有“转述”的引语由编者转述，不是说话人的原话。",
        "A quotation marked “reported speech” is given in the editors' words, not in the speaker's.",
    ),
    "claim-declared": ("企业自报", "Declared by the company"),
    "claim-checked": ("协会核实", "Checked by the association"),
    "claim-assured": ("第三方鉴证", "Assured by a third party"),
    "site": ("案例集", "Casebook"),
    "cite": ("引用格式", "How to cite"),
    "short-address": ("永久地址", "Permanent address"),
    "issued": ("第 {number} 版，{day}发布。", "Revision {number}, published on {day}."),
    "fallback-zh": ("", "in Chinese"),
    "fallback-en": ("原文为英文", ""),
}


def words(language: str) -> dict[str, str]:
    return {name: pair[language == "en"] for name, pair in WORDS.items()}


def word(name: str, language: str, **values: object) -> str:
    return WORDS[name][language == "en"].format(**values)
