"""The query string of the case list, cleaned. What it allows is also what bounds the work it can cause."""

import re
from enum import StrEnum
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.utils.translation import get_language, ngettext_lazy, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cases.enums import Facet
from cases.search.query import Query, Sort

LONGEST_SEARCH = 200
MOST_VALUES = 20
LONGEST_VALUE = 100
# The pattern is one that the API's description can say to others, too.
PLAIN = r"^[^\x00-\x1f\x7f-\x9f]*$"

SORTS = {
    Sort.BEST: pgettext_lazy("order of cases", "Best match first"),
    Sort.NEWEST: pgettext_lazy("order of cases", "Newest first"),
    Sort.TITLE: pgettext_lazy("order of cases", "By title"),
    Sort.ORGANISATION: pgettext_lazy("order of cases", "By organisation"),
}


class View(StrEnum):
    """How the list shows cases."""

    CARDS = ""
    TABLE = "table"


VIEWS = {View.CARDS: pgettext_lazy("how a list is shown", "Cards"), View.TABLE: pgettext_lazy("how a list is shown", "Table")}


class Values(forms.Field):
    """The values of one facet: `?sdg=7&sdg=9` → `("7", "9")`, each once, known or not."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> tuple[str, ...]:
        values = tuple(dict.fromkeys(text.strip() for text in value or () if text.strip()))
        if len(values) > MOST_VALUES:
            raise forms.ValidationError(
                ngettext_lazy(
                    "%(facet)s: choose at most %(most)d value; %(given)d were given.",
                    "%(facet)s: choose at most %(most)d values; %(given)d were given.",
                    MOST_VALUES,
                )
                % {"facet": self.label, "most": MOST_VALUES, "given": len(values)}
            )
        for text in values:
            if len(text) > LONGEST_VALUE or not re.search(PLAIN, text):
                raise forms.ValidationError(_("%(facet)s: one of the values is not an address on this site.") % {"facet": self.label})
        return values


class CaseFilter(forms.Form):
    q = forms.CharField(
        label=_("Search"),
        required=False,
        validators=[
            MaxLengthValidator(LONGEST_SEARCH, _("Search: give at most %(limit_value)d characters; %(show_value)d were given.")),
            ProhibitNullCharactersValidator(_("Search: it holds a character that no text has; type the words anew.")),
        ],
    )
    concept = Values(label=Facet.CONCEPT.label, required=False)
    sdg = Values(label=Facet.SDG.label, required=False)
    target = Values(label=Facet.TARGET.label, required=False)
    sector = Values(label=Facet.SECTOR.label, required=False)
    region = Values(label=Facet.REGION.label, required=False)
    organisation = Values(label=Facet.ORGANISATION.label, required=False)
    year = Values(label=Facet.YEAR.label, required=False)
    topic = Values(label=Facet.TOPIC.label, required=False)
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=SORTS.items(),
        error_messages={"invalid_choice": _("Order: “%(value)s” is none; give best, newest, title or organisation.")},
    )

    def query(self) -> Query:
        """What the cleaned form asks for; what had an error asks for nothing."""
        data = self.cleaned_data
        return Query(
            words=" ".join(data.get("q", "").split()),
            choices={facet: data.get(facet.value, ()) for facet in Facet},
            sort=Sort(data["sort"]) if data.get("sort") else None,
            language="en" if get_language() == "en" else "zh-hans",
        )


class CaseList(CaseFilter):
    """The filter, and how the list shows what it finds."""

    view = forms.ChoiceField(
        label=pgettext_lazy("how a list is shown", "View"),
        required=False,
        choices=VIEWS.items(),
        error_messages={"invalid_choice": _("View: “%(value)s” is none; give table, or leave it out for cards.")},
    )

    @property
    def asked_view(self) -> View:
        return View(self.cleaned_data.get("view", ""))


class PageNumber(forms.Form):
    page = forms.IntegerField(required=False, min_value=1)
