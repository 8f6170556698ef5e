"""Load the 2021 report: the indicator bank, the documents cited, the tree of parts and their blocks.

A report of that year that is there already is left alone.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from cases.collection_2021 import columns, read
from cases.collection_2021.load import picture_columns, quotation_columns, save
from cases.document import Text
from cases.models import Case, Tag
from cases.text import html_from_notation
from reports.collection_2021 import FOLDER
from reports.models import (
    Block,
    BlockItem,
    CitedDocument,
    Illustration,
    Indicator,
    Observation,
    Part,
    Report,
    ShortLink,
    Statement,
)
from reports.placements import place_case

YEAR = 2021
TITLE = Text("中国工业和信息化可持续发展报告", "China Industry and Informatisation Sustainable Development Report")
SUBTITLE = Text("按2021年报告重编的示例", "A sample, recompiled from the report of 2021")
PUBLISHER = Text("工业可持续发展协会（示例）", "Association for Industrial Sustainability (sample)")
SOURCE = Text(
    "未单独注明来源的数据，来自相关部委和其他公开的官方资料。",
    "Figures without a source of their own come from ministries and other public official material.",
)


@transaction.atomic
def load_report(say: Callable[[str], None]) -> None:
    if Report.objects.filter(year=YEAR).exists():
        say(f"report {YEAR}: there already")
        return
    files = [read(path) for path in sorted(FOLDER.glob("[0-9]*.toml"))]
    report = save(
        Report(
            year=YEAR,
            **columns("title", TITLE),
            **columns("subtitle", SUBTITLE),
            **columns("publisher", PUBLISHER),
            **columns("source_statement", SOURCE),
            is_public=True,
        )
    )
    documents = load_documents()
    bank = load_indicators(files)
    loader = _Loader(report, documents, bank)
    order = 0
    for data in files:
        for row in data.get("parts", []):
            loader.part(row, order)
            order += 1
    say(f"report {YEAR}: {order} parts, {Block.objects.filter(part__report=report).count()} blocks, {len(bank.indicators)} indicators")


def load_documents() -> dict[str, CitedDocument]:
    rows = read(FOLDER / "documents.toml")["documents"]
    return {
        row["key"]: save(
            CitedDocument(key=row["key"], **columns("title", row["title"]), **columns("issuer", row["issuer"]), date=row["date"])
        )
        for row in rows
    }


class Bank:
    """Indicators by key, observations by reference: `key@period`, or `key@period@place` where that is needed."""

    def __init__(self) -> None:
        self.indicators: dict[str, Indicator] = {}
        self.observations: dict[tuple[str, str], list[Observation]] = {}

    def add(self, key: str, row: dict[str, Any]) -> None:
        observation = save(
            Observation(
                indicator=self.indicators[key],
                **{name: row[name] for name in ("period", "value", "unit", "qualifier", "status", "place")},
                is_change=row["change"],
                **columns("source", row.get("source")),
                **columns("note", row.get("note")),
            )
        )
        self.observations.setdefault((key, row["period"]), []).append(observation)

    def find(self, reference: str) -> Observation:
        """KeyError for a reference that leads nowhere or to more than one."""
        key, _, rest = reference.partition("@")
        period, _, place = rest.partition("@")
        found = [o for o in self.observations.get((key, period), []) if not place or o.place == place]
        if len(found) != 1:
            raise KeyError(f"{reference} leads to {len(found)} observations")
        return found[0]


def load_indicators(files: list[dict[str, Any]]) -> Bank:
    bank = Bank()
    for data in files:
        for row in data.get("indicators", []):
            bank.indicators[row["key"]] = save(Indicator(key=row["key"], **columns("label", row["label"])))
            for observation in row["observations"]:
                bank.add(row["key"], observation)
    for data in files:
        for row in data.get("observations", []):
            bank.add(row["indicator"], row)
    return bank


class _Loader:
    def __init__(self, report: Report, documents: dict[str, CitedDocument], bank: Bank) -> None:
        self.report, self.documents, self.bank = report, documents, bank
        self.parts: dict[str, Part] = {}

    def part(self, row: dict[str, Any], order: int) -> None:
        slogan = row.get("slogan") or {}
        part = save(
            Part(
                report=self.report,
                parent=self.parts[row["parent"]] if row["parent"] else None,
                order=order,
                kind=row["kind"],
                key=row["key"],
                **columns("title", row["title"]),
                **columns("slogan", {language: "\n".join(lines) for language, lines in slogan.items()}),
                concept=Tag.objects.get(vocabulary="concept", slug=row["concept"]) if row.get("concept") else None,
            )
        )
        self.parts[row["key"]] = part
        if opener := row.get("opener"):
            save(Illustration(opener_of=part, **picture_columns(opener, f"{part.key}-opener")))
        for number, block in enumerate(row.get("blocks", [])):
            self.block(part, block, number)

    def block(self, part: Part, row: dict[str, Any], order: int) -> None:
        text = row.get("text") or {}
        block = save(
            Block(
                part=part,
                order=order,
                kind=row["kind"],
                **columns("title", row.get("title")),
                **columns("text", {language: html_from_notation(words) for language, words in text.items()}),
                period=row.get("period", ""),
                mark=row.get("mark", "bar"),
                link=self.short_link(row["video"]) if "video" in row else None,
            )
        )
        block.cites.set([self.documents[key] for key in row.get("cites", [])])
        if said := row.get("quotation"):
            document = self.documents[said["document"]] if said.get("document") else None
            save(Statement(block=block, document=document, **quotation_columns(said)))
        if row["kind"] == "case":
            place_case(block, Case.objects.get(slug=row["case"]))
        elif row["kind"] == "photos":
            for number, picture in enumerate(row["items"]):
                save(Illustration(block=block, order=number, **picture_columns(picture, f"{part.key}-{order}-{number}")))
        else:
            for number, item in enumerate(self.items(row)):
                save(BlockItem(block=block, order=number, **item))

    def items(self, row: dict[str, Any]) -> list[dict[str, Any]]:
        """The columns of each item; in a breakdown the total comes first."""
        items: list[dict[str, Any]] = [{"indicator": self.bank.indicators[key]} for key in row.get("series", [])]
        if total := row.get("total"):
            items.append({"observation": self.bank.find(total)})
        for item in row.get("items", []):
            references = {
                "observation": item.get("observation") or item.get("after"),
                "change": item.get("change"),
                "before": item.get("before"),
            }
            items.append(
                {name: self.bank.find(reference) for name, reference in references.items() if reference}
                | columns("label", item.get("label"))
                | columns("text", item.get("text"))
            )
        return items

    @staticmethod
    def short_link(row: dict[str, Any]) -> ShortLink:
        return save(ShortLink(code=row["code"], **columns("title", row["title"])))
