"""Motifs seen close: instruments, goods and rooms for thought."""

from math import cos, pi, sin
from random import Random

from .palette import Tones, mix
from .primitives import Point, Sheet, arc, curve, hills


def classroom(s: Sheet, t: Tones, rng: Random) -> None:
    """A board with a figure drawn on it, desks before it."""
    floor = rng.uniform(74, 78)
    s.box(0, floor, s.w, 101, t.pale)
    s.box(0, floor, s.w, floor + 0.8, t.mid)
    left, right, top, bottom = s.w * rng.uniform(0.27, 0.33), s.w * rng.uniform(0.88, 0.94), 15.0, rng.uniform(53, 57)
    board, chalk = (t.deep, t.light) if sum(t.deep) < 400 else (t.pale, t.deep)
    s.box(left - 1.4, top - 1.4, right + 1.4, bottom + 1.4, t.mid)
    s.box(left, top, right, bottom, board)
    s.box(left - 1.4, bottom + 1.4, right + 1.4, bottom + 2.4, t.step(0.7))
    x, y, r = left + (right - left) * rng.uniform(0.22, 0.3), (top + bottom) / 2, rng.uniform(9, 12)
    s.ring(x, y, r, 0.4, chalk)
    a = rng.uniform(0.2, 1.2)
    corners = [(x + r * cos(a + 2 * pi * k / 3 + q), y + r * sin(a + 2 * pi * k / 3 + q)) for k, q in ((0, 0), (1, 0.3), (2, -0.2), (0, 0))]
    s.stroke(corners, 0.4, chalk)
    s.disc(x, y, 0.7, chalk)
    u0, u1, phase = left + (right - left) * 0.5, left + (right - left) * 0.92, rng.uniform(0, pi)
    s.stroke([(u0, y), (u1, y)], 0.3, chalk)
    s.stroke([(u0, top + 8), (u0, bottom - 8)], 0.3, chalk)
    s.stroke([(u0 + (u1 - u0) * n / 60, y - 8 * sin(phase + n / 60 * 2.4 * pi) * (1 - n / 90)) for n in range(61)], 0.5, t.spot)
    wide, x = s.w * 0.085, s.w * 0.115
    for pane in range(2):
        for row in range(2):
            p, q = x - wide + pane * (wide + 0.9), 15 + row * 18.5
            s.box(p, q, p + wide, q + 17.5, t.light if t.light != t.ground else t.pale)
    for row, (size, base, fill) in enumerate(((1.0, floor + 9, t.mid), (1.5, 103.0, t.deep))):
        count = 4 - row
        for k in range(count):
            centre = s.w * (k + 0.5 + (0.06 if row else -0.02)) / count
            half, high = 11 * size, 12.5 * size
            s.box(centre - half, base - high, centre + half, base - high + 1.3 * size, fill, 0.4)
            for side in (-1, 1):
                s.taper((centre + side * half * 0.86, base - high), (centre + side * half * 0.94, base), 0.75 * size, 0.6 * size, fill)
            if rng.random() < 0.6:
                shift, thick = rng.uniform(-0.5, 0.4) * half, 0.9 * size
                s.box(
                    centre + shift, base - high - thick, centre + shift + 6 * size, base - high, t.spot if rng.random() < 0.35 else t.pale
                )


def chip(s: Sheet, t: Tones, rng: Random) -> None:
    """A package and the traces that leave it."""
    half = rng.uniform(21, 26)
    x, y = s.w * rng.uniform(0.32, 0.44), rng.uniform(46, 54)
    pins = rng.randint(9, 12)
    pitch = 2 * half * 0.86 / (pins - 1)
    for turn in range(4):
        c, d = ((1, 0), (0, 1), (-1, 0), (0, -1))[turn]

        def at(out: float, along: float, c: int = c, d: int = d) -> Point:
            return x + c * out - d * along, y + d * out + c * along

        bend, lean = rng.uniform(5, 10), rng.uniform(10, 26) * rng.choice((-1, 1))
        for n in range(pins):
            along = (n - (pins - 1) / 2) * pitch
            order = n if lean > 0 else pins - 1 - n
            start = half + bend + (pins - order) * pitch * 0.62
            length = rng.choice((200.0, 200.0, rng.uniform(4, 26)))
            end = (start + abs(lean) + length, along + lean)
            colour = t.spot if rng.random() < 0.08 else t.mid
            s.stroke([at(half, along), at(start, along), at(start + abs(lean), along + lean), at(*end)], 0.62, colour)
            if length < 100:
                s.disc(*at(*end), 1.25, colour)
                s.disc(*at(*end), 0.55, t.ground)
            (px, py), (qx, qy) = at(half - 0.5, along - pitch * 0.27), at(half + 2.6, along + pitch * 0.27)
            s.box(min(px, qx), min(py, qy), max(px, qx), max(py, qy), t.step(0.75))
    s.box(x - half, y - half, x + half, y + half, t.deep, 1.2)
    s.box(x - half * 0.66, y - half * 0.66, x + half * 0.66, y + half * 0.66, t.mid)
    cells, inner = rng.randint(4, 6), half * 0.6
    cell = 2 * inner / cells
    taken: set[tuple[int, int]] = set()
    for i in range(cells):
        for j in range(cells):
            if (i, j) in taken:
                continue
            wide = 2 if rng.random() < 0.3 and i + 1 < cells and (i + 1, j) not in taken else 1
            high = 2 if rng.random() < 0.3 and j + 1 < cells else 1
            block = {(i + p, j + q) for p in range(wide) for q in range(high)}
            if block & taken:
                block, wide, high = {(i, j)}, 1, 1
            taken |= block
            p, q = x - inner + i * cell, y - inner + j * cell
            s.box(p + 0.3, q + 0.3, p + cell * wide - 0.3, q + cell * high - 0.3, rng.choice((t.pale, t.pale, t.step(0.25), t.deep)))
    p, q = x - inner + cell * rng.randrange(cells), y - inner + cell * rng.randrange(cells)
    s.box(p + 0.3, q + 0.3, p + cell - 0.3, q + cell - 0.3, t.spot)
    s.disc(x - half * 0.83, y - half * 0.83, half * 0.05, t.mid)


def dish(s: Sheet, t: Tones, rng: Random) -> None:
    """A dish listening, and the orbit it listens to."""
    x, y, r = s.w * rng.uniform(0.3, 0.38), rng.uniform(50, 56), rng.uniform(25, 30)
    turn = -rng.uniform(0.5, 0.85)
    aim = (cos(turn), sin(turn))
    for k in range(3):
        s.ring(x + r * 0.2, y + 70, 104 + 17 * k, 0.28, t.mid if k == 1 else t.pale)
    a = -pi / 2 + rng.uniform(0.28, 0.5)
    px, py = x + r * 0.2 + 121 * cos(a), y + 70 + 121 * sin(a)
    s.disc(px, py, rng.uniform(3, 5), t.spot)
    hills(s, rng, 84, 5, t.pale)
    base = 91.0
    s.taper((x - aim[0] * 3, y + 4), (x - aim[0] * 3, base + 3), 4.4, 11, t.mid)
    s.box(x - 12, base - 3.2, x + 8, base + 4, t.mid)
    rim = [(x + r * 0.02 - aim[1] * r * side, y + aim[0] * r * side) for side in (-1, 1)]
    back = (x - aim[0] * r * 0.95, y - aim[1] * r * 0.95)
    s.shape(curve(rim[0], back, rim[1]), t.deep)
    s.shape(arc(x, y, r * 0.26, r, turn=turn), t.step(0.25))
    s.shape(arc(x - aim[0] * r * 0.04, y - aim[1] * r * 0.04, r * 0.17, r * 0.8, turn=turn), t.pale if t.pale != t.ground else t.light)
    focus = (x + aim[0] * r * 0.82, y + aim[1] * r * 0.82)
    for foot in (*rim, (x + aim[0] * r * 0.26, y + aim[1] * r * 0.26)):
        s.taper(foot, focus, 0.7, 0.5, t.deep)
    s.disc(*focus, 1.9, t.deep)
    hills(s, rng, 93.5, 1.4, t.deep, rough=0.35)


def rocket(s: Sheet, t: Tones, rng: Random) -> None:
    """A launch: a slender body on a column of light, haze below."""
    x, tail = s.w * rng.uniform(0.34, 0.46), rng.uniform(52, 60)
    r, length = rng.uniform(2.4, 3.0), rng.uniform(34, 40)
    s.disc(x + rng.uniform(-6, 24), rng.uniform(36, 50), rng.uniform(24, 32), t.pale)
    s.shape([(x - r * 0.7, tail), (x + r * 0.7, tail), (x + r * 2.7, 101), (x - r * 2.7, 101)], t.mid)
    s.shape([(x - r * 0.5, tail), (x + r * 0.5, tail), (x + r * 0.16, tail + 24), (x, tail + 30), (x - r * 0.16, tail + 24)], t.spot)
    top = tail - length
    body = t.light if t.light != t.ground else t.deep
    shade = mix(body, t.mid, 0.45)
    nose = [
        *curve((x - r, top + 8), (x - r * 0.9, top + 2.4), (x, top - 1)),
        *reversed(curve((x + r, top + 8), (x + r * 0.9, top + 2.4), (x, top - 1))),
    ]
    s.shape([*nose, (x + r, tail - 1), (x + r * 0.75, tail), (x - r * 0.75, tail), (x - r, tail - 1)], body)
    s.shape(
        [
            (x + r * 0.2, top + 1),
            *reversed(curve((x + r, top + 8), (x + r * 0.9, top + 2.4), (x + r * 0.25, top - 0.4))),
            (x + r, tail - 1),
            (x + r * 0.75, tail),
            (x + r * 0.2, tail),
        ],
        shade,
    )
    for y in (top + 9.4, tail - length * 0.42):
        s.box(x - r, y, x + r, y + 1, t.spot)
    for side in (-1, 1):
        p = x + side * r * 1.62
        s.shape(
            [
                *curve((p - r * 0.52, tail - 11), (p - r * 0.4, tail - 14), (p - side * r * 0.3, tail - 16.5), 12),
                (p + r * 0.52, tail - 11),
                (p + r * 0.52, tail - 0.6),
                (p - r * 0.52, tail - 0.6),
            ],
            shade if side > 0 else body,
        )
    mast = s.w * rng.uniform(0.62, 0.7)
    s.box(mast - 1.8, 58, mast - 1.2, 95, t.mid)
    s.box(mast + 1.2, 58, mast + 1.8, 95, t.mid)
    for n in range(9):
        y = 58 + n * 4
        s.stroke([(mast - 1.5, y), (mast + 1.5, y + 4)], 0.3, t.mid)
        s.box(mast - 1.5, y, mast + 1.5, y + 0.35, t.mid)
    s.box(mast - 0.12, 48, mast + 0.12, 58, t.mid)
    hills(s, rng, 93, 1.6, t.deep, rough=0.35)
    for k in range(7):
        share, thick = k / 6, rng.uniform(3.4, 5)
        half, y = rng.uniform(8, 14) + 26 * share, 76 + 20 * share
        shift = rng.uniform(-7, 7) * (0.4 + share)
        s.box(
            x + shift - half,
            y,
            x + shift + half,
            y + thick,
            (t.pale, t.mid, t.light if t.light != t.ground else t.ground)[k % 3],
            thick / 2,
        )


def machine(s: Sheet, t: Tones, rng: Random) -> None:
    """Wheels in mesh, cut by the edge of the sheet."""
    module = rng.uniform(4.0, 4.8)
    x, y, teeth = s.w * rng.uniform(0.2, 0.28), rng.uniform(56, 68), rng.randint(20, 24)
    turn = rng.uniform(0, 1)
    plan = [(x, y, teeth, turn, t.mid)]
    for angle, count, fill in (
        (rng.uniform(-0.7, -0.4), rng.randint(11, 13), t.deep),
        (rng.uniform(0.1, 0.45), rng.randint(14, 17), t.pale),
    ):
        px, py, pn, pt, _ = plan[-1]
        reach = module * (pn + count) / 2
        # A tooth of one wheel meets a gap of the other on the line between their centres.
        turn = pi + angle + pi / count - (pt - angle) * -pn / count
        plan.append((px + reach * cos(angle), py + reach * sin(angle), count, turn, fill))
    for px, py, count, start, fill in plan:
        r = module * count / 2
        rim: list[Point] = []
        for n in range(count):
            for offset, out in ((-0.27, -0.62), (-0.15, 0.46), (0.15, 0.46), (0.27, -0.62)):
                a = start + 2 * pi * (n + offset) / count
                rim.append((px + (r + module * out) * cos(a), py + (r + module * out) * sin(a)))
        s.shape(rim, fill)
        s.ring(px, py, r * 0.78, 0.35, t.ground)
        holes = rng.choice((0, 5, 6)) if count < 18 else rng.choice((5, 6, 8))
        for n in range(holes):
            a = start + 2 * pi * n / holes
            s.disc(px + r * 0.52 * cos(a), py + r * 0.52 * sin(a), r * (0.15 if holes < 8 else 0.115), t.ground)
        s.disc(px, py, r * 0.2, t.ground)
        s.disc(px, py, r * 0.13, t.spot if fill == t.deep else t.step(0.8 if fill == t.mid else 0.5))


def medicine(s: Sheet, t: Tones, rng: Random) -> None:
    """Vials on a shelf, as a still life."""
    table = rng.uniform(76, 80)
    s.box(0, table, s.w, 101, t.pale)
    glass = t.light if t.light != t.ground else mix(t.ground, t.pale, 0.55)
    count = rng.randint(5, 7)
    special = rng.randrange(1, count - 1)
    x = s.w * rng.uniform(0.14, 0.22)
    for n in range(count):
        tall, half = rng.uniform(24, 44), rng.uniform(5.4, 7.6)
        if n == special:
            tall, half = rng.uniform(46, 52), rng.uniform(7, 8)
        base = table + rng.choice((3.0, 6.0, 9.0))
        top, x = base - tall, x + half
        liquid = t.spot if n == special else rng.choice((t.mid, t.deep, t.mid))
        level = base - tall * rng.uniform(0.36, 0.58)
        s.shape(
            [(x - half, base - 0.4), (x + half, base - 0.4), (x + half + tall * 0.5, base + 1.8), (x - half + tall * 0.5, base + 1.8)],
            mix(t.pale, t.mid, 0.35),
        )
        s.box(x - half, top + 9, x + half, base, glass, 1.6)
        s.shape(
            [
                (x - half, top + 11),
                *curve((x - half, top + 11), (x - half, top + 7.4), (x - half * 0.52, top + 6.6), 12),
                *curve((x + half * 0.52, top + 6.6), (x + half, top + 7.4), (x + half, top + 11), 12),
            ],
            glass,
        )
        s.box(x - half * 0.5, top + 3.4, x + half * 0.5, top + 8, glass)
        s.box(x - half, level, x + half, base, liquid, 1.6)
        s.box(x - half, level, x + half, level + 3, liquid)
        s.box(x + half * 0.45, top + 10, x + half, base - 1.6, mix(liquid, t.deep, 0.12) if False else mix(glass, t.mid, 0.4))
        s.box(x + half * 0.45, level, x + half, base - 1.6, mix(liquid, t.ground, 0.28))
        s.box(x - half * 0.62, top, x + half * 0.62, top + 3.8, t.deep if n != special else t.deep, 0.5)
        if rng.random() < 0.75:
            s.box(x - half, level + 4, x + half * 0.45, level + 4 + tall * 0.16, t.light)
            s.box(x - half + 1.2, level + 5.6, x + half * 0.1, level + 6.2, t.mid)
        x += half + rng.choice((1.2, 1.8, rng.uniform(3, 8)))


def textile(s: Sheet, t: Tones, rng: Random) -> None:
    """A weave, its threads running out into the open."""
    pitch = rng.uniform(6.2, 8.4)
    band, right = pitch * 0.74, s.w * rng.uniform(0.52, 0.66)
    columns, rows = int(right / pitch) + 1, int(100 / pitch) + 2
    twill = rng.choice((2, 2, 3, 4))
    warp = [t.spot if rng.random() < 0.1 else (t.mid if n % 2 or twill > 2 else t.step(0.3)) for n in range(columns)]
    lengths = [right + rng.uniform(4, 14) + (s.w if rng.random() < 0.22 else rng.uniform(0, 26)) for _ in range(rows)]
    weft = [t.spot if rng.random() < 0.08 else t.deep for _ in range(rows)]
    for j in range(rows):
        y = j * pitch - pitch * 0.3
        s.box(-1, y, lengths[j], y + band, weft[j], 0.5)
    for i in range(columns):
        x = i * pitch - pitch * 0.3
        for j in range(rows):
            if (i + j) % twill == 0 if twill < 4 else (i + j) % 4 < 2:
                y = j * pitch - pitch * 0.3
                s.box(x, y - pitch * 0.3, x + band, y + band + pitch * 0.3, warp[i], 0.5)
                s.box(x, y - 0.1, x + band, y + band + 0.1, warp[i])
