"""What a public page weighs as an installation serves it: compressed, under hashed names, by the production server."""

from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import WIDTHS
from tests.browser.test_public import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("budgets")]

MOST_BYTES = 60_000  # of style and script, as they travel
MOST_REQUESTS = 12  # before pictures

# Runs before anything of the page does; the policy does not apply to it.
# Below this a shift is a pixel or two of a line whose font came late on a busy machine, and is reported as 0.00.
NOTE_SHIFTS = """
window.shifts = [];
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) {
    const moved = entry.sources.map(source => source.node?.outerHTML?.slice(0, 100) ?? source.node?.nodeValue);
    if (!entry.hadRecentInput && entry.value >= 0.002) window.shifts.push(`${entry.value.toFixed(4)}: ${moved.join(", ")}`);
  }
}).observe({type: "layout-shift", buffered: true});
"""
READ_ON = """async () => {
  for (let down = 0; down < document.body.scrollHeight; down += innerHeight / 2) {
    scrollTo(0, down);
    await new Promise(done => setTimeout(done, 20));
  }
}"""


@pytest.mark.parametrize(("language", "width"), [("", "phone"), ("", "desk"), ("/en", "phone")])
def test_a_public_page_is_light_comes_from_here_alone_leaves_no_cookie_and_nothing_in_it_moves(browser, installation, language, width):
    across, down = WIDTHS[width]
    over = []
    for address in PAGES:
        context = browser.new_context(viewport={"width": across, "height": down}, locale="zh-CN")
        context.add_init_script(NOTE_SHIFTS)
        over += [f"{language}{address} {finding}" for finding in findings(context, installation, language + address)]
        context.close()
    assert "\n".join(over) == ""


def findings(context, installation, address):
    """What is too much, moves or leads elsewhere, from the first byte until one has read to the end."""
    requests = []
    page = context.new_page()
    page.on("requestfinished", lambda request: requests.append(request))
    page.goto(installation + address)
    page.evaluate(READ_ON)
    page.wait_for_load_state("networkidle")

    before_pictures = [request for request in requests if request.resource_type != "image"]
    weighed = [request.sizes()["responseBodySize"] for request in requests if request.resource_type in {"stylesheet", "script"}]
    if not 5_000 < sum(weighed) <= MOST_BYTES:
        yield f"has {sum(weighed)} bytes of style and script"
    if len(before_pictures) > MOST_REQUESTS:
        yield f"makes {len(before_pictures)} requests before pictures"
    here = {urlsplit(installation).netloc, ""}
    yield from (f"asks {request.url}" for request in requests if urlsplit(request.url).netloc not in here)
    yield from (f"moves by {shift}" for shift in page.evaluate("shifts"))
    yield from (f"sets {cookie['name']}" for cookie in context.cookies())
