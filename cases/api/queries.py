"""What may be asked, read by forms. A request that cannot be met raises `Refused`, which says in both languages why."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from cases.api.answers import Both, Failure, Problem
from cases.forms import LONGEST_SEARCH, LONGEST_VALUE, MOST_VALUES, PLAIN, CaseFilter, Values
from cases.search.query import PAGE_SIZE, Query

# A page of whole summaries is some 200 KB at this size.
LARGEST_PAGE = 100
# Enough to mend a request by; a thousand wrong parameters are not answered with a thousand sentences.
MOST_PROBLEMS = 20


class Refused(Exception):
    """The answer is this status with these problems; `config.api` writes it."""

    def __init__(self, status: int, *problems: Problem) -> None:
        super().__init__(status, *problems)
        self.status = status
        self.failure = Failure(errors=problems)


def refused(status: int, field: str | None, zh_hans: str, en: str) -> Refused:
    return Refused(status, Problem(field=field, message=Both(zh_hans=zh_hans, en=en)))


class Paged(forms.Form):
    page = forms.IntegerField(required=False, min_value=1)
    page_size = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_PAGE)


class CaseQuery(Paged, CaseFilter):
    """The site's own filter, which page, and which language's names put the cases in order: this address has none of its own."""

    language = forms.ChoiceField(
        required=False,
        choices=[("zh-hans", "zh-hans"), ("en", "en")],
        error_messages={"invalid_choice": _("Language: “%(value)s” is none; give zh-hans or en.")},
    )

    def query(self) -> Query:
        return replace(super().query(), language=self.cleaned_data["language"] or "zh-hans")


class FacetQuery(CaseFilter):
    """The site's own filter; counts have no order."""

    sort = None


class Nothing(forms.Form):
    """No parameter at all."""


DESCRIPTIONS = {
    "q": "Words that the text must hold, in either language",
    "concept": "Slugs of concepts",
    "sdg": "Numbers of goals, 1 to 17",
    "target": "Codes of the goals' targets, such as 7.2",
    "sector": "Slugs of sectors",
    "region": "Slugs of regions",
    "organisation": "Slugs of organisations, owners as well as others named",
    "year": "Years of reports",
    "topic": "Slugs of topics",
    "sort": "Order of the results; if nothing is said, the best first where there are words, else the newest",
    "language": "Whose names the orders `title` and `organisation` go by; the texts come in both languages whatever it is",
    "page": "Which page; one beyond the last is 404",
    "page_size": "How many results a page has",
}


DEFAULTS = {"page": 1, "page_size": PAGE_SIZE, "language": "zh-hans"}


def read[F: forms.Form](kind: type[F], request: HttpRequest) -> F:
    """The cleaned form. Refused when a parameter is unknown, given twice where it takes one value, or not understood."""
    fields: Mapping[str, forms.Field] = kind.base_fields
    problems = []
    for name, given in request.GET.lists():
        if name not in fields:
            known = ", ".join(fields) or "—"
            problems.append(
                Problem(
                    field=name[:100],
                    message=Both(
                        zh_hans=f"没有名为“{name[:100]}”的参数；可用的参数：{known}。",
                        en=f"There is no parameter “{name[:100]}”; these can be given: {known}.",
                    ),
                )
            )
        elif len(given) > 1 and not isinstance(fields[name], Values):
            problems.append(
                Problem(
                    field=name,
                    message=Both(zh_hans=f"参数“{name}”只能给出一次。", en=f"Give the parameter “{name}” once."),
                )
            )
    form = kind(request.GET)
    if not form.is_valid():
        problems += _what_was_wrong(kind, request.GET, form)
    problems += [
        Problem(
            field=name,
            message=Both(
                zh_hans=f"参数“{name}”的写法与接口说明不符。",
                en=f"The parameter “{name}” is not written as the description of the API has it.",
            ),
        )
        for name, given in request.GET.lists()
        if name in fields and name not in form.errors and not _is_as_described(_schema(name, fields[name]), given)
    ]
    if problems:
        raise Refused(422, *problems[:MOST_PROBLEMS])
    return form


def _what_was_wrong(kind: type[forms.Form], data: Any, form: forms.Form) -> list[Problem]:
    """Once in each language, since a form's sentences are made in the language it is cleaned in."""
    said = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            said[language] = {name: " ".join(messages) for name, messages in kind(data).errors.items()}
    return [Problem(field=name, message=Both(zh_hans=said["zh-hans"][name], en=said["en"][name])) for name in form.errors]


def _is_as_described(schema: dict[str, Any], given: list[str]) -> bool:
    """The forms forgive what people type (blanks, an empty field, `1.0`, one value twice); a program is told."""
    match schema:
        case {"type": "array"}:
            return len(given) <= schema["maxItems"] and all(_is_as_described(schema["items"], [value]) for value in given)
        case {"type": "integer"}:
            return re.fullmatch("-?[0-9]+", given[-1]) is not None
        case {"enum": values}:
            return given[-1] in values
        case _:
            return len(given[-1]) <= schema["maxLength"] and re.fullmatch(schema["pattern"], given[-1]) is not None


def page_of(form: forms.Form, count: int) -> tuple[int, int]:
    """Number and size of the page asked for. Refused (404) when it lies beyond the last; the first page is always there."""
    number = form.cleaned_data["page"] or 1
    size = form.cleaned_data["page_size"] or PAGE_SIZE
    last = max(1, -(-count // size))
    if number > last:
        raise refused(404, "page", f"没有这一页：共 {last} 页。", f"There is no such page: the last one is {last}.")
    return number, size


# --- As OpenAPI describes it ---------------------------------------------------------------------------------------


def parameters(kind: type[forms.Form], **descriptions: str) -> dict[str, Any]:
    """The form's fields as the parameters of an operation, so that the description cannot say other than the form does."""
    described = DESCRIPTIONS | descriptions
    return {
        "parameters": [
            {"in": "query", "name": name, "required": False, "description": described[name], "schema": _schema(name, field)}
            for name, field in kind.base_fields.items()
        ]
    }


def _schema(name: str, field: forms.Field) -> dict[str, Any]:
    match field:
        case Values():
            return {"type": "array", "items": {"type": "string", "maxLength": LONGEST_VALUE, "pattern": PLAIN}, "maxItems": MOST_VALUES}
        case forms.IntegerField():
            bounds = {"minimum": field.min_value, "maximum": field.max_value, "default": DEFAULTS.get(name)}
            return {"type": "integer", **{key: value for key, value in bounds.items() if value is not None}}
        case forms.ChoiceField():
            default = {"default": DEFAULTS[name]} if name in DEFAULTS else {}
            return {"type": "string", "enum": [value for value, _label in field.choices], **default}
        case _:
            return {"type": "string", "maxLength": LONGEST_SEARCH, "pattern": r"^[^\x00]*$"}
