"""Motifs seen close: instruments, goods and rooms for thought."""

from math import cos, pi, sin
from random import Random

from .palette import Tones, mix
from .primitives import Point, Sheet, arc, bank, curve, hills


def classroom(s: Sheet, t: Tones, rng: Random) -> None:
    """A board with a figure drawn on it, desks and chairs before it."""
    floor, top, bottom = rng.uniform(70, 74), rng.uniform(11, 15), rng.uniform(52, 57)
    left, right = s.w * rng.uniform(0.24, 0.36), s.w * rng.choice((0.93, 1.06))
    s.box(0, floor, s.w, 101, t.pale)
    lit = t.light if t.light != t.ground else t.pale
    for k in range(2):  # the light of two windows on the wall
        x = s.w * (0.02 + 0.11 * k) + rng.uniform(-1, 1)
        s.shape([(x, top), (x + 11, top + 4), (x + 11, bottom + 6), (x, bottom + 2)], lit)
    s.box(left - 1.2, top - 1.2, right + 1.2, bottom + 1.2, t.mid)
    s.box(left, top, right, bottom, t.deep)
    x, y, r = left + (right - left) * rng.uniform(0.22, 0.3), (top + bottom) / 2, rng.uniform(11, 14)
    if rng.random() < 0.5:
        s.ring(x, y, r, 0.4, t.pale)
        a = rng.uniform(0.2, 1.2)
        corners = [(x + r * cos(a + q), y + r * sin(a + q)) for q in (0, 2.4, 3.9, 0)]
        s.stroke(corners, 0.4, t.pale)
        s.taper((x, y), corners[0], 0.4, 0.4, t.spot)
    else:
        for k in range(3):
            s.stroke(arc(x, y, r * 1.25, r * 0.42, turn=k * pi / 3 + 0.3), 0.4, t.pale)
        s.disc(x, y, 1.5, t.spot)
    u0, u1, phase = left + (right - left) * 0.54, left + (right - left) * 0.9, rng.uniform(0, pi)
    s.stroke([(u0, y), (u1, y)], 0.3, t.mid)
    s.stroke([(u0, y - r), (u0, y + r)], 0.3, t.mid)
    s.stroke([(u0 + (u1 - u0) * n / 60, y - 9 * sin(phase + n / 60 * 2.4 * pi) * (1 - n / 90)) for n in range(61)], 0.5, t.spot)
    for size, base, fill, seat, count in ((0.95, floor + 10, t.mid, t.step(0.25), 4), (1.75, 107.0, t.deep, t.mid, 3)):
        shift = rng.uniform(-0.12, 0.12)
        for k in range(count):
            x, high, half = s.w * (k + 0.5 + shift) / count, 13.5 * size, 12.5 * size
            for side in (-1, 1):
                s.taper((x + side * half * 0.86, base - high), (x + side * half * 0.92, base), 0.9 * size, 0.7 * size, fill)
                s.box(x + side * 4.4 * size - 0.4 * size, base - high, x + side * 4.4 * size + 0.4 * size, base, seat)
            s.box(x - half, base - high, x + half, base - high + 1.5 * size, fill, 0.3)
            s.box(x - 5 * size, base - high * 1.16, x + 5 * size, base - high * 0.68, seat, 1.4 * size)
            if rng.random() < 0.35:
                book = x + rng.choice((-1, 1)) * half * 0.72
                s.box(book - 2.6 * size, base - high - 0.9 * size, book + 2.6 * size, base - high, t.spot)


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
    rim = [(x + r * 0.02 - aim[1] * r * side, y + aim[0] * r * side) for side in (-0.97, 0.97)]
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
    """A slender body on a column of light, cloud where it left the ground."""
    quiet = t.light if t.light != t.ground else t.step(0.25)
    x, tail = s.w * rng.uniform(0.28, 0.48), rng.uniform(46, 62)
    r, length = rng.uniform(2.4, 3.3), rng.uniform(33, 41)
    s.disc(x + rng.uniform(-6, 46), rng.uniform(30, 56), rng.uniform(18, 32), t.spot if rng.random() < 0.2 else t.pale)
    hills(s, rng, 88, 3, t.step(0.25))
    s.shape([(x - r * 0.7, tail), (x + r * 0.7, tail), (x + r * 2.4, 101), (x - r * 2.4, 101)], t.mid)
    s.shape([(x - r * 0.5, tail), (x + r * 0.5, tail), (x, tail + 30)], t.spot)
    _body(s, t, x, tail, r, length)
    for fill, shift, y in ((t.mid, -16, 83), (t.pale, 20, 86), (quiet, -4, 90)):
        bank(s, rng, x + shift, y + rng.uniform(-2, 1), fill, rows=3, thick=rng.uniform(3, 3.8), reach=(22, 64))
    hills(s, rng, 96, 1.4, t.deep, rough=0.35)


def _body(s: Sheet, t: Tones, x: float, tail: float, r: float, length: float) -> None:
    top, body = tail - length, t.light if t.light != t.ground else t.step(0.8)
    shade = mix(body, t.mid, 0.5)
    for side in (-1, 1):
        p, wide, low = x + side * r * 1.6, r * 0.5, tail - 0.6
        cap = curve((p - wide, tail - 12), (p - wide, tail - 16), (p - side * wide, tail - 18), 12)
        s.shape([*cap, (p + wide, tail - 12), (p + wide, low), (p - wide, low)], shade)
    nose = curve((x + r, top + 9), (x + r * 0.95, top + 3), (x, top - 1.5))
    skirt = [(x - r, tail - 1), (x - r * 0.75, tail), (x + r * 0.75, tail), (x + r, tail - 1)]
    s.shape([*nose, *((2 * x - p, q) for p, q in reversed(nose)), *skirt], body)
    for y in (top + 10, tail - length * 0.45):
        s.box(x - r, y, x + r, y + 1, t.spot)


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
    """Vials on a table, as a still life."""
    table = rng.uniform(74, 79)
    s.box(0, table, s.w, 101, t.pale)
    glass = t.light if t.light != t.ground else t.step(0.2)
    contents = (t.mid, t.deep) if sum(t.deep) < sum(t.mid) else (t.mid, t.step(0.2))
    count = rng.randint(4, 6)
    special, x = rng.randrange(1, count - 1), s.w * rng.uniform(0.12, 0.2)
    for n in range(count):
        tall, half = (rng.uniform(54, 60), rng.uniform(8, 9)) if n == special else (rng.uniform(28, 46), rng.uniform(6.4, 9))
        base, x = table + rng.choice((3.0, 7.0, 11.0)), x + half
        top, level, liquid = base - tall, base - tall * rng.uniform(0.34, 0.56), t.spot if n == special else rng.choice(contents)
        cast, end = tall * 0.45, base + 1.6
        s.shape([(x - half, base - 1), (x + half, base - 1), (x + half + cast, end), (x - half + cast, end)], t.step(0.22))
        shoulder = curve((x + half, top + 13), (x + half, top + 8.6), (x + half * 0.55, top + 7.6), 16)
        s.shape([*shoulder, *((2 * x - p, q) for p, q in reversed(shoulder))], glass)
        s.box(x - half, top + 12, x + half, base, glass, 1.8)
        s.box(x - half * 0.55, top + 4, x + half * 0.55, top + 9, mix(glass, t.mid, 0.35))
        s.box(x - half, base - 5, x + half, base, liquid, 1.8)
        s.box(x - half, level, x + half, base - 2, liquid)
        s.box(x + half * 0.5, top + 12.5, x + half, level, mix(glass, t.mid, 0.35))
        s.box(x + half * 0.5, level, x + half, base - 1.8, mix(liquid, t.pale, 0.25))
        s.box(x - half * 0.72, top, x + half * 0.72, top + 4.6, t.deep, 0.6)
        if rng.random() < 0.7:
            s.box(x - half, level + 4, x + half * 0.5, level + 4 + tall * 0.17, t.light)
            s.box(x - half + 1.4, level + 6, x + half * 0.1, level + 6.7, t.mid)
        x += half + rng.choice((1.0, 1.6, rng.uniform(4, 9)))


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
