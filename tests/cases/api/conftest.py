"""Django is set up only after this file is read, so models are imported inside."""

import time

import pytest


@pytest.fixture(autouse=True)
def _version_of_its_own(db):
    """A test that is rolled back takes the site's version back with it; what was held for that number is of other cases."""
    from cases.models import SiteVersion

    SiteVersion.objects.update(number=time.time_ns())


@pytest.fixture
def get(client):
    """The JSON of an address that answers 200."""

    def ask(address: str, **parameters):
        response = client.get(address, parameters)
        assert response.status_code == 200, response.content.decode()
        return response.json()

    return ask


@pytest.fixture
def three():
    """a: goal 7, green, one; b: goals 7 and 9, innovation, two; c: goal 9, green, one. Published in this order."""
    from tests import make
    from tests.cases.api.samples import publish

    one, two = make.organisation("one", name_zh_hans="一公司"), make.organisation("two", name_zh_hans="二公司")
    publish(make.case(one, slug="a", title_zh_hans="钢厂", goals=(7,), concept="green", year=2020), day=1)
    publish(make.case(two, slug="b", title_zh_hans="电网", goals=(7, 9), concept="innovation"), day=2)
    publish(make.case(one, slug="c", title_zh_hans="纸业", body_zh_hans="<p>Wind 与风</p>", goals=(9,), concept="green"), day=3)
