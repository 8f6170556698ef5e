"""What is said of a picture when it is given: how large it prints, what it looks like, what its words lack."""

import io

import pytest
from django.utils.translation import override
from PIL import Image, ImageDraw, ImageFont

from cases.media.fitness import fitness
from cases.media.fonts import SANS
from cases.media.likeness import alike, fingerprint
from cases.media.signs import Sign, has_date, jpeg_quality, signs_of
from cases.media.words import alt_hint, caption_hint, looks_like_a_file


def photograph(size=(1200, 800), seed=0):
    """Something with light, shade and edges, the same for the same seed."""
    image = Image.radial_gradient("L").resize(size).convert("RGB")
    draw = ImageDraw.Draw(image)
    for n in range(8):
        x, y = (n * 137 + seed * 211) % size[0], (n * 89 + seed * 173) % size[1]
        draw.rectangle((x, y, x + size[0] // 6, y + size[1] // 5), fill=((n * 31) % 120, 90 + n * 9, 60 + (seed * 47 + n * 13) % 140))
    return image


def opened(image, kind="JPEG", **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return Image.open(io.BytesIO(buffer.getvalue()))


# --- Fit for print ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("width", "centimetres", "sharp", "soft"),
    [
        (6000, 50.8, ["half", "text", "opener"], ["half", "text", "opener"]),
        (1600, 13.5, ["half", "text"], ["half", "text"]),
        (1000, 8.4, ["half"], ["half"]),
        (700, 5.9, [], ["half"]),
        (400, 3.3, [], []),
    ],
)
def test_a_picture_is_sharp_as_far_as_its_dots_go(width, centimetres, sharp, soft):
    found = fitness(width, width * 2 // 3)
    assert (found.centimetres, [slot.name for slot in found.sharp], [slot.name for slot in found.soft]) == (centimetres, sharp, soft)


def test_a_picture_whose_size_is_not_known_fits_nothing():
    assert (fitness(0, 0).centimetres, fitness(0, 0).soft) == (0, ())


# --- What a file betrays ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("quality", [30, 50, 75, 82, 92, 98])
def test_a_jpegs_quality_is_read_from_its_tables(quality):
    assert abs(jpeg_quality(opened(photograph(), quality=quality)) - quality) <= 1


def test_what_has_no_tables_has_no_quality():
    assert jpeg_quality(opened(photograph(), "PNG")) is None


def with_camera():
    exif = Image.Exif()
    exif[0x0110] = "X100"
    return exif


@pytest.mark.parametrize(
    ("image", "name", "signs"),
    [
        (opened(photograph((4000, 3000)), quality=95, exif=with_camera()), "DSC_0012.JPG", ()),
        (opened(photograph((1920, 1080)), "PNG"), "plan.png", (Sign.SCREENSHOT,)),
        (opened(photograph((1920, 1081)), "PNG"), "plan.png", ()),
        (opened(photograph((900, 700)), "PNG"), "屏幕截图 2021-08-01.png", (Sign.SCREENSHOT,)),
        (opened(photograph((1200, 900)), quality=90), "mmexport1629876543.jpg", (Sign.MESSENGER,)),
        (opened(photograph((1280, 960)), quality=75), "a.jpg", (Sign.MESSENGER,)),
        (opened(photograph((1280, 960)), quality=75, exif=with_camera()), "a.jpg", ()),
        (opened(photograph((3000, 2000)), quality=40), "a.jpg", (Sign.COMPRESSED,)),
    ],
)
def test_a_file_that_is_not_the_cameras_own_is_noticed(image, name, signs):
    assert signs_of(image, name) == signs


def dated(colour, corner):
    image = photograph()
    draw = ImageDraw.Draw(image)
    where = (image.width - 330, image.height - 90) if corner == "right" else (40, image.height - 90)
    draw.text(where, "2021 08 15", fill=colour, font=ImageFont.truetype(SANS, 48))
    return image


@pytest.mark.parametrize("corner", ["left", "right"])
@pytest.mark.parametrize("colour", ["#FF8C00", "#FF4500", "#FFC400"])
def test_a_date_burnt_into_a_lower_corner_is_noticed(colour, corner):
    assert has_date(opened(dated(colour, corner), quality=92))


@pytest.mark.parametrize("seed", range(20))
def test_a_picture_without_a_date_is_not_accused(seed):
    assert not has_date(opened(photograph(seed=seed), quality=92))


@pytest.mark.parametrize("colour", ["#FF8C00", "#FFC400", "#D2691E", "#FFFFFF"])
def test_a_warm_surface_is_no_date(colour):
    assert not has_date(opened(Image.new("RGB", (1200, 800), colour)))
    striped = Image.new("RGB", (1200, 800), "#224466")
    ImageDraw.Draw(striped).rectangle((0, 700, 1200, 740), fill=colour)
    assert not has_date(opened(striped))


# --- The same picture again ---------------------------------------------------------------------------------------


def test_another_size_format_or_compression_is_the_same_picture():
    first = photograph()
    copies = [opened(first.resize((600, 400)), quality=60), opened(first, "PNG"), opened(first, "WEBP", quality=50)]
    assert [alike(fingerprint(first), fingerprint(copy)) for copy in copies] == [True] * 3


def test_another_picture_is_not_the_same_and_plain_surfaces_are_none():
    marks = [fingerprint(photograph(seed=seed)) for seed in range(12)]
    assert [(i, j) for i in range(12) for j in range(i) if alike(marks[i], marks[j])] == []
    plain = fingerprint(Image.new("RGB", (90, 60), "red"))
    assert not alike(plain, plain)
    assert not alike("", "")


# --- Words --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["image1", "IMG_2034", "图片 3", "DSC00123.JPG", "微信图片_20210801", "照片", "12", "工厂.png", "ｉｍａｇｅ２"]
)
def test_a_files_name_is_no_text(text):
    assert looks_like_a_file(text)
    assert alt_hint(text, "") is not None
    assert caption_hint(text) is not None


@pytest.mark.parametrize("text", ["塞内加尔学生在网络教室上课", "Pupils in a connected classroom", "5G 基站", "图书馆里的两名学生"])
def test_words_that_say_something_are_left_in_peace(text):
    assert (alt_hint(text, "图 1"), caption_hint(text)) == (None, None)


def test_a_copy_of_the_caption_and_a_picture_of_are_noticed():
    with override("en"):
        assert "repeats" in str(alt_hint("绿色工厂的屋顶。", "绿色工厂的屋顶"))
        assert "begins" in str(alt_hint("这是一张图片，屋顶上有光伏板", ""))
        assert "begins" in str(alt_hint("Photo of a roof with panels", ""))
        assert "short" in str(alt_hint("屋顶", ""))
    assert (alt_hint("", "图"), alt_hint(None, None), caption_hint(""), caption_hint(None)) == (None, None, None, None)
