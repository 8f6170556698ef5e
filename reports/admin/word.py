"""A part as a Word file: sent out, given back, and the suggestions that came home with it, decided on one by one or all at once."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from cases.diff import BlockChange, Run, marks
from cases.diff.blocks import blocks_of, compare_blocks
from cases.intake.document import Refused
from cases.text import plain_text
from cases.validators import DOCUMENT_BYTES
from reports.admin.checkouts import standing_of
from reports.admin.pages import page_of
from reports.checkout import Taken
from reports.enums import SuggestionKind, SuggestionState
from reports.models import Part, Suggestion, WordReturn
from reports.roundtrip.coming import come_home
from reports.roundtrip.deciding import MovedOn, Standing, accept, clean_of, decline, open_of, standings
from reports.roundtrip.fields import Field
from reports.roundtrip.going import label_of, send_out

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EACH_PAGE = 40
# Decided ones and files, the latest.
SHOWN = 30
LANGUAGES = (("zh_hans", gettext_lazy("Chinese")), ("en", gettext_lazy("English")))


@dataclass(frozen=True)
class Remark:
    by: str
    about: str
    text: str


@dataclass(frozen=True)
class Shown:
    """A suggestion as the page shows it. `words` is its text without markup.

    `others` and `others_runs` are what was worked on meanwhile, where the text changed in both places.
    """

    standing: Standing
    where: str
    address: str
    lang: str
    people: list[str]
    remarks: list[Remark]
    words: str = ""
    lines: list[BlockChange] | None = None
    runs: list[Run] | None = None
    others: list[BlockChange] | None = None
    others_runs: list[Run] | None = None
    looks_alone: bool = False

    @property
    def row(self) -> Suggestion:
        return self.standing.suggestion


def word_page(request: HttpRequest, part: Part) -> HttpResponse:
    """`part` is one that the user sees, and may change if something is posted."""
    if request.method != "POST":
        return _show(request, part)
    act, _space, name = request.POST.get("act", "").partition(" ")
    pk = int(name) if name.isdecimal() and len(name) < 19 else 0
    match act:
        case "send":
            return _send(request, part)
        case "home":
            _home(request, part)
        case "accept" if pk:
            _accept(request, part, pk, request.POST.get(f"seen-{pk}", ""))
        case "accept" if name == "all":
            _accept_all(request, part)
        case "decline" if pk:
            _decline(request, part, pk)
        case _:
            raise Http404
    return redirect("admin:reports_part_word", part.pk)


# --- There and back --------------------------------------------------------------------------------------------------


def _send(request: HttpRequest, part: Part) -> HttpResponse:
    language = request.POST.get("language", "")
    if language not in dict(LANGUAGES):
        raise Http404
    copy, file = send_out(part, language=language, by=request.user)
    response = HttpResponse(file, content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="{part.key}-{"en" if language == "en" else "zh"}-{copy.pk}.docx"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _home(request: HttpRequest, part: Part) -> None:
    file: Any = request.FILES.get("file")
    if file is None:
        messages.error(request, _("Choose the Word file that came back."))
        return
    try:
        brought = come_home(part, file.read(DOCUMENT_BYTES + 1), name=file.name or "", by=request.user)
    except Refused as refused:
        messages.error(request, str(refused.sentence))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        if brought.is_known:
            messages.info(request, _("This very file has come home before; nothing of it is listed twice."))
        elif not brought.made:
            messages.success(request, _("The file says nothing that is not known already."))
        else:
            text = ngettext("The file brought %(count)s suggestion.", "The file brought %(count)s suggestions.", brought.made)
            messages.success(request, text % {"count": brought.made})


# --- Deciding --------------------------------------------------------------------------------------------------------


def _accept(request: HttpRequest, part: Part, pk: int, seen: str) -> None:
    try:
        field = accept(part, pk, by=request.user, seen_text=seen)
    except MovedOn as moved:
        messages.warning(request, str(moved))
    except Taken as taken:
        messages.error(request, str(taken))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        _log(request, field)
        messages.success(request, _("Taken over: “%(text)s”.") % {"text": label_of(field)})


def _accept_all(request: HttpRequest, part: Part) -> None:
    """Those whose text nobody has worked on; what somebody else has, or does not fit, is left and said."""
    done, left = 0, {}
    for standing in clean_of(part):
        try:
            field = accept(part, standing.suggestion.pk, by=request.user, seen_text=standing.seen)
        except (MovedOn, Taken) as why:
            left[str(why)] = True
        except ValidationError as error:
            left[" ".join(error.messages)] = True
        else:
            _log(request, field)
            done += 1
    text = ngettext("%(count)s suggestion taken over.", "%(count)s suggestions taken over.", done)
    messages.success(request, text % {"count": done})
    for why in left:
        messages.warning(request, why)


def _decline(request: HttpRequest, part: Part, pk: int) -> None:
    try:
        decline(part, pk, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))


def _log(request: HttpRequest, field: Field) -> None:
    """As the row's form would have."""
    row = field.block or field.part
    with override(None):
        message = [{"changed": {"fields": [field.label]}}]
    admin.site.get_model_admin(type(row)).log_change(request, row, message)


# --- The page --------------------------------------------------------------------------------------------------------


def _show(request: HttpRequest, part: Part) -> HttpResponse:
    rows = open_of(part).select_related("origin__copy", "origin__by").order_by("origin__copy", F("number").asc(nulls_last=True), "pk")
    page = Paginator(rows, EACH_PAGE).get_page(request.GET.get("page"))
    decided = Suggestion.objects.filter(origin__copy__part=part).exclude(state=SuggestionState.OPEN)
    return page_of(
        request,
        part.report,
        "admin/reports/word.html",
        title=_("Word there and back"),
        part=part,
        page=page,
        shown=[_shown(standing) for standing in standings(list(page))],
        clean=len(clean_of(part)),
        decided=decided.select_related("origin__copy", "decided_by").order_by("-decided_at", "-pk")[:SHOWN],
        copies=part.word_copies.select_related("by").defer("fields", "frame")[:SHOWN],
        files=WordReturn.objects.filter(copy__part=part).select_related("by")[:SHOWN],
        languages=LANGUAGES,
        **standing_of(request, part),
    )


def _shown(standing: Standing) -> Shown:
    row, field = standing.suggestion, standing.field
    language = row.origin.copy.language
    made: dict[str, Any] = {
        "standing": standing,
        "where": f"{field.part} › {label_of(field)}" if field else _("A text that is not in the report any more") if row.number else "",
        "address": _address(field) if field else "",
        "lang": "en" if language == "en" else "zh-Hans",
        "people": [_by(*each) for each in row.people],
        "remarks": [Remark(_by(name, day), about, text) for name, day, about, text in row.remarks],
        "words": plain_text(row.text) if standing.form == "rich" else row.text,
    }
    if row.kind != SuggestionKind.CHANGE or field is None:
        return Shown(**made)
    before = standing.went if standing.is_conflict else standing.now
    if field.form == "rich":
        made["lines"] = _compared(before, row.text)
        made["others"] = _compared(before, standing.now) if standing.is_conflict else None
        made["looks_alone"] = plain_text(before) == plain_text(row.text)
    else:
        made["runs"] = marks(before, row.text)
        made["others_runs"] = marks(before, standing.now) if standing.is_conflict else None
    return Shown(**made)


def _compared(before: str, after: str) -> list[BlockChange]:
    return compare_blocks(blocks_of(before), blocks_of(after))


def _by(name: str, day: str) -> str:
    shown = date_format(parsed) if (parsed := parse_date(day)) else ""
    return " · ".join(filter(None, (name, shown)))


def _address(field: Field) -> str:
    block = field.block
    return reverse("admin:reports_block_change", args=[block.pk]) if block else reverse("admin:reports_part_change", args=[field.part.pk])
