"""Who works on a part: said on its pages, asked before anything of it is saved."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from reports.admin.watched import WatchedForm
from reports.checkout import Taken, give_back, hold, holder, take, until, when
from reports.models import Part


class HeldForm(WatchedForm):
    """A form of a part or of something in it: what somebody else has is not saved. `user` is set by whoever builds the form."""

    user: Any = None

    def held(self) -> list[Part]:
        """The parts that saving would change."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        try:
            for part in self.held():
                hold(part, by=self.user)
        except Taken as taken:
            raise ValidationError(str(taken), code="taken") from None
        return data


def refused(request: HttpRequest, part: Part) -> bool:
    """Whether somebody else has the part; the person is told. Otherwise it is theirs from here on."""
    try:
        hold(part, by=request.user)
    except Taken as taken:
        messages.error(request, str(taken))
        return True
    return False


def standing_of(request: HttpRequest, part: Part) -> dict[str, Any]:
    """What `_checkout.html` says. One query."""
    current = holder(part)
    return {
        "checkout": current,
        "checkout_part": part,
        "checkout_since": when(current.taken_at) if current else "",
        "checkout_until": when(until(current)) if current else "",
        "is_mine": current is not None and current.by_id == request.user.pk,
    }


def checkout_step(request: HttpRequest, part: Part) -> HttpResponse:
    """What the buttons do, for somebody who may change the part; back to the page they stand on."""
    try:
        if request.POST.get("act") == "give_back":
            give_back(part, by=request.user, note=request.POST.get("note", ""))
            messages.success(request, _("You have given back “%(part)s”.") % {"part": part})
        else:
            take(part, by=request.user, reason=request.POST.get("reason", ""))
            messages.success(request, _("“%(part)s” is yours now. Others can read it; they cannot save it.") % {"part": part})
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    block = request.POST.get("block", "")
    if block.isdecimal() and len(block) < 19 and part.blocks.filter(pk=block).exists():
        return redirect("admin:reports_block_change", block)
    return redirect("admin:reports_part_change", part.pk)
