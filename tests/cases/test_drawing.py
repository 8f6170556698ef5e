"""The prints that stand in for the photographs of the sample collection."""

from io import BytesIO

import pytest
from PIL import Image

from cases.collection_2021.drawing import MOTIFS, draw

SMALL = (360, 240)
NAMED = [
    "grid",
    "sea",
    "wind",
    "solar",
    "city",
    "factory",
    "field",
    "rail",
    "sky",
    "classroom",
    "chip",
    "forest",
    "port",
    "road",
    "tunnel",
    "hall",
    "warehouse",
    "dish",
    "rocket",
    "village",
    "machine",
    "medicine",
    "textile",
]


def opened(data: bytes) -> Image.Image:
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def test_motifs_are_those_the_collection_may_name():
    assert set(MOTIFS) == set(NAMED)


@pytest.mark.parametrize("motif", sorted(MOTIFS))
@pytest.mark.parametrize("seed", ["", "state-grid-laos/1", "浙江·三"])
def test_every_motif_draws_something(motif: str, seed: str):
    picture = opened(draw(motif, seed, size=SMALL))
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", SMALL)
    darkest, lightest = picture.convert("L").getextrema()
    assert lightest - darkest > 60


@pytest.mark.parametrize("motif", sorted(MOTIFS))
def test_same_arguments_same_bytes(motif: str):
    assert draw(motif, "a", size=SMALL) == draw(motif, "a", size=SMALL)


@pytest.mark.parametrize("motif", sorted(MOTIFS))
def test_another_seed_is_another_picture(motif: str):
    assert len({draw(motif, seed, size=SMALL) for seed in "abcde"}) == 5


def test_size_is_that_of_a_photograph_unless_told():
    assert opened(draw("sea", "a")).size == (1800, 1200)


@pytest.mark.parametrize("size", [(300, 300), (240, 360), (800, 200), (301, 199)])
@pytest.mark.parametrize("motif", sorted(MOTIFS))
def test_other_shapes_of_sheet(motif: str, size: tuple[int, int]):
    assert opened(draw(motif, "a", size=size)).size == size


@pytest.mark.parametrize("motif", sorted(MOTIFS))
def test_no_metadata(motif: str):
    picture = opened(draw(motif, "a", size=SMALL))
    assert not picture.getexif()
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert {name for name, _ in picture.applist} == {"APP0"}


def test_unknown_motif_is_told_what_there_is():
    with pytest.raises(KeyError) as raised:
        draw("unicorn", "a")
    assert "unicorn" in str(raised.value)
    for motif in MOTIFS:
        assert motif in str(raised.value)
