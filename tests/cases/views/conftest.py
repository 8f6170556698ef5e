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
        return re.findall(r'class="card-title"><a href="[^"]*">([^<]*)<', self.html)


@pytest.fixture
def see(client):
    def ask(address, status=200, **headers):
        response = client.get(address, headers=headers)
        seen = Seen(response)
        assert seen.status == status, seen.words[:2000]
        return seen

    return ask
