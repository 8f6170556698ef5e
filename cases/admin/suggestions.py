"""What a case's text speaks for: goals, concepts and topics with the words that led to them, to be added with a tick."""

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cases.access import may_edit
from cases.enums import Vocabulary
from cases.models import Case
from cases.revisions import as_frozen_now
from cases.suggesting import SUGGESTED, lexicon, suggest
from cases.tagging import Choice, set_tags
from cases.topics import Refused, propose

# As many goals as a case may have.
MOST_GOALS = 4


@require_http_methods(["GET", "HEAD", "POST"])
def suggestions(request: HttpRequest, case: Case) -> HttpResponse:
    """`case` is one that the user sees; whoever may not edit it finds nothing here."""
    if not may_edit(request.user, case):
        raise Http404
    if request.method == "POST":
        if "propose" in request.POST:
            return _propose(request, case)
        return _add(request, case)
    return page(request, case)


def _propose(request: HttpRequest, case: Case) -> HttpResponse:
    try:
        proposal = propose(case, request.POST.get("propose", ""), by=request.user)
    except Refused as refused:
        messages.error(request, str(refused.sentence))
    else:
        messages.success(request, _("“%(name)s” is proposed to the association.") % {"name": proposal.name})
    return redirect("admin:cases_case_suggestions", case.pk)


def _add(request: HttpRequest, case: Case) -> HttpResponse:
    """What was ticked and is suggested still; tags that the case has keep their rank and reason."""
    ticked = set(request.POST.getlist("tag"))
    chosen = [found.tag for found in suggest(as_frozen_now(case), lexicon()) if str(found.tag.pk) in ticked]
    with transaction.atomic():
        Case.objects.select_for_update().get(pk=case.pk)
        present = list(case.case_tags.select_related("tag"))
        having = {item.tag_id for item in present}
        new = [tag for tag in chosen if tag.pk not in having]
        goals = sum(item.tag.vocabulary == Vocabulary.GOAL for item in present) + sum(tag.vocabulary == Vocabulary.GOAL for tag in new)
        if goals > MOST_GOALS and any(tag.vocabulary == Vocabulary.GOAL for tag in new):
            messages.error(request, _("A case has at most four goals; untick some, or remove one in the form first."))
            return redirect("admin:cases_case_suggestions", case.pk)
        for vocabulary in {tag.vocabulary for tag in new}:
            kept = [Choice.of(item) for item in present if item.tag.vocabulary == vocabulary]
            set_tags(case, Vocabulary(vocabulary), [*kept, *(Choice(tag) for tag in new if tag.vocabulary == vocabulary)])
        if new:
            case.mark_changed(request.user)
    text = ngettext("%(count)s tag was added.", "%(count)s tags were added.", len(new))
    messages.success(request, text % {"count": len(new)}) if new else messages.info(request, _("Nothing was ticked."))
    return redirect("admin:cases_case_suggestions", case.pk)


def page(request: HttpRequest, case: Case) -> HttpResponse:
    found = suggest(as_frozen_now(case), lexicon())
    having = set(case.case_tags.values_list("tag", flat=True))
    rows = {vocabulary: [(each, each.tag.pk in having) for each in found if each.tag.vocabulary == vocabulary] for vocabulary in SUGGESTED}
    context: dict[str, Any] = admin.site.each_context(request) | {
        "title": _("What the text speaks for"),
        "case": case,
        "groups": [(vocabulary.label, group) for vocabulary, group in rows.items() if group],
        "proposals": case.proposals.select_related("topic"),
        "opts": Case._meta,
    }
    return TemplateResponse(request, "admin/cases/case/suggestions.html", context)
