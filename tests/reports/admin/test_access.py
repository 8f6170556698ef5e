"""Every address of the report's admin, by every role; what is asked for by hand; what autocompletes tell."""

import re

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.enums import Role
from reports.enums import BuildState
from reports.models import Block, Build, Part, PrintApproval, Report, Signature, Signer
from reports.signing import state
from tests import make
from tests.reports.admin.rows import CANARY, signed_in

pytestmark = pytest.mark.django_db

# An address of a report's admin → the row that it is asked for.
ROWS = {
    "reports_report_move": "report",
    "reports_report_build": "report",
    "reports_report_numbers": "report",
    "reports_report_readiness": "report",
    "reports_build_cancel": "build",
    **dict.fromkeys((f"reports_report_{page}" for page in ("choices_csv", "choices_xlsx", "last_year", "next_year")), "report"),
    "reports_build_file": "build",
    "reports_block_newer": "cased",
    "reports_block_shorten": "cased",
    "reports_part_checkout": "part",
    "reports_part_word": "part",
}
POSTED = {
    *("reports_report_move", "reports_report_build", "reports_report_freeze", "reports_edition_build"),
    *("reports_build_cancel", "reports_part_checkout"),
}
# An operator looks at reports and changes nothing.
ONLY_COMPILERS = {
    "reports_report_move",
    "reports_report_build",
    "reports_report_freeze",
    "reports_edition_build",
    "reports_edition_package",
    "reports_build_cancel",
    "reports_build_file",
    "reports_block_newer",
    "reports_block_shorten",
    "reports_block_cases",
    "reports_part_checkout",
}


def names() -> list[str]:
    """The name of each address of a model of reports, from the URL configuration: a new one cannot be forgotten."""
    found = set()

    def walk(resolver):
        for pattern in resolver.url_patterns:
            if hasattr(pattern, "url_patterns"):
                walk(pattern)
            elif str(pattern.name or "").startswith("reports_") and pattern.name != "reports_picture":
                found.add(pattern.name)

    walk(next(each for each in get_resolver().url_patterns if "LocalePrefix" in type(each.pattern).__name__))
    return sorted(found)


def address(name: str, whole) -> str:
    model, _, page = name.removeprefix("reports_").rpartition("_")
    row = whole[ROWS.get(name, model)]
    if name == "reports_block_picture":
        return reverse(f"admin:{name}", args=[whole["illustration"].digest, 480])
    if name in {"reports_block_newer", "reports_block_shorten"}:
        return reverse(f"admin:{name}", args=[row.pk, whole["placement"].pk])
    if name == "reports_report_sign":
        return reverse(f"admin:{name}", args=[whole["report"].pk, whole["part"].pk])
    if page in {"changelist", "add", "offers", "cases", "form"}:
        return reverse(f"admin:{name}")
    return reverse(f"admin:{name}", args=[row.pk])


def ask(client, name: str, whole, language: str = ""):
    place = language + address(name, whole).removeprefix("/en")
    answer = client.post(place) if name in POSTED else client.get(place)
    if answer.streaming:
        # Read to its end, so that the file is closed.
        b"".join(answer.streaming_content)
    return answer


def test_the_addresses_are_these():
    models = ["block", "build", "citeddocument", "edition", "figurerequest", "indicator", "indicatorlist", "observation", "part", "report"]
    models += ["shortlink"]
    pages = [f"reports_{model}_{page}" for model in models for page in ("add", "change", "changelist", "delete", "history")]
    own = [
        "block_cases",
        "block_newer",
        "block_picture",
        "block_shorten",
        "build_cancel",
        "build_file",
        "edition_build",
        "edition_compare",
        "edition_package",
        "indicator_offers",
        "indicatorlist_again",
        "indicatorlist_confirm",
        "indicatorlist_discard",
        "indicatorlist_form",
        "observation_offers",
        "part_checkout",
        "part_pages",
        "part_preview",
        "part_word",
        "report_approvals",
        "report_build",
        "report_choices",
        "report_choices_csv",
        "report_choices_xlsx",
        "report_figures",
        "report_freeze",
        "report_last_year",
        "report_move",
        "report_next_year",
        "report_numbers",
        "report_quotas",
        "report_readiness",
        "report_selection",
        "report_sign",
        "report_signing",
    ]
    assert names() == sorted([*pages, *(f"reports_{name}" for name in own)])


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER, Role.PUBLISHER])
def test_whoever_does_not_compile_finds_nothing_of_reports(whole, role):
    client = signed_in(make.user(role))
    # What their own company is asked for: an empty list.
    own = {"reports_figurerequest_changelist": 200} if role == Role.EDITOR else {}
    assert {name: ask(client, name, whole).status_code for name in names()} == dict.fromkeys(names(), 404) | own


def test_a_stranger_is_sent_to_sign_in_and_reads_nothing(whole):
    for name in names():
        answer = ask(Client(), name, whole)
        assert answer.status_code == 302, name
        assert answer["Location"].startswith("/accounts/login/"), name


def test_an_operator_looks_and_changes_nothing(whole):
    client = signed_in(make.user(Role.OPERATOR))
    refused = {name for name in names() if ask(client, name, whole).status_code == 404}
    assert refused == ONLY_COMPILERS | {name for name in names() if name.endswith(("_add", "_delete"))}
    change = reverse("admin:reports_part_change", args=[whole["part"].pk])
    assert client.post(change, {"title_zh_hans": "x"}).status_code == 404
    whole["part"].refresh_from_db()
    assert whole["part"].title_zh_hans == f"第一章 {CANARY}"


def test_a_compiler_opens_everything_but_what_is_written_elsewhere(whole, compiler):
    whole["build"].file.save("x.pdf", ContentFile(b"%PDF-1.7"), save=False)
    whole["build"].state = BuildState.DONE
    whole["build"].save()
    closed = {name for name in names() if ask(compiler, name, whole).status_code == 404}
    # Values are written in their indicator's form, builds by the worker, editions at the desk; `move` without a move is no move.
    assert closed == {
        *(f"reports_{model}_{page}" for model in ("build", "edition", "observation") for page in ("add", "delete")),
        # Lists that were given stay as their own log, and a request is withdrawn.
        *("reports_indicatorlist_delete", "reports_figurerequest_delete"),
        "reports_report_move",
        # A report that was built stays.
        "reports_report_delete",
    }


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER, Role.PUBLISHER])
@pytest.mark.parametrize("field", ["observation", "indicator", "before", "change", "block"])
def test_the_common_autocomplete_tells_others_nothing(whole, role, field):
    client = signed_in(make.user(role))
    answer = client.get(
        reverse("admin:autocomplete"), {"app_label": "reports", "model_name": "blockitem", "field_name": field, "term": "节"}
    )
    assert answer.status_code == 404
    assert CANARY not in answer.content.decode()


def test_an_editors_index_and_menus_name_no_report(whole):
    page = signed_in(make.user(Role.EDITOR)).get("/admin/").content.decode()
    assert set(re.findall(r"/admin/reports/[^\"]*", page)) == {"/admin/reports/figurerequest/"}
    assert CANARY not in page


def test_whoever_of_the_association_is_named_reads_what_they_sign_and_no_other_page_of_reports(whole):
    named, outside = make.user(Role.REVIEWER), make.user(Role.EDITOR)
    for user in (named, outside):
        Signer.objects.create(part=whole["part"], user=user, role="专家")
    open_to = {"reports_report_signing", "reports_report_sign", "reports_block_picture"}
    assert {name for name in names() if ask(signed_in(named), name, whole).status_code == 200} == open_to
    assert {name for name in names() if ask(signed_in(outside), name, whole).status_code != 404} == {"reports_figurerequest_changelist"}
    elsewhere = Report.objects.create(year=2031, title_zh_hans="另一份")
    assert signed_in(named).get(reverse("admin:reports_report_signing", args=[elsewhere.pk])).status_code == 404


def test_a_part_of_another_report_is_not_signed_from_this_one(whole, compiler):
    other = Report.objects.create(year=2031, title_zh_hans="另一份")
    assert compiler.get(reverse("admin:reports_report_sign", args=[other.pk, whole["part"].pk])).status_code == 404


def test_an_operator_asks_no_company_and_signs_nothing(whole):
    client = signed_in(make.user(Role.OPERATOR))
    assert client.post(reverse("admin:reports_report_approvals", args=[whole["report"].pk]), {"act": "all"}).status_code == 404
    seen = [each.mark for each in state(whole["report"]).of(whole["part"].pk).all]
    client.post(reverse("admin:reports_report_sign", args=[whole["report"].pk, whole["part"].pk]), {"seen": seen})
    assert (Signature.objects.count(), PrintApproval.objects.count()) == (0, 0)


def test_a_block_of_another_report_is_not_moved_from_this_desk(whole, compiler):
    other = Report.objects.create(year=2031, title_zh_hans="另一份")
    answer = compiler.post(reverse("admin:reports_report_move", args=[other.pk]), {"move": f"block-{whole['block'].pk}:down"})
    assert answer.status_code == 404


def test_a_block_is_not_put_into_another_reports_part(whole, compiler):
    other = Report.objects.create(year=2031, title_zh_hans="另一份")
    foreign = Part.objects.create(report=other, key="x", title_zh_hans="别处")
    change = reverse("admin:reports_block_change", args=[whole["block"].pk])
    answer = compiler.save(change, part=foreign.pk)
    assert answer.status_code == 200
    assert "part" in answer.context["adminform"].form.errors
    assert Block.objects.get(pk=whole["block"].pk).part == whole["part"]


def test_a_placement_of_another_block_is_not_taken_over_from_this_one(whole, compiler):
    other = Block.objects.create(part=whole["part"], kind="case", order=9)
    for page in ("newer", "shorten"):
        assert compiler.get(reverse(f"admin:reports_block_{page}", args=[other.pk, whole["placement"].pk])).status_code == 404


def test_a_build_is_not_written_by_hand(whole, compiler):
    change = reverse("admin:reports_build_change", args=[whole["build"].pk])
    compiler.post(change, {"state": "done", "format": "json"})
    build = Build.objects.get(pk=whole["build"].pk)
    assert (build.state, build.format) == (BuildState.WAITING, "pdf")
