"""Motifs of what is built: towns, works, ways and rooms."""

from math import cos, pi, sin
from random import Random

from .palette import Colour, Tones
from .primitives import Point, Sheet, arc, curve, glints, hills, mist, sun


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
    _towers(s, rng, base, 36, focus + s.w * rng.uniform(-0.2, 0.2), (6, 12), t.mid)
    wide, top = rng.uniform(8, 11), rng.uniform(14, 22)
    s.shape(
        [(focus - wide / 2, base), (focus - wide * 0.34, top + 6), (focus, top), (focus + wide * 0.34, top + 6), (focus + wide / 2, base)],
        t.deep,
    )
    s.taper((focus, top + 2), (focus, top - 8), 0.6, 0.15, t.deep)
    for left, right, roof in _towers(s, rng, base, 24, focus + s.w * rng.uniform(-0.3, 0.3), (8, 15), t.deep):
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
    for _ in range(rng.randint(1, 3)):
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
        x, r = rng.uniform(0.02, 0.24) * s.w, rng.uniform(2.2, 3.6)
        s.box(x - 0.25, base - r, x + 0.25, base, t.deep)
        s.shape(arc(x, base - r * 2, r, r * 1.3, steps=48), t.step(0.7))


def rail(s: Sheet, t: Tones, rng: Random) -> None:
    """A train crossing a viaduct."""
    deck = rng.uniform(54, 62)
    sun(s, t, rng, (0.7, 0.88), (18, 34), (8, 13))
    hills(s, rng, deck - 6, 9, t.pale)
    hills(s, rng, deck + 17, 5, t.mid)
    mist(s, rng, (deck + 8, deck + 22), 3, t.ground)
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
    x, y, r = s.w * rng.uniform(0.42, 0.5), rng.uniform(50, 54), rng.uniform(58, 66)
    end = (s.w * rng.uniform(0.54, 0.66), rng.uniform(50, 58))
    near, far = t.deep, t.pale
    if sum(near) > sum(far):
        near, far = t.ground, t.mid
    s.box(0, 0, s.w, 101, near)
    rings, seam = rng.randint(6, 8), rng.uniform(0, 1)
    centres: list[tuple[float, float, float]] = []
    for k in range(rings + 1):
        share = 1 - 0.66 ** (k * 1.02)
        centres.append((x + (end[0] - x) * share, y + (end[1] - y) * share, r * (1 - share)))
    for k, (cx, cy, radius) in enumerate(centres[:-1]):
        tone = _between(near, t.mid, far, k / (rings - 1) * 0.92 + 0.1)
        s.disc(cx, cy, radius, tone)
        nx, ny, inner = centres[k + 1]
        joint = _between(near, t.mid, far, max(0.0, k / (rings - 1) * 0.92 - 0.1))
        s.ring(cx, cy, radius, max(0.15, radius * 0.012), joint)
        for n in range(9):
            a = 2 * pi * (n + seam + (0.5 if k % 2 else 0)) / 9
            s.stroke(
                [(cx + radius * cos(a), cy + radius * sin(a)), (nx + inner * cos(a), ny + inner * sin(a))], max(0.12, radius * 0.008), joint
            )
    cx, cy, radius = centres[-1]
    s.disc(cx, cy, radius * 1.12, t.spot if rng.random() < 0.5 else t.light)
    floor = cy + radius * 0.62
    spread = 1.5
    s.shape([(cx - radius * 0.86, floor), (cx + radius * 0.86, floor), (cx + s.w * spread, 101), (cx - s.w * spread * 0.9, 101)], near)
    for u in (-0.42, 0.42):
        s.taper((cx + radius * u, floor), (cx + radius * u + (101 - floor) * u * 1.6, 101), 0.2, 2.0, t.spot if u < 0 else t.mid)


def _between(a: Colour, b: Colour, c: Colour, share: float) -> Colour:
    return Tones(a, a, a, b, c, a).step(share)


def hall(s: Sheet, t: Tones, rng: Random) -> None:
    """A colonnade on its steps."""
    base, top = rng.uniform(78, 82), rng.uniform(32, 38)
    sun(s, t, rng, (0.08, 0.22), (16, 30), (7, 11))
    left, count = s.w * rng.uniform(0.2, 0.3), rng.randint(6, 8)
    right = s.w * rng.choice((0.93, 1.12))
    wall, dark = t.mid, t.deep
    s.box(left + 4, top, right - 4, base, dark if rng.random() < 0.5 else wall)
    step = (right - left - 10) / (count - 1)
    door = rng.randint(1, count - 3)
    s.box(left + 5 + step * door + step * 0.32, base - 22, left + 5 + step * door + step * 0.68, base, t.spot)
    light = t.light if t.light != t.ground else t.ground
    for k in range(count):
        x = left + 5 + step * k
        s.box(x - 2.3, top, x + 2.3, base, light)
        s.box(x + 0.5, top, x + 2.3, base, t.pale)
        s.box(x - 3.1, top, x + 3.1, top + 1.6, light)
        s.box(x - 3.1, base - 1.6, x + 3.1, base, t.pale)
    s.box(left - 1, top - 6, right + 1, top + 0.1, t.pale)
    s.box(left - 1, top - 2.2, right + 1, top - 1.4, t.mid)
    if rng.random() < 0.5:
        s.shape([(left - 3, top - 6), ((left + right) / 2, top - 19), (right + 3, top - 6)], t.deep)
    else:
        eaves = curve((left - 9, top - 8.4), (left + 4, top - 9), (left + 13, top - 18))
        s.shape([(left - 7.4, top - 6), *eaves, *((left + right - p, q) for p, q in reversed(eaves)), (right + 7.4, top - 6)], t.deep)
    for k in range(5):
        s.box(left - 3 - 4.5 * k, base + k * 2.3, right + 3 + 4.5 * k, base + (k + 1) * 2.3 + 0.1, (t.pale, t.mid)[k % 2] if k else t.pale)
    s.box(0, base + 11.4, s.w, 101, t.deep)


def warehouse(s: Sheet, t: Tones, rng: Random) -> None:
    """An aisle between high racks."""
    vx, vy = s.w * rng.uniform(0.4, 0.52), rng.uniform(54, 62)
    far, near = 5.2, 0.62
    aisle, height, under = rng.uniform(21, 26), rng.uniform(46, 54), 40.0

    def at(side: float, y: float, z: float) -> Point:
        return vx + side * aisle / z, vy + y / z

    s.shape([(0, 101), (s.w, 101), (vx, vy)], t.pale)
    s.shape([at(-1, under, near * 0.4), at(1, under, near * 0.4), at(1, under, far), at(-1, under, far)], t.pale)
    s.shape([at(-1, -height, far), at(1, -height, far), at(1, under, far), at(-1, under, far)], t.light if t.light != t.ground else t.pale)
    for n in range(4):
        z = near + (far - near) * (n / 4) ** 1.7
        s.shape(
            [
                at(-0.5, -height * 1.25, z),
                at(0.5, -height * 1.25, z),
                at(0.5, -height * 1.25, z * 1.16),
                at(-0.5, -height * 1.25, z * 1.16),
            ],
            t.spot,
        )
    bays, levels = 7, 4
    depths = [near * (far / near) ** (n / bays) for n in range(bays + 1)]
    rise = (height + under) / levels
    for side in (-1, 1):
        s.shape([at(side, -height, near), at(side, -height, far), at(side, under, far), at(side, under, near)], t.mid)
        for z0, z1 in zip(depths, depths[1:], strict=False):
            for level in range(levels):
                floor = under - level * rise
                for part in range(2):
                    a, b = z0 + (z1 - z0) * (0.1 + 0.42 * part), z0 + (z1 - z0) * (0.48 + 0.42 * part)
                    roof = floor - rise * rng.uniform(0.35, 0.78)
                    fill = rng.choice((t.pale, t.pale, t.deep, t.deep, t.ground, t.spot)) if rng.random() < 0.85 else t.mid
                    s.shape([at(side, roof, a), at(side, roof, b), at(side, floor, b), at(side, floor, a)], fill)
        for level in range(levels):
            floor = under - level * rise
            s.shape([at(side, floor, near), at(side, floor, far), at(side, floor + 2.2, far), at(side, floor + 2.2, near)], t.deep)
        for z in depths[1:]:
            (x, y0), (_, y1) = at(side, -height, z), at(side, under, z)
            s.box(x - 0.55 / z, y0, x + 0.55 / z, y1 + 2.2 / z, t.deep)
