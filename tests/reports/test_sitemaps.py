"""On the 2021 collection: every address of the sitemap leads to a page that says the same of itself."""

import re

import pytest

from reports.models import Part, Report
from tests import sitemap

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("collection")]


def test_public_reports_and_their_parts_stand_in_it(client):
    keys = Part.objects.filter(parent=None).order_by("order", "pk").values_list("key", flat=True)
    found = sitemap.addresses(client, "/sitemap-reports-0.xml")
    assert [address.address for address in found if "/en/" not in address.address] == [
        "/reports/2021/",
        *(f"/reports/2021/{key}/" for key in keys),
    ]
    assert found[0].changed == Report.objects.get().public_since.replace(microsecond=0)


def test_a_report_that_is_not_public_does_not(client):
    Report.objects.update(is_public=False)
    assert client.get("/sitemap-reports-0.xml").status_code == 404
    assert [address for address in sitemap.everything(client) if "/reports/2" in address.address] == []


def test_every_address_is_a_page_that_names_itself_and_its_other_language_as_the_sitemap_does(client):
    wrong = []
    found = sitemap.everything(client)
    assert len({address.address for address in found}) == len(found) > 100
    for address, _changed, languages in found:
        response = client.get(address)
        html = response.text if response.status_code == 200 else ""
        canonical = re.search(r'<link rel="canonical" href="([^"]*)"', html)
        alternates = dict(re.findall(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)"', html))
        if (
            canonical is None
            or canonical[1] != sitemap.SITE + address
            or alternates != {language: sitemap.SITE + path for language, path in languages.items()}
            or "noindex" in html
        ):
            wrong.append((address, response.status_code))
    assert wrong == []
