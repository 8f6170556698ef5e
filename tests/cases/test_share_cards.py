"""The pictures beside a link: what is drawn on them, and who may have them."""

import io
import json
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import translation
from PIL import Image

from accounts.enums import Role
from cases.document import CaseDocument, FigureDoc, OrganisationRef, PictureDoc, TagRef, Text
from cases.media import share_cards
from cases.media.canvas import Canvas
from cases.media.derivatives import derived_name
from cases.models import Case
from cases.publishing import take_back
from cases.search.query import shown
from cases.views import share_cards as views
from cases.views.public import FRESHNESS
from cases.workflow import take
from tests import make

GREEN = TagRef("concept", "green", Text("绿色", "Green"), "", "#20734A", "primary")
POWER = TagRef("sector", "electric-power", Text("电力", "Electric power"))
GOALS = tuple(TagRef("goal", str(number), Text("目标", "Goal"), str(number)) for number in (7, 13))
SAVED = FigureDoc(Text("节电量", "Power saved"), Decimal("1600"), "万千瓦时", "yue", "2020", is_key=True)
AIM = FigureDoc(Text("降幅", "Fall"), Decimal("-12.5"), "%", "", "../2030", status="target", is_key=True)
LONG = "以技术改造区域协同与全民参与推动可持续发展的实践经验与思考" * 4


def document(title=Text("标题", "A title"), **columns) -> CaseDocument:
    columns = {
        "tags": (GREEN, *GOALS),
        "figures": (SAVED,),
        "organisation": OrganisationRef("one", Text("一公司", "Company One")),
    } | columns
    return CaseDocument("slug", 2021, title, Text(), Text(), **columns)


@pytest.fixture
def drawn(monkeypatch):
    """What is written on a card, and the goals on it, in the order of drawing."""
    said = []
    text, tile = Canvas.text, Canvas.tile
    monkeypatch.setattr(Canvas, "text", lambda self, *place: said.append(place[2]) or text(self, *place))
    monkeypatch.setattr(Canvas, "tile", lambda self, *place: said.append(place[2]) or tile(self, *place))
    return said


def opened(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as image:
        image.load()
    return image


def written(drawn) -> list[str]:
    """With ordinary spaces, and without what was empty."""
    return [each.replace("\u2006", " ") if isinstance(each, str) else each for each in drawn if each != ""]


# --- What is on them -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-hans", ["绿色", "标题", "一公司", "2021", "约", "1600", "万千瓦时", "节电量", "2020 年", "案例集", 7, 13]),
        ("en", ["Green", "A title", "Company One", "2021", "about", "16", "million kWh", "Power saved", "2020", "Casebook", 7, 13]),
    ],
)
def test_a_cases_card_says_what_its_document_says(drawn, language, words):
    image = opened(share_cards.case_card(document(), language))
    assert (image.format, image.size) == ("PNG", (1200, 630))
    assert written(drawn) == words


def test_a_target_is_called_one_and_a_fall_has_a_minus(drawn):
    share_cards.case_card(document(figures=(AIM,)), "en")
    assert written(drawn) == ["Green", "A title", "Company One", "2021", "−12.5", "%", "Fall", "by 2030", "Target", "Casebook", 7, 13]


def test_a_case_without_concept_figure_or_goal_has_its_sector_and_its_name(drawn):
    share_cards.case_card(document(tags=(POWER,), figures=()), "en")
    assert written(drawn) == ["Electric power", "A title", "Company One", "2021", "Casebook"]
    drawn.clear()
    share_cards.case_card(document(tags=(), figures=()), "en")
    assert written(drawn) == ["A title", "Company One", "2021", "Casebook"]


def test_a_long_title_takes_three_lines_and_ends_in_dots_and_nothing_that_matters_is_cut(drawn):
    figure = FigureDoc(Text(LONG), Decimal("123456789.5"), "万千瓦时", "chaoguo", "2016/2019", status="forecast", is_key=True)
    organisation = OrganisationRef("one", Text(LONG))
    share_cards.case_card(document(Text(LONG), figures=(figure,), organisation=organisation), "zh-hans")
    _concept, *title, whose, year, before, number, unit, label, period, status, site, _7, _13 = written(drawn)
    assert len(title) == 3
    assert all(line.endswith("…") for line in (title[-1], whose, label))
    assert (year, before, number, unit, period, status, site) == (
        *("2021", "超过", "123456789.5", "万千瓦时", "2016 年至 2019 年", "预测", "案例集"),
    )


def test_an_organisation_whose_name_is_too_long_for_the_line_goes_by_its_short_one(drawn):
    share_cards.case_card(document(organisation=OrganisationRef("one", Text(LONG), Text("短名"))), "zh-hans")
    assert written(drawn)[2:4] == ["短名", "2021"]


def test_no_more_goals_than_there_is_room_for_and_none_that_is_none(drawn):
    tags = tuple(TagRef("goal", code, Text("目标"), code) for code in ("0", "x", "99", *map(str, range(1, 18))))
    share_cards.case_card(document(tags=tags, figures=()), "en")
    assert written(drawn)[-6:] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("text", ["", " ", "\n", "😀\u200b\x07", "CO₂ 𠮷", "<b>&amp;</b>", "“”《》（）", "\ud800", "ا ب"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_whatever_people_type_there_is_a_card(text, language):
    named = Text(text, text)
    odd = FigureDoc(named, Decimal("0.20"), text, is_key=True)
    tags = (TagRef("concept", "green", named, colour="#20734A"), TagRef("goal", "7", named, "7"))
    card = share_cards.case_card(document(named, figures=(odd,), tags=tags, organisation=OrganisationRef("one", named)), language)
    assert opened(card).size == (1200, 630)


def test_what_no_font_has_is_said_another_way_and_no_word_goes_missing(drawn):
    type = share_cards._Card("en").type(30)
    assert "".join(run for _, run in type.runs("CO₂ 😀㎡\u200b")) == "CO2 ㎡"
    assert type.measure("CO₂") == type.measure("CO2") > 0


def test_a_picture_fills_the_right_and_a_stand_in_says_so(drawn):
    digest = "5" * 64
    red = io.BytesIO()
    Image.new("RGB", (960, 640), "#d02020").save(red, "WEBP")
    default_storage.save(derived_name(digest, 960), ContentFile(red.getvalue()))
    try:
        picture = PictureDoc(digest, ".jpg", 960, 640, Text("图"), stand_in=True)
        image = opened(share_cards.case_card(document(pictures=(picture,)), "en"))
        assert image.format == "JPEG"
        assert [image.getpixel(place)[0] > 200 > 60 > image.getpixel(place)[1] for place in ((790, 5), (1190, 5), (770, 5))] == [
            *(True, True, False),
        ]
        assert "Stand-in drawing" in drawn
    finally:
        default_storage.delete(derived_name(digest, 960))


def test_a_picture_that_the_storage_has_lost_is_left_out(drawn):
    share_cards.case_card(document(pictures=(PictureDoc("6" * 64, ".jpg", 960, 640, Text("图"), stand_in=True),)), "en")
    assert "Stand-in drawing" not in drawn


def test_the_same_case_gives_the_same_bytes_and_another_other_ones():
    one = share_cards.case_card(document(), "en")
    assert share_cards.case_card(document(), "en") == one
    assert share_cards.case_card(document(Text("另一个", "Another")), "en") != one


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("goal-7", [7, "Sustainable Development Goal", "Affordable and", "Clean Energy", "Casebook"]),
        ("green", ["Development concept", "Green", "Casebook"]),
        ("site", ["Casebook", "Sustainable development, case by case"]),
    ],
)
def test_the_cards_of_a_goal_a_concept_and_the_site(drawn, name, words):
    assert opened(share_cards.CARDS[name]("en")).size == (1200, 630)
    assert written(drawn) == words


# --- Who may have them ---------------------------------------------------------------------------------------------


def address(publication, language="zh"):
    with translation.override("en" if language == "en" else "zh-hans"):
        return views.case_card_url(publication, shown(publication)).removeprefix("http://127.0.0.1:8000")


@pytest.mark.django_db
def test_a_published_cases_card_is_served_and_costs_one_query(client, django_assert_num_queries):
    publication = make.published(make.case())
    mark = publication.revision.digest[:16]
    assert address(publication) == f"/cards/cases/{publication.pk}/{mark}-zh.png"
    assert address(publication, "en") == f"/cards/cases/{publication.pk}/{mark}-en.png"
    for _ in range(2):
        with django_assert_num_queries(1):  # the live publication of this number, with its revision
            response = client.get(address(publication))
    assert opened(response.getvalue()).size == (1200, 630)
    assert (response["Content-Type"], response["Cache-Control"]) == ("image/png", FRESHNESS)
    assert not response.cookies


@pytest.mark.django_db
def test_a_case_with_a_picture_has_a_jpeg(client):
    case = make.case()
    make.picture(case)
    publication = make.published(case)
    assert address(publication).endswith("-zh.jpg")
    assert client.get(address(publication))["Content-Type"] == "image/jpeg"
    assert client.get(address(publication).replace(".jpg", ".png")).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        lambda here, mark: here.replace(mark, "0" * 16),
        lambda here, mark: here.replace(mark, mark[:15]),
        lambda here, mark: here.replace(mark, ""),
        lambda here, mark: here.replace(mark, "..%2f..%2fsecret-key"),
        lambda here, mark: here.replace("-zh", "-fr"),
        lambda here, mark: here.replace(".png", ".jpg"),
        lambda here, mark: here.replace(".png", ".webp"),
        lambda here, mark: here.replace("/cases/", "/cases/9"),
        lambda here, mark: here.replace("/cases/", f"/cases/{10**30}"),
    ],
)
def test_any_other_address_leads_nowhere_and_draws_nothing(client, monkeypatch, change):
    publication = make.published(make.case())
    monkeypatch.setattr(share_cards, "case_card", lambda *asked: pytest.fail("a card was drawn"))
    assert client.get(change(address(publication), publication.revision.digest[:16])).status_code == 404


@pytest.mark.django_db
def test_a_draft_has_no_card_even_under_a_number_that_there_is(client):
    other = make.published(make.case())
    case = make.submitted(make.case(title_zh_hans="金丝雀"))
    mark = case.revisions.get().digest[:16]
    for number in (other.pk, case.pk, other.pk + 1):
        assert client.get(f"/cards/cases/{number}/{mark}-zh.png").status_code == 404


@pytest.mark.django_db
def test_a_withdrawn_case_has_no_card_though_one_is_kept(client):
    publication = make.published(make.case())
    assert client.get(address(publication)).status_code == 200
    take_back(publication.case)
    assert client.get(address(publication)).status_code == 404


@pytest.mark.django_db
def test_with_a_new_revision_the_address_changes_and_the_old_card_goes(client):
    publication = make.published(make.case())
    before = address(publication)
    client.get(before)
    case = Case.objects.get(pk=publication.case_id)
    case.title_zh_hans = "再版"
    case.save()
    reviewer, publisher = make.user(Role.REVIEWER), make.user(Role.PUBLISHER)
    take("submit", case=case, by=case.changed_by)
    for step, by in (("start_review", reviewer), ("accept", reviewer), ("publish", publisher)):
        take(step, case=case, by=by)
    publication = case.publication
    publication.refresh_from_db()
    assert (client.get(before).status_code, client.get(address(publication)).status_code) == (404, 200)
    kept = default_storage.listdir(f"cards/{publication.pk}-zh")[1]
    assert kept == [f"{publication.revision.digest[:16]}-{share_cards.DESIGN}.png"]


@pytest.mark.django_db
def test_a_card_is_drawn_once(client, monkeypatch):
    publication = make.published(make.case(title_zh_hans="只画一次"))
    first = client.get(address(publication)).getvalue()
    monkeypatch.setattr(share_cards, "case_card", lambda *asked: pytest.fail("a card was drawn twice"))
    assert client.get(address(publication)).getvalue() == first


@pytest.mark.django_db
def test_what_was_stored_by_hand_cannot_make_a_card_fail(client):
    publication = make.published(make.case())
    document = publication.revision.document
    document["title"]["zh_hans"] = "</script>\u2028\u0001" + LONG
    document["tags"][0]["code"] = "../x"
    with connection.cursor() as cursor:  # past the queryset, which refuses
        cursor.execute("UPDATE cases_revision SET document = %s WHERE id = %s", [json.dumps(document), publication.revision_id])
    assert client.get(address(publication)).status_code == 200


@pytest.mark.django_db
def test_who_has_the_card_is_told_so_and_who_has_one_of_a_withdrawn_case_is_not(client, monkeypatch):
    publication = make.published(make.case())
    etag = client.get(address(publication))["ETag"]
    monkeypatch.setattr(views.maker, "get", lambda *asked: pytest.fail("the storage was asked"))
    response = client.get(address(publication), headers={"if-none-match": etag})
    assert (response.status_code, response["ETag"], response["Cache-Control"]) == (304, etag, FRESHNESS)
    take_back(publication.case)
    assert client.get(address(publication), headers={"if-none-match": etag}).status_code == 404


@pytest.mark.django_db
def test_the_cards_of_the_code_ask_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/cards/goal-17-en.png")
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    for name in ("goal-0-en", "goal-18-en", "goal-01-en", "unheard-of-zh", "site-fr", "site"):
        assert client.get(f"/cards/{name}.png").status_code == 404


@pytest.mark.django_db
def test_where_too_many_wait_for_a_card_one_is_asked_to_come_back(client, monkeypatch):
    def busy(*asked):
        raise views.Busy

    monkeypatch.setattr(views.maker, "get", busy)
    response = client.get("/cards/site-zh.png")
    assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (503, "5", "no-store")
