"""A small report with a row of everything, and people who ask for it."""

from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.enums import Role
from cases.document import Text
from reports.document import Book, digest, to_json
from reports.editions import manifest
from reports.models import (
    AskedFigure,
    Block,
    BlockItem,
    Build,
    CitedDocument,
    Edition,
    FigureRequest,
    Illustration,
    Indicator,
    IndicatorList,
    Observation,
    Part,
    PartCheckout,
    Report,
    ShortLink,
    Statement,
    Stay,
    Suggestion,
    WordCopy,
    WordReturn,
)
from reports.placements import place_case
from tests import make
from tests.forms import filled

# What stands in the report alone: where it appears, the report has leaked.
CANARY = "只在报告里的词"


class Somebody(Client):
    """A signed-in client that can fill in a page's form as a browser does."""

    def form(self, address: str, **typed: Any) -> dict[str, Any]:
        """What the form of the page would send, with `typed` in place of what stands there."""
        model = address.split("/admin/reports/")[1].split("/")[0]
        return filled(self.get(address), f"{model}_form") | {"_save": "1"} | typed

    def save(self, address: str, **typed: Any) -> Any:
        return self.post(address, self.form(address, **typed))


def signed_in(user: Any) -> Somebody:
    client = Somebody()
    client.force_login(user)
    return client


def report() -> Report:
    return Report.objects.create(year=2030, title_zh_hans=f"报告 {CANARY}", title_en="Report")


def part(report: Report) -> Part:
    return Part.objects.create(report=report, kind="chapter", key="one", title_zh_hans=f"第一章 {CANARY}", title_en="One")


def observation() -> Observation:
    indicator = Indicator.objects.create(key="power-saved", label_zh_hans=f"节电量 {CANARY}", label_en="Power saved")
    return Observation.objects.create(indicator=indicator, period="2020", value="0.20", unit="亿千瓦时")


def everything(report: Report, part: Part, observation: Observation) -> dict[str, Any]:
    """One row of everything, by the model's name; `cased` is the block with the placed case."""
    case = make.case()
    make.published(case)
    rows: dict[str, Any] = {"report": report, "part": part, "observation": observation, "indicator": observation.indicator}
    rows["block"] = Block.objects.create(part=part, kind="tiles", title_zh_hans=CANARY)
    BlockItem.objects.create(block=rows["block"], observation=observation)
    said = Block.objects.create(part=part, kind="quotation", order=1)
    Statement.objects.create(block=said, text_zh_hans=CANARY)
    photos = Block.objects.create(part=part, kind="photos", order=2)
    rows["illustration"] = Illustration.objects.create(block=photos, file=make.picture_file(), caption_zh_hans=CANARY)
    rows["cased"] = Block.objects.create(part=part, kind="case", order=3)
    rows["placement"] = place_case(rows["cased"], case)
    rows["case"] = case
    rows["citeddocument"] = CitedDocument.objects.create(key="plan", title_zh_hans=CANARY)
    rows["shortlink"] = ShortLink.objects.create(code="film", title_zh_hans=CANARY)
    rows["build"] = Build.objects.create(report=report, format="pdf", language="en", requested_by=make.user(Role.COMPILER))
    rows["edition"] = edition(report)
    now, by = timezone.now(), rows["build"].requested_by
    PartCheckout.objects.create(part=part, by=by, taken_at=now, moved_at=now, given_back_at=now, note=CANARY, reason=CANARY)
    copy = WordCopy.objects.create(part=part, by=by, language="zh_hans", token="0" * 16, fields={"1": [f"part-{part.pk}-title", CANARY]})
    home = WordReturn.objects.create(copy=copy, by=by, name=CANARY, digest="0" * 64)
    Suggestion.objects.create(
        origin=home, kind="change", number=1, text=CANARY, people=[[CANARY, ""]], remarks=[[CANARY, "", CANARY, CANARY]]
    )
    Stay.objects.create(placement=rows["placement"], revision=rows["placement"].revision, reason=CANARY, by=by)
    rows["indicatorlist"] = IndicatorList.objects.create(name=CANARY, digest="0" * 64, error=CANARY, state="refused", by=by)
    owner = make.organisation("asked")
    rows["figurerequest"] = FigureRequest.objects.create(organisation=owner, due=timezone.localdate(), note=CANARY, by=by)
    AskedFigure.objects.create(request=rows["figurerequest"], indicator=observation.indicator, period="2030", remark=CANARY)
    return rows


def edition(report: Report) -> Edition:
    """As `freeze` makes one, without its files."""
    book = Book(report.year, Text(CANARY), Text(), Text(), Text(), (), edition=1)
    return Edition.objects.create(
        report=report,
        number=1,
        book=to_json(book),
        digest=digest(book),
        manifest=manifest(book),
        note=CANARY,
        frozen_by=make.user(Role.COMPILER),
        frozen_at=timezone.now(),
    )
