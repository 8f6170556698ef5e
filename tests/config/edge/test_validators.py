"""Who has a page already is told so, by its tag or by its time, and a change is never hidden by either."""

import datetime as dt
import gzip

import pytest
from django.test import Client
from django.utils.http import http_date

from cases.models import SiteVersion
from config import edge
from tests import make
from tests.config.edge.answers import CHANGED, NOON, own

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "held_pages")]


def test_a_page_says_how_long_it_is_good_and_how_it_is_known_again(client, case):
    response = client.get("/cases/one/")
    headers = {name: response.get(name) for name in ("Cache-Control", "Last-Modified", "Vary", "Set-Cookie", "Expires")}
    assert headers == {
        "Cache-Control": "public, max-age=0, s-maxage=1, stale-while-revalidate=1, stale-if-error=300",
        "Last-Modified": http_date(CHANGED.timestamp()),
        "Vary": "Accept-Encoding",
        "Set-Cookie": None,
        "Expires": None,
    }
    assert response["ETag"].startswith('W/"')


@pytest.mark.parametrize("again", ["{etag}", 'W/"else", {etag}', "*", "{strong}"])
@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("held_mb", [0, 32])
def test_who_has_the_page_is_told_so_and_sent_no_page(settings, case, again, method, held_mb):
    settings.PAGES_HELD_MB = held_mb
    client = Client()
    etag = client.get("/cases/one/")["ETag"]
    response = getattr(client, method)("/cases/one/", headers={"if-none-match": again.format(etag=etag, strong=etag.removeprefix("W/"))})
    assert (response.status_code, response.content) == (304, b"")
    assert set(response.headers) - {"Last-Modified"} == {"Cache-Control", "ETag", "Vary", "X-Request-ID"}
    assert response["ETag"] == etag


@pytest.mark.parametrize("again", ['"else"', 'W/"else"', "nonsense", "", '"*"', "{etag}x"])
def test_who_has_another_page_is_sent_this_one(client, case, again):
    first = client.get("/cases/one/")
    response = client.get("/cases/one/", headers={"if-none-match": again.format(etag=first["ETag"].strip('W/"'))})
    assert own(response) == own(first)


def test_of_what_is_gone_or_missing_there_is_nothing_to_be_known_again(client, case):
    for address in ("/cases/none/", "/api/v1/cases/none", "/admin/"):
        response = client.get(address, headers={"if-none-match": "*"})
        assert (response.status_code != 304, "ETag" in response.headers, "Last-Modified" in response.headers) == (True, False, False)


def test_a_time_counts_for_who_names_no_tag_and_not_before_the_change(client, case):
    modified = client.get("/cases/one/")["Last-Modified"]
    earlier = http_date(CHANGED.timestamp() - 1)

    def status(**headers):
        return client.get("/cases/one/", headers={name.replace("_", "-"): value for name, value in headers.items()}).status_code

    assert status(if_modified_since=modified) == 304
    assert status(if_modified_since=http_date(NOON.timestamp())) == 304
    assert status(if_modified_since=earlier) == 200
    assert status(if_modified_since="nonsense") == 200
    assert status(if_modified_since=modified, if_none_match='"else"') == 200


@pytest.mark.parametrize("seconds", [0, 1, 59])
def test_right_after_a_change_no_time_is_named_and_none_believed(client, clock, case, seconds):
    """A second change in the same second, or one whose transaction ends late, must not hide behind the first."""
    client.get("/cases/one/")
    make.published(make.case(slug="two"))
    SiteVersion.objects.update(changed_at=NOON)
    clock.now = NOON + dt.timedelta(seconds=seconds)
    response = client.get("/cases/one/", headers={"if-modified-since": http_date(clock.now.timestamp())})
    assert (response.status_code, response.get("Last-Modified")) == (200, None)


def test_a_page_is_no_older_than_the_day_and_the_release(client, clock, case, monkeypatch):
    clock.now = NOON + dt.timedelta(days=2)
    assert client.get("/cases/one/")["Last-Modified"] == "Sun, 05 May 2030 16:00:00 GMT"  # midnight in Shanghai
    monkeypatch.setattr(edge, "STARTED", clock.now - dt.timedelta(minutes=5))
    assert client.get("/cases/one/")["Last-Modified"] == http_date((clock.now - dt.timedelta(minutes=5)).timestamp())


# --- Zipped --------------------------------------------------------------------------------------------------------


def test_a_held_page_is_zipped_once_for_those_who_take_it_so(client, case, monkeypatch):
    plain = client.get("/cases/one/")
    zipped = client.get("/cases/one/", headers={"accept-encoding": "br, gzip;q=0.8"})
    assert (zipped["Content-Encoding"], gzip.decompress(zipped.content)) == ("gzip", plain.content)
    assert (zipped["Content-Length"], zipped["ETag"], zipped["Vary"]) == (str(len(zipped.content)), plain["ETag"], plain["Vary"])
    monkeypatch.setattr(gzip, "compress", None)
    assert own(client.get("/cases/one/", headers={"accept-encoding": "gzip"})) == own(zipped)
    assert own(client.get("/cases/one/")) == own(plain)


@pytest.mark.parametrize("accepted", ["", "identity", "br", "gzip;q=0", "gzip; q=0.000", "x-gzip", "deflate, gzip ;q=0"])
def test_who_does_not_take_it_zipped_is_sent_it_plain(client, case, accepted):
    plain = client.get("/cases/one/")
    client.get("/cases/one/", headers={"accept-encoding": "gzip"})
    assert own(client.get("/cases/one/", headers={"accept-encoding": accepted})) == own(plain)
