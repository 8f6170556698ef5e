import io

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from cases.publishing import take_back
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def published_picture():
    case = make.case()
    picture = make.picture(case)
    make.published(case)
    return picture


def test_a_published_picture_may_be_held_for_five_minutes(client, published_picture):
    response = client.get(f"/pictures/{published_picture.digest}-480.webp")
    with Image.open(io.BytesIO(response.getvalue())) as image:
        assert (image.format, image.size) == ("WEBP", (60, 40))
    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == "public, max-age=300"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies


def test_a_picture_costs_one_query(client, published_picture, django_assert_num_queries):
    with django_assert_num_queries(1):  # whether a live publication shows it
        client.get(f"/pictures/{published_picture.digest}-480.webp")


def test_who_has_the_picture_is_told_so_without_asking_the_storage(client, published_picture, monkeypatch):
    address = f"/pictures/{published_picture.digest}-480.webp"
    etag = client.get(address)["ETag"]
    assert etag == f'"{published_picture.digest}-480-webp"'
    monkeypatch.setattr(default_storage, "open", None)
    response = client.get(address, headers={"if-none-match": etag})
    assert (response.status_code, response["ETag"], response["Cache-Control"]) == (304, etag, "public, max-age=300")


def test_who_has_a_picture_that_is_public_no_more_is_told_that_it_is_gone(client, published_picture):
    address = f"/pictures/{published_picture.digest}-480.webp"
    etag = client.get(address)["ETag"]
    take_back(published_picture.case)
    assert client.get(address, headers={"if-none-match": etag}).status_code == 404


@pytest.mark.parametrize("width", ["0", "1", "479", "481", "999999999", "480x480"])
def test_other_widths_do_not_exist_and_are_not_made(client, published_picture, width):
    assert client.get(f"/pictures/{published_picture.digest}-{width}.webp").status_code == 404


@pytest.mark.parametrize("digest", ["0" * 64, "abc", "..%2f..%2fsecret-key", "A" * 64])
def test_other_digests_lead_nowhere(client, published_picture, digest):
    assert client.get(f"/pictures/{digest}-480.webp").status_code == 404


def test_the_picture_of_a_draft_is_not_there(client):
    case = make.case()
    picture = make.picture(case, file=make.picture_file(colour="#123456"))
    make.submitted(case)
    assert client.get(f"/pictures/{picture.digest}-480.webp").status_code == 404


def test_a_picture_goes_when_its_case_goes(client, published_picture):
    take_back(published_picture.case)
    assert client.get(f"/pictures/{published_picture.digest}-480.webp").status_code == 404


def test_the_page_asks_for_no_width_that_the_picture_does_not_have(see):
    case = make.case(slug="small")
    make.picture(case)
    make.published(case)
    html = see("/cases/small/").html
    assert "-480.webp 60w" in html
    assert "960w" not in html
    assert 'width="60" height="40"' in html


@pytest.mark.parametrize(
    ("focus", "classes"), [((50, 50), ""), ((10, 50), " focus-left"), ((90, 20), " focus-right focus-top"), ((50, 100), " focus-bottom")]
)
def test_a_card_shows_the_first_picture_without_words_and_a_row_of_the_table_none(see, focus, classes):
    case = make.case(slug="seen")
    picture = make.picture(case, focus_x=focus[0], focus_y=focus[1], order=1)
    make.picture(case, file=make.picture_file(colour="#123456"), order=2)
    make.published(case)
    html = see("/cases/").html
    assert html.count("<img") == 1
    assert (
        f'<img class="card-picture{classes}" src="/pictures/{picture.digest}-480.webp" width="60" height="40" alt="" loading="lazy"' in html
    )
    assert "<img" not in see("/cases/?view=table").html
