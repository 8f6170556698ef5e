"""What the API answers about cases. Each field that leaves is named here; whatever else a document holds stays inside.

Texts are given in both languages without a fallback: an empty string says that there is none.
"""

import datetime as dt
from typing import Any

from django.db.models import TextChoices
from pydantic import BaseModel, ConfigDict, Field

from cases.enums import Claim, QuotationForm, Rank, Status, Vocabulary

EDTF = "EDTF: 2020, 2020-09, 2021-09-17, 2016/2019 (from, to), ../2021-08 (until), 2016/.. (since); empty when the source gives no date."
DECIMAL = r"^-?\d+(\.\d+)?$"


def example(**value: Any) -> ConfigDict:
    return ConfigDict(frozen=True, json_schema_extra={"examples": [value]})


def example_of(model: type[BaseModel]) -> dict[str, Any]:
    extra: Any = model.model_config["json_schema_extra"]
    value: dict[str, Any] = extra["examples"][0]
    return value


def one_of(kind: type[TextChoices], description: str | None = None) -> Any:
    """A field that holds a member's value; the members are named in the description of the API."""
    return Field(description=description, json_schema_extra={"enum": list(kind.values)})


def in_both(zh_hans: str, en: str) -> dict[str, str]:
    return {"zh-hans": zh_hans, "en": en}


class Both(BaseModel):
    """A text in simplified Chinese and in English; empty where there is none."""

    model_config = example(**in_both("绿色", "Green"))

    zh_hans: str = Field(serialization_alias="zh-hans", description="Simplified Chinese")
    en: str = Field(description="English")


class Problem(BaseModel):
    """What was wrong with a request, and what was expected."""

    model_config = example(
        field="page_size", message=in_both("确保该值小于或等于 100。", "Ensure this value is less than or equal to 100.")
    )

    field: str | None = Field(description="The parameter that it is about, if any")
    message: Both


class Failure(BaseModel):
    """The answer to a request that cannot be met; as many problems as were found."""

    model_config = example(errors=[example_of(Problem)])

    errors: tuple[Problem, ...]


class Organisation(BaseModel):
    """The organisation that owns a case, or one that the case names."""

    model_config = example(slug="state-grid", name=in_both("国家电网", "State Grid"))

    slug: str = Field(description="Its name in addresses and in the parameter `organisation`")
    name: Both


class Figure(BaseModel):
    """A number that the case claims, as printed."""

    model_config = example(
        label=in_both("年减排量", "Emissions saved a year"), value="12.50", unit="万吨", qualifier="超过", period="2020", status="fact"
    )

    label: Both
    value: str = Field(description="A decimal with the digits as printed", pattern=DECIMAL)
    unit: str = Field(description="As printed, with its Chinese scale: 万千瓦时 is ten thousand kilowatt-hours")
    qualifier: str = Field(description="The Chinese word printed with the number (超过, 约, 以上 …), or empty")
    period: str = Field(description=EDTF)
    status: str = one_of(Status, "What the number claims to be")


class CaseSummary(BaseModel):
    """A published case as lists give it."""

    model_config = example(
        slug="rural-solar",
        url="https://casebook.example/cases/rural-solar/",
        title=in_both("山村光伏", "Solar power for mountain villages"),
        summary=in_both("十二个村庄用上了光伏电。", "Twelve villages now run on solar power."),
        organisation=example_of(Organisation),
        organisations=[],
        concepts=["green"],
        sdgs=[7, 13],
        topics=["solar-power"],
        year=2021,
        figures=[example_of(Figure)],
        published_at="2021-11-01T02:00:00Z",
        revision=2,
    )

    slug: str
    url: str = Field(description="Its page for people")
    title: Both
    summary: Both
    organisation: Organisation = Field(description="The organisation that owns the case")
    organisations: tuple[Organisation, ...] = Field(description="The others that it names")
    concepts: tuple[str, ...] = Field(description="Slugs, the primary one first")
    sdgs: tuple[int, ...] = Field(description="Numbers of Sustainable Development Goals, the primary one first")
    topics: tuple[str, ...] = Field(description="Slugs")
    year: int = Field(description="Year of the report for which it was handed in")
    figures: tuple[Figure, ...]
    published_at: dt.datetime = Field(description="When it was first published")
    revision: int = Field(description="Number of the revision shown; it grows when the case is published anew")


class CaseList(BaseModel):
    """One page of the cases that match."""

    model_config = example(count=1, results=[example_of(CaseSummary)])

    count: int = Field(description="How many cases match in all")
    results: tuple[CaseSummary, ...]


class FacetValue(BaseModel):
    """A value of a facet."""

    model_config = example(value="7", name=in_both("经济适用的清洁能源", "Affordable and Clean Energy"), count=9)

    value: str = Field(description="What the parameter of the facet's name takes")
    name: Both
    count: int = Field(description="How many cases there are with this value under the choices in all other facets")


class Facets(BaseModel):
    """For each facet the values that cases have: concepts, goals and years in their own order, the others by count."""

    model_config = example(concept=[], sdg=[example_of(FacetValue)], target=[], sector=[], region=[], organisation=[], year=[], topic=[])

    concept: tuple[FacetValue, ...]
    sdg: tuple[FacetValue, ...]
    target: tuple[FacetValue, ...]
    sector: tuple[FacetValue, ...]
    region: tuple[FacetValue, ...]
    organisation: tuple[FacetValue, ...]
    year: tuple[FacetValue, ...]
    topic: tuple[FacetValue, ...]


# --- A whole case --------------------------------------------------------------------------------------------------


class Participant(Organisation):
    """An organisation that the case names, with its part in it."""

    model_config = example(**example_of(Organisation), role=in_both("技术支持", "Technical support"))

    role: Both


class WholeFigure(Figure):
    """A number with who stands behind it, and as the pages print it."""

    model_config = example(
        **example_of(Figure),
        shown=in_both("超过 12.50 万吨", "more than 125,000 tonnes"),
        claim="declared",
        source=in_both("公司年报", "Annual report of the company"),
        note=in_both("", ""),
        is_key=True,
    )

    shown: Both = Field(description="Qualifier, number and unit as the pages print them; English has scale words of its own")
    claim: str = one_of(Claim, "Declared by the company, checked by the association, assured by a third party")
    source: Both
    note: Both
    is_key: bool = Field(description="Shown large on the page")


class Goal(BaseModel):
    """A Sustainable Development Goal that the case serves."""

    model_config = example(
        number=7,
        name=in_both("经济适用的清洁能源", "Affordable and Clean Energy"),
        rank="primary",
        reason=in_both("以光伏替代柴油发电。", "Solar power takes the place of diesel."),
    )

    number: int = Field(ge=1, le=17)
    name: Both
    rank: str = one_of(Rank)
    reason: Both = Field(description="Why the case serves it")


class Tag(BaseModel):
    """A tag other than a goal."""

    model_config = example(
        vocabulary="concept",
        slug="green",
        code="",
        name=in_both("绿色", "Green"),
        rank="primary",
        reason=in_both("减少排放。", "Fewer emissions."),
    )

    vocabulary: str = Field(json_schema_extra={"enum": [value for value in Vocabulary.values if value != Vocabulary.GOAL]})
    slug: str
    code: str = Field(description="The official code of a goal's target (7.2), empty otherwise")
    name: Both
    rank: str = one_of(Rank)
    reason: Both


class Quotation(BaseModel):
    """What somebody said. `reported` is in words of our own and takes no quotation marks."""

    model_config = example(
        text=in_both("他说，线路改变了村里的生活。", "He said that the line had changed life in the village."),
        form="reported",
        speaker=in_both("张三", "Zhang San"),
        role=in_both("村民", "Villager"),
        occasion=in_both("采访", "Interview"),
        date="2021-06",
        source=in_both("", ""),
    )

    text: Both
    form: str = one_of(QuotationForm)
    speaker: Both
    role: Both
    occasion: Both
    date: str = Field(description=EDTF)
    source: Both


class Size(BaseModel):
    """A size in which a picture can be fetched."""

    model_config = example(width=480, height=320, url="https://casebook.example/pictures/0a1b-480.webp")

    width: int
    height: int
    url: str = Field(description="A WebP file")


class Picture(BaseModel):
    """A picture in all its sizes, the smallest first."""

    model_config = example(
        caption=in_both("屋顶光伏", "Solar panels on roofs"),
        alt=in_both("三座房屋，屋顶上有光伏板", "Three houses with panels on their roofs"),
        credit=in_both("公司供图", "The company"),
        licence="CC BY 4.0",
        stand_in=False,
        sizes=[example_of(Size)],
    )

    caption: Both
    alt: Both = Field(description="What is to be seen, for those who do not see it")
    credit: Both
    licence: str
    stand_in: bool = Field(description="Drawn in place of a photograph")
    sizes: tuple[Size, ...]


class Video(BaseModel):
    """A video elsewhere."""

    model_config = example(title=in_both("电站航拍", "The station from the air"), url="https://video.example/1")

    title: Both
    url: str


class CaseLink(BaseModel):
    """Another published case."""

    model_config = example(slug="solar", url="https://casebook.example/cases/solar/", title=in_both("光伏", "Solar power"))

    slug: str
    url: str
    title: Both


class WholeCase(CaseSummary):
    """All that is public of a case."""

    model_config = example(
        **example_of(CaseSummary)
        | {
            "organisations": [example_of(Participant)],
            "figures": [example_of(WholeFigure)],
            "body": in_both("<p>十二个村庄……</p>", "<p>Twelve villages …</p>"),
            "place": in_both("贵州", "Guizhou"),
            "period": "2019/2021",
            "goals": [example_of(Goal)],
            "tags": [example_of(Tag)],
            "quotations": [example_of(Quotation)],
            "pictures": [example_of(Picture)],
            "videos": [example_of(Video)],
            "parent": None,
            "nested": [example_of(CaseLink)],
        }
    )

    organisations: tuple[Participant, ...] = Field(description="The other organisations that it names")
    figures: tuple[WholeFigure, ...]
    body: Both = Field(description="HTML of p, h3, h4, ul, ol, li, blockquote, strong, em, sub, sup, br and a, and of nothing else")
    place: Both
    period: str = Field(description=EDTF)
    goals: tuple[Goal, ...] = Field(description="The primary one first")
    tags: tuple[Tag, ...]
    quotations: tuple[Quotation, ...]
    pictures: tuple[Picture, ...]
    videos: tuple[Video, ...]
    parent: CaseLink | None = Field(description="The umbrella case that it is part of, if that is published")
    nested: tuple[CaseLink, ...] = Field(description="The published cases that are part of it")
