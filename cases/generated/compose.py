"""One invented case out of its number and a seed: the same pair gives the same case on every machine. No database, no clock."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from cases.document import CaseDocument, FigureDoc, OrganisationRef, QuotationDoc, TagRef, Text
from cases.generated import sentences as say
from cases.generated.pattern import Chance, Facts, Pattern, any_of, pick
from cases.generated.vocabulary import (
    CONCEPT_TAGS,
    GOAL_TAGS,
    PLACES,
    PREFIX,
    REGION_TAGS,
    SECTOR_TAGS,
    TARGET_TAGS,
    Company,
    companies,
    topics,
)
from cases.generated.words import DAWN, LIGHT, OCCASIONS, OFFICES, ROLES, SITES, SURNAMES, TECHNOLOGIES, THEMES, UNDERTAKINGS
from cases.units import RANK

FIRST_YEAR, YEARS = 2012, 13
CLAIMS = ("declared", "checked", "assured")
STATUSES = ("fact",) * 12 + ("target",) * 2 + ("forecast",)
QUALIFIERS = ("", "yue", "chaoguo", "jin", "leiji", "da", "zhishao", "yishang", "budao", "zuoyou")

# Label, English label, unit, least, most, digits after the point.
Measure = tuple[str, str, str, float, float, int]
MEASURES: tuple[Measure, ...] = (
    ("年节电量", "Electricity saved a year", "万千瓦时", 12, 9_600, 0),
    ("年减排二氧化碳", "CO₂ avoided a year", "万吨", 0.2, 86, 2),
    ("总投资", "Investment", "亿元", 0.3, 120, 1),
    ("单位产值能耗下降", "Less energy per unit of output", "%", 3, 48, 1),
    ("受益人数", "People reached", "万人", 0.1, 640, 1),
    ("新增就业", "Jobs created", "人", 12, 4_800, 0),
    ("年节约成本", "Costs saved a year", "万元", 20, 9_800, 0),
    ("废料回收率", "Waste recovered", "%", 41, 99.6, 1),
    ("光伏装机容量", "Solar capacity installed", "万千瓦", 0.1, 240, 1),
    ("年发电量", "Electricity generated a year", "亿千瓦时", 0.1, 36, 2),
    ("智能终端", "Smart devices in use", "万台", 0.2, 320, 1),
    ("培训人次", "Training places", "次", 120, 86_000, 0),
    ("产品合格率", "Products without fault", "%", 96, 99.99, 2),
    ("停电时间缩短", "Shorter outages", "小时", 1, 36, 1),
    ("覆盖公里数", "Length covered", "公里", 8, 5_200, 0),
    ("直流电压", "Voltage", "千伏", 400, 1_100, 0),
    ("响应时延", "Response time", "毫秒", 5, 180, 0),
    ("服务学校", "Schools served", "所", 4, 2_600, 0),
    ("电动车辆", "Electric vehicles", "辆", 20, 38_000, 0),
    ("合作国家", "Countries", "个国家", 3, 96, 0),
    ("修复面积", "Land restored", "平方公里", 0.5, 860, 1),
    ("年供应疫苗", "Vaccine supplied a year", "亿剂", 0.1, 9, 1),
    ("缩短工期", "Time gained in building", "个月", 1, 18, 0),
    ("改造楼宇", "Buildings refitted", "栋", 2, 960, 0),
    ("带动农户", "Farm households", "万户", 0.1, 42, 1),
    ("国内行业排名", "Rank in the trade", "位", 1, 30, 0),
    ("出口额", "Exports", "亿美元", 0.1, 48, 2),
    ("参与企业", "Companies that take part", "家", 5, 3_400, 0),
)

# The goals that a concept's cases serve most, so that the matrix of both is not even.
GOALS_BY_CONCEPT = (
    (9, 8, 12, 7, 11, 4, 3, 13, 17, 2, 6, 10, 16, 1, 15, 5, 14),
    (11, 10, 8, 9, 1, 17, 7, 4, 3, 16, 6, 2, 12, 13, 5, 15, 14),
    (13, 7, 12, 11, 9, 15, 6, 14, 8, 17, 2, 3, 1, 4, 10, 16, 5),
    (17, 9, 8, 7, 13, 11, 4, 3, 10, 16, 12, 1, 2, 6, 14, 15, 5),
    (3, 4, 1, 10, 2, 5, 11, 8, 6, 9, 17, 16, 7, 12, 13, 15, 14),
)


def compose_case(number: int, seed: int) -> CaseDocument:
    """Case `number` (from 1) of a seed, as it would be frozen from its rows: tags in the rows' order, texts cleaned.

    ValueError when `number` is less than 1 or `seed` negative.
    """
    if number < 1 or seed < 0:
        raise ValueError(f"number is {number} and seed {seed}; a number begins at 1, a seed at 0.")
    # Making a generator costs as much as fifteen hashes of our own; a case makes two hundred choices, and each is four times cheaper by it.
    chance = Random(seed << 40 | number).random
    company = _zipf(companies(), chance)
    region = company.region if chance() < 0.8 else any_of(REGION_TAGS, chance)
    filed = _topics(chance)
    year = FIRST_YEAR + int(YEARS * chance() ** 0.6)
    story = Story(*_facts(company, region, filed[0], year, chance), in_english=chance() < 0.6, chance=chance)
    figures = _figures(story)
    story.tell_of(figures[0])
    return CaseDocument(
        slug=f"{PREFIX}{seed}-{number}",
        year=year,
        title=story.text(say.TITLES, say.TITLES_EN),
        summary=story.text(say.SUMMARIES, say.SUMMARIES_EN),
        body=Text(_body(story.zh, chance), _english_body(story.en, chance) if story.in_english else ""),
        organisation=company.ref,
        organisations=_others(company, chance),
        place=story.both(region.name.zh_hans + story.zh["town"], f"{story.en['town']}, {region.name.en}"),
        period=_period(year, chance),
        tags=_tags(story, company, region, filed),
        figures=figures,
        quotations=tuple(_quotation(story) for _n in range(int(3 * chance() ** 1.4))),
    )


@dataclass(frozen=True)
class Story:
    """What one case is about, as the places in sentences are called, and whether it is told in English too."""

    zh: Facts
    en: Facts
    in_english: bool
    chance: Chance

    def text(self, chinese: tuple[Pattern, ...], english: tuple[Pattern, ...]) -> Text:
        zh = pick(chinese, self.chance).fill(self.zh, self.chance)
        return Text(zh, _sentence(pick(english, self.chance).fill(self.en, self.chance)) if self.in_english else "")

    def both(self, zh: str, en: str) -> Text:
        return Text(zh, en if self.in_english else "")

    def tell_of(self, figure: FigureDoc) -> None:
        """From now on sentences can name this number."""
        self.zh["key"] = figure.label.zh_hans + str(figure.quantity("zh-hans")).replace(" ", "")
        self.en["key"] = f"{_in_a_sentence(figure.label.en)} {figure.quantity('en')}"

    def reasoned(self, tag: TagRef, rank: str) -> TagRef:
        self.zh["goal"], self.en["goal"] = tag.name.zh_hans, tag.name.en
        return TagRef(tag.vocabulary, tag.slug, tag.name, tag.code, tag.colour, rank, self.text(say.REASONS, say.REASONS_EN))


def _facts(company: Company, region: TagRef, topic: TagRef, year: int, chance: Chance) -> tuple[Facts, Facts]:
    """What the sentences speak of, in Chinese and in English; the first figure (`key`) is still to come."""
    town, town_en = pick(PLACES, chance)
    (dawn, dawn_en), (light, light_en), (kind, kind_en) = pick(DAWN, chance), pick(LIGHT, chance), pick(UNDERTAKINGS, chance)
    (tech, tech_en), (theme, theme_en), (site, site_en) = pick(TECHNOLOGIES, chance), pick(THEMES, chance), pick(SITES, chance)
    zh = {
        "org": company.ref.short_name.zh_hans,
        "region": region.name.zh_hans,
        "town": town,
        "plan": dawn + light + kind,
        "tech": tech,
        "theme": theme,
        "site": site,
        "topic": topic.name.zh_hans,
        "year": str(year),
        "before": str(year - 1),
    }
    en = {
        "org": company.ref.short_name.en,
        "region": region.name.en,
        "town": town_en,
        "plan": f"{(dawn_en + light_en).capitalize()} {kind_en}",
        "tech": tech_en,
        "theme": theme_en,
        "site": site_en,
        "topic": topic.name.en.lower(),
        "year": zh["year"],
        "before": zh["before"],
    }
    return zh, en


# --- What it is filed under ----------------------------------------------------------------------------------------


def _topics(chance: Chance) -> tuple[TagRef, ...]:
    """One to six; the first name of the list is on one case in four, the last on one in five thousand."""
    found = [_zipf(topics(), chance) for _n in range(1 + int(6 * chance() ** 1.2))]
    return tuple({topic.slug: topic for topic in found}.values())


def _tags(story: Story, company: Company, region: TagRef, filed: tuple[TagRef, ...]) -> tuple[TagRef, ...]:
    """In four cases of five a concept; one to four goals, the primary first; the rest. In the order that rows are read in."""
    concept = int(len(CONCEPT_TAGS) * story.chance() ** 1.4)
    chosen = [pick(GOALS_BY_CONCEPT[concept], story.chance) for _n in range(1 + int(4 * story.chance()))]
    primary, *others = dict.fromkeys(chosen)
    return (
        *([story.reasoned(CONCEPT_TAGS[concept], "primary")] if story.chance() < 0.8 else []),
        story.reasoned(GOAL_TAGS[primary - 1], "primary"),
        *[story.reasoned(GOAL_TAGS[goal - 1], "secondary") for goal in sorted(others)],
        region,
        *_sectors(company, story.chance),
        *_targets(primary, story.chance),
        *filed,
    )


def _sectors(company: Company, chance: Chance) -> list[TagRef]:
    """The company's own, with another in one case of six."""
    other = any_of(SECTOR_TAGS, chance) if chance() < 0.16 else company.sector
    return [sector for sector in SECTOR_TAGS if sector is company.sector or sector is other]


def _targets(goal: int, chance: Chance) -> list[TagRef]:
    """Of its primary goal, in two cases of five one or two."""
    found = {int(len(TARGET_TAGS[goal - 1]) * chance()) for _n in range(int(5 * chance()) - 2)}
    return [TARGET_TAGS[goal - 1][place] for place in sorted(found)]


def _others(company: Company, chance: Chance) -> tuple[OrganisationRef, ...]:
    """In one case of three, one or two companies besides its own, each with its part."""
    if chance() > 0.33:
        return ()
    found = {other.number: other.ref for other in (_zipf(companies(), chance), any_of(companies(), chance)) if other is not company}
    return tuple(
        OrganisationRef(ref.slug, ref.name, ref.short_name, ref.kind, Text(*pick(ROLES, chance)))
        for ref in list(found.values())[: 1 + int(2 * chance())]
    )


def _period(year: int, chance: Chance) -> str:
    return ("", str(year), f"{year - 1}/{year}", f"{year - 2 - int(4 * chance())}/{year}", f"{year}-{1 + int(12 * chance()):02}/..")[
        int(5 * chance())
    ]


def _zipf[T](of: tuple[T, ...], chance: Chance) -> T:
    """The second half as often as the first, the third a third as often."""
    return of[int((len(of) + 1) ** chance()) - 1]


# --- Text ----------------------------------------------------------------------------------------------------------


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _in_a_sentence(label: str) -> str:
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _body(zh: Facts, chance: Chance) -> str:
    """Background, what was done in one to three paragraphs, what came of it, and in most an outlook; 500 to 900 Han characters."""
    parts = [_paragraph(say.BACKGROUND, 4, zh, chance)]
    if headed := chance() < 0.35:
        parts.insert(0, _heading(zh, chance))
    done = _several(say.PRACTICE, 6 + int(4 * chance()), zh, chance)
    size = 3 + int(3 * chance())
    for start in range(0, len(done), size):
        if headed and start == 0:
            parts.append(_heading(zh, chance))
        parts.append(f"<p>{''.join(done[start : start + size])}</p>")
    if chance() < 0.2:
        items = "".join(f"<li><p>{point}；</p></li>" for point in _several(say.POINTS, 3, zh, chance))
        parts.append(f"<ul>{items}</ul>")
    parts.append(_paragraph(say.RESULTS, 3 + int(2 * chance()), zh, chance))
    if chance() < 0.8:
        parts.append(_paragraph(say.OUTLOOK, 2, zh, chance))
    return "".join(parts)


def _heading(zh: Facts, chance: Chance) -> str:
    return f"<h3>{any_of(say.HEADINGS, chance).fill(zh, chance)}</h3>"


def _paragraph(of: tuple[Pattern, ...], count: int, facts: Facts, chance: Chance) -> str:
    return f"<p>{''.join(_several(of, count, facts, chance))}</p>"


def _several(of: tuple[Pattern, ...], count: int, facts: Facts, chance: Chance) -> list[str]:
    """So many different ones, in the order in which they stand in the list."""
    start, spread = chance(), len(of) / count
    return [of[int((n + start) * spread)].fill(facts, chance) for n in range(count)]


def _english_body(en: Facts, chance: Chance) -> str:
    first, second = _several(say.BODY_EN, 6, en, chance), _several(say.BODY_EN[::-1], 3, en, chance)
    return f"<p>{' '.join(map(_sentence, first))}</p><p>{' '.join(map(_sentence, second))}</p>"


# --- Figures and quotations ----------------------------------------------------------------------------------------


def _figures(story: Story) -> tuple[FigureDoc, ...]:
    """Two to six; one to four of them key, always the first, which is a fact."""
    chance = story.chance
    count = 2 + int(5 * chance())
    keys = 1 + int(min(4, count) * chance())
    start = int(len(MEASURES) * chance())
    # Five and the number of measures have no divisor in common, so that none comes twice.
    return tuple(_figure(MEASURES[(start + 5 * n) % len(MEASURES)], n, n < keys, story) for n in range(count))


def _figure(measure: Measure, place: int, is_key: bool, story: Story) -> FigureDoc:
    label, label_en, unit, least, most, digits = measure
    chance, year, before = story.chance, story.zh["year"], story.zh["before"]
    return FigureDoc(
        label=story.both(label, label_en),
        value=Decimal(f"{least * (most / least) ** chance():.{digits}f}"),
        unit=unit,
        qualifier="" if unit == RANK else pick(QUALIFIERS, chance),
        period=("", year, f"{before}/{year}", f"../{year}-12")[int(4 * chance())],
        status=any_of(STATUSES, chance) if place else "fact",
        claim=pick(CLAIMS, chance),
        source=Text(pick(say.SOURCES, chance).fill(story.zh, chance)) if chance() < 0.3 else Text(),
        note=Text(pick(say.NOTES, chance).fill(story.zh, chance)) if chance() < 0.2 else Text(),
        is_key=is_key,
    )


def _quotation(story: Story) -> QuotationDoc:
    chance = story.chance
    (office, office_en), (occasion, occasion_en) = pick(OFFICES, chance), pick(OCCASIONS, chance)
    surname, surname_en = any_of(SURNAMES, chance)
    return QuotationDoc(
        text=story.text(say.QUOTATIONS, say.QUOTATIONS_EN),
        form="verbatim" if chance() < 0.8 else "reported",
        speaker=story.both(f"{surname}某", surname_en),
        role=story.both(story.zh["org"] + office, f"{_sentence(office_en)}, {story.en['org']}"),
        occasion=story.both(occasion, _sentence(occasion_en)),
        date=f"{story.zh['year']}-{1 + int(12 * chance()):02}" if chance() < 0.7 else "",
    )
