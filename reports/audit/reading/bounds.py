"""What a qualifier says of the number beside it, in both languages. 达, 共 and 仅 colour a sentence and leave the number as it is."""

from enum import StrEnum

from cases.enums import Qualifier


class Bound(StrEnum):
    EXACT = ""
    OVER = "over"
    LEAST = "least"
    UNDER = "under"
    MOST = "most"
    NEARLY = "nearly"
    ABOUT = "about"

    def agrees(self, other: "Bound") -> bool:
        """超过 and 以上, 近 and 不到 are told apart by style, not by what they say."""
        return self == other or any({self, other} <= group for group in _ALIKE)


_ALIKE = ({Bound.OVER, Bound.LEAST}, {Bound.UNDER, Bound.MOST}, {Bound.NEARLY, Bound.UNDER})

BEFORE_ZH = {
    Bound.OVER: ("均超过", "都超过", "超过", "超出", "超", "逾", "突破", "高于", "多于", "大于", "冲破"),
    Bound.LEAST: ("不少于", "不低于", "不小于", "至少", "最少"),
    Bound.MOST: ("不超过", "不高于", "不多于", "不大于", "最多", "至多", "最大达", "最大"),
    Bound.UNDER: ("不到", "不足", "不及", "少于", "低于", "小于", "未达"),
    Bound.NEARLY: ("将近", "接近", "近"),
    Bound.ABOUT: ("大约", "大概", "约为", "约合", "约", "大致"),
    Bound.EXACT: (
        "均达到",
        "均达",
        "达到",
        "高达",
        "多达",
        "达",
        "累计",
        "总计",
        "合计",
        "共计",
        "共有",
        "共",
        "仅有",
        "仅为",
        "仅",
        "预计",
        "年均",
    ),
}
AFTER_ZH = {
    Bound.LEAST: ("及以上", "或以上", "以上"),
    Bound.MOST: ("及以下", "或以下", "以下", "以内", "之内"),
    Bound.ABOUT: ("左右", "上下"),
    Bound.OVER: ("有余", "还多", "多"),
    Bound.UNDER: ("不到",),
}
# Right after the digits or their scale: 200多名, 4万余户.
WITHIN_ZH = {"多": Bound.OVER, "余": Bound.OVER, "几": Bound.ABOUT}

BEFORE_EN = {
    Bound.OVER: (
        *("each more than", "more than", "well over", "just over", "slightly over", "over", "exceeding", "exceeded", "exceeds", "exceed"),
        *("greater than", "higher than", "surpassed", "surpassing", "passed", "topped", "above", "beyond"),
    ),
    Bound.LEAST: ("at least", "no less than", "not less than", "no fewer than", "not fewer than", "upwards of", "a minimum of"),
    Bound.MOST: ("at or below", "at most", "up to", "no more than", "not more than", "not exceeding", "a maximum of"),
    Bound.UNDER: ("less than", "fewer than", "lower than", "just under", "under", "below", "short of"),
    Bound.NEARLY: ("nearly", "almost", "close to", "approaching"),
    Bound.ABOUT: ("approximately", "around", "about", "roughly", "some", "several", "circa", "in the region of", "an estimated"),
    Bound.EXACT: (
        *(
            "a yearly average of",
            "an average of",
            "a cumulative",
            "a combined",
            "cumulatively",
            "a total of",
            "an expected",
            "each reaching",
        ),
        *("as high as", "as many as", "reaching", "reached", "together", "only", "just", "a"),
    ),
}
AFTER_EN = {
    Bound.LEAST: ("or more", "or above", "or higher", "and above", "and more", "plus", "+"),
    Bound.MOST: ("or less", "or below", "or fewer", "or lower", "and below"),
    Bound.ABOUT: ("or so", "or thereabouts"),
}


def _by_word(groups: dict[Bound, tuple[str, ...]]) -> dict[str, Bound]:
    return {word: bound for bound, words in groups.items() for word in words}


ZH_BEFORE, ZH_AFTER = _by_word(BEFORE_ZH), _by_word(AFTER_ZH)
EN_BEFORE, EN_AFTER = _by_word(BEFORE_EN), _by_word(AFTER_EN)


def bound_of(qualifier: str) -> Bound:
    """What a record's qualifier says."""
    word = Qualifier(qualifier).zh
    return WITHIN_ZH.get(word) or ZH_BEFORE.get(word) or ZH_AFTER.get(word) or Bound.EXACT
