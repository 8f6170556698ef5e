"""`/api/v1/`: each app brings its router; here they are one API that anyone may read, from anywhere, and nobody may write.

What holds for every address under it stands here: methods, headers, and that whatever goes wrong is answered in JSON.
"""

from collections.abc import Callable
from functools import cached_property, wraps
from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, URLResolver, re_path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.renderers import JSONRenderer

from cases.api.answers import Failure
from cases.api.queries import Refused, refused
from cases.api.routes import router as cases
from cases.views.public import FRESHNESS
from config import errors
from reports.api import router as reports

View = Callable[..., HttpResponse]

METHODS = "GET, HEAD, OPTIONS"
HEADERS = {
    # Nothing here depends on who asks, so any page may read it. No credentials: that header is not sent.
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Retry-After, X-Request-ID",
    "Cache-Control": FRESHNESS,
    "Content-Language": "zh-Hans, en",
}
PREFLIGHT = {
    "Allow": METHODS,
    "Access-Control-Allow-Methods": METHODS,
    # All other headers that a script may want to set here are allowed as they are.
    "Access-Control-Allow-Headers": "If-Modified-Since, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
VALIDATORS = {
    "ETag": "Send it back as If-None-Match, and what has not changed is answered with 304",
    "Last-Modified": "Since when the answer can have been as it is; not sent right after a change",
}


class ReadableRenderer(JSONRenderer):
    json_dumps_params = {"ensure_ascii": False}


class ReadOnlyAPI(NinjaAPI):
    @property
    def urls(self) -> tuple[list[URLResolver | URLPattern], str, str]:
        """Every address of the API, and one for all that are none, open to everyone."""
        patterns, app_name, namespace = super().urls
        patterns.append(re_path(r"^(?P<rest>[\s\S]+)$", nothing_here, name="nothing"))
        for pattern in patterns:
            assert isinstance(pattern, URLPattern)
            pattern.callback = for_everyone(pattern.callback)
        return patterns, app_name, namespace

    def get_openapi_schema(self, **_where: Any) -> Any:
        return self._description

    @cached_property
    def _description(self) -> Any:
        """Built once: it says the same for as long as the process lives. With what holds for every operation and is written in none."""
        schema = super().get_openapi_schema()
        for methods in schema["paths"].values():
            for operation in methods.values():
                answers = operation["responses"]
                answers[200]["headers"] = {name: header(text) for name, text in VALIDATORS.items()}
                answers |= {304: {"description": "Not Modified"}, 400: failing("Bad Request"), 503: failing("Service Unavailable")}
                operation["responses"] = dict(sorted(answers.items()))
        return schema


def header(description: str) -> dict[str, Any]:
    return {"description": description, "schema": {"type": "string"}}


def failing(description: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{Failure.__name__}"}}}}


def for_everyone(view: View) -> View:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = _answer(view, request, *args, **kwargs)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    # There is no session to be forged, and a POST is to be told that it is none of the methods.
    return csrf_exempt(answer)


def _answer(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    match request.method:
        case "GET" | "HEAD":
            return _read(view, request, *args, **kwargs)
        case "OPTIONS":
            return HttpResponse(status=204, headers=PREFLIGHT)
        case _:
            response = failure(refused(405, None, "这里只能读取：请用 GET。", "This is for reading only: use GET."))
            response["Allow"] = METHODS
            return response


def _read(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    method, request.method = request.method, "GET"
    try:
        return view(request, *args, **kwargs)
    except Http404:
        return failure(refused(404, None, "接口里没有这个地址。", "There is nothing at this address of the API."))
    except SuspiciousOperation:
        return failure(refused(400, None, "无法读懂这个请求。", "This request cannot be read."))
    except Exception as exception:
        if not errors.database_is_down(exception):
            raise
        page = errors.unavailable(request, exception)
        response = failure(refused(503, None, "暂时无法回答，请稍后再试。", "No answer is possible at the moment; try again later."))
        response["Cache-Control"] = "no-store"
        response["Retry-After"] = page["Retry-After"]
        return response
    finally:
        request.method = method


def nothing_here(request: HttpRequest, rest: str) -> NoReturn:
    raise Http404


def failure(exception: Refused) -> HttpResponse:
    return JsonResponse(
        exception.failure.model_dump(by_alias=True), status=exception.status, json_dumps_params=ReadableRenderer.json_dumps_params
    )


def answer_refused(request: HttpRequest, exception: Any) -> HttpResponse:
    return failure(exception)


def let_pass(request: HttpRequest, exception: Any) -> NoReturn:
    """Also with DEBUG: the middleware knows what to do with it."""
    raise exception


api = ReadOnlyAPI(
    title="Casebook",
    version="1",
    description=(
        "已发布的案例与公开报告中的指标，任何人都可以读取，不需要登录。文字都有中文（zh-hans）和英文（en）。\n\n"
        "Published cases and the indicators of public reports, for anyone to read without signing in. "
        "Texts come in Chinese (zh-hans) and English (en)."
    ),
    # The page that draws the description loads its scripts from elsewhere, which our policy forbids: the JSON is enough.
    docs_url=None,
    urls_namespace="api",
    servers=[{"url": settings.SITE_URL}],
    renderer=ReadableRenderer(),
)
api.add_router("", cases)
api.add_router("", reports)
api.add_exception_handler(Refused, answer_refused)
api.add_exception_handler(Http404, let_pass)
api.add_exception_handler(Exception, let_pass)
