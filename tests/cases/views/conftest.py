"""Django is set up only after this file is read, so models are imported inside."""

import re
import time
from html import unescape

import pytest


@pytest.fixture(autouse=True)
def _version_of_its_own(db):
    """A test that is rolled back takes the site's version back with it; what was held for that number is of other cases."""
    from cases.models import SiteVersion

    SiteVersion.objects.update(number=time.time_ns())


class Seen:
    """A page as its reader has it: the words without the tags, and the tags where a test asks for them."""

    def __init__(self, response):
        self.response = response
        self.status = response.status_code
        self.html = response.text
        body = self.html.partition("<main")[2].partition("</main>")[0] or self.html
        self.words = " ".join(unescape(re.sub(r"<[^>]+>", " ", "<main" + body)).split())

    def links(self, beginning="/"):
        return [unescape(address) for address in re.findall(r'<a [^>]*?href="([^"]+)"', self.html) if address.startswith(beginning)]

    def titles(self):
        unmarked = self.html.replace("<mark>", "").replace("</mark>", "")
        return re.findall(r'class="card-title"><a href="[^"]*">([^<]*)<', unmarked)


@pytest.fixture
def see(client):
    def ask(address, status=200, **headers):
        response = client.get(address, headers=headers)
        seen = Seen(response)
        assert seen.status == status, seen.words[:2000]
        return seen

    return ask


@pytest.fixture
def three():
    """风电 (goal 7, green, one), 电网 (7 and 9, innovation, two), 纸业 (9, green, one); published in this order."""
    from tests import make

    one, two = make.organisation("one", name_zh_hans="一公司"), make.organisation("two", name_zh_hans="二公司")
    make.published(make.case(one, slug="wind", title_zh_hans="风电", title_en="Wind", goals=(7,), concept="green", year=2020))
    make.published(make.case(two, slug="grid", title_zh_hans="电网", title_en="Grid", goals=(7, 9), concept="innovation"))
    make.published(make.case(one, slug="paper", title_zh_hans="纸业", title_en="Paper", goals=(9,), concept="green"))
