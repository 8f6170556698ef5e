"""What holds for every address of the API, and its description of itself."""

import re
import time
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.urls import reverse

from accounts.enums import Role
from cases.models import SiteVersion
from cases.views.public import FRESHNESS
from config.api import METHODS
from tests import make

pytestmark = pytest.mark.django_db

OPENAPI = "/api/v1/openapi.json"
ADDRESSES = (
    "/api/v1/cases",
    "/api/v1/cases/one",
    "/api/v1/cases/none",
    "/api/v1/facets",
    "/api/v1/indicators",
    OPENAPI,
    "/api/v1/cases?page=0",
    "/api/v1/",
    "/api/v1/docs",
    "/api/v1/cases/",
)


@pytest.fixture(autouse=True)
def _version_of_its_own(db):
    """A test that is rolled back takes the site's version back with it; what was held for that number is of other cases."""
    SiteVersion.objects.update(number=time.time_ns())


@pytest.fixture
def one():
    make.published(make.case(slug="one", concept="green"))


@pytest.fixture(params=ADDRESSES)
def address(request, one):
    return request.param


def both(zh: str, en: str) -> dict[str, str]:
    return {"zh-hans": zh, "en": en}


# --- Every address -------------------------------------------------------------------------------------------------


def test_every_answer_is_json_for_any_page_and_any_cache_and_sets_no_cookie(client, address):
    response = client.get(address, headers={"origin": "https://elsewhere.example"})
    wanted = {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "ETag, Retry-After, X-Request-ID",
        "Cache-Control": FRESHNESS,
        "Content-Language": "zh-Hans, en",
        "Vary": "Accept-Encoding",
    }
    assert {name: response.headers.get(name) for name in wanted} == wanted
    assert response["Content-Type"].startswith("application/json")
    assert {name for name in response.headers if name.startswith("Access-Control")} <= set(wanted)
    assert dict(response.cookies) == {}
    response.json()


def test_an_answer_is_the_same_for_somebody_signed_in_and_may_be_kept_for_all(client, address):
    stranger = client.get(address)
    client.force_login(make.user(Role.OPERATOR))
    response = client.get(address)
    assert (response.content, response["Cache-Control"], dict(response.cookies)) == (stranger.content, stranger["Cache-Control"], {})


def test_head_answers_as_get_does(client, address):
    got, head = client.get(address), client.head(address)
    own = {"X-Request-ID"}
    assert head.status_code == got.status_code
    assert {k: v for k, v in head.headers.items() if k not in own} == {k: v for k, v in got.headers.items() if k not in own}


def test_options_names_the_methods_and_says_the_same_of_every_address(client, address):
    response = client.options(address, headers={"origin": "https://elsewhere.example", "access-control-request-method": "DELETE"})
    assert (response.status_code, response.content) == (204, b"")
    assert {name: value for name, value in response.headers.items() if name == "Allow" or name.startswith("Access-Control")} == {
        "Allow": METHODS,
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Methods": METHODS,
        "Access-Control-Allow-Headers": "If-Modified-Since, If-None-Match",
        "Access-Control-Expose-Headers": "ETag, Retry-After, X-Request-ID",
        "Access-Control-Max-Age": "86400",
    }


@pytest.mark.parametrize("origin", ["null", "https://evil.example", "http://127.0.0.1:8000", "https://a.example, https://b.example"])
@pytest.mark.parametrize("method", ["get", "head", "options", "post"])
def test_whoever_asks_is_told_the_same_and_nobody_may_send_credentials(client, one, origin, method):
    response = getattr(client, method)("/api/v1/cases", headers={"origin": origin, "cookie": "sessionid=x", "authorization": "Basic eDp5"})
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert "evil" not in str(response.headers)


@pytest.mark.parametrize("address", ["/", "/cases/", "/admin/", "/accounts/login/", "/robots.txt", "/nowhere/"])
def test_nothing_but_the_api_and_data_is_read_by_pages_of_other_sites(client, address):
    for method in (client.get, client.options):
        response = method(address, headers={"origin": "https://evil.example", "access-control-request-method": "GET"})
        assert [name for name in response.headers if name.startswith("Access-Control")] == []


@pytest.mark.parametrize(
    "address", ["/api/v1/cases", "/api/v1/cases/one", "/api/v1/facets", "/api/v1/indicators", OPENAPI, "/api/v1/cases?page_size=1"]
)
def test_who_names_the_etag_of_what_he_has_is_told_that_nothing_changed(client, one, address):
    first = client.get(address)
    again = client.get(address, headers={"if-none-match": f'"of-something-else", {first["ETag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert {name: again[name] for name in ("ETag", "Access-Control-Allow-Origin", "Cache-Control")} == {
        "ETag": first["ETag"],
        "Access-Control-Allow-Origin": "*",
        "Cache-Control": FRESHNESS,
    }
    assert client.get(address, headers={"if-none-match": '"of-something-else"'}).content == first.content


def test_an_etag_is_another_as_soon_as_the_answer_is(client, one):
    first = client.get("/api/v1/cases")["ETag"]
    make.published(make.case(slug="two"))
    assert client.get("/api/v1/cases", headers={"if-none-match": first}).json()["count"] == 2


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_nothing_can_be_written(client, address, method):
    response = getattr(client, method)(address)
    assert (response.status_code, response["Allow"]) == (405, METHODS)
    assert response.json() == {
        "errors": [{"field": None, "message": both("这里只能读取：请用 GET。", "This is for reading only: use GET.")}]
    }


def test_a_post_is_refused_for_its_method_also_where_csrf_is_checked(one):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post("/api/v1/cases").status_code == 405


@pytest.mark.parametrize("rest", ["", "docs", "cases/", "CASES", "cases.csv", "admin", "cases/one/revisions", "users"])
def test_what_is_no_address_is_a_404_in_json_and_in_both_languages(client, rest):
    response = client.get(f"/api/v1/{rest}")
    assert response.status_code == 404
    message = both("接口里没有这个地址。", "There is nothing at this address of the API.")
    assert response.json() == {"errors": [{"field": None, "message": message}]}


def test_more_parameters_than_django_reads_are_refused_in_json(client):
    response = client.get("/api/v1/cases?" + "&".join(f"p{n}=1" for n in range(12_001)))
    assert (response.status_code, response["Content-Type"]) == (400, "application/json")


@pytest.mark.parametrize("debug", [False, True])
def test_a_database_that_does_not_answer_is_a_503_in_json_that_nobody_keeps(client, settings, debug):
    settings.DEBUG = debug

    def down(*_arguments):
        raise OperationalError("no connection")

    with connection.execute_wrapper(down):
        response = client.get("/api/v1/cases")
    assert (response.status_code, response["Cache-Control"], response["Retry-After"]) == (503, "no-store", "30")
    message = both("暂时无法回答，请稍后再试。", "No answer is possible at the moment; try again later.")
    assert response.json() == {"errors": [{"field": None, "message": message}]}


def test_chinese_is_written_as_it_is_and_not_in_escapes(client, one):
    assert "案例" in client.get("/api/v1/cases").content.decode()
    assert "没有" in client.get("/api/v1/cases/none").content.decode()


# --- Its description of itself -------------------------------------------------------------------------------------


@pytest.fixture
def openapi(client):
    return client.get(OPENAPI).json()


def operations(openapi: dict) -> list[dict]:
    return [operation for methods in openapi["paths"].values() for operation in methods.values()]


def resolve(openapi: dict, schema: dict) -> dict:
    while "$ref" in schema:
        schema = openapi["components"]["schemas"][schema["$ref"].removeprefix("#/components/schemas/")]
    return schema


TYPES = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict, "null": type(None)}


def mistakes(openapi: dict, schema: dict, value: Any, at: str = "") -> list[str]:
    """Where a value is not what its schema says; as much of JSON Schema as the description uses."""
    schema = resolve(openapi, schema)
    if "anyOf" in schema:
        tried = [mistakes(openapi, one, value, at) for one in schema["anyOf"]]
        return [] if [] in tried else [f"{at}: none of the kinds"]
    found: list[str] = []
    if not isinstance(value, TYPES[schema["type"]]):
        return [f"{at}: {value!r} is no {schema['type']}"]
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{at}: {value!r} is none of {schema['enum']}")
    if "pattern" in schema and not re.search(schema["pattern"], value):
        found.append(f"{at}: {value!r} is not like {schema['pattern']}")
    if schema["type"] == "array":
        found += [one for n, item in enumerate(value) for one in mistakes(openapi, schema["items"], item, f"{at}/{n}")]
    if schema["type"] == "object":
        if set(value) != set(schema["properties"]) or set(schema["required"]) != set(schema["properties"]):
            found.append(f"{at}: has {sorted(value)}, and is to have {sorted(schema['properties'])}")
        for name in value.keys() & schema["properties"].keys():
            found += mistakes(openapi, schema["properties"][name], value[name], f"{at}/{name}")
    return found


def test_the_description_names_every_address_and_no_other(openapi):
    assert set(openapi["paths"]) == {"/api/v1/cases", "/api/v1/cases/{slug}", "/api/v1/facets", "/api/v1/indicators"}
    assert {method for methods in openapi["paths"].values() for method in methods} == {"get"}
    assert openapi["servers"] == [{"url": "http://127.0.0.1:8000"}]
    assert openapi["openapi"].startswith("3.")


def test_every_operation_has_a_name_a_summary_a_description_and_its_failures(openapi):
    names = [operation["operationId"] for operation in operations(openapi)]
    assert sorted(names) == sorted(set(names))
    for operation in operations(openapi):
        assert operation["summary"]
        assert operation["description"]
        assert {"200", "304", "400", "422", "503"} <= set(operation["responses"])


def test_every_parameter_says_what_it_takes(openapi):
    for operation in operations(openapi):
        for parameter in operation["parameters"]:
            assert parameter["schema"]["type"] in TYPES, parameter
            assert parameter.get("description"), (operation["operationId"], parameter)


def test_every_schema_is_described_and_its_example_is_one(openapi):
    schemas = openapi["components"]["schemas"]
    assert len(schemas) >= 15
    for name, schema in schemas.items():
        assert schema.get("description"), name
        assert schema.get("examples"), name
        for example in schema["examples"]:
            assert mistakes(openapi, schema, example, name) == []


def test_every_reference_leads_somewhere(openapi):
    for name in set(re.findall(r"#/components/schemas/([^'\"]+)", str(openapi))):
        assert name in openapi["components"]["schemas"]


@pytest.mark.parametrize(
    ("address", "path", "status"),
    [
        ("/api/v1/cases", "/api/v1/cases", 200),
        ("/api/v1/cases/one", "/api/v1/cases/{slug}", 200),
        ("/api/v1/cases/none", "/api/v1/cases/{slug}", 404),
        ("/api/v1/facets", "/api/v1/facets", 200),
        ("/api/v1/indicators", "/api/v1/indicators", 200),
        ("/api/v1/cases?sort=x", "/api/v1/cases", 422),
        ("/api/v1/indicators?page=0", "/api/v1/indicators", 422),
    ],
)
def test_what_is_answered_is_what_was_described(client, openapi, one, address, path, status):
    response = client.get(address)
    schema = openapi["paths"][path]["get"]["responses"][str(status)]["content"]["application/json"]["schema"]
    assert response.status_code == status
    assert mistakes(openapi, schema, response.json()) == []


def test_the_handbook_names_every_address_and_every_parameter_in_both_languages(openapi):
    chinese, english = (settings.BASE_DIR / "docs" / "api.md").read_text().split("\n## For developers\n")
    wanted = {f"`{path}`" for path in openapi["paths"]}
    given = [parameter for operation in operations(openapi) for parameter in operation["parameters"]]
    wanted |= {f"`{parameter['name']}`" for parameter in given if parameter["in"] == "query"}
    assert [word for word in sorted(wanted) if word not in chinese] == []
    assert [word for word in sorted(wanted) if word not in english] == []


def test_the_addresses_have_names():
    assert reverse("api:cases") == "/api/v1/cases"
    assert reverse("api:case", args=["one"]) == "/api/v1/cases/one"
