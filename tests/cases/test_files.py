import io
import struct
import zipfile
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageCms

from cases.media.derivatives import derive, derived_name
from cases.media.originals import clean_picture
from cases.models import Picture
from cases.revisions import picture_doc
from cases.validators import validate_document, validate_picture
from tests import make


def png_that_says(width: int, height: int) -> ContentFile:
    """A PNG of some hundred bytes whose header claims any size: what is refused must be refused on the header."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return ContentFile(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b""), name="bomb.png")


def refusal(check, file) -> str:
    with pytest.raises(ValidationError) as refused:
        check(file)
    return refused.value.code


def test_a_picture_within_the_limits_is_taken():
    for kind in ("JPEG", "PNG", "WEBP"):
        validate_picture(make.picture_file(kind=kind))


def test_a_picture_beyond_50_megapixels_is_refused_on_its_header():
    assert refusal(validate_picture, png_that_says(20_000, 20_000)) == "pixels"
    assert refusal(validate_picture, png_that_says(8_000, 6_251)) == "pixels"


def test_a_picture_beyond_15_megabytes_is_refused_before_it_is_read():
    assert refusal(validate_picture, ContentFile(b"\xff\xd8" + bytes(15 * 1024 * 1024), name="big.jpg")) == "size"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + bytes(40),
        b"%!PS-Adobe-3.0 EPSF-3.0",
        b"MZ" + bytes(99),
    ],
)
def test_what_is_no_picture_is_refused_whatever_it_is_called(content):
    assert refusal(validate_picture, ContentFile(content, name="photo.jpg")) == "format"


def test_a_picture_cut_off_in_the_middle_is_refused():
    whole = make.picture_file((400, 300)).read()
    assert refusal(validate_picture, ContentFile(whole[: len(whole) // 2], name="half.jpg")) == "damaged"


def test_camera_data_place_and_comments_are_gone_from_what_is_kept():
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    data, _suffix = clean_picture(make.picture_file(exif=exif, comment=b"SecretComment"))
    assert [word in data for word in (b"SecretCamera", b"SecretComment", b"Exif")] == [False] * 3


def test_a_picture_lying_on_its_side_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    data, _suffix = clean_picture(make.picture_file((60, 40), exif=exif))
    assert Image.open(io.BytesIO(data)).size == (40, 60)


def test_what_hangs_behind_a_picture_is_cut_off():
    polyglot = ContentFile(make.picture_file().read() + b"<script>alert(1)</script>", name="p.jpg")
    data, _suffix = clean_picture(polyglot)
    assert b"<script>" not in data


def test_a_photograph_with_a_second_picture_behind_it_is_read_by_its_first():
    buffer = io.BytesIO()
    photograph, preview = Image.new("RGB", (6_000, 4_500), "#0B6B57"), Image.new("RGB", (60, 40))
    photograph.save(buffer, "MPO", save_all=True, append_images=[preview])
    given = ContentFile(buffer.getvalue(), name="phone.jpg")
    validate_picture(given)
    data, suffix = clean_picture(given)
    with Image.open(io.BytesIO(data)) as kept:
        assert (kept.format, kept.size, suffix) == ("JPEG", (6_000, 4_500), ".jpg")


def test_a_picture_that_moves_for_long_is_refused():
    buffer = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), (n, 0, 0)) for n in range(0, 244, 4)]
    frames[0].save(buffer, "PNG", save_all=True, append_images=frames[1:])
    assert refusal(validate_picture, ContentFile(buffer.getvalue(), name="moving.png")) == "frames"


SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
# Red and green change places: what such a picture calls red is to be shown green.
SWAPPED = SRGB.replace(b"rXYZ", b"----").replace(b"gXYZ", b"rXYZ").replace(b"----", b"gXYZ")


@pytest.mark.parametrize(
    ("mode", "colour", "kind", "profile", "kept"),
    [
        ("RGB", (200, 30, 30), "JPEG", None, (200, 30, 30)),
        ("RGB", (200, 30, 30), "PNG", SRGB, (200, 30, 30)),
        ("RGB", (200, 30, 30), "PNG", SWAPPED, (30, 200, 30)),
        ("RGBA", (200, 30, 30, 9), "PNG", SWAPPED, (30, 200, 30, 9)),
        ("CMYK", (0, 0, 0, 0), "JPEG", b"no profile", (255, 255, 255)),
        ("LA", (100, 9), "PNG", None, (100, 100, 100, 9)),
        ("I;16", 40_000, "PNG", None, 155),
    ],
)
def test_colours_are_kept_as_the_picture_means_them_and_need_no_profile(mode, colour, kind, profile, kept):
    buffer = io.BytesIO()
    Image.new(mode, (16, 16), colour).save(buffer, kind, icc_profile=profile)
    data, _suffix = clean_picture(ContentFile(buffer.getvalue(), name="picture"))
    with Image.open(io.BytesIO(data)) as picture:
        shown = picture.getpixel((8, 8))
        assert "icc_profile" not in picture.info
    near = zip(shown, kept, strict=True) if isinstance(kept, tuple) else [(shown, kept)]
    assert all(abs(a - b) <= 2 for a, b in near), shown


@pytest.mark.django_db
def test_the_same_picture_given_twice_is_kept_once():
    case = make.case()
    first, second = make.picture(case), make.picture(case)
    assert (first.file.name, first.digest) == (second.file.name, second.digest)
    assert (second.width, second.height) == (60, 40)


@pytest.mark.django_db
def test_the_stored_name_says_nothing_of_the_name_given():
    case = make.case()
    given = make.picture_file()
    given.name = "../../机密 客户名单.jpg"
    picture = Picture.objects.create(case=case, file=given, caption_zh_hans="图")
    assert picture.file.name == f"originals/{picture.digest[:2]}/{picture.digest}.jpg"


@pytest.mark.django_db
@pytest.mark.parametrize(("size", "kept"), [((20, 20_000), (16, 16_383)), ((2_000, 20), (480, 5)), ((300, 200), (300, 200))])
def test_every_picture_that_is_taken_has_its_sizes_however_tall_it_is(size, kept):
    picture = Picture.objects.create(case=make.case(), file=make.picture_file(size, kind="PNG"), caption_zh_hans="图")
    derive(picture_doc(picture))
    with default_storage.open(derived_name(picture.digest, 480)) as file, Image.open(file) as small:
        assert small.size == kept


def office(*names: str) -> ContentFile:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, "x")
    return ContentFile(buffer.getvalue(), name="file.docx")


def test_documents_are_known_by_their_content():
    validate_document(ContentFile(b"%PDF-1.7\n", name="a.pdf"))
    validate_document(office("[Content_Types].xml", "word/document.xml"))
    assert refusal(validate_document, ContentFile(b"MZ not a document", name="a.docx")) == "format"
    assert refusal(validate_document, office("something.txt")) == "format"
    assert refusal(validate_document, office("[Content_Types].xml", "word/vbaProject.bin")) == "macro"


def test_macros_are_found_whatever_their_part_is_called():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", '<Override PartName="/word/a.bin" ContentType="application/vnd.ms-office.vbaProject"/>')
        archive.writestr("word/a.bin", "x")
    assert refusal(validate_document, ContentFile(buffer.getvalue(), name="file.docx")) == "macro"


def test_a_file_that_unpacks_to_far_too_much_is_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "x")
        archive.writestr("word/document.xml", bytes(260 * 1024 * 1024))
    assert refusal(validate_document, ContentFile(buffer.getvalue(), name="bomb.docx")) == "bomb"
