"""Pictures given many at once, and what the form says of each."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from accounts.enums import Role
from cases.document import PictureDoc, Text
from cases.media import adding
from cases.models import Case, Picture
from cases.revisions import as_frozen_now
from cases.workflow import StepRefused, missing, take
from tests import make
from tests.forms import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return make.organisation("ours")


@pytest.fixture
def editor(company):
    return make.editor(company)


@pytest.fixture
def case(company, editor):
    return make.case(company, by=editor)


def file(name="roof.jpg", size=(600, 400), colour="#0B6B57"):
    return SimpleUploadedFile(name, make.picture_file(size, colour=colour).read(), "image/jpeg")


def address(case):
    return f"/admin/cases/case/{case.pk}/pictures/"


def test_many_pictures_are_added_in_their_order_without_captions(client, case, company):
    colleague = make.editor(company)
    client.force_login(colleague)
    answer = client.post(address(case), {"pictures": [file("a.jpg", (60, 40)), file("b.jpg", (90, 40))]}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["添加了 2 张图片。"]
    assert [(row.width, row.order, row.caption_zh_hans or "") for row in case.pictures.all()] == [(60, 0, ""), (90, 1, "")]
    after = Case.objects.get(pk=case.pk)
    assert (after.version, after.changed_by) == (case.version + 2, colleague)


def test_what_cannot_be_taken_is_named_with_its_reason_and_the_others_are_kept(client, case, editor):
    client.force_login(editor)
    answer = client.post(address(case), {"pictures": [SimpleUploadedFile("plan.jpg", b"GIF89a"), file()]}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        "添加了 1 张图片。",
        "“plan.jpg”：此文件不是可识别的图片，请提供 JPEG、PNG 或 WebP。",
    ]


def test_a_script_sends_one_file_and_is_answered_in_json(client, case, editor):
    client.force_login(editor)
    script = {"headers": {"accept": "application/json"}}
    good = client.post(address(case), {"pictures": file()}, **script)
    bad = client.post(address(case), {"pictures": SimpleUploadedFile("plan.jpg", b"GIF89a")}, **script)
    assert (good.status_code, good.json()) == (200, {"taken": 1, "refused": []})
    assert (bad.status_code, bad.json()["taken"], bad.json()["refused"][0]["name"]) == (422, 0, "plan.jpg")


def test_nothing_chosen_is_said(client, case, editor):
    client.force_login(editor)
    answer = client.post(address(case), {}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["请选择一张或多张图片。"]


def test_who_may_not_edit_the_case_finds_no_such_page(client, case, editor):
    strangers = [make.editor(make.organisation("theirs")), make.user(Role.COMPILER), make.user(Role.REVIEWER), make.user()]
    for person in strangers:
        client.force_login(person)
        assert client.get(address(case)).status_code == 404
        assert client.post(address(case), {"pictures": file()}).status_code == 404
    client.force_login(editor)
    make.submitted(case)
    assert client.post(address(case), {"pictures": file()}).status_code == 404
    assert not case.pictures.exists()


def test_a_case_is_full_at_its_most_pictures(client, case, editor, monkeypatch):
    monkeypatch.setattr(adding, "MOST_PICTURES", 1)
    client.force_login(editor)
    answer = client.post(address(case), {"pictures": [file("a.jpg"), file("b.jpg")]}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["添加了 1 张图片。", "“b.jpg”：一个案例最多可有 1 张图片。"]


def test_the_page_says_how_large_each_prints_and_where_it_stands_already(client, case, editor, company):
    earlier = make.case(company, by=editor, title_zh_hans="去年的案例")
    shape = Image.radial_gradient("L").convert("RGB")
    make.picture(earlier, file=as_file(shape.resize((500, 500))))
    make.picture(case, file=as_file(shape.resize((1600, 1600))))
    # Another company's copy is nobody's business here.
    make.picture(make.case(make.organisation("theirs"), title_zh_hans="别家的案例"), file=as_file(shape.resize((700, 700))))
    client.force_login(editor)
    page = client.get(address(case)).text
    assert "13.5 厘米" in page
    assert "去年的案例" in page
    assert "别家的案例" not in page


def as_file(image):
    buffer = io.BytesIO()
    image.save(buffer, "JPEG")
    return SimpleUploadedFile("a.jpg", buffer.getvalue())


def test_the_pages_queries_do_not_grow_with_its_pictures(client, case, editor):
    client.force_login(editor)
    counts = []
    for _round in range(2):
        for colour in ("#102030", "#405060"):
            make.picture(case, file=make.picture_file((50 + len(counts), 40), colour=colour))
        with CaptureQueriesContext(connection) as asked:
            client.get(address(case))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_picture_without_a_caption_keeps_a_case_from_being_handed_in(case, editor):
    make.picture(case, caption_zh_hans="")
    assert missing(case) == ["请为第 1 张图片填写中文图注。"]
    with pytest.raises(StepRefused) as refused:
        take("submit", case=case, by=editor)
    assert refused.value.code == "incomplete"


def test_the_focal_point_is_saved_frozen_and_left_in_the_middle_when_empty(client, case, editor):
    picture = make.picture(case)
    client.force_login(editor)
    form = f"/admin/cases/case/{case.pk}/change/"
    data = filled(client.get(form))
    data |= {"pictures-0-focus_x": "20", "pictures-0-focus_y": "", "_continue": "1"}
    client.post(form, data)
    picture.refresh_from_db()
    assert (picture.focus_x, picture.focus_y) == (20, 50)
    data = filled(client.get(form)) | {"pictures-0-focus_x": "101", "_continue": "1"}
    assert "请填写 0 到 100 之间的数字。" in client.post(form, data).text


def test_what_is_frozen_holds_the_focal_point_and_not_who_owns_the_picture(case):
    make.picture(case, focus_x=10, focus_y=90, owner="某某", people="某某同意", taken="2021")
    assert [picture.focus for picture in as_frozen_now(case).pictures] == [(10, 90)]
    assert {"owner", "people", "taken"} & set(PictureDoc.__dataclass_fields__) == set()
    assert PictureDoc("d", ".jpg", 1, 1, Text()).focus == (50, 50)


def test_a_published_picture_has_its_smaller_form_for_whoever_takes_it(client, case, editor):
    make.picture(case, file=make.picture_file((600, 400)))
    make.published(case)
    digest = Picture.objects.get().digest
    address = reverse("picture", args=[digest, 480])
    plain = client.get(address, headers={"accept": "image/webp,*/*"})
    small = client.get(address, headers={"accept": "image/avif,image/webp,*/*"})
    assert (plain["Content-Type"], small["Content-Type"]) == ("image/webp", "image/avif")
    assert {plain["Vary"], small["Vary"]} == {"Accept"}
    assert plain["ETag"] != small["ETag"]
    assert client.get(address, headers={"accept": "image/avif", "if-none-match": small["ETag"]}).status_code == 304
