"""A report of one chapter with two blocks, and three people of the association."""

import pytest


@pytest.fixture
def report(db):
    from reports.models import Report

    return Report.objects.create(year=2030, title_zh_hans="报告")


@pytest.fixture
def chapter(report):
    from reports.models import Part

    return Part.objects.create(report=report, kind="chapter", key="one", title_zh_hans="第一章")


@pytest.fixture
def blocks(chapter):
    from reports.models import Block

    return [Block.objects.create(part=chapter, order=n, text_zh_hans=f"<p>全年节电{n}万度。</p>") for n in range(2)]


@pytest.fixture
def editor_in_chief(db):
    from accounts.enums import Role
    from tests import make

    return make.user(Role.COMPILER, name="王主编")


@pytest.fixture
def expert(db):
    from accounts.enums import Role
    from tests import make

    return make.user(Role.REVIEWER, name="李专家")


@pytest.fixture
def chain(chapter, editor_in_chief, expert):
    from reports.models import Signer

    return [
        Signer.objects.create(part=chapter, order=0, user=editor_in_chief, role="主编"),
        Signer.objects.create(part=chapter, order=1, user=expert, role="专家"),
    ]
