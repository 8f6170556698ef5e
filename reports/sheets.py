"""Sheets to be stamped and kept: a case as it will be printed, what of it changed since the last stamp, the receipt of a hand-in.

Each is a `Book` of one part, set by Typst, in Chinese with English beside it. Made when somebody first asks for it, and kept.
"""

import hashlib
import logging
from collections.abc import Iterator
from html import escape
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from cases.diff import Comparison
from cases.diff.texts import Run
from cases.document import CaseDocument, FigureDoc, OrganisationRef, PictureDoc, QuotationDoc, Text
from cases.media.derivatives import read_original
from cases.media.made import Maker
from cases.models import Case, Revision, Seal, StateChange
from cases.nodes import parse_html
from cases.periods import words as period_words
from cases.revisions import document_of
from cases.sealing import differences
from cases.stamp import SHORT, sealed_digest, short
from reports.document import Block, Book, CaseBox, Part, Prose, VideoLink
from reports.offprint import version
from reports.writers.errors import WriterFailed
from reports.writers.typesetting import Limits
from reports.writers.typst import PdfWriter

log = logging.getLogger("casebook.sheets")

LIMITS = Limits(wall_seconds=45)
STAMPED, PLAIN = PdfWriter(entry="sheet.typ", claims=True, limits=LIMITS), PdfWriter(entry="receipt.typ", limits=LIMITS)
maker = Maker(endings=(b"%%EOF", b"%%EOF\n"), waiting=1, seconds=20)
CHINESE = "zh-hans"
# So much of what did not change stands on either side of what did.
AROUND = 24

LABELS = {
    "title": "标题 Title",
    "summary": "摘要 Summary",
    "body": "正文 Text",
    "place": "地点 Place",
    "period": "时间 Time",
    "year": "报告年度 Year of the report",
    "organisation": "单位 Organisation",
    "figure": "数据 Figure",
    "quotation": "引语 Quotation",
    "picture": "图片 Picture",
}
BEFORE, NOW, REMOVED, ADDED, MOVED = "原 Before", "现 Now", "删去 Removed", "增加 Added", "移动 Moved"
STATUSES = {"target": "目标 target", "forecast": "预测 forecast"}


# --- The three sheets ------------------------------------------------------------------------------------------------


def confirmation(revision: Revision) -> bytes:
    """To be stamped: the case as it will be printed. Busy or WriterFailed when it cannot be made now."""
    document, case = document_of(revision), revision.case
    said = (
        *about(revision, document),
        "本单位确认：以下标题、摘要、正文、地点、时间、单位、数据、引语和图片属实，同意按此印刷。"
        " We confirm that the following is true and may be printed as it stands.",
    )
    blocks = (prose(said), code(case, document), CaseBox(document, revision.number, document.body), *english(document))
    return made(STAMPED, book("案例确认单 Confirmation sheet", document, blocks), f"sheets/{case.pk}-confirmation")


def changes(revision: Revision, seal: Seal) -> bytes:
    """To be stamped instead: what of the sealed content has changed since `seal`."""
    document, case = document_of(revision), revision.case
    said = (
        *about(revision, document),
        f"本单位已于 {day(seal.checked_at)} 确认第 {seal.revision.number} 版（{short(seal.digest)}）。"
        "其后仅有以下变化，本单位确认属实，同意按此印刷。",
        f"Revision {seal.revision.number} ({short(seal.digest)}) was confirmed before. "
        "Only the following has changed since; we confirm it.",
    )
    found = differences(seal, revision)
    blocks = (prose(said), code(case, document), Prose(same("".join(changed(found)))))
    return made(STAMPED, book("变更确认单 Sheet of changes", document, blocks), f"sheets/{case.pk}-changes")


def receipt(change: StateChange) -> bytes:
    """Of one hand-in: number, when, who, what."""
    revision = change.revision
    assert revision is not None
    document, case = document_of(revision), revision.case
    characters = sum(
        1 for character in document.title.zh_hans + document.summary.zh_hans + plain(document.body.zh_hans) if character.strip()
    )
    counts = (
        f"正文及摘要 {characters} 字 characters",
        f"数据 figures {len(document.figures)}",
        f"引语 quotations {len(document.quotations)}",
        f"图片 pictures {len(document.pictures)}",
        f"视频 videos {len(document.videos)}",
    )
    said = (
        line("回执编号 Receipt", f"{case.pk}-{revision.number}-{change.pk}"),
        *about(revision, document),
        line("提交时间 Handed in", moment(change.at)),
        line("提交人 By", str(change.by)),
        line("内容 What was sent", " · ".join(counts)),
        line("SHA-256", revision.digest),
    )
    blocks = (prose(said), code(case, document))
    return made(PLAIN, book("提交回执 Receipt", document, blocks), f"sheets/{case.pk}-receipt-{change.pk}")


def made(writer: PdfWriter, content: Book, folder: str) -> bytes:
    mark = hashlib.sha256(f"{content}\n{version()}".encode()).hexdigest()[:32]

    def make() -> bytes:
        try:
            return writer.write(content, language=CHINESE, pictures=read_original)
        except (WriterFailed, FileNotFoundError) as error:
            log.error("No sheet %s: %s %s", folder, error, getattr(error, "detail", ""))
            raise WriterFailed(str(error)) from error

    return maker.get(folder, f"{mark}.pdf", make)


def book(title: str, document: CaseDocument, blocks: tuple[Block, ...]) -> Book:
    name = same(title)
    return Book(
        year=document.year,
        title=name,
        subtitle=document.title,
        publisher=document.organisation.name,
        source_statement=Text(),
        parts=(Part("sheet", "feature", name, blocks=blocks),),
    )


# --- What stands on them -----------------------------------------------------------------------------------------------


def same(text: str) -> Text:
    """Both languages stand in it already."""
    return Text(text, text)


def prose(lines: Any) -> Prose:
    return Prose(same("".join(each if each.startswith("<p>") else f"<p>{escape(each)}</p>" for each in lines)))


def line(label: str, value: str) -> str:
    return f"<p><strong>{escape(label)}</strong>　{escape(value)}</p>"


def about(revision: Revision, document: CaseDocument) -> tuple[str, ...]:
    title = " / ".join(filter(None, (document.title.zh_hans, document.title.en)))
    name = " / ".join(filter(None, (document.organisation.name.zh_hans, document.organisation.name.en)))
    return (
        line("案例编号 Case", f"{revision.case_id}　第 {revision.number} 版 revision {revision.number}　{day(revision.created_at)}"),
        line("标题 Title", title),
        line("单位 Organisation", name),
        line("内容校验码 Hash", short(sealed_digest(document))),
    )


def code(case: Case, document: CaseDocument) -> VideoLink:
    """Leads to the page of the case's seal, where one signs in and is told whether this sheet is still of the present text."""
    with translation.override(settings.LANGUAGE_CODE):
        address = reverse("admin:cases_case_seal", args=[case.pk], query={"sheet": sealed_digest(document)[:SHORT]})
    return VideoLink("", same("校验 Check"), settings.SITE_URL + address)


def english(document: CaseDocument) -> list[Block]:
    """The English text, which the Chinese page does not show."""
    html = []
    if document.title.en:
        html.append(f"<h3>{escape(document.title.en)}</h3>")
    if document.summary.en:
        html.append(f"<p>{escape(document.summary.en)}</p>")
    html.append(document.body.en)
    html += [f"<p>{escape(figure_in_words(figure, 'en'))}</p>" for figure in document.figures if figure.label.en]
    html += [
        f"<p>“{escape(quotation.text.en)}” {escape(quotation.speaker.en)}</p>" for quotation in document.quotations if quotation.text.en
    ]
    html += [f"<p>{escape(picture.caption.en)}</p>" for picture in document.pictures if picture.caption.en]
    written = "".join(html)
    return [Prose(same(f"<h3>英文 English</h3>{written}"))] if written else []


def day(at: Any) -> str:
    return period_words(timezone.localtime(at).date().isoformat(), CHINESE)


def moment(at: Any) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S %z}"


def plain(html: str) -> str:
    """The words of a cleaned text."""
    return "".join(run.text for node in parse_html(html) for runs in node.texts for run in runs)


# --- Changes in sentences --------------------------------------------------------------------------------------------------


def changed(found: Comparison) -> Iterator[str]:
    for change in found.fields:
        label = LABELS[change.name] + ("（英文 English）" if change.language == "en" else "")
        yield f"<h3>{escape(label)}</h3>"
        if not change.blocks:
            yield from pair(change.runs)
        for block in change.blocks:
            if block.kind == "gone":
                yield line(REMOVED, block.text)
            elif block.kind == "new":
                yield line(ADDED, block.text)
            else:
                if block.kind == "moved":
                    yield line(MOVED, block.text)
                if block.runs:
                    yield from pair(block.runs)
                elif block.kind == "changed":
                    yield line("仅格式变化 Only the look changed", block.text)
    for part in found.parts:
        yield f"<h3>{escape(LABELS[part.part])}</h3>"
        if part.kind == "changed":
            yield line(BEFORE, in_words(part.before))
            yield line(NOW, in_words(part.after))
        else:
            yield line({"gone": REMOVED, "new": ADDED, "moved": MOVED}[part.kind], in_words(part.shown))


def pair(runs: tuple[Run, ...]) -> Iterator[str]:
    """Before and now, each with what differs set bold and the rest cut to what stands around it."""
    for label, mine in ((BEFORE, "gone"), (NOW, "new")):
        html = ""
        shown = [run for run in runs if run.kind in {"same", mine}]
        for at, run in enumerate(shown):
            if run.kind == mine:
                html += f"<strong>{escape(run.text)}</strong>"
            else:
                html += escape(cut(run.text, first=at == 0, last=at == len(shown) - 1))
        yield f"<p><strong>{escape(label)}</strong>　{html}</p>"


def cut(text: str, *, first: bool, last: bool) -> str:
    if len(text) <= 2 * AROUND + 1:
        return text
    return ("" if first else text[:AROUND]) + "…" + ("" if last else text[-AROUND:])


def in_words(part: Any) -> str:
    match part:
        case FigureDoc():
            return " / ".join(filter(None, (figure_in_words(part, CHINESE), figure_in_words(part, "en") if part.label.en else "")))
        case QuotationDoc():
            return " / ".join(
                f"“{text}” {who}" for text, who in ((part.text.zh_hans, part.speaker.zh_hans), (part.text.en, part.speaker.en)) if text
            )
        case PictureDoc():
            caption = " / ".join(filter(None, (part.caption.zh_hans, part.caption.en)))
            return f"{caption}（{part.digest[:8]}；{part.credit.get(CHINESE)}）"
        case OrganisationRef():
            role = part.role.get(CHINESE)
            return " / ".join(filter(None, (part.name.zh_hans, part.name.en))) + (f"（{role}）" if role else "")
    raise TypeError(part)


def figure_in_words(figure: FigureDoc, language: str) -> str:
    shown = figure.quantity(language)
    between = "" if shown.joined else " "
    amount = " ".join(filter(None, (shown.before, f"{shown.number}{between}{shown.unit}".strip(), shown.after)))
    notes = (period_words(figure.period, language), STATUSES.get(figure.status, ""), figure.source.get(language), figure.note.get(language))
    said = "；".join(filter(None, notes)) if language == CHINESE else "; ".join(filter(None, notes))
    colon, opening, closing = ("：", "（", "）") if language == CHINESE else (": ", " (", ")")
    return f"{figure.label.get(language)}{colon}{amount}" + (f"{opening}{said}{closing}" if said else "")
