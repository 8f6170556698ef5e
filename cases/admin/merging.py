"""Two people saved the same case: what each left, and whose is to stay. Used by the case's form and by its rows.

Three texts decide: what the page was opened with (`then`, as a short digest), what the database holds (`theirs`), what was typed
(`yours`). What only one side changed is that side's; what both changed is asked. A page that asks says so in its `asked` fields and
is answered by `take-NAME`; an answer holds as long as the database still holds what was shown.
"""

import hashlib
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from cases.diff import Run, marks


@dataclass(frozen=True)
class Difference:
    """A field that two people left differently: what the database holds, what this person typed. Answers are sent by `name`."""

    label: str
    theirs: str
    yours: str
    anchor: str = ""
    name: str = ""

    @cached_property
    def _runs(self) -> list[Run]:
        return marks(self.theirs, self.yours)

    @property
    def their_runs(self) -> list[Run]:
        return [run for run in self._runs if run.kind != "new"]

    @property
    def your_runs(self) -> list[Run]:
        return [run for run in self._runs if run.kind != "gone"]


class Outcome(Enum):
    KEEP = "what was typed stays"
    TAKE = "what the database holds is taken over"
    ASK = "the person decides"


def settle(*, theirs: str, yours: str, then: str | None, answer: str | None) -> Outcome:
    """All texts as `digest`s. `answer` is None where nothing was asked, "" where it was and not answered."""
    if theirs == yours:
        return Outcome.KEEP
    if theirs != then:
        return Outcome.TAKE if yours == then else Outcome.ASK
    return {None: Outcome.KEEP, "mine": Outcome.KEEP, "edit": Outcome.KEEP, "theirs": Outcome.TAKE}.get(answer, Outcome.ASK)


def answer_to(data: Any, name: str) -> str | None:
    return data.get(f"take-{name}", "") if name in data.getlist("asked") else None


def digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:12]


def pairs(opened: Any) -> dict[str, str]:
    """`name:digest name:digest` as a page sends it."""
    return dict(pair.split(":", 1) for pair in str(opened or "").split() if ":" in pair)


def around(form: Any, formsets: Any) -> dict[str, Any]:
    """What the page shows of it: fields that are asked, and what was taken over without asking."""
    found, taken = list(getattr(form, "differences", [])), list(getattr(form, "taken", []))
    notes: list[str] = []
    for formset in formsets:
        found += getattr(formset, "conflicts", [])
        taken += getattr(formset, "taken", [])
        notes += getattr(formset, "notes", [])
    if taken:
        notes.append(_("Only the other person changed these; the form shows their text: %(fields)s.") % {"fields": "、".join(taken)})
    return {"differences": found, "taken_over": notes}
