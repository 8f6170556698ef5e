"""The PDF of a blackline: what one edition says otherwise than another, for people who read on paper."""

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.translation import gettext, ngettext

from cases.diff.blocks import BlockChange
from reports.blackline import PartLine
from reports.document import Book
from reports.writers.typesetting import Limits, typeset
from reports.writers.typst import copy_templates

LIMITS = Limits(wall_seconds=60)


def blackline_pdf(before: Book, after: Book, parts: Sequence[PartLine], *, language: str) -> bytes:
    """PDF/UA-1 and PDF/A-2a, with the words about it in the language that is active. WriterFailed as of the report's PDF."""
    data = {
        "language": "en" if language == "en" else "zh",
        "book": {
            "title": after.title.get(language),
            "subtitle": gettext("Edition %(after)s compared with edition %(before)s") % {"after": after.edition, "before": before.edition},
            "publisher": after.publisher.get(language),
            "year": str(after.year),
        },
        "words": {"added": gettext("added"), "gone": gettext("removed"), "same": gettext("The two are the same.")},
        "compared": [_part(part) for part in parts],
        # What the templates of a report ask for, and this has none of.
        "parts": [],
        "indexes": {"cases": []},
    }
    with TemporaryDirectory(prefix="casebook-blackline-") as name:
        root = Path(name) / "root"
        copy_templates(root)
        (root / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        return typeset(root / "blackline.typ", root=root, timestamp=after.moment, limits=LIMITS)


def _part(part: PartLine) -> dict[str, object]:
    remarks = {"new": gettext("new part"), "gone": gettext("part removed")}
    places = ngettext("%(count)s place", "%(count)s places", part.count) % {"count": part.count}
    lines = [_line(change) for change in part.changes if change.kind != "same"]
    return {"title": part.title or part.key, "remark": remarks.get(part.kind, places), "lines": lines}


def _line(change: BlockChange) -> dict[str, object]:
    """One that came or went is one run; of one that was only set otherwise the text stands as it is."""
    if change.kind in {"new", "gone"}:
        runs = [{"kind": change.kind, "text": change.text}]
    else:
        runs = [{"kind": run.kind, "text": run.text} for run in change.runs] or [{"kind": "same", "text": change.text}]
    remark = gettext("moved here") if change.kind == "moved" else gettext("set otherwise") if change.restyled or change.reformatted else ""
    return {"style": change.style, "remark": remark, "runs": runs}
