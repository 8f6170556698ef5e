"""Motifs out of doors: water, wind, fields and what stands in them."""

from math import cos, pi, sin
from random import Random

from .palette import Colour, Tones
from .primitives import Point, Sheet, arc, curve, glints, height_at, hills, mist, sun


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
    s.taper((x, base + 2), hub, height * 0.04, height * 0.018, fill)
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
    """Rows of panels going away under a wide sky."""
    horizon, vanish = rng.uniform(40, 54), s.w * rng.uniform(0.15, 0.6)
    sun(s, t, rng, (0.6, 0.85), (horizon - 30, horizon - 8), (8, 15))
    hills(s, rng, horizon - 1.5, 2.4, t.pale)
    s.box(0, horizon, s.w, 101, t.pale)
    depth, lean, wide = 1.0, rng.uniform(0.16, 0.22), rng.uniform(0.5, 0.7)
    rows: list[tuple[float, float]] = []
    while (near := horizon + (108 - horizon) * depth) > horizon + 2.2:
        rows.append((near - (near - horizon) * lean * 1.55, near))
        depth *= 0.69
    for index, (top, bottom) in enumerate(reversed(rows)):
        fill = t.step(0.45 + 0.55 * index / len(rows))
        gap = max(0.14, (bottom - top) * 0.022)
        back, front = (top - horizon) * 1.22, bottom - horizon
        first = int(-vanish / (front * wide)) - 3
        for n in range(first, first + int(s.w / (front * wide)) + 9):
            u0, u1 = n * wide, (n + 0.97) * wide
            quad = [(vanish + u0 * back, top), (vanish + u1 * back, top), (vanish + u1 * front, bottom), (vanish + u0 * front, bottom)]
            s.shape(quad, fill)
            for k in (1, 2, 3):
                u = u0 + (u1 - u0) * k / 4
                s.stroke([(vanish + u * back, top), (vanish + u * front, bottom)], gap, t.pale)
        level = (top + bottom) / 2 - (bottom - top) * 0.04
        s.box(0, level, s.w, level + gap, t.pale)


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
    """Bars of cloud before a large disc, a trail crossing above."""
    x, y, r = s.w * rng.uniform(0.28, 0.5), rng.uniform(36, 56), rng.uniform(17, 25)
    s.disc(x, y, r, t.spot)
    start, end = (s.w * rng.uniform(0.5, 0.65), rng.uniform(34, 46)), (s.w * rng.uniform(0.86, 0.95), rng.uniform(8, 16))
    s.taper(start, end, 0.1, 0.75, t.mid)
    bars = rng.randint(7, 10)
    for i in range(bars):
        share = (i + 0.5) / bars
        thick = rng.uniform(2.4, 4.2) + 2.5 * share
        top, length = 30 + 56 * share + rng.uniform(-2, 2), rng.uniform(30, 66)
        left = x + rng.uniform(-0.62, 0.5) * s.w - length / 2 if i % 2 else x + rng.uniform(-0.35, 0.35) * r * 2 - length / 2
        fill = (t.pale, t.light, t.mid)[i % 3] if t.light != t.ground else (t.pale, t.ground, t.mid)[i % 3]
        s.box(left, top, left + length, top + thick, fill, thick / 2)
    hills(s, rng, 92, 2.5, t.deep)


def forest(s: Sheet, t: Tones, rng: Random) -> None:
    """Three depths of trees with haze between them."""
    cone = rng.random() < 0.5
    sun(s, t, rng, (0.25, 0.75), (18, 34), (9, 15))
    for depth, (fill, base, tall, space) in enumerate(((t.pale, 82, 44, 6.5), (t.mid, 90, 50, 11.5), (t.deep, 103, 68, 21))):
        line = hills(s, rng, base, 2, fill)
        gap, x = rng.uniform(0.15, 0.8) * s.w, -4.0
        while x < s.w + 6:
            height = tall * rng.uniform(0.62, 1.05)
            if depth == 0 or abs(x - gap) > s.w * (0.08 + 0.09 * depth):
                foot, half = height_at(line, min(max(x, 0), s.w)) + 2, height * rng.uniform(0.105, 0.14)
                if cone:
                    s.shape(
                        [(x, foot - height), (x + half, foot - height * 0.1), (x, foot - height * 0.06), (x - half, foot - height * 0.1)],
                        fill,
                    )
                    s.taper((x, foot), (x, foot - height * 0.3), height * 0.022, height * 0.02, fill)
                else:
                    left = curve((x, foot - height), (x - half * 2.1, foot - height * 0.42), (x, foot - height * 0.1))
                    s.shape(
                        [*left, *reversed(curve((x, foot - height), (x + half * 2.1, foot - height * 0.42), (x, foot - height * 0.1)))],
                        fill,
                    )
                    s.taper((x, foot), (x, foot - height * 0.4), height * 0.02, height * 0.012, fill)
            x += space * rng.uniform(0.7, 1.5)
        if depth < 2:
            mist(s, rng, (base - 16, base - 4), 2, t.ground, thick=(1.4, 2.6))


def road(s: Sheet, t: Tones, rng: Random) -> None:
    """A road winding out of the hills to the reader's feet."""
    horizon, vanish = rng.uniform(42, 52), s.w * rng.uniform(0.35, 0.65)
    sun(s, t, rng, (0.2, 0.8), (horizon - 26, horizon - 14), (7, 13))
    hills(s, rng, horizon - 5, 7, t.pale)
    hills(s, rng, horizon + 1, 2, t.mid, rough=0.35)
    swing, turns, phase = rng.uniform(24, 36), rng.uniform(1.5, 2.1), rng.choice((0.0, pi)) + rng.uniform(-0.4, 0.4)

    def middle(d: float) -> Point:
        return vanish + swing * d**0.62 * (1.25 - d) * sin(phase + turns * pi * d**0.55), horizon + 2 + (101 - horizon) * d

    def band(width: float, span: tuple[float, float], fill: Colour) -> None:
        spots = [(middle(d), (0.35 + 40 * d**1.45) * width) for d in (span[0] + (span[1] - span[0]) * n / 48 for n in range(49))]
        s.shape([*((x - half, y) for (x, y), half in spots), *((x + half, y) for (x, y), half in reversed(spots))], fill)

    band(1.0, (0, 1), t.deep)
    d = 0.06
    while d < 1:
        band(0.028, (d, min(1, d * 1.22)), t.light)
        d *= 1.55
    for n in range(7):
        d = 0.03 * 1.75**n
        (x, y), half = middle(min(d, 1)), 0.35 + 40 * d**1.45
        s.taper((x + half * 1.25 + 0.6, y), (x + half * 1.25 + 0.6, y - 1 - 13 * d), 0.2 + 0.9 * d, 0.2 + 0.9 * d, t.light)


def village(s: Sheet, t: Tones, rng: Random) -> None:
    """White walls and dark roofs by the water."""
    sun(s, t, rng, (0.62, 0.85), (16, 30), (6, 10))
    hills(s, rng, 46, 9, t.pale)
    shore, dark = 80, t.deep if t.deep[1] < 128 else t.ground
    for row, (count, size) in enumerate(((6, 0.72), (5, 0.9), (4, 1.12))):
        base, x = 66 + row * 7.2, s.w * rng.uniform(-0.04, 0.02)
        for _ in range(count):
            width, height = rng.uniform(15, 25) * size, rng.uniform(11, 17) * size
            if rng.random() < (0.9, 0.85, 0.72)[row]:
                _house(s, t, rng, x, base, width, height, dark)
            x += width + rng.uniform(-2, 11) * (1 + 0.5 * row)
    s.box(0, shore, s.w, 101, t.pale)
    s.box(0, shore, s.w, shore + 0.7, t.mid)
    for _ in range(9):
        x, y, half = s.w * rng.random(), rng.uniform(shore + 3, 97), rng.uniform(4, 14)
        s.box(x - half, y, x + half, y + 0.5, t.light if rng.random() < 0.6 else t.mid, 0.25)


def _house(s: Sheet, t: Tones, rng: Random, x: float, base: float, width: float, height: float, dark: Colour) -> None:
    wall = t.light if t.light != t.ground else t.ground
    top, rise = base - height, height * 0.3
    s.box(x, top, x + width, base + 9, wall)
    s.box(x + width * 0.8, top, x + width, base + 9, t.pale)
    if rng.random() < 0.4:  # the stepped gable of the south
        for k, half in enumerate((0.5, 0.34, 0.17)):
            level = top - k * height * 0.16
            s.box(x + width * (0.5 - half), level - height * 0.16, x + width * (0.5 + half), level, wall)
            s.box(x + width * (0.5 - half) - 0.6, level - height * 0.2, x + width * (0.5 + half) + 0.6, level - height * 0.13, dark)
    else:
        eaves = curve((x - 1.6, top + 0.3), (x + width * 0.12, top - 0.6), (x + width * 0.16, top - rise))
        s.shape([*eaves, *((2 * x + width - p, q) for p, q in reversed(eaves))], dark)
    for k in range(rng.randint(1, 2)):
        left = x + width * (0.2 + 0.32 * k)
        s.box(left, top + height * 0.3, left + 1.5, top + height * 0.3 + 2.1, t.spot if rng.random() < 0.18 else dark)


def _pylon(s: Sheet, x: float, base: float, h: float, fill: Colour) -> list[Point]:
    line, waist = max(0.22, h * 0.0085), base - h * 0.56

    def half(y: float) -> float:
        return h * (0.13 - 0.095 * (base - y) / (h * 0.56)) if y > waist else h * (0.035 - 0.026 * (waist - y) / (h * 0.44))

    for side in (-1, 1):
        s.taper((x + side * half(base), base + 1), (x + side * half(waist), waist), line * 1.7, line * 1.4, fill)
        s.taper((x + side * half(waist), waist), (x, base - h), line * 1.4, line, fill)
    levels = [0.0, 0.2, 0.36, 0.48, 0.56, 0.63, 0.7, 0.77, 0.84]
    for low, high in zip(levels, levels[1:], strict=False):
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
    for n, (left, right) in enumerate(zip(spans, spans[1:], strict=False)):
        for a, b in zip(left, right, strict=True):
            sag = abs(b[0] - a[0]) * 0.13
            s.stroke(
                curve(a, ((a[0] + b[0]) / 2, max(a[1], b[1]) * 0.35 + min(a[1], b[1]) * 0.65 + sag), b),
                max(0.12, 0.3 - 0.05 * n),
                t.step(0.9 - 0.12 * n),
            )
    hills(s, rng, 94, 1.6, t.deep, rough=0.35)
