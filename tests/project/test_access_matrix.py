"""Every address that exists, asked by everybody: what is another company's is not there, and leaves no trace anywhere.

The addresses come from the URL configuration. One whose parameters nobody here knows how to fill fails the test, so that a new
page cannot be forgotten; add it to `FILL`, with values that are another company's.
"""

import itertools
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import get_resolver, reverse
from django.utils import translation

from accounts.models import Organisation
from cases.access import SHARED
from cases.models import (
    Attachment,
    Call,
    Case,
    Comment,
    LeftOver,
    Picture,
    Publication,
    Revision,
    Seal,
    StateChange,
    VideoAddress,
    WordFile,
)
from cases.workflow import STEPS
from reports.models import Part
from tests.forms import filled
from tests.project.world import World, make_world

pytestmark = pytest.mark.django_db

OUTSIDERS = ["editor", "roleless", "anonymous"]
INSIDERS = ["reviewer", "publisher", "compiler", "operator", "superuser"]


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def ask(client, world):
    """`ask("editor", "GET", "/admin/")`; every answer is searched for the other company's words before it is handed back."""

    def request(who: str, method: str, address: str, data: Any = None) -> Any:
        client.logout() if who == "anonymous" else client.force_login(world.people[who])
        response = client.generic(method, address) if data is None else client.post(address, data)
        if who in OUTSIDERS or who == "colleague":
            assert traces(world, response, ignoring=f"{address} {data}") == [], f"{who} {method} {address}"
        return response

    return request


def traces(world: World, response: Any, ignoring: str = "") -> list[str]:
    """Words of the other company in an answer; those that the asker put into the question are no trace."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = body.decode(errors="replace") + repr(list(response.items()))
    return [word for word in world.secrets if word in text and word not in ignoring]


# --- The addresses ------------------------------------------------------------------------------------------------


class Route(NamedTuple):
    route: str
    name: str
    parameters: tuple[str, ...]


def routes() -> list[Route]:
    """Every pattern of the site, as a route with its full name and its parameters."""
    # Whatever language the last request of another test was in: an address is written in that of the moment.
    with translation.override("zh-hans"):
        return list(walk(get_resolver().url_patterns))


def walk(patterns: Any, before: str = "", names: tuple[str, ...] = ()) -> Iterator[Route]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from walk(pattern.url_patterns, route, (*names, pattern.namespace) if pattern.namespace else names)
        else:
            parameters = pattern.pattern.converters or pattern.pattern.regex.groupindex
            yield Route(route, ":".join([*names, pattern.name or ""]), tuple(parameters))


def model_of(route: Route) -> Any:
    """The model whose rows an admin page is about: `admin:cases_case_change` → Case."""
    label = route.route.removeprefix("admin/").split("/")[:2]
    return apps.get_model(*label) if len(label) == 2 and label[0] in {"accounts", "cases", "reports"} else None


def theirs(world: World, route: Route) -> list[dict[str, Any]]:
    """Values for a route's parameters, all of them another company's."""
    if route.name in FILL:
        return FILL[route.name](world)
    if "object_id" in route.parameters and (model := model_of(route)):
        if model in SHARED:
            return NOTHING  # everybody reads them
        pks = world.rows().get(model) or [1]
        extra = [{"name": step} for step in STEPS] if "name" in route.parameters else [{}]
        assert {"object_id", *extra[0]} == set(route.parameters), f"Tell FILL how to fill {route}"
        return [{"object_id": pk} | more for pk, more in itertools.product(pks, extra)]
    raise AssertionError(f"Nobody knows how to fill {route}: add it to FILL with values that are another company's.")


def digests(world: World) -> list[str]:
    return list(Picture.objects.filter(case__organisation=world.theirs).values_list("digest", flat=True))


def slugs(world: World) -> list[dict[str, str]]:
    return [{"slug": case.slug} for case in Case.objects.filter(organisation=world.theirs)]


def marks(world: World) -> list[tuple[int, str]]:
    """Each revision of theirs, asked for under the number of each publication there is."""
    revisions = Revision.objects.filter(case__organisation=world.theirs).values_list("digest", flat=True)
    return list(itertools.product(Publication.objects.values_list("pk", flat=True), revisions))


NOTHING: list[dict[str, Any]] = []
FILL: dict[str, Any] = {
    "admin:picture": lambda world: [{"digest": digest, "width": width} for digest in digests(world) for width in (480, 1600)],
    "admin:attachment": lambda world: [{"pk": pk} for pk in world.rows()[Attachment]],
    "admin:app_list": lambda world: NOTHING,  # says nothing of rows; its own test below
    "admin:cases_case_comment": lambda world: [
        {"object_id": c.case_id, "pk": c.pk} for c in Comment.objects.filter(case__in=world.rows()[Case])
    ],
    "admin:cases_case_word_again": lambda world: [{"pk": pk} for pk in world.rows()[WordFile]],
    "admin:cases_case_left_picture": lambda world: [
        {"object_id": row.case_id, "pk": row.pk} for row in LeftOver.objects.filter(case__organisation=world.theirs)
    ],
    "admin:cases_case_scan": lambda world: [
        {"object_id": s.case_id, "pk": s.pk} for s in Seal.objects.filter(case__organisation=world.theirs)
    ],
    **dict.fromkeys(("admin:case_numbers", "admin:case_printed"), lambda world: [{"pk": pk} for pk in world.rows()[Case]]),
    "admin:case_sheet": lambda world: [
        {"case": r.case_id, "number": r.number} for r in Revision.objects.filter(case__organisation=world.theirs)
    ],
    "admin:case_changes_sheet": lambda world: [
        {"case": r.case_id, "number": r.number} for r in Revision.objects.filter(case__organisation=world.theirs)
    ],
    "admin:case_receipt": lambda world: [
        {"pk": change.pk} for change in StateChange.objects.filter(case__organisation=world.theirs, action="submit")
    ],
    "admin:": lambda world: [{"url": f"cases/case/{world.cases['their_draft'].pk}"}],
    "admin:reports_block_picture": lambda world: [{"digest": digest, "width": 480} for digest in digests(world)],
    "edition_file": lambda world: [{"year": 1999, "number": 1, "language": "en", "suffix": "pdf"}],
    "admin:reports_report_sign": lambda world: [{"object_id": p.report_id, "pk": p.pk} for p in Part.objects.filter(report__year=1998)],
    **dict.fromkeys(("admin:reports_block_newer", "admin:reports_block_shorten"), lambda world: [{"object_id": 1, "pk": 1}]),
    "admin:members_of": lambda world: [{"organisation": world.theirs.pk}],
    "admin:members_act": lambda world: [
        {"organisation": organisation.pk, "pk": row.pk, "act": act}
        for organisation in (world.theirs, world.ours)
        for row in world.theirs.memberships.all()
        for act in ("end", "hand-on", "add-owner", "revoke")
    ],
    "admin:cases_call_extend": lambda world: [{"object_id": pk} for pk in Call.objects.values_list("pk", flat=True)],
    "admin:cases_call_invitations": lambda world: [{"object_id": pk} for pk in Call.objects.values_list("pk", flat=True)],
    "admin:cases_call_revoke": lambda world: [
        {"object_id": row.call_id, "pk": row.pk} for row in world.theirs.invitations.exclude(call=None)
    ],
    **dict.fromkeys(("approval", "print_approval"), lambda world: [{"token": "nobody-was-sent-this"}]),  # a secret of its own, one answer
    **dict.fromkeys(
        ("approval_picture", "print_approval_picture"),
        lambda world: [{"token": "nobody-was-sent-this", "digest": digest, "width": 480} for digest in digests(world)],
    ),
    "invitation": lambda world: [{"token": "nobody-was-sent-this"}],  # a secret of its own, single use
    "api:case": slugs,
    "api:nothing": lambda world: [{"rest": f"cases/{world.cases['their_draft'].pk}"}],
    "picture": lambda world: [{"digest": digest, "width": 480} for digest in digests(world)],
    "report_picture": lambda world: [{"digest": digest, "width": 480} for digest in digests(world)],
    "video": lambda world: [{"code": row.code} for row in VideoAddress.objects.filter(case__organisation=world.theirs)],
    "evidence": lambda world: [{"digest": Attachment.objects.get(pk=pk).digest, "suffix": "pdf"} for pk in world.rows()[Attachment]],
    "short_address": lambda world: [{"number": 1_000_000_007}],  # what is not published has no number
    "case_card": lambda world: [{"number": pk, "mark": mark[:16], "language": "zh", "suffix": "png"} for pk, mark in marks(world)],
    "card": lambda world: [{"name": world.theirs.slug, "language": "zh"}],
    "case_pdf": slugs,
    "account_reset_password_from_key": lambda world: NOTHING,  # a secret of its own, single use
    "mfa_remove_webauthn": lambda world: [{"pk": 1}],
    "mfa_edit_webauthn": lambda world: [{"pk": 1}],
    "report": lambda world: [{"year": 1999}],
    "report_part": lambda world: [{"year": 1999, "key": "foreword"}],
    "short_link": lambda world: [{"code": "zzzz"}],
    "report_feed": lambda world: [{"year": 1999}],
    "facet_feed": lambda world: [{"facet": "organisation", "value": world.theirs.slug}],
    "sitemap_part": lambda world: [{"name": "cases", "part": 99}],
    "case": slugs,
    **dict.fromkeys(("concept", "sector", "region", "topic"), lambda world: [{"slug": "unheard-of"}]),
    "sdg": lambda world: [{"number": 99}],
    "target": lambda world: [{"code": "7.9"}],
    **dict.fromkeys(("chart_csv", "chart_json"), lambda world: [{"chart": "unheard-of"}]),
    **dict.fromkeys(("indicator_csv", "indicator_json"), lambda world: [{"key": "unheard-of"}]),
    "organisation": lambda world: [{"slug": world.theirs.slug}],
}


def filled_addresses(world: World) -> list[tuple[Route, str]]:
    found = []
    for route in routes():
        if route.parameters:
            for values in theirs(world, route):
                if route.name.endswith(":"):
                    found.append((route, "/" + route.route.split("(?P")[0] + values["url"]))
                else:
                    found.append((route, reverse(route.name, kwargs=values)))
    return found


def plain_addresses() -> list[str]:
    return ["/" + route.route for route in routes() if not route.parameters]


# --- Asked by people who are not theirs ---------------------------------------------------------------------------------


ASKED = [("GET", ""), ("HEAD", ""), ("POST", ""), ("DELETE", ""), ("GET", "/en")]


@pytest.mark.parametrize("who", OUTSIDERS)
def test_what_is_another_companys_is_not_there_on_any_address(who, world, ask):
    before = world.state()
    wrong = []
    for route, address in filled_addresses(world):
        for method, language in ASKED:
            if language and not route.name.startswith("admin"):
                continue
            expected = {302} if who == "anonymous" and address.startswith("/admin/") else {404}
            if address.startswith("/accounts/"):
                expected |= {302}
            if method not in {"GET", "HEAD"}:
                expected |= {405}  # before anybody looks which row it is
            response = ask(who, method, language + address)
            if response.status_code not in expected:
                wrong.append(f"{method} {language}{address}: {response.status_code}")
    assert wrong == []
    assert world.state() == before


def test_a_row_that_is_not_theirs_answers_exactly_as_one_that_does_not_exist(world, ask):
    different = []
    for route, address in filled_addresses(world):
        if route.name.startswith("admin:") and "object_id" in route.parameters:
            for pk in world.rows().get(model_of(route), []):
                missing = address.replace(f"/{pk}/", "/1000000007/")
                if ask("editor", "GET", address).content != ask("editor", "GET", missing).content:
                    different.append(address)
    assert different == []


@pytest.mark.parametrize("who", [*OUTSIDERS, "colleague"])
def test_no_page_without_a_parameter_says_a_word_of_them(who, world, ask):
    for address in plain_addresses():
        for language in ("", "/en"):
            assert ask(who, "GET", language + address).status_code < 500


QUESTIONS = [
    "q={secret}",
    "title_zh_hans__startswith={secret}",
    "organisation__name_zh_hans__contains={secret}",
    "organisation__cases__title_zh_hans__contains={secret}",
    "organisation={organisation}",
    "organisation__id__exact={organisation}",
    "created_by__email__startswith={secret}",
    "created_by__password__startswith=p",
    "state=draft",
    "parent__title_en={secret}",
    "state__exact=draft",
    "_facets=True",
    "all=",
    "o=1.2.3",
    "o=organisation__name",
    "_popup=1",
    "_to_field=id",
    "_to_field=slug",
    "p=99",
    "e=1",
]


def test_no_question_to_a_list_tells_of_their_rows(world, ask):
    for model in admin.site._registry:
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for question in QUESTIONS:
            asked = question.format(secret=world.cases["their_draft"].title_zh_hans, organisation=world.theirs.pk)
            response = ask("editor", "GET", f"{address}?{asked}")
            assert response.status_code in {200, 302, 400, 404}, f"{address}?{asked}"
            if response.status_code == 200 and getattr(response, "context", None) and "cl" in response.context:
                foreign = set(world.rows().get(model, [])) & {row.pk for row in response.context["cl"].result_list}
                assert foreign == set()


def test_a_list_counts_ones_own_rows(world, ask):
    response = ask("editor", "GET", "/admin/cases/case/")
    assert {case.pk for case in response.context["cl"].result_list} == {world.cases["our_draft"].pk, world.cases["our_submitted"].pk}
    assert response.context["cl"].result_count == 2
    assert [number for _, number in ask("editor", "GET", "/admin/").context["workbench"].counts] == [1, 1]


def test_no_autocomplete_offers_or_names_their_rows(world, ask):
    words = ["", "zq", world.theirs.name_zh_hans, world.cases["their_draft"].title_zh_hans, world.people["their_editor"].name]
    answered = set()
    for model in apps.get_models():
        for relation in model._meta.get_fields():
            if not relation.is_relation or not relation.name:
                continue
            for word in words:
                query = f"app_label={model._meta.app_label}&model_name={model._meta.model_name}&field_name={relation.name}&term={word}"
                response = ask("editor", "GET", f"/admin/autocomplete/?{query}")
                assert response.status_code in {200, 404}, query
                if response.status_code == 200:
                    answered.add(f"{model._meta.label}.{relation.name}")
    assert answered == {
        "cases.Case.organisation",
        "cases.Case.parent",
        "cases.Case.continues",
        "cases.Participation.organisation",
        "accounts.Organisation.parent",
    }


# --- Forged forms ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def our_form(world, ask):
    address = f"/admin/cases/case/{world.cases['our_draft'].pk}/change/"
    return address, filled(ask("editor", "GET", address), "case_form")


def test_a_forged_row_of_a_form_changes_nothing_of_theirs_and_names_nothing(world, ask, our_form):
    address, data = our_form
    before = world.state()
    draft = world.cases["their_draft"]
    forgeries: list[dict[str, str]] = [{"parent": str(draft.pk)}, {"organisation": str(world.theirs.pk)}, {"call": "999"}]
    forgeries += [{"continues": str(draft.pk)}, {"continues": str(draft.pk), "year": "2099"}]
    for part in ("figures", "quotations", "pictures", "videos", "attachments", "participations"):
        for row in getattr(draft, part).all():
            rows = {f"{part}-TOTAL_FORMS": "1", f"{part}-INITIAL_FORMS": "1", f"{part}-0-id": str(row.pk), f"{part}-0-order": "0"}
            forgeries += [rows | {f"{part}-0-case": str(world.cases["our_draft"].pk)}, rows | {f"{part}-0-DELETE": "on"}]
    new = {"figures-TOTAL_FORMS": "2", "figures-1-case": str(draft.pk), "figures-1-label_zh_hans": "x", "figures-1-value": "1"}
    forgeries += [
        new,
        {"participations-TOTAL_FORMS": "1", "participations-0-organisation": str(world.theirs.pk), "participations-0-order": "0"},
    ]
    for forgery in forgeries:
        response = ask("editor", "POST", address, data | forgery)
        assert response.status_code in {200, 302, 400, 404}, forgery
        assert world.state() == before, forgery


def test_actions_reach_ones_own_rows_only(world, ask):
    before = world.state()
    address = "/admin/cases/case/"
    foreign = [str(pk) for pk in world.rows()[Case]]
    for name in ("delete_selected", "publish", "accept", "start_review"):
        for across in ("0", "1"):
            data = {"action": name, "_selected_action": foreign, "select_across": across, "index": "0", "post": "yes"}
            assert ask("editor", "POST", address, data).status_code in {200, 302}
            ask("editor", "GET", address)
    assert world.state() == before
    # A reviewer's own mixture: what is not possible is counted and not named.
    mixture = [str(world.cases["our_submitted"].pk), str(world.cases["their_draft"].pk)]
    ask("reviewer", "POST", address, {"action": "start_review", "_selected_action": mixture, "select_across": "0", "index": "0"})
    text = ask("reviewer", "GET", address).text
    assert "1 个案例保持原样" in text


def test_nobody_gives_away_what_they_do_not_have(world, ask):
    operator, editor = world.people["operator"], world.people["editor"]
    page = f"/admin/accounts/user/{editor.pk}/change/"
    data = filled(ask("operator", "GET", page), "user_form")
    ask("operator", "POST", page, data | {"is_superuser": "on", "is_staff": "on"})
    editor.refresh_from_db()
    assert not editor.is_superuser
    own = f"/admin/accounts/user/{operator.pk}/change/"
    mine = filled(ask("operator", "GET", own), "user_form")
    association = Organisation.objects.get(slug="association")
    added = {"memberships-TOTAL_FORMS": "2", "memberships-1-organisation": str(association.pk), "memberships-1-role": "publisher"}
    ask("operator", "POST", own, mine | added)
    assert [m.role for m in operator.memberships.all()] == ["operator"]
    superuser = world.people["superuser"]
    assert (
        ask(
            "operator", "POST", f"/admin/accounts/user/{superuser.pk}/password/", {"new_password1": "x" * 20, "new_password2": "x" * 20}
        ).status_code
        == 404
    )


# --- And by those whose it is ---------------------------------------------------------------------------------------------


SHOWN = ["change", "preview", "history"]


@pytest.mark.parametrize("who", ["their_editor", "reviewer", "publisher", "compiler", "operator"])
def test_whoever_it_belongs_to_reads_it(who, world, ask):
    draft = world.cases["their_draft"]
    pages = [f"/admin/cases/case/{draft.pk}/{page}/" for page in SHOWN]
    pages += [f"/admin/pictures/{draft.pictures.get().digest}/480/", f"/admin/attachments/{draft.attachments.get().pk}/"]
    revision = world.cases["their_submitted"].revisions.first()
    pages += [f"/admin/cases/revision/{revision.pk}/change/", f"/admin/cases/revision/{revision.pk}/preview/"]
    assert [ask(who, "GET", page).status_code for page in pages] == [200, 200, 302, 200, 200, 200, 200]


def test_a_colleague_edits_what_a_colleague_began(world, ask):
    address = f"/admin/cases/case/{world.cases['our_draft'].pk}/change/"
    data = filled(ask("colleague", "GET", address), "case_form")
    assert ask("colleague", "POST", address, data | {"title_en": "By a colleague"}).status_code == 302
    assert Case.objects.get(pk=world.cases["our_draft"].pk).title_en == "By a colleague"


def test_whoever_leaves_a_company_leaves_its_rows_at_once(world, ask):
    address = f"/admin/cases/case/{world.cases['their_draft'].pk}/change/"
    assert ask("their_editor", "GET", address).status_code == 200
    world.people["their_editor"].memberships.all().delete()
    world.people["their_editor"].__dict__.pop("_memberships", None)
    assert ask("their_editor", "GET", address).status_code == 404


@pytest.mark.parametrize("who", INSIDERS)
def test_inside_every_page_of_every_model_either_opens_or_is_not_there(who, world, ask):
    for model in admin.site._registry:
        for page in ("changelist", "add"):
            address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")
            assert ask(who, "GET", address).status_code in {200, 302, 404}, address


def test_the_secrets_are_there_to_be_found(world, ask):
    """Without this the tests above prove nothing: the words do stand in pages of those whose they are."""
    draft = world.cases["their_draft"]
    text = ask("their_editor", "GET", f"/admin/cases/case/{draft.pk}/change/").text
    assert len([word for word in world.secrets if word in text]) >= 12
    assert draft.title_zh_hans in ask("reviewer", "GET", "/admin/cases/case/").text


def test_every_app_index_leads_to_the_workbench_or_is_not_there(ask):
    assert ask("editor", "GET", "/admin/cases/").status_code == 302
    assert ask("reviewer", "GET", "/admin/reports/").status_code == 404
