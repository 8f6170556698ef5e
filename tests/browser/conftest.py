"""A real Chromium against a real server, and a page that remembers everything it complained about."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.apps import apps
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, Page, sync_playwright

from tests import chromium
from tests.browser.people import OUTPUT, Someone
from tests.postgresql import free_port
from tests.serving import until_it_answers

WIDTHS = {"phone": (320, 700), "desk": (1440, 900)}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # CI runs as root, where Chromium has no sandbox.
        browser = playwright.chromium.launch(executable_path=chromium.path(), args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Casebook with the demo in it, set up as `docs/operators.md` says: loaded once, and no test writes to it.

    Each module that asks for it is an xdist group: two processes may share the modules, and none loads it for a test or two.
    """
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    port = free_port()
    environment |= {"DEBUG": "0", "DATA_DIR": str(tmp_path_factory.mktemp("installation")), "LOG_LEVEL": "ERROR", "WEB_WORKERS": "1"}
    environment |= {"BIND": f"127.0.0.1:{port}"}
    for command in (["migrate"], ["demo", "--i-know"], ["collectstatic", "--no-input"]):
        manage = [sys.executable, "manage.py", *command]
        subprocess.run(manage, cwd=settings.BASE_DIR, env=environment, check=True, stdout=subprocess.DEVNULL)
    gunicorn = [sys.executable, "-m", "gunicorn", "-c", "python:config.gunicorn", "config.wsgi"]
    server = subprocess.Popen(gunicorn, cwd=settings.BASE_DIR, env=environment)
    try:
        until_it_answers(server, f"http://127.0.0.1:{port}/healthz", seconds=60)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture
def vocabularies(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the migrations wrote, where an earlier test of this run has emptied the tables."""
    if not apps.get_model("cases", "Tag").objects.exists():
        with monkeypatch.context() as meanwhile:
            # The version that a new tag raises is itself written last.
            meanwhile.setattr("cases.search.held.raise_version", lambda **_: 0)
            import_module("cases.migrations.0002_vocabularies").write(apps, SimpleNamespace(connection=connection))


@pytest.fixture
def complaints() -> list[str]:
    """What pages of this test broke: the policy, a script, an address that did not answer. Should be empty at the end."""
    return []


@pytest.fixture
def open_page(browser: Browser, live_server: Any, complaints: list[str]) -> Iterator[Callable[..., Page]]:
    """`open_page("/cases/", width="phone", scheme="dark")`; pages of one test share their cookies."""
    contexts: dict[tuple[str, str], Any] = {}

    def open_one(address: str, *, width: str = "desk", scheme: str = "light", cookies: Any = ()) -> Page:
        if (width, scheme) not in contexts:
            across, down = WIDTHS[width]
            contexts[width, scheme] = browser.new_context(viewport={"width": across, "height": down}, color_scheme=scheme, locale="zh-CN")
        context = contexts[width, scheme]
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in dict(cookies).items()])
        page = context.new_page()
        page.set_default_timeout(15_000)
        listen(page, complaints)
        page.goto(live_server.url + address)
        return page

    yield open_one
    for context in contexts.values():
        context.close()


@pytest.fixture
def somebody(browser: Any, live_server: Any, complaints: list[str]) -> Iterator[Callable[[], Someone]]:
    contexts = []

    def come() -> Someone:
        across, down = WIDTHS["desk"]
        contexts.append(browser.new_context(viewport={"width": across, "height": down}, locale="zh-CN", reduced_motion="reduce"))
        page = contexts[-1].new_page()
        page.set_default_timeout(20_000)
        listen(page, complaints)
        return Someone(page, live_server.url)

    yield come
    for context in contexts:
        context.close()


@pytest.fixture
def keep(request: pytest.FixtureRequest) -> Callable[[Someone, str], None]:
    """A picture of the whole page, in the folder that the test's module names as `ALBUM`; and nothing on it sticks out."""
    album = OUTPUT / request.module.ALBUM
    shutil.rmtree(album, ignore_errors=True)
    album.mkdir(parents=True)

    def keep_one(someone: Someone, name: str) -> None:
        assert fits(someone.page), name
        number = len(list(album.iterdir())) + 1
        someone.page.screenshot(path=album / f"{number:02}-{name}.png", full_page=True)

    return keep_one


def listen(page: Page, complaints: list[str]) -> None:
    # Chromium reports each violation of the policy as an error in the console.
    page.on("console", lambda said: complaints.append(f"{page.url}: {said.text} {said.location['url']}") if is_complaint(said) else None)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))


def is_complaint(said: Any) -> bool:
    """An error page has its status on purpose, which Chromium notes as an error all the same."""
    own_status = "Failed to load resource" in said.text and said.location["url"] == said.page.url
    return said.type == "error" and not own_status


def findings_from_all_sides(page: Page) -> list[str]:
    """What is wrong with a page at each width in either scheme: its heading, its width, the rules of access.

    It is loaded once, so open it at the narrow width: a widget that was measured wide may stay so. A scheme changes colours alone,
    so in the dark only these are looked at.
    """
    headings = page.locator("h1").count()
    found = [] if headings == 1 else [f"{page.url} has {headings} h1"]
    for width, (across, down) in WIDTHS.items():
        page.set_viewport_size({"width": across, "height": down})
        in_scheme(page, "light")
        if not fits(page):
            found.append(f"{page.url} sticks out at {width}")
        found += accessibility_findings(page)
        in_scheme(page, "dark")
        found += accessibility_findings(page, rules=["color-contrast", "link-in-text-block"])
    return found


def in_scheme(page: Page, scheme: str) -> None:
    """For people who want no motion, so that colours change at once: a page that is not in front may stand still halfway."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")


STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = Axe()


def accessibility_findings(page: Page, *, rules: list[str] | None = None) -> list[str]:
    """What axe finds against WCAG 2.2 AA and its own best practice, or some of its rules; one line for each kind."""
    options = {"runOnly": {"type": "rule", "values": rules} if rules else STANDARD, "resultTypes": ["violations"]}
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE.axe_script)
    # Of what is well axe would tell each element.
    found = page.evaluate("options => axe.run(options).then(results => results.violations)", options)
    return [f"{page.url} {each['id']}: {each['help']} ({'; '.join(node['html'][:120] for node in each['nodes'][:3])})" for each in found]


def fits(page: Page) -> bool:
    """Whether nothing sticks out to the side."""
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
