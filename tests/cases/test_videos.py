"""A video's own address: made when the case is frozen, printed, aimed anew by the association, silent about what is not public."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.enums import Role
from cases.models import AuditEntry, Case, Video, VideoAddress
from cases.revisions import document_of
from cases.videos import aim, short_url
from cases.workflow import take
from tests import make

pytestmark = pytest.mark.django_db

FILM = "https://video.example/film"


@pytest.fixture
def case():
    case = make.case()
    Video.objects.create(case=case, title_zh_hans="航拍", url=FILM)
    return case


def answer(client, address):
    response = client.get(f"/w/{address.code}/")
    return response.status_code, response.get("Location")


def test_a_published_case_leads_to_its_video_by_an_address_of_our_own(client, case):
    publication = make.published(case)
    address = VideoAddress.objects.get()
    assert (address.url, len(address.code)) == (FILM, 8)
    assert document_of(publication.revision).videos[0].short == short_url(address.code)
    assert f'href="{short_url(address.code)}"' in client.get(f"/cases/{publication.slug}/").text
    assert answer(client, address) == (302, FILM)


def test_the_association_aims_it_anew_and_what_is_printed_follows(client, case):
    make.published(case)
    address = VideoAddress.objects.get()
    client.force_login(make.user(Role.REVIEWER))
    page = f"/admin/cases/videoaddress/{address.pk}/change/"
    assert client.post(page, {"target": "https://elsewhere.example/film"}).status_code == 302
    assert answer(client, address) == (302, "https://elsewhere.example/film")
    assert list(AuditEntry.objects.filter(action="aimed").values_list("case_number", "detail")) == [
        (case.pk, f"/w/{address.code}/: https://elsewhere.example/film")
    ]
    assert client.post(page, {"target": ""}).status_code == 302
    assert answer(client, address) == (302, FILM)


@pytest.mark.parametrize("target", ["http://plain.example", "javascript:alert(1)", "ftp://x.example", "data:text/html,x"])
def test_it_is_aimed_at_nothing_but_https(client, case, target):
    make.published(case)
    client.force_login(make.user(Role.REVIEWER))
    address = VideoAddress.objects.get()
    assert client.post(f"/admin/cases/videoaddress/{address.pk}/change/", {"target": target}).status_code == 200
    assert VideoAddress.objects.get().target == ""


def test_a_company_does_not_aim(client, case):
    make.published(case)
    address = VideoAddress.objects.get()
    with pytest.raises(PermissionDenied):
        aim(address, target="https://elsewhere.example", by=case.created_by)
    client.force_login(case.created_by)
    for page in ("", f"{address.pk}/change/"):
        assert client.get(f"/admin/cases/videoaddress/{page}").status_code == 404


def test_before_publication_it_is_not_there_and_after_withdrawal_it_says_so(client, case):
    reviewer, publisher = make.user(Role.REVIEWER), make.user(Role.PUBLISHER)
    take("submit", case=case, by=case.created_by)
    address = VideoAddress.objects.get()
    assert answer(client, address) == (404, None)
    take("start_review", case=case, by=reviewer)
    take("accept", case=case, by=reviewer)
    take("publish", case=case, by=publisher)
    take("withdraw", case=case, by=publisher, message="Asked for.")
    assert answer(client, address) == (410, None)


def test_it_stays_the_same_for_the_same_video_and_outlives_the_row(client, case):
    make.published(case)
    address = VideoAddress.objects.get()
    case.videos.all().delete()
    Video.objects.create(case=case, title_zh_hans="另一部", url="https://video.example/other")
    take("submit", case=Case.objects.get(), by=case.created_by)
    assert set(VideoAddress.objects.values_list("url", flat=True)) == {FILM, "https://video.example/other"}
    assert answer(client, address) == (302, FILM)
    assert VideoAddress.objects.get(url=FILM) == address


def test_a_revision_from_before_is_the_same_with_and_without_the_address(case):
    """So that an upgrade makes no new revision of a case in which nothing has changed."""
    make.submitted(case)
    first = case.revisions.get()
    document = document_of(first)
    assert document.videos[0].short
    stored = first.document
    del stored["videos"][0]["short"]
    type(first)(document=stored)
    assert document_of(type(first)(document=stored)) == document
