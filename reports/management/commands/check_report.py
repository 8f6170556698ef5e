import json
import unicodedata
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext, override

from reports.audit.findings import SEVERITIES, SURENESS, Place, Severity
from reports.audit.rules import BY_CODE
from reports.compose import Incomplete
from reports.models import Report
from reports.readiness import examine
from reports.readiness.checks import BY_CODE as CHECKS
from reports.readiness.findings import SEVERITIES as GATE
from reports.settling import Judged, judged

LANGUAGES = ("zh-hans", "en")


class Command(BaseCommand):
    help = (
        "Check the numbers of a year's report, or with --gate all that stands against printing it, and list what is found; "
        "ends with 1 when a contradiction is open or something blocks printing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("--json", action="store_true", help="As JSON instead of as a table.")
        parser.add_argument("--language", choices=LANGUAGES, default="zh-hans")
        parser.add_argument("--rule", action="append", choices=sorted(BY_CODE), help="Only these rules; may be given several times.")
        parser.add_argument("--gate", action="store_true", help="All that stands against printing, instead of the numbers alone.")
        parser.add_argument("--all", action="store_true", help="With what was accepted.")

    def handle(self, *, year: int, language: str, **options: Any) -> None:
        report = Report.objects.filter(year=year).first()
        if report is None:
            years = ", ".join(str(known) for known in Report.objects.values_list("year", flat=True)) or "none yet"
            raise CommandError(f"There is no report for {year}. Years with a report: {years}.")
        with override(language):
            if options["gate"]:
                self.gate(report, as_json=options["json"])
                return
            try:
                rows = judged(report)
            except Incomplete as incomplete:
                raise CommandError(str(incomplete)) from incomplete
            shown = [
                row for row in rows if (options["all"] or row.is_open) and (not options["rule"] or row.finding.rule in options["rule"])
            ]
            if options["json"]:
                self.stdout.write(json.dumps([_as_json(row) for row in shown], ensure_ascii=False, indent=2))
            else:
                for line in _table(shown):
                    self.stdout.write(line)
        contradictions = sum(1 for row in rows if row.is_open and row.finding.severity == Severity.ERROR)
        self.stderr.write(f"{len(shown)} findings, {contradictions} open contradictions")
        if contradictions and not options["json"]:
            raise SystemExit(1)

    def gate(self, report: Report, *, as_json: bool) -> None:
        readiness = examine(report)
        if as_json:
            self.stdout.write(json.dumps(readiness.as_json(), ensure_ascii=False, indent=2))
        else:
            counts = [(gettext(each.check.name), str(each.done), str(len(each.obstacles))) for each in readiness.results]
            listed = [
                (
                    gettext(GATE[each.severity]),
                    gettext(CHECKS[each.check].name),
                    _where(each.place),
                    " ".join(filter(None, (each.what, each.about))),
                )
                for each in readiness.obstacles
            ]
            for line in _aligned([(gettext("Check"), gettext("In order"), gettext("Open")), *counts]):
                self.stdout.write(line)
            if listed:
                self.stdout.write("")
                for line in _aligned([(gettext("Severity"), gettext("Check"), gettext("Place"), gettext("Finding")), *listed]):
                    self.stdout.write(line)
        self.stderr.write(f"{readiness.clear} of {len(readiness.results)} checks clear, {len(readiness.blocking)} entries block printing")
        if readiness.blocking and not as_json:
            raise SystemExit(1)


def _as_json(row: Judged) -> dict[str, Any]:
    settlement = row.settlement
    return row.finding.as_json() | {
        "open": row.is_open,
        "settled": {"outcome": settlement.outcome, "reason": settlement.reason, "at": settlement.at.isoformat()} if settlement else None,
    }


def _table(rows: list[Judged]) -> list[str]:
    lines = [(gettext("Severity"), gettext("Rule"), gettext("Place"), gettext("Finding"), gettext("Arithmetic"))]
    for row in rows:
        finding = row.finding
        severity = f"{gettext(SEVERITIES[finding.severity])}, {gettext(SURENESS[finding.sureness])}"
        rule = gettext(BY_CODE[finding.rule].name)
        lines.append((severity, rule, _where(finding.place), finding.what, finding.arithmetic))
    return _aligned(lines)


def _where(place: Place) -> str:
    return " ".join(f"{place.part} {place.block + 1} {place.case} {place.field} {place.language}".split())


def _aligned(lines: Sequence[tuple[str, ...]]) -> list[str]:
    """The first three columns as wide as their widest cell; what follows them is of any length."""
    widths = [max(_width(line[column]) for line in lines) for column in range(3)]
    return [
        "  ".join([*(cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=False)), *filter(None, line[3:])])
        for line in lines
    ]


def _width(text: str) -> int:
    """In columns of a terminal: a Han character takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
