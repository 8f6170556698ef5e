"""Nothing is held that is one reader's own, and nothing outlives the version of the site it was made at."""

import datetime as dt

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import get_resolver, resolve

from accounts.enums import Role
from accounts.models import Organisation
from cases.models import SiteVersion
from cases.views.public import FRESHNESS
from config import edge
from tests import make
from tests.config.edge.answers import NOON, own
from tests.project.test_access_matrix import walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "held_pages")]


# --- What is held --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address", ["/cases/one/", "/en/cases/one/", "/", "/cases/?concept=green&sdg=7&page=1", "/api/v1/cases?q=甲", "/robots.txt"]
)
def test_a_page_that_was_made_costs_the_question_for_the_version_and_nothing_more(costs, case, address):
    _, first = costs(address)
    cost, second = costs(address)
    assert (cost, own(second)) == (1, own(first))
    assert second["X-Request-ID"] != first["X-Request-ID"]


def test_every_public_page_of_the_site_is_held_and_has_nothing_of_its_readers_own(costs, case):
    wrong = []
    for route in walk(get_resolver().url_patterns):
        address = f"/{route.route}"
        if route.parameters or edge.NEVER_HELD.match(address):
            continue
        response = costs(address, headers={"cookie": "sessionid=x; csrftoken=y"})[1]
        text = b"" if response.streaming else response.content
        if "public" in response.get("Cache-Control", "") and (response.cookies or b"csrfmiddlewaretoken" in text):
            wrong.append(f"{address} has something of its reader's own")
        if response.status_code == 200 and not response.streaming and costs(address)[0] > 1:
            wrong.append(f"{address} is made anew")
    assert wrong == []


def test_head_is_answered_from_the_page_that_was_made_for_get(costs, case):
    _, page = costs()
    cost, head = costs(method="head")
    assert (cost, head.status_code, head["Content-Length"], head["ETag"]) == (1, 200, str(len(page.content)), page["ETag"])


def test_that_a_case_was_withdrawn_is_held_too(costs, case):
    from cases.publishing import take_back

    take_back(case)
    costs()
    cost, gone = costs()
    assert (cost, gone.status_code) == (1, 410)


def counting(answer=None, size=100):
    """`ask("/cases/")` through the layer over a view that notes what it makes; the layer; the notes."""
    made = []

    def view(request):
        made.append(request.get_full_path())
        request.resolver_match = resolve(request.path_info)
        return answer(request) if answer else HttpResponse("x" * size, headers={"Cache-Control": FRESHNESS})

    layer = edge.HeldPagesMiddleware(view)
    return lambda address="/cases/", **options: layer(RequestFactory().get(address, **options)), layer, made


@pytest.mark.parametrize(
    "address", ["/cases/?x=1", "/cases/?q=a&utm_source=b", "/cases/?%71=a", "/cases/?&", "/sdgs/007/", f"/cases/?q={'x' * 1000}"]
)
def test_what_could_be_asked_without_end_is_not_held(address):
    ask, layer, made = counting()
    for _ in range(2):
        ask(address)
    assert (len(made), len(layer.addresses), len(layer.questions)) == (2, 0, 0)


@pytest.mark.parametrize(
    "answer",
    [
        HttpResponse("page"),
        HttpResponse("page", headers={"Cache-Control": "private, no-store"}),
        HttpResponse("page", headers={"Cache-Control": "public, no-store"}),
        HttpResponse("page", headers={"Cache-Control": FRESHNESS, "Vary": "Cookie"}),
        HttpResponse("page", headers={"Cache-Control": FRESHNESS, "Vary": "Accept-Language"}),
        HttpResponse("page", headers={"Cache-Control": FRESHNESS, "Content-Security-Policy": "script-src 'nonce-abc'"}),
        HttpResponse("page", status=404, headers={"Cache-Control": FRESHNESS}),
        HttpResponse("page", status=302, headers={"Cache-Control": FRESHNESS}),
        HttpResponse("page", status=500, headers={"Cache-Control": FRESHNESS}),
        HttpResponse(b"page", content_type="image/png", headers={"Cache-Control": FRESHNESS}),
        HttpResponse("x" * 600_000, headers={"Cache-Control": FRESHNESS}),
        StreamingHttpResponse(["page"], headers={"Cache-Control": FRESHNESS}),
    ],
)
def test_an_answer_that_is_not_for_everyone_or_not_for_good_is_not_held(answer):
    ask, layer, made = counting(lambda request: answer)
    for _ in range(2):
        ask()
    assert (len(made), len(layer.addresses)) == (2, 0)


def test_an_answer_with_a_cookie_is_not_held():
    def answer(request):
        response = HttpResponse("page", headers={"Cache-Control": FRESHNESS})
        response.set_cookie("who", "me")
        return response

    ask, layer, made = counting(answer)
    for _ in range(2):
        ask()
    assert (len(made), len(layer.addresses)) == (2, 0)


def test_a_flood_of_questions_pushes_out_no_plain_page_and_stays_within_its_bounds(settings):
    settings.PAGES_HELD_MB = 1
    ask, layer, made = counting(size=20_000)
    ask("/cases/")
    for n in range(500):
        ask(f"/cases/?q={n}")
        ask("/cases/", headers={"hx-request": "true", "hx-target": f"t{n}"})
    ask("/cases/")
    assert len(made) == 1 + 2 * 500
    assert len(layer.questions) * 20_000 < 2**20 / 4


def test_with_no_room_nothing_is_held_and_nothing_asked_but_a_page_is_known_again(settings, django_assert_num_queries):
    settings.PAGES_HELD_MB = 0
    ask, _layer, made = counting()
    with django_assert_num_queries(0):
        tags = [ask()["ETag"] for _ in range(2)]
    assert (len(made), tags[0]) == (2, tags[1])


# --- Until when ----------------------------------------------------------------------------------------------------


def test_after_a_publication_every_page_is_made_anew(client, case):
    assert "乙" not in client.get("/cases/").text
    make.published(make.case(slug="two", title_zh_hans="乙"))
    assert "乙" in client.get("/cases/").text


def test_a_renamed_organisation_is_seen_on_pages_that_were_held(client, case):
    client.get("/organisations/" + case.organisation.slug + "/")
    organisation = Organisation.objects.get(pk=case.organisation_id)
    organisation.name_zh_hans = organisation.short_name_zh_hans = "新名字"
    organisation.save()
    assert "新名字" in client.get("/organisations/" + case.organisation.slug + "/").text


def test_the_next_day_a_citation_has_the_next_days_date(client, clock, case):
    assert "[2030-05-04]" in client.get("/cases/one/").text
    clock.now = NOON + dt.timedelta(hours=11, minutes=59)
    assert "[2030-05-04]" in client.get("/cases/one/").text
    clock.now = NOON + dt.timedelta(hours=12)
    assert "[2030-05-05]" in client.get("/cases/one/").text


def test_a_database_that_was_restored_and_comes_to_the_same_number_again_is_asked_anew():
    ask, _layer, made = counting()
    for number in (50, 49, 50, 50):
        SiteVersion.objects.update(number=number)
        ask()
    assert len(made) == 3


def test_while_the_database_is_silent_it_is_said_and_no_page_of_before_is_shown(client, case):
    client.get("/cases/one/")

    def down(*_arguments):
        raise OperationalError("no connection")

    with connection.execute_wrapper(down):
        page, data = client.get("/cases/one/"), client.get("/api/v1/cases")
    assert (page.status_code, page["Retry-After"], page["Cache-Control"], page["X-Frame-Options"]) == (503, "30", "no-store", "DENY")
    assert (data.status_code, data["Content-Type"]) == (503, "application/json")
    assert client.get("/cases/one/").status_code == 200


# --- For whom ------------------------------------------------------------------------------------------------------


POISON = {
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Server": "evil.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Scheme": "https",
    "X-Forwarded-Port": "1",
    "X-Forwarded-Prefix": "/evil",
    "X-Forwarded-For": "6.6.6.6",
    "X-Host": "evil.example",
    "X-Original-Host": "evil.example",
    "X-Original-URL": "/admin/",
    "X-Rewrite-URL": "/admin/",
    "X-HTTP-Method-Override": "DELETE",
    "X-Script-Name": "/evil",
    "Forwarded": "host=evil.example;proto=https",
    "Origin": "https://evil.example",
    "Referer": "https://evil.example/",
    "Authorization": "Basic ZXZpbDpldmls",
    "Cookie": "sessionid=evil; csrftoken=evil; django_language=en; messages=evil",
    "Accept": "application/evil",
    "Accept-Language": "en, fr",
    "Accept-Charset": "utf-7",
    "User-Agent": "evil",
    "Range": "bytes=0-10",
    "X-Request-ID": "evil-evil-evil",
    "HX-Boosted": "true",
    "HX-Current-URL": "https://evil.example/",
    "HX-Prompt": "evil",
    "HX-Trigger": "evil",
}


@pytest.mark.parametrize("address", ["/", "/cases/", "/cases/one/", "/en/cases/one/", "/api/v1/cases", "/api/v1/openapi.json"])
def test_no_header_that_a_visitor_sends_has_an_effect_on_what_others_are_shown(client, case, address):
    clean = own(Client().get(address))
    for name, value in POISON.items():
        poisoned = Client()
        assert own(poisoned.get(address, headers={name: value})) == clean, name
        assert own(poisoned.get(address)) == clean, name


def test_the_path_at_which_a_server_says_it_stands_is_part_of_what_is_asked():
    stands = [("/cases/", ""), ("/", "/cases"), ("/cases/", "/cases")]
    assert len({edge.asked(RequestFactory().get(path, SCRIPT_NAME=script)) for path, script in stands}) == 3


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil.example", "evil.example:80", "127.0.0.1:80:80", ""]
)
def test_a_foreign_host_is_refused_also_where_the_page_is_held(client, case, host):
    page = client.get("/cases/one/", headers={"host": "127.0.0.1"})
    refused = client.get("/cases/one/", headers={"host": host})
    assert (page.status_code, refused.status_code, refused["Cache-Control"]) == (200, 400, "no-store")
    assert "evil" not in refused.text


def test_every_allowed_host_is_given_the_addresses_of_the_site(client, case, settings):
    settings.ALLOWED_HOSTS = ["127.0.0.1", "other.example"]
    for address in ("/", "/cases/one/", "/api/v1/cases/one"):
        assert "other.example" not in client.get(address, headers={"host": "other.example"}).text
        assert own(client.get(address, headers={"host": "127.0.0.1"})) == own(client.get(address, headers={"host": "other.example"}))


def test_plain_http_is_redirected_also_where_the_page_is_held(settings, case):
    settings.SECURE_SSL_REDIRECT = True
    client = Client()
    assert client.get("/cases/one/", secure=True).status_code == 200
    response = client.get("/cases/one/")
    assert (response.status_code, response["Location"]) == (301, "https://testserver/cases/one/")


ADDRESSES = ["/", "/cases/", "/cases/one/", "/en/cases/one/", "/reports/", "/api/v1/cases"]


@pytest.mark.parametrize("role", [Role.PUBLISHER, Role.OPERATOR, Role.EDITOR])
def test_whoever_is_signed_in_leaves_nothing_behind_for_others(case, role):
    client = Client()
    stranger = {address: own(Client().get(address)) for address in ADDRESSES}
    client.force_login(make.user(role, case.organisation if role is Role.EDITOR else None))
    signed_in = {address: own(client.get(address)) for address in ADDRESSES}
    private = client.get("/admin/")
    client.cookies.clear()
    assert signed_in == stranger == {address: own(client.get(address)) for address in ADDRESSES}
    assert (private.status_code, private["Cache-Control"]) == (200, "private, no-store")
    assert client.get("/admin/").status_code == 302


def test_a_page_that_reads_the_session_is_nobody_elses_even_if_it_says_so(rf):
    from config.middleware import HeadersMiddleware

    class Session:
        accessed, modified = True, False

    def view(request):
        request.session = Session()
        request.resolver_match = resolve(request.path_info)
        return HttpResponse("page", headers={"Cache-Control": FRESHNESS})

    layer = edge.HeldPagesMiddleware(HeadersMiddleware(view))
    response = layer(rf.get("/cases/"))
    assert (response["Cache-Control"], response.get("ETag"), len(layer.addresses)) == ("private, no-store", None, 0)


# --- Parts of a page -----------------------------------------------------------------------------------------------


PART = {"hx-request": "true", "hx-target": "results"}


def test_a_page_and_its_part_are_two_and_a_cache_is_told_so(costs, case):
    _, whole = costs("/cases/")
    _, part = costs("/cases/", headers=PART)
    assert ("<html" in whole.text, "<html" in part.text) == (True, False)
    assert whole["Vary"] == part["Vary"] == "HX-Request, HX-Target, Accept-Encoding"
    assert whole["ETag"] != part["ETag"]
    assert [costs("/cases/")[0], costs("/cases/", headers=PART)[0]] == [1, 1]
    assert own(costs("/cases/")[1]) == own(whole)
    assert own(costs("/cases/", headers=PART)[1]) == own(part)


@pytest.mark.parametrize(
    "more", [{"hx-history-restore-request": "true"}, {"hx-target": "%72esults"}, {"hx-request": "TRUE"}, {"hx-target": "x" * 50}]
)
def test_a_part_asked_for_in_an_unusual_way_passes_by_what_is_held(costs, case, more):
    costs("/cases/", headers=PART)
    assert costs("/cases/", headers=PART | more)[0] > 1
