"""What a call asks for, as the case's form shows it: guidance, limits that count while one types, kinds of this call only."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext as _

from cases.calls import asked_of
from cases.characters import AtMost
from cases.models import CallKind


def show_what_is_asked(form: Any) -> None:
    """Limits stand at the fields' counters; the server says them when the case is handed in, so that a draft is saved at any length."""
    case = form.instance
    if "kind" in form.fields:
        form.fields["kind"].queryset = CallKind.objects.select_related("call").order_by("-call__year", "order", "pk")
        form.fields["kind"].label_from_instance = lambda kind: f"{kind} · {kind.call}"
    if not case.pk:
        return
    asked = asked_of(case)
    form.guidance = asked.guidance
    for name, limit in asked.limits:
        if name in form.fields:
            form.fields[name].widget.attrs |= {"data-limit": limit} | ({"data-html": "1"} if name.startswith("body") else {})


def kind_of_this_call(form: Any, data: dict[str, Any]) -> None:
    kind = data.get("kind")
    if kind and kind.call_id != getattr(data.get("call"), "pk", form.instance.call_id):
        form.add_error("kind", _("Choose a kind of the call that the case answers."))


def count_as_the_browser_does(field: forms.Field) -> None:
    """A line break is one character, however it was sent; Django would count two."""
    field.validators = [AtMost(v.limit_value) if isinstance(v, MaxLengthValidator) else v for v in field.validators]
