import pytest

from cases.models import SiteVersion
from reports.models import Block, CitedDocument, Part, Report

pytestmark = pytest.mark.django_db


def version() -> int:
    return SiteVersion.objects.get().number


@pytest.fixture
def block():
    report = Report.objects.create(year=2030, title_zh_hans="报告")
    part = Part.objects.create(report=report, key="foreword", title_zh_hans="序言")
    return Block.objects.create(part=part, text_zh_hans="<p>正文。</p>")


def test_whatever_changes_in_a_report_is_seen_on_its_web_edition(block):
    document = CitedDocument.objects.create(key="law", title_zh_hans="法")
    seen = [version()]
    for change in (block.save, lambda: block.cites.add(document), block.part.save, block.delete):
        change()
        seen.append(version())
    assert seen == sorted(set(seen))
