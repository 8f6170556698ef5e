"""The rows of `rows.py` as fixtures. Imported late: pytest reads this before the apps are there."""

import pytest


@pytest.fixture
def compiler(db):
    from accounts.enums import Role
    from tests import make
    from tests.reports.admin.rows import signed_in

    return signed_in(make.user(Role.COMPILER))


@pytest.fixture
def report(db):
    from tests.reports.admin import rows

    return rows.report()


@pytest.fixture
def part(report):
    from tests.reports.admin import rows

    return rows.part(report)


@pytest.fixture
def observation(db):
    from tests.reports.admin import rows

    return rows.observation()


@pytest.fixture
def whole(report, part, observation):
    from tests.reports.admin import rows

    return rows.everything(report, part, observation)
