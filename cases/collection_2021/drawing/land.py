"""Motifs out of doors: water, wind, fields and what stands in them."""

from itertools import pairwise
from math import cos, log, pi, sin
from random import Random

from .palette import Colour, Tones
from .primitives import Point, Sheet, arc, bank, curve, glints, height_at, hills, sun


def sea(s: Sheet, t: Tones, rng: Random) -> None:
    """A disc on the horizon and swell coming in."""
    horizon, r = rng.uniform(36, 58), rng.uniform(9, 17)
    x = s.w * rng.uniform(0.2, 0.5)
    s.disc(x, horizon - r * rng.uniform(-0.25, 1.1), r, t.spot)
    s.box(0, horizon, s.w, 101, t.pale)
    glints(s, rng, x, (horizon + 1, horizon + 17), r * 0.95, 7, t.spot)
    rows = rng.randint(3, 5)
    for i in range(rows):
        share = (i + 1) / rows
        y, swell, length = horizon + 12 + (84 - horizon) * share**1.25, 0.5 + 3.2 * share, 26 + 60 * share
        phase, second = rng.uniform(0, 2 * pi), rng.uniform(0, 2 * pi)
        crest = [
            (q, y + swell * (sin(2 * pi * q / length + phase) + 0.35 * sin(4.7 * pi * q / length + second)))
            for q in (s.w * n / 160 for n in range(161))
        ]
        s.shape([(0, 101), *crest, (s.w, 101)], t.step(share * 1.05 - 0.05))


def _turbine(s: Sheet, x: float, base: float, height: float, turn: float, fill: Colour) -> None:
    hub = (x, base - height)
    s.taper((x, base + 0.5), hub, height * 0.04, height * 0.018, fill)
    for k in range(3):
        a = turn + 2 * pi * k / 3
        along, across = (cos(a), sin(a)), (-sin(a), cos(a))
        length, belly = height * 0.56, height * 0.026
        spots = [(0.0, -0.3), (0.0, 0.3), (0.16, 1.0), (0.5, 0.62), (1.0, 0.06), (1.0, -0.2), (0.16, -0.35)]
        s.shape(
            [
                (hub[0] + along[0] * length * p + across[0] * belly * q, hub[1] + along[1] * length * p + across[1] * belly * q)
                for p, q in spots
            ],
            fill,
        )
    s.disc(*hub, height * 0.02, fill)


def wind(s: Sheet, t: Tones, rng: Random) -> None:
    """One turbine near, its fellows on the ridges behind."""
    sun(s, t, rng, (0.55, 0.85), (22, 46), (8, 15))
    far = hills(s, rng, rng.uniform(66, 72), 4, t.pale)
    for k in range(rng.randint(3, 5)):
        x = s.w * (0.45 + 0.13 * k + rng.uniform(-0.03, 0.03))
        _turbine(s, x, height_at(far, x), rng.uniform(15, 19), rng.uniform(0, 2), t.mid)
    middle = hills(s, rng, rng.uniform(77, 81), 3.5, t.mid)
    x = s.w * rng.uniform(0.5, 0.62)
    _turbine(s, x, height_at(middle, x), rng.uniform(33, 40), rng.uniform(0, 2), t.step(0.7))
    x = s.w * rng.uniform(0.2, 0.32)
    _turbine(s, x, 96, rng.uniform(62, 72), rng.uniform(0, 2), t.deep)
    hills(s, rng, rng.uniform(91, 94), 2, t.deep, rough=0.35)


def solar(s: Sheet, t: Tones, rng: Random) -> None:
    """Rows of tilted panels running away under a wide sky."""
    horizon, vanish = rng.uniform(40, 52), s.w * rng.uniform(0.12, 0.42)
    sun(s, t, rng, (0.55, 0.85), (horizon - 28, horizon - 10), (8, 15))
    hills(s, rng, horizon - 2, 2.6, t.pale)
    s.box(0, horizon, s.w, 101, t.pale)
    eye, pitch, wide, high = rng.uniform(50, 58), rng.uniform(1.2, 1.45), rng.uniform(0.68, 0.78), rng.uniform(0.34, 0.42)
    panel = t.step(0.84)
    cuts = [0.42 * 1.19**n for n in range(24)]

    def at(x: float, lift: float, z: float) -> Point:
        return vanish + eye * x / z, horizon + eye * (1 - lift) / z

    rows = [pitch * n + rng.uniform(0.1, 0.5) for n in range(-4, 22)]
    for x in [x for x in rows if x < -wide] + sorted((x for x in rows if x >= -wide), reverse=True):
        near, far = cuts[0], cuts[-1]
        s.shape([at(x + wide, 0, near), at(x + wide, 0, far), at(x + wide * 0.2, 0, far), at(x + wide * 0.2, 0, near)], t.mid)
        s.shape([at(x, 0.12, near), at(x, 0.12, far), at(x + wide, high, far), at(x + wide, high, near)], panel)
        for z in cuts[:18]:
            s.stroke([at(x, 0.12, z), at(x + wide, high, z)], max(0.1, 0.34 / z), t.pale)
        s.taper(at(x + wide / 2, 0.06 + high / 2, near), at(x + wide / 2, 0.06 + high / 2, far), 0.7, 0.03, t.pale)
        s.taper(at(x + wide, high, near), at(x + wide, high, far), 1.0, 0.05, t.light)


def field(s: Sheet, t: Tones, rng: Random) -> None:
    """Furrows bending towards a far line of trees."""
    horizon, vanish = rng.uniform(34, 50), s.w * rng.uniform(0.25, 0.75)
    sun(s, t, rng, (0.2, 0.8), (horizon - 22, horizon - 2), (7, 13))
    hills(s, rng, horizon - 3, 4, t.pale)
    s.box(0, horizon, s.w, 101, t.mid)
    for x in sorted(s.w * rng.uniform(0, 1) for _ in range(rng.randint(4, 9))):
        tall = rng.uniform(3, 8)
        s.shape(arc(x, horizon - tall / 2 + 0.6, tall * 0.16, tall / 2 + 0.6, steps=32), t.deep)
    bend, furrow = rng.uniform(-46, 46), rng.uniform(0.26, 0.4)
    spans = [n / 28 for n in range(29)]

    def at(u: float, d: float) -> Point:
        return vanish + u * (0.5 + 99 * d) + bend * d * (1 - d) * 1.6, horizon + (101 - horizon) * d

    fills = (t.pale, t.deep, t.pale, t.step(0.75))
    reach = int(s.w / (99 * furrow)) + 3
    for n in range(-reach * 2, reach * 2):
        edge = [at(n * furrow, d) for d in spans]
        other = [at((n + (0.5 if n % 3 else 0.32)) * furrow, d) for d in spans]
        s.shape([*edge, *reversed(other)], fills[n % 4])


def sky(s: Sheet, t: Tones, rng: Random) -> None:
    """Banks of cloud before a large disc, a trail crossing above."""
    x, y, r = s.w * rng.uniform(0.26, 0.46), rng.uniform(36, 54), rng.uniform(17, 25)
    s.disc(x, y, r, t.spot)
    if rng.random() < 0.7:
        s.taper((s.w * rng.uniform(0.56, 0.66), rng.uniform(32, 42)), (s.w * rng.uniform(0.84, 0.95), rng.uniform(8, 18)), 0.08, 0.7, t.mid)
    hills(s, rng, 88, 4, t.pale)
    fills = [t.pale, t.mid, t.light if t.light != t.ground else t.step(0.25)]
    rng.shuffle(fills)
    banks = (
        (x - r * rng.uniform(0.2, 1), y - r * rng.uniform(0.1, 0.5)),
        (s.w * rng.uniform(0.6, 0.8), y + rng.uniform(2, 12)),
        (x + rng.uniform(-4, 20), y + r * 0.72),
    )
    for fill, (cx, cy) in zip(fills, banks, strict=True):
        bank(s, rng, cx, cy, fill, rows=rng.randint(2, 4), thick=rng.uniform(3.4, 5.2), reach=(28, 68))
    hills(s, rng, 94, 2, t.deep)


def forest(s: Sheet, t: Tones, rng: Random) -> None:
    """Three depths of trees, a clearing between them."""
    cone, gap = rng.random() < 0.5, rng.uniform(0.2, 0.8) * s.w
    sun(s, t, rng, (0.2, 0.8), (18, 36), (9, 16))
    for depth, (fill, base, tall, space) in enumerate(((t.pale, 71, 46, 4.6), (t.mid, 87, 50, 13), (t.deep, 104, 74, 24))):
        line = hills(s, rng, base, 2.4, fill)
        x = rng.uniform(-10, -2)
        while x < s.w + 8:
            height = tall * rng.uniform(0.58, 1.05)
            if depth == 0 or abs(x - gap) > s.w * (0.06 + 0.1 * depth):
                foot = height_at(line, min(max(x, 0), s.w)) + 2
                _tree(s, x, foot if depth else foot + height * 0.3, height, rng.uniform(0.105, 0.14), cone, fill)
            x += space * rng.uniform(0.7, 1.5)


def _tree(s: Sheet, x: float, foot: float, height: float, slim: float, cone: bool, fill: Colour) -> None:
    half, top, skirt = height * slim, foot - height, foot - height * 0.1
    s.taper((x, foot), (x, foot - height * 0.4), height * 0.024, height * 0.012, fill)
    if cone:
        s.shape([(x, top), (x + half, skirt), (x, skirt + height * 0.03), (x - half, skirt)], fill)
    else:
        waist = foot - height * 0.42
        s.shape([*curve((x, top), (x - half * 2.1, waist), (x, skirt)), *curve((x, skirt), (x + half * 2.1, waist), (x, top))], fill)


def road(s: Sheet, t: Tones, rng: Random) -> None:
    """A road winding out of the hills to the reader's feet."""
    horizon, vanish = rng.uniform(40, 52), s.w * rng.uniform(0.35, 0.65)
    sun(s, t, rng, (0.2, 0.8), (horizon - 26, horizon - 12), (7, 14))
    hills(s, rng, horizon - 8, 9, t.pale)
    hills(s, rng, horizon - 1, 4, t.step(0.28), rough=0.38)
    s.shape([(0, 101), (0, horizon + 3), *curve((0, horizon + 3), (vanish, horizon - 3), (s.w, horizon + 3)), (s.w, 101)], t.mid)
    swing, turns, phase = rng.uniform(15, 21), rng.uniform(1.25, 1.7), rng.choice((0.0, pi)) + rng.uniform(-0.5, 0.5)

    def middle(d: float) -> Point:
        return vanish + swing * (0.12 + d**0.55) * sin(phase + turns * 2 * pi * log(1 + 9 * d) / log(10)), horizon + (101 - horizon) * d

    def band(width: float, shift: float, span: tuple[float, float], fill: Colour) -> None:
        spots = [(middle(d), 0.5 + 30 * d**1.3) for d in (span[0] + (span[1] - span[0]) * (n / 90) ** 1.5 for n in range(91))]
        s.shape(
            [*((x + q * (shift - width), y) for (x, y), q in spots), *((x + q * (shift + width), y) for (x, y), q in reversed(spots))], fill
        )

    band(1.12, 0, (0.006, 1), t.pale)
    band(1.0, 0, (0.006, 1), t.deep)
    d = 0.05
    while d < 1:
        band(0.026, 0, (d, min(1, d * 1.16)), t.light)
        d *= 1.42
    for _ in range(rng.randint(4, 8)):
        d = rng.uniform(0.1, 0.42)
        (x, y), q = middle(d), 0.5 + 30 * d**1.3
        side = rng.choice((-1, 1))
        _tree(s, x + side * (q + 5 + 60 * d * rng.random()), y + 1, 5 + 42 * d, 0.11, False, t.deep)


def village(s: Sheet, t: Tones, rng: Random) -> None:
    """White walls and dark roofs by the water."""
    sun(s, t, rng, (0.62, 0.85), (16, 30), (6, 10))
    hills(s, rng, 44, 10, t.pale)
    hills(s, rng, 60, 4, t.step(0.25))
    shore = 82.0
    for size, base, chance in ((0.85, 66.0, 0.95), (1.15, 73.0, 0.8), (1.6, shore, 0.6)):
        x, end = s.w * rng.uniform(-0.06, 0.26), s.w * rng.uniform(0.74, 1)
        while x < end:
            width, height = rng.uniform(15, 23) * size, rng.uniform(10, 15) * size
            if rng.random() < chance:
                _house(s, t, rng, x, base, width, height)
            x += width + rng.choice((0.5, 1.5, rng.uniform(6, 16))) * size
    s.box(0, shore, s.w, 101, t.pale)
    s.box(0, shore, s.w, shore + 0.8, t.deep)
    for _ in range(8):
        x, y, half = s.w * rng.random(), rng.uniform(shore + 4, 97), rng.uniform(5, 16)
        s.box(x - half, y, x + half, y + 0.6, t.light if rng.random() < 0.6 else t.mid, 0.3)


def _house(s: Sheet, t: Tones, rng: Random, x: float, base: float, width: float, height: float) -> None:
    top, rise, line = base - height, height * 0.34, 0.9
    s.box(x, top, x + width, base + 9, t.light)
    s.box(x + width * 0.82, top, x + width, base + 9, t.pale)
    if rng.random() < 0.35:  # the stepped gable of the south
        for half, level in ((0.5, top), (0.3, top - rise * 0.62)):
            left, right = x + width * (0.5 - half), x + width * (0.5 + half)
            s.box(left, level - rise * 0.62, right, level + 0.1, t.light)
            s.box(left - line, level - rise * 0.62 - line, right + line, level - rise * 0.62 + line * 0.4, t.deep)
    else:
        eaves = curve((x - 1.8, top + 0.4), (x + width * 0.12, top - 0.6), (x + width * 0.17, top - rise))
        s.shape([*eaves, *((2 * x + width - p, q) for p, q in reversed(eaves))], t.deep)
    for k in range(rng.randint(0, 2)):
        left, size = x + width * (0.18 + 0.34 * k), height * 0.11
        s.box(left, top + height * 0.34, left + size, top + height * 0.34 + size * 1.5, t.spot if rng.random() < 0.15 else t.deep)


def _pylon(s: Sheet, x: float, base: float, h: float, fill: Colour) -> list[Point]:
    line, waist = max(0.22, h * 0.0085), base - h * 0.56

    def half(y: float) -> float:
        return h * (0.13 - 0.095 * (base - y) / (h * 0.56)) if y > waist else h * (0.035 - 0.026 * (waist - y) / (h * 0.44))

    for side in (-1, 1):
        s.taper((x + side * half(base), base + 1), (x + side * half(waist), waist), line * 1.7, line * 1.4, fill)
        s.taper((x + side * half(waist), waist), (x, base - h), line * 1.4, line, fill)
    levels = [0.0, 0.2, 0.36, 0.48, 0.56, 0.63, 0.7, 0.77, 0.84]
    for low, high in pairwise(levels):
        a, b = base - h * low, base - h * high
        s.stroke([(x - half(a), a), (x + half(b), b)], line, fill)
        s.stroke([(x + half(a), a), (x - half(b), b)], line, fill)
        s.stroke([(x - half(b), b), (x + half(b), b)], line, fill)
    tips: list[Point] = []
    for level, reach in ((0.63, 0.2), (0.765, 0.26), (0.9, 0.17)):
        y = base - h * level
        for side in (-1, 1):
            tip = (x + side * h * reach, y)
            s.shape([(x + side * half(y), y - h * 0.045), tip, (x + side * half(y), y + line)], fill)
            s.box(tip[0] - line * 0.6, y, tip[0] + line * 0.6, y + h * 0.035, fill)
            tips.append((tip[0], y + h * 0.035))
    return tips


def grid(s: Sheet, t: Tones, rng: Random) -> None:
    """Pylons striding away, their wires between them."""
    sun(s, t, rng, (0.5, 0.75), (30, 54), (9, 16))
    hills(s, rng, 76, 5, t.pale)
    h, x, base = rng.uniform(76, 86), s.w * rng.uniform(0.2, 0.26), rng.uniform(93, 96)
    shrink, stride = rng.uniform(0.5, 0.58), rng.uniform(56, 64)
    places = [(x - stride * 1.9, base + 9, h * 1.85)]
    for _ in range(5):
        places.append((x, base, h))
        x, base, h = x + stride, base - (base - 82) * 0.5, h * shrink
        stride *= shrink
    hills(s, rng, 85, 2, t.mid)
    spans = [_pylon(s, *place, t.step(1 - 0.13 * n)) for n, place in enumerate(places)]
    for n, (left, right) in enumerate(pairwise(spans)):
        for a, b in zip(left, right, strict=True):
            sag = abs(b[0] - a[0]) * 0.13
            s.stroke(
                curve(a, ((a[0] + b[0]) / 2, max(a[1], b[1]) * 0.35 + min(a[1], b[1]) * 0.65 + sag), b),
                max(0.12, 0.3 - 0.05 * n),
                t.step(0.9 - 0.12 * n),
            )
    hills(s, rng, 94, 1.6, t.deep, rough=0.35)
