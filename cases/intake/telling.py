"""What a line of an untidy document is, told by its words: a field's label, a caption, English, a quotation, a goal, a video."""

import re
import unicodedata
from collections.abc import Iterator

# Fields by what a form or a letter calls them, before a colon, a line break or in the cell to the left.
LABELS = {
    "title": ("案例名称", "案例标题", "项目名称", "标题", "题目", "title"),
    "title_en": ("英文标题", "英文名称", "案例英文名称", "english title"),
    "organisation": ("申报单位", "企业名称", "单位名称", "公司名称", "所属单位", "organisation", "company"),
    "summary": ("案例摘要", "案例简介", "内容摘要", "摘要", "简介", "summary", "abstract"),
    "summary_en": ("英文摘要", "英文简介", "english summary", "english abstract"),
    "place": ("实施地点", "所在地区", "所在地", "地点", "place"),
    "body": ("案例正文", "主要内容", "案例内容", "正文", "text"),
    "body_en": ("英文正文", "英文内容", "english text", "english version", "英文版"),
    "concepts": ("新发展理念", "发展理念", "development concepts", "development concept"),
    "goals": ("可持续发展目标", "对应目标", "对应SDG", "SDGs", "sustainable development goals"),
    "video": ("视频链接", "视频地址", "视频", "video"),
}
FIELD_OF = {word.lower(): name for name, words in LABELS.items() for word in words}
LABELLED = re.compile(
    rf"^[【\[]?\s*({'|'.join(sorted(map(re.escape, FIELD_OF), key=len, reverse=True))})(?:\s*[】\]]?\s*[:：]|\s*[】\]]|\s+|$)\s*(.*)$",
    re.I | re.S,
)
# Fields that hold either language, each in a column of its own.
BOTH = {"title", "summary", "place"}

CAPTION = re.compile(r"^(?:图|图片|照片|figure|fig\.?|photo)\s*[\d一二三四五六七八九十]*\s*[:：.、—-]?\s*\S", re.I)
# Above a picture, or where a picture has its caption already, a sentence that begins with 图书馆 is none.
SURE_CAPTION = re.compile(r"^(?:图|图片|照片|figure|fig\.?|photo)\s*(?:[\d一二三四五六七八九十]{1,3}\b|[\d]{1,3}|[:：])", re.I)
LONGEST_CAPTION = 120
LONGEST_HEADING = 40

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]*")
# Fewer words are a name or a number in a Chinese text.
ENGLISH_WORDS = 5

SAID_BY = re.compile(r"^(?P<open>[“\"「])(?P<text>[^“”\"「」]{4,600})(?P<close>[”\"」])\s*(?P<dash>[—–-]{1,3})\s*(?P<who>\S.{0,200})$")
SAID = re.compile(
    r"^(?P<who>[^，。,.“”：:\s]{2,40})(?P<verb>介绍说|表示|指出|认为|谈到|说道|说)(?P<sign>[，,：:])\s*"
    r"(?P<open>“)(?P<text>[^“”]{4,600})(?P<close>”)(?P<end>[。]?)$"
)
WHO = re.compile(r"^(?P<speaker>[^，,（(、\s]{2,40})(?P<sign>[，,（(]\s*)(?P<role>.{2,160}?)(?P<end>[）)]?)$")

GOAL = re.compile(r"(?:SDGs?|可持续发展目标|目标|Goal)\s*[-—第]?\s*(1[0-7]|[1-9])(?![\d.．%％]|\s*(?:万|亿|个|项|年|月|吨|家|名))", re.I)
CONCEPTS = ("创新", "协调", "绿色", "开放", "共享")
CONCEPT = re.compile(rf"({'|'.join(CONCEPTS)})(?:发展)?理念")
URL = re.compile(r"https?://[^\s，。；、（）()<>“”\"']+", re.I)
VIDEO_HOSTS = ("v.qq.com", "bilibili.com", "youku.com", "iqiyi.com", "ixigua.com", "douyin.com", "youtube.com", "youtu.be", "vimeo.com")
MOST = 10


def languages(texts: list[str]) -> list[str]:
    """For each text zh_hans or en. A short one in Latin letters goes with what follows if that is English, else with what stands before."""
    sure = ["zh_hans" if HAN.search(text) else "en" if len(LATIN.findall(text)) >= ENGLISH_WORDS else "" for text in texts]
    following = [""] * len(sure)
    for at in range(len(sure) - 1, 0, -1):
        following[at - 1] = sure[at] or following[at]
    found = []
    last = "zh_hans"
    for text, language, after in zip(texts, sure, following, strict=True):
        last = language or ("en" if after == "en" and LATIN.search(text) else last)
        found.append(last)
    return found


def is_english(text: str) -> bool:
    return not HAN.search(text) and bool(LATIN.search(text))


def quotation(text: str) -> dict[str, str] | None:
    """A paragraph that is what somebody said and who said it; `marks` are the signs around, which a page prints by itself."""
    if match := SAID_BY.match(text):
        who = _who(match["who"])
        return {"text_zh_hans": match["text"], **who, "marks": match["open"] + match["close"] + match["dash"] + who["marks"]}
    if match := SAID.match(text):
        marks = match["verb"] + match["sign"] + match["open"] + match["close"] + match["end"]
        return {"text_zh_hans": match["text"], "speaker_zh_hans": match["who"], "role_zh_hans": "", "marks": marks}
    return None


def _who(text: str) -> dict[str, str]:
    match = WHO.match(text)
    if not match:
        return {"speaker_zh_hans": text, "role_zh_hans": "", "marks": ""}
    return {"speaker_zh_hans": match["speaker"], "role_zh_hans": match["role"], "marks": match["sign"] + match["end"]}


def named(text: str) -> Iterator[tuple[str, str]]:
    """Goals and concepts that a text names as such: (vocabulary, number or name), each once."""
    even = unicodedata.normalize("NFKC", text)
    yield from dict.fromkeys(("goal", number) for number in GOAL.findall(even))
    yield from dict.fromkeys(("concept", name) for name in CONCEPT.findall(even))


def videos(text: str) -> Iterator[tuple[str, str]]:
    """(title, address) of what leads to a site of videos: the title is what stands before it in its line."""
    found = {}
    for line in text.splitlines():
        for match in URL.finditer(line):
            address = match[0].rstrip(".,;!?")
            host = address.split("/")[2].lower().split("@")[-1].split(":")[0]
            if any(host == known or host.endswith(f".{known}") for known in VIDEO_HOSTS):
                found.setdefault(address, URL.sub("", line[: match.start()]).strip(" ：:，,（(")[-160:])
    return iter([(title, address) for address, title in found.items()][:MOST])
