"""Pictures that stand in for the photographs of the sample collection: prints in flat shapes, drawn from a motif and a seed."""

import hashlib
from collections.abc import Callable
from random import Random
from typing import NamedTuple

from . import land, things, works
from .palette import Tones, tones
from .primitives import Sheet

ALL = ("paper", "paper", "tint", "stone", "dusk", "night")
DAY = ("paper", "tint", "stone", "dusk")


class Motif(NamedTuple):
    draw: Callable[[Sheet, Tones, Random], None]
    hues: tuple[str, ...]
    modes: tuple[str, ...] = ALL


MOTIFS: dict[str, Motif] = {
    "chip": Motif(things.chip, ("innovation", "accent", "openness")),
    "city": Motif(works.city, ("innovation", "muted", "openness", "accent")),
    "classroom": Motif(things.classroom, ("green", "accent", "innovation"), DAY),
    "dish": Motif(things.dish, ("innovation", "openness", "muted")),
    "factory": Motif(works.factory, ("accent", "green", "muted", "innovation"), DAY),
    "field": Motif(land.field, ("green", "coordination", "accent"), DAY),
    "forest": Motif(land.forest, ("green", "accent", "muted")),
    "grid": Motif(land.grid, ("innovation", "accent", "muted", "openness")),
    "hall": Motif(works.hall, ("coordination", "muted", "sharing", "innovation"), DAY),
    "machine": Motif(things.machine, ("muted", "coordination", "accent", "innovation")),
    "medicine": Motif(things.medicine, ("accent", "innovation", "sharing", "muted")),
    "port": Motif(works.port, ("innovation", "accent", "muted"), DAY),
    "rail": Motif(works.rail, ("innovation", "green", "muted", "accent"), DAY),
    "road": Motif(land.road, ("coordination", "green", "muted", "openness"), DAY),
    "rocket": Motif(things.rocket, ("innovation", "openness", "muted")),
    "sea": Motif(land.sea, ("innovation", "accent", "openness")),
    "sky": Motif(land.sky, ("innovation", "openness", "accent", "muted")),
    "solar": Motif(land.solar, ("innovation", "accent", "green"), DAY),
    "textile": Motif(things.textile, ("sharing", "coordination", "accent", "openness")),
    "tunnel": Motif(works.tunnel, ("muted", "innovation", "coordination", "accent")),
    "village": Motif(land.village, ("muted", "green", "accent", "coordination"), DAY),
    "warehouse": Motif(works.warehouse, ("coordination", "innovation", "accent", "muted"), ("paper", "tint", "stone")),
    "wind": Motif(land.wind, ("accent", "green", "innovation")),
}


def draw(motif: str, seed: str, *, size: tuple[int, int] = (1800, 1200)) -> bytes:
    """A JPEG of `motif`; the same arguments give the same bytes for as long as Pillow stays the same."""
    if motif not in MOTIFS:
        raise KeyError(f"no motif {motif!r}; there are {', '.join(sorted(MOTIFS))}")
    rng = Random(int.from_bytes(hashlib.sha256(f"{motif}/{seed}".encode()).digest()))
    chosen = MOTIFS[motif]
    palette = tones(rng, chosen.hues, chosen.modes)
    sheet = Sheet(size, palette.ground, mirrored=rng.random() < 0.5)
    chosen.draw(sheet, palette, rng)
    return sheet.jpeg(rng)
