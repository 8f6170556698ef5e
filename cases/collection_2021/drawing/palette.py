"""The five tones a picture is printed in, all from the palette of the site."""

from dataclasses import dataclass
from random import Random

Colour = tuple[int, int, int]


def _rgb(code: str) -> Colour:
    return int(code[0:2], 16), int(code[2:4], 16), int(code[4:6], 16)


PAPER, INK, LINE = _rgb("FDFCF9"), _rgb("17212B"), _rgb("DCD8CF")
HUES: dict[str, Colour] = {
    "accent": _rgb("0B6B57"),
    "innovation": _rgb("2A5CAA"),
    "coordination": _rgb("9A6200"),
    "green": _rgb("20734A"),
    "openness": _rgb("6E4AA0"),
    "sharing": _rgb("B23A32"),
    "muted": _rgb("55606B"),
}
# The second colour of a print, chosen for each first one: warm on cold and the reverse.
PARTNERS: dict[str, tuple[str, ...]] = {
    "accent": ("coordination", "sharing"),
    "innovation": ("coordination", "sharing"),
    "coordination": ("innovation", "accent", "sharing"),
    "green": ("coordination", "sharing"),
    "openness": ("coordination", "sharing"),
    "sharing": ("innovation", "coordination", "accent"),
    "muted": ("sharing", "coordination", "accent"),
}


def mix(a: Colour, b: Colour, share: float) -> Colour:
    """`a` with `share` of `b` in it."""
    return (
        round(a[0] + (b[0] - a[0]) * share),
        round(a[1] + (b[1] - a[1]) * share),
        round(a[2] + (b[2] - a[2]) * share),
    )


def ramp(a: Colour, b: Colour, c: Colour, share: float) -> Colour:
    """A place on the way from `a` (0) through `b` (½) to `c` (1)."""
    return mix(a, b, max(0.0, share) * 2) if share < 0.5 else mix(b, c, min(1.0, share) * 2 - 1)


@dataclass(frozen=True)
class Tones:
    """From the ground to what stands nearest; `light` is the brightest there is, `spot` the one colour apart."""

    light: Colour
    ground: Colour
    pale: Colour
    mid: Colour
    deep: Colour
    spot: Colour

    def step(self, share: float) -> Colour:
        """A place on the way from pale (0) through mid (½) to deep (1)."""
        return ramp(self.pale, self.mid, self.deep, share)


def _paper(hue: Colour, spot: Colour) -> Tones:
    return Tones(PAPER, PAPER, mix(PAPER, hue, 0.16), mix(PAPER, hue, 0.5), mix(hue, INK, 0.4), mix(PAPER, spot, 0.86))


def _tint(hue: Colour, spot: Colour) -> Tones:
    ground = mix(PAPER, hue, 0.15)
    return Tones(PAPER, ground, mix(PAPER, hue, 0.33), mix(PAPER, hue, 0.68), mix(hue, INK, 0.55), mix(PAPER, spot, 0.8))


def _stone(hue: Colour, spot: Colour) -> Tones:
    ground = mix(PAPER, LINE, 0.62)
    return Tones(PAPER, ground, mix(ground, hue, 0.2), mix(ground, hue, 0.62), mix(hue, INK, 0.62), mix(PAPER, spot, 0.88))


def _dusk(hue: Colour, spot: Colour) -> Tones:
    ground = mix(mix(PAPER, hue, 0.5), LINE, 0.12)
    return Tones(PAPER, ground, mix(PAPER, hue, 0.68), mix(hue, INK, 0.22), mix(hue, INK, 0.72), mix(PAPER, spot, 0.34))


def _night(hue: Colour, spot: Colour) -> Tones:
    ground = mix(hue, INK, 0.62)
    return Tones(PAPER, ground, mix(hue, INK, 0.34), mix(PAPER, hue, 0.62), mix(PAPER, hue, 0.14), mix(PAPER, spot, 0.62))


MODES = {"paper": _paper, "tint": _tint, "stone": _stone, "dusk": _dusk, "night": _night}


def tones(rng: Random, hues: tuple[str, ...], modes: tuple[str, ...]) -> Tones:
    """Draw the lot of a print: its first colour, its second, and the paper it stands on."""
    first = rng.choice(hues)
    second = rng.choice(PARTNERS[first])
    mode = rng.choice(modes)
    if (first, mode) == ("muted", "dusk"):  # grey on grey is gloom, not calm
        mode = "stone"
    return MODES[mode](HUES[first], HUES[second])
