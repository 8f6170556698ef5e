"""A placed case's own pages: what has been published since it was placed, and its print text sentence by sentence."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cases.admin.comparisons import compared
from cases.revisions import document_of
from reports.admin.checkouts import refused, standing_of
from reports.admin.desk import title_of, titled
from reports.admin.pages import desk_address, on_a_desk, row_or_404
from reports.models import Block, Placement
from reports.placements import Moved, newer, standings, stay, take_over
from reports.shortening import LANGUAGES, Answer, Length, Row, Stale, behind_of, lengths, mark_of, rows_of, shorten, would_change
from reports.shortening.groups import plain
from reports.shortening.texts import MOST_SENTENCES

# How a language's section is called, and how its texts say their language to the browser.
NAMES = {"zh_hans": (gettext_lazy("Chinese"), "zh-Hans"), "en": (gettext_lazy("English"), "en")}
KINDS = {
    "same": pgettext_lazy("print sentence", "as the source"),
    "shortened": pgettext_lazy("print sentence", "shortened"),
    "merged": pgettext_lazy("print sentence", "merged"),
    "own": pgettext_lazy("print sentence", "own words"),
    "out": pgettext_lazy("print sentence", "left out"),
}
FLAGS = {
    "changed": gettext_lazy("The source has changed"),
    "gone": gettext_lazy("The source no longer says this"),
    "new": gettext_lazy("New in the source"),
}


def placement_of(block: Block, pk: int) -> Placement:
    placement: Placement = row_or_404(titled(Placement.objects.filter(block=block)), str(pk))
    return placement


def _page(request: HttpRequest, template: str, block: Block, **more: Any) -> TemplateResponse:
    context = admin.site.each_context(request) | on_a_desk(block.part.report) | standing_of(request, block.part)
    return TemplateResponse(request, template, context | {"subtitle": None, "case_block": block, "opts": Block._meta, **more})


# --- What has been published since -----------------------------------------------------------------------------------


def newer_page(request: HttpRequest, block: Block, pk: int) -> HttpResponse:
    """What is public of a placed case beside what the block pins; taken over, or not and why. `block` is one that the user may change."""
    placement = placement_of(block, pk)
    publication = newer(placement)
    reason = ""
    if request.method == "POST":
        answer = _decide(request, block, placement)
        if answer is not None:
            return answer
        reason = request.POST.get("reason", "")
    if publication is None:
        messages.info(request, _("There is no newer revision to take over: the block pins what is public, or the case is withdrawn."))
        return redirect("admin:reports_block_change", block.pk)
    before, after = document_of(placement.revision), document_of(publication.revision)
    would = would_change(placement, before, after)
    return _page(
        request,
        "admin/reports/newer.html",
        block,
        title=_("Revision %(new)s in place of %(old)s") % {"new": publication.revision.number, "old": placement.revision.number},
        placement=placement,
        case_title=title_of(placement),
        standing=standings([placement])[placement.pk],
        print_text=[(*NAMES[language], [_sentence(row) for row in rows]) for language, rows in would.items()],
        reason=reason,
        **compared(before, after),
    )


def _decide(request: HttpRequest, block: Block, placement: Placement) -> HttpResponse | None:
    """None where the page is to be shown again with what was typed."""
    if refused(request, block.part):
        return None
    posted = request.POST.get("number", "")
    number = int(posted) if posted.isdecimal() and len(posted) < 10 else 0
    try:
        if request.POST.get("act") == "stay":
            stay(placement, number=number, reason=request.POST.get("reason", ""), by=request.user)
            messages.success(
                request, _("The block stays at revision %(number)s until a newer one is published.") % {"number": placement.revision.number}
            )
            return redirect(desk_address(block.part.report_id, block))
        taken = take_over(placement, number=number)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return None
    except Moved as moved:
        messages.warning(request, str(moved))
        if newer(placement):
            return redirect("admin:reports_block_newer", block.pk, placement.pk)
        return redirect(desk_address(block.part.report_id, block))
    messages.success(request, _("The block now pins revision %(number)s.") % {"number": taken})
    if behind_of(Placement.objects.filter(pk=placement.pk)):
        messages.warning(request, _("Sentences of the print text were made from what has changed: look at those that are marked."))
        return redirect("admin:reports_block_shorten", block.pk, placement.pk)
    return redirect(desk_address(block.part.report_id, block))


# --- The print text --------------------------------------------------------------------------------------------------


@dataclass
class Shown:
    """A row of the page: a stretch of the print text beside its source. `typed` stands in its field."""

    name: str
    row: Row
    typed: str
    choice: str = ""
    is_read: bool = False

    @property
    def kind(self) -> Any:
        return KINDS[self.row.group.kind]

    @property
    def flag(self) -> Any:
        return FLAGS.get(self.row.flag, "")

    @property
    def source(self) -> list[str]:
        return [plain(sentence) for sentence in self.row.now]

    @property
    def stands(self) -> str:
        """What is kept, where something else was typed."""
        kept = plain(self.row.group.words)
        return kept if kept != self.typed else ""

    @property
    def height(self) -> int:
        return max(2, min(9, len(self.typed) // 30 + 1))


@dataclass
class Section:
    """One language. `lost` is what was typed for sentences that are not there any more."""

    language: str
    name: Any
    lang: str
    rows: list[Shown]
    length: Length
    own: str = ""
    lost: list[str] = field(default_factory=list)

    @property
    def is_too_long(self) -> bool:
        return len(self.rows) > MOST_SENTENCES

    @property
    def flagged(self) -> int:
        return sum(1 for shown in self.rows if shown.row.flag)


def shorten_page(request: HttpRequest, block: Block, pk: int) -> HttpResponse:
    """The print text beside its source, in both languages. `block` is one that the user may change."""
    placement = placement_of(block, pk)
    posted = request.POST if request.method == "POST" else None
    sections = sections_of(placement, posted)
    if posted is not None and not refused(request, block.part):
        try:
            saved = shorten(
                placement.pk,
                answers={section.language: _answers(section) for section in sections if f"{section.language}-own" in posted},
                own={section.language: section.own for section in sections},
                seen=posted.get("seen", ""),
            )
        except Stale:
            messages.warning(
                request,
                _("Somebody else has saved this since you opened it. What you typed stands beside what is kept: look, then save again."),
            )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("The print text is saved."))
            if "_continue" in posted or behind_of(Placement.objects.filter(pk=saved.pk)):
                return redirect("admin:reports_block_shorten", block.pk, placement.pk)
            return redirect(desk_address(block.part.report_id, block))
    return _page(
        request,
        "admin/reports/shorten.html",
        block,
        title=_("Shorten for print"),
        placement=placement,
        case_title=title_of(placement),
        sections=sections,
        seen=mark_of(placement),
        back=reverse("admin:reports_block_change", args=[block.pk]),
    )


def sections_of(placement: Placement, posted: QueryDict | None) -> list[Section]:
    document = document_of(placement.revision)
    made = []
    for language in LANGUAGES:
        rows = rows_of(placement, language, document)
        section = Section(language, *NAMES[language], list(_shown(language, rows)), lengths(placement, language, document))
        if posted is not None:
            _typed(section, posted)
        if rows:
            made.append(section)
    return made


def _shown(language: str, rows: Iterable[Row]) -> Iterable[Shown]:
    """Each with a name that stays the same while its source and its words do."""
    seen: Counter[str] = Counter()
    for row in rows:
        said = "\n".join((*map(plain, row.group.sources), "=", plain(row.group.words) if not row.group.sources else ""))
        key = hashlib.sha256(said.encode()).hexdigest()[:12]
        seen[key] += 1
        yield Shown(f"{language}-{key}-{seen[key]}", row, plain(row.group.words))


def _typed(section: Section, posted: QueryDict) -> None:
    names = {shown.name for shown in section.rows}
    for shown in section.rows:
        if shown.name in posted:
            shown.typed = posted[shown.name].replace("\r\n", "\n").strip()
            shown.choice = posted.get(f"{shown.name}-do", "")
            shown.is_read = f"{shown.name}-read" in posted
    section.own = posted.get(f"{section.language}-own", "").strip()
    fields = {f"{section.language}-own"} | {f"{name}{suffix}" for name in names for suffix in ("", "-do", "-read")}
    gone = [name for name in posted if name.startswith(f"{section.language}-") and name not in fields]
    section.lost = [posted[name].strip() for name in gone if not name.endswith(("-do", "-read")) and posted[name].strip()]


def _answers(section: Section) -> dict[int, Answer]:
    return {number: _answer(shown) for number, shown in enumerate(section.rows)}


def _answer(shown: Shown) -> Answer:
    words = {"whole": "\n".join(shown.source), "out": ""}.get(shown.choice, shown.typed)
    return Answer(words, is_read=shown.is_read or bool(shown.choice), joins=shown.choice == "join", parts=shown.choice == "part")


def _sentence(row: Row) -> Shown:
    return Shown("", row, plain(row.group.words))
