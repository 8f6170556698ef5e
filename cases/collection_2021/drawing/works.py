"""Motifs of what is built: towns, works, ways and rooms."""

from itertools import pairwise
from math import cos, pi, sin
from random import Random

from .palette import Colour, Tones, ramp
from .primitives import Point, Sheet, arc, bank, curve, glints, hills, sun


def _towers(
    s: Sheet, rng: Random, base: float, tall: float, focus: float, width: tuple[float, float], fill: Colour
) -> list[tuple[float, float, float]]:
    """A row of towers, highest about `focus`; each given back as left, right and top."""
    x, row = -rng.uniform(0, 6), []
    while x < s.w:
        wide = rng.uniform(*width)
        near = max(0.0, 1 - abs(x + wide / 2 - focus) / (s.w * 0.55))
        top = base - tall * (0.2 + 0.8 * near**1.4) * rng.uniform(0.7, 1)
        s.box(x, top, x + wide, base + 1, fill)
        crown = rng.random()
        if crown < 0.22:
            s.shape([(x, top + 0.1), (x + wide, top + 0.1), (x + wide, top - wide * 0.4)], fill)
        elif crown < 0.42:
            s.box(x + wide * 0.25, top - wide * 0.45, x + wide * 0.75, top, fill)
        row.append((x, x + wide, top))
        x += wide + rng.choice((0.0, 0.0, 1.2, rng.uniform(2, 9)))
    return row


def city(s: Sheet, t: Tones, rng: Random) -> None:
    """A skyline over water, one tower above the rest."""
    base, focus = rng.uniform(76, 82), s.w * rng.uniform(0.3, 0.7)
    sun(s, t, rng, (0.15, 0.4), (20, 40), (8, 14))
    _towers(s, rng, base, 46, focus, (5, 10), t.pale)
    _towers(s, rng, base, 36, focus + s.w * rng.uniform(-0.2, 0.2), (8, 15), t.mid)
    wide, top = rng.uniform(8, 11), rng.uniform(14, 22)
    s.shape(
        [(focus - wide / 2, base), (focus - wide * 0.34, top + 6), (focus, top), (focus + wide * 0.34, top + 6), (focus + wide / 2, base)],
        t.deep,
    )
    s.taper((focus, top + 2), (focus, top - 8), 0.6, 0.15, t.deep)
    for left, right, roof in _towers(s, rng, base, 24, focus + s.w * rng.uniform(-0.3, 0.3), (11, 20), t.deep):
        if rng.random() < 0.4 and base - roof > 9:
            lit = t.spot if rng.random() < 0.4 else t.mid
            y = roof + 2.4
            while y < base - 3:
                s.box(left + 1.6, y, right - 1.6, y + 0.55, lit)
                y += 2.2
    s.box(0, base, s.w, 101, t.pale)
    s.box(0, base, s.w, base + 0.8, t.deep)
    glints(s, rng, focus, (base + 2, 97), 11, 6, t.mid)
    glints(s, rng, s.w * rng.random(), (base + 4, 99), 16, 4, t.ground)


def factory(s: Sheet, t: Tones, rng: Random) -> None:
    """A long hall under a saw-tooth roof, chimneys without smoke."""
    base, wall, teeth = rng.uniform(80, 84), rng.uniform(15, 19), rng.randint(4, 6)
    sun(s, t, rng, (0.12, 0.32), (22, 40), (9, 15))
    hills(s, rng, base - 7, 3.5, t.pale)
    left = s.w * rng.uniform(0.26, 0.34)
    wide, rise = (s.w * 1.04 - left) / teeth, rng.uniform(9, 13)
    x = left + wide * rng.uniform(0.35, 1.4)
    for _ in range(rng.choice((1, 1, 2, 3))):
        tall = rng.uniform(42, 56)
        s.taper((x, base), (x, base - tall), 5.2, 3.6, t.mid)
        s.taper((x, base - tall + 6), (x, base - tall + 3), 3.84, 3.72, t.spot)
        x += rng.uniform(9, 12)
    eaves = base - wall
    for k in range(teeth):
        a, b = left + k * wide, left + (k + 1) * wide
        s.shape([(a, eaves + 0.2), (a, eaves - rise), (b + 0.1, eaves + 0.2)], t.deep)
        s.shape(
            [
                (a + wide * 0.05, eaves - 1.2),
                (a + wide * 0.05, eaves - rise + 2.6),
                (a + wide * 0.26, eaves - rise + rise * 0.21 + 2.6),
                (a + wide * 0.26, eaves - 1.2),
            ],
            t.pale,
        )
        s.box(a + wide * 0.15, eaves - rise, a + wide * 0.165, eaves - 1, t.deep)
    s.box(left, eaves, s.w, base, t.deep)
    step = wide / 4
    for k in range(teeth * 4):
        a = left + k * step
        s.box(a + step * 0.22, eaves + wall * 0.3, a + step * 0.78, eaves + wall * 0.52, t.mid if rng.random() < 0.85 else t.spot)
    office = left - rng.uniform(18, 24)
    s.box(office, eaves + 3, left, base, t.mid)
    for k in range(3):
        s.box(office + 2, eaves + 5 + k * 3.3, left - 2, eaves + 6.3 + k * 3.3, t.pale)
    s.box(0, base, s.w, 101, t.pale)
    s.box(0, base, s.w, base + 0.7, t.deep)
    for _ in range(rng.randint(3, 5)):
        x, tall = rng.uniform(0.01, 0.2) * s.w, rng.uniform(6, 15)
        s.shape(arc(x, base + 0.5 - tall / 2, tall * 0.15, tall / 2, steps=48), t.step(0.75))


def rail(s: Sheet, t: Tones, rng: Random) -> None:
    """A train crossing a viaduct."""
    deck = rng.uniform(54, 62)
    sun(s, t, rng, (0.7, 0.88), (18, 34), (8, 13))
    hills(s, rng, deck - 6, 9, t.pale)
    hills(s, rng, deck + 17, 5, t.mid)
    bank(s, rng, s.w * rng.uniform(0.5, 0.9), deck + rng.uniform(9, 16), t.ground, rows=rng.randint(1, 2), thick=2.6, reach=(34, 70))
    step, x = rng.uniform(25, 32), rng.uniform(3, 16)
    while x < s.w + 4:
        s.shape(
            [(x - 4.6, deck + 3), (x - 1.5, deck + 9), (x - 2.0, 101), (x + 2.0, 101), (x + 1.5, deck + 9), (x + 4.6, deck + 3)], t.deep
        )
        s.box(x + step / 2 - 0.22, deck - 13, x + step / 2 + 0.22, deck, t.deep)
        s.box(x + step / 2 - 4.5, deck - 12.2, x + step / 2 + 0.3, deck - 11.8, t.deep)
        x += step
    s.box(0, deck - 11.2, s.w, deck - 11, t.deep)
    nose, roof, floor = s.w * rng.uniform(0.55, 0.78), deck - 8, deck - 0.6
    head = [*curve((nose - 19, roof), (nose - 6, roof + 0.2), (nose, floor - 2.1)), (nose - 0.4, floor - 0.4), (nose - 2, floor)]
    body = t.light if t.light != t.ground else t.pale
    s.shape([(-1, roof), *head, (-1, floor)], body)
    s.box(-1, floor - 2.1, nose - 3.2, floor - 1.2, t.spot)
    s.shape(
        [
            (nose - 11.6, roof + 1.7),
            (nose - 10.2, roof + 0.75),
            *curve((nose - 9.4, roof + 0.9), (nose - 5.6, roof + 1.9), (nose - 4.6, roof + 3.0), 12),
        ],
        t.deep,
    )
    x = nose - 17.5
    while x > -4:
        if int((nose - x) / 2.6) % 11 != 9:
            s.box(x, roof + 2, x + 1.7, roof + 3.7, t.deep, 0.35)
        else:
            s.box(x + 0.7, roof, x + 1, floor, t.mid)
        x -= 2.6
    s.box(0, deck - 0.3, s.w, deck + 3.4, t.deep)
    s.box(0, deck + 0.8, s.w, deck + 1.1, t.mid)


def _crane(s: Sheet, x: float, base: float, h: float, fill: Colour, load: Colour, reach: float) -> None:
    span, boom, line = h * 0.27, base - h * 0.6, h * 0.024
    for foot in (x, x + span):
        s.box(foot - line * 0.75, boom, foot + line * 0.75, base, fill)
    s.box(x - line, base - h * 0.3, x + span + line, base - h * 0.3 + line, fill)
    s.stroke([(x, base - h * 0.3), (x + span, boom)], line * 0.7, fill)
    s.box(x - h * 0.2, boom, x + span + h * 0.62, boom + line * 1.5, fill)
    peak = (x + span * 0.9, base - h)
    s.taper((x + span, boom), peak, line * 1.4, line * 0.8, fill)
    s.taper((x + span * 0.25, boom), peak, line, line * 0.7, fill)
    for end in (x + span + h * 0.58, x + span + h * 0.32, x - h * 0.16):
        s.stroke([peak, (end, boom)], line * 0.36, fill)
    hang = x + span + h * reach
    s.box(hang - h * 0.035, boom, hang + h * 0.035, boom + line * 2.2, fill)
    for side in (-0.03, 0.03):
        s.box(hang + h * side - 0.1, boom, hang + h * side + 0.1, boom + h * 0.2, fill)
    s.box(hang - h * 0.075, boom + h * 0.2, hang + h * 0.075, boom + h * 0.255, load)


def port(s: Sheet, t: Tones, rng: Random) -> None:
    """Cranes over a ship that is being loaded."""
    quay = rng.uniform(80, 84)
    sun(s, t, rng, (0.7, 0.88), (16, 34), (8, 13))
    hills(s, rng, quay - 9, 4, t.pale)
    x = s.w * rng.uniform(0.3, 0.36)
    _crane(s, x - s.w * 0.03, quay, rng.uniform(36, 42), t.mid, t.mid, 0.3)
    _crane(s, s.w * rng.uniform(0.05, 0.1), quay, rng.uniform(66, 74), t.deep, t.spot, rng.uniform(0.24, 0.5))
    unit, high = 7.4, 3.1
    bow = s.w * rng.uniform(0.9, 0.98)
    stern, rail_ = s.w * 0.4, quay - 7
    for column in range(int((bow - stern - 22) / (unit + 0.4))):
        left = stern + 13 + column * (unit + 0.4)
        for level in range(rng.choice((1, 2, 3, 3, 4))):
            fill = rng.choice((t.mid, t.mid, t.pale, t.deep, t.spot)) if rng.random() < 0.8 else t.mid
            s.box(left, rail_ - (level + 1) * high + 0.2, left + unit, rail_ - level * high, fill)
    s.box(stern + 2, rail_ - 15, stern + 9, rail_, t.light if t.light != t.ground else t.pale)
    s.box(stern + 1.2, rail_ - 15, stern + 10.4, rail_ - 13, t.deep)
    s.shape(
        [
            (stern, rail_),
            (bow - 14, rail_),
            (bow - 10, rail_ - 2.4),
            (bow, rail_ - 2.4),
            *curve((bow, rail_ - 2.4), (bow - 5, quay + 2), (bow - 9, quay + 8), 12),
            (stern + 3, quay + 8),
        ],
        t.deep,
    )
    s.box(0, quay + 3.4, s.w, 101, t.pale)
    s.box(0, quay, stern - 3, 101, t.deep)
    glints(s, rng, s.w * 0.66, (quay + 5, 98), 26, 5, t.mid)


def tunnel(s: Sheet, t: Tones, rng: Random) -> None:
    """Rings of lining, and light at the end."""
    x, y, r = s.w * rng.uniform(0.44, 0.52), rng.uniform(46, 52), rng.uniform(86, 98)
    ex, ey, shrink = s.w * rng.uniform(0.34, 0.62), rng.uniform(48, 56), rng.uniform(0.7, 0.76)
    dark, bright = sorted((t.deep, t.pale), key=sum)
    near, far = (dark, bright) if rng.random() < 0.65 else (bright, dark)
    s.box(0, 0, s.w, 101, near)
    rings, seam = rng.randint(7, 9), rng.random()
    spans = [(ex + (x - ex) * q, ey + (y - ey) * q, r * q) for q in (shrink**k for k in range(rings + 1))]
    for k, ((cx, cy, radius), (nx, ny, inner)) in enumerate(pairwise(spans)):
        tone, joint = (ramp(near, t.mid, far, k / (rings - 1) + shift) for shift in (0.08, -0.14 if k else 0.2))
        s.disc(cx, cy, radius, tone)
        s.ring(cx, cy, radius, max(0.12, radius * 0.009), joint)
        for n in range(9):
            a = 2 * pi * (n + seam + (0.5 if k % 2 else 0)) / 9
            ends = [(cx + radius * cos(a), cy + radius * sin(a)), (nx + inner * cos(a), ny + inner * sin(a))]
            s.stroke(ends, max(0.1, radius * 0.007), joint)
    cx, cy, radius = spans[-1]
    s.disc(cx, cy, radius, t.spot if rng.random() < 0.5 or near == bright else t.light)
    drop, half, floor = 0.56, 0.83, near if near == dark else t.mid

    def along(u: float, away: float) -> Point:
        """A point of the floor, `away` from the vanishing point in lengths of the first ring."""
        return ex + (x - ex + r * u) * away, ey + (y - ey + r * drop) * away

    end = radius / r
    s.shape([along(-half, end), along(half, end), along(half, 3), along(-half, 3)], floor)
    for u in (-0.36, 0.36):
        s.taper(along(u, end), along(u, 1.6), 0.12, 2.6, t.spot)


def hall(s: Sheet, t: Tones, rng: Random) -> None:
    """A long colonnade on its steps, cut by the edge of the sheet."""
    base, top = rng.uniform(80, 84), rng.uniform(34, 42)
    sun(s, t, rng, (0.06, 0.2), (14, 30), (7, 11))
    left, step, width = s.w * rng.uniform(0.2, 0.36), rng.uniform(10.5, 16), rng.uniform(2.4, 3.4)
    eaves, shade = rng.random() < 0.45, rng.uniform(5, 9)
    s.box(left + 3, top, s.w, base, t.mid)
    s.shape([(left + 3, top), (s.w, top), (s.w, top + shade), (left + 3 + shade, top + shade), (left + 3, top + shade * 0.6)], t.deep)
    door, n, x = rng.randint(1, 3), 0, left + 5
    while x < s.w + width:
        if n in (door, door + 2):
            s.box(x + width + step * 0.5 - step * 0.24 - width / 2, base - 24, x + width / 2 + step * 0.74, base, t.spot)
        s.box(x, top, x + width, base, t.light)
        s.box(x + width * 0.64, top, x + width, base, t.pale)
        x, n = x + step, n + 1
    s.box(left - 1, top - 5, s.w, top + 0.1, t.light if t.light != t.ground else t.pale)
    s.box(left - 1, top - 1.2, s.w, top + 0.1, t.mid)
    if eaves:
        slope = curve((left - 9, top - 7.6), (left + 6, top - 8.4), (left + 17, top - 21))
        s.shape([(left - 7, top - 5), *slope, (s.w, top - 21), (s.w, top - 5)], t.deep)
        s.box(left + 15.6, top - 22.6, s.w, top - 20.4, t.deep)
    else:
        s.box(left - 6, top - 7.4, s.w, top - 5, t.deep)
        s.box(left + step * 1.5, top - 14, s.w, top - 7.4, t.mid)
        s.box(left + step * 1.5 - 3, top - 15.6, s.w, top - 14, t.deep)
    for k in range(4):
        s.box(left - 2 - 5 * k, base + k * 2.6, s.w, base + (k + 1) * 2.6 + 0.1, (t.pale, t.step(0.28))[k % 2])
    s.box(0, base + 10.4, s.w, 101, t.deep)


def warehouse(s: Sheet, t: Tones, rng: Random) -> None:
    """An aisle between high racks."""
    vx, vy = s.w * rng.uniform(0.36, 0.5), rng.uniform(54, 64)
    near, far = 0.22, 5.0
    aisle, height, under = rng.uniform(22, 28), rng.uniform(48, 58), rng.uniform(30, 38)
    bright = t.light if t.light != t.ground else t.pale

    def at(side: float, y: float, z: float) -> Point:
        return vx + side * aisle / z, vy + y / z

    s.shape([at(-1, under, near), at(1, under, near), at(1, under, far), at(-1, under, far)], t.pale)
    (x0, y0), (x1, y1) = at(-1, -height, far), at(1, under, far)
    s.box(x0, y0, x1, y1, t.spot if rng.random() < 0.5 else bright)
    for n in range(5):
        z = 0.5 * 1.75**n
        lamp = [at(u, -height * 1.2, q) for u, q in ((-0.32, z), (0.32, z), (0.32, z * 1.2), (-0.32, z * 1.2))]
        s.shape(lamp, bright if bright != t.ground else t.pale)
    bays, levels = rng.randint(7, 9), rng.randint(4, 5)
    depths = [near * (far / near) ** (n / bays) for n in range(bays + 1)]
    rise = (height + under) / levels
    for side in (-1, 1):
        s.shape([at(side, -height, near), at(side, -height, far), at(side, under, far), at(side, under, near)], t.mid)
        for z0, z1 in pairwise(depths):
            for level in range(levels):
                floor = under - level * rise
                for part in (0.1, 0.53):
                    a, b, roof = z0 + (z1 - z0) * part, z0 + (z1 - z0) * (part + 0.37), floor - rise * rng.uniform(0.46, 0.6)
                    if rng.random() < 0.82:
                        fill = t.spot if rng.random() < 0.07 else rng.choice((t.pale, t.pale, t.step(0.22), bright))
                        s.shape([at(side, roof, a), at(side, roof, b), at(side, floor, b), at(side, floor, a)], fill)
        for level in range(levels):
            floor = under - level * rise
            s.shape([at(side, floor, near), at(side, floor, far), at(side, floor + 1.5, far), at(side, floor + 1.5, near)], t.deep)
        for z in depths[1:]:
            (x, y0), (_, y1) = at(side, -height, z), at(side, under, z)
            s.box(x - 0.36 / z, y0, x + 0.36 / z, y1 + 1.5 / z, t.deep)
