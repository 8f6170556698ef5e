"""What the motifs are cut from: a sheet measured in hundredths of its height, and the few forms they share."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import pairwise
from math import cos, hypot, pi, sin
from random import Random

from PIL import Image, ImageChops, ImageDraw

from .palette import Colour, Tones

Point = tuple[float, float]
SUPERSAMPLE = 2
QUALITY = 88
GRAIN = 5  # how far the grain of the paper goes, in levels of 256


class Sheet:
    """A sheet of paper `w` wide and 100 high, y downwards; what is cut for it may be laid mirrored."""

    def __init__(self, size: tuple[int, int], ground: Colour, *, mirrored: bool = False) -> None:
        self.size = size
        self.scale = SUPERSAMPLE * size[1] / 100
        self.w = 100 * size[0] / size[1]
        self.mirrored = mirrored
        self.image = Image.new("RGB", (size[0] * SUPERSAMPLE, size[1] * SUPERSAMPLE), ground)
        self._pen = ImageDraw.Draw(self.image)

    def _at(self, point: Point) -> Point:
        x = self.w - point[0] if self.mirrored else point[0]
        return x * self.scale, point[1] * self.scale

    def shape(self, points: Iterable[Point], fill: Colour) -> None:
        self._pen.polygon([self._at(point) for point in points], fill=fill)

    def box(self, x0: float, y0: float, x1: float, y1: float, fill: Colour, radius: float = 0) -> None:
        (ax, ay), (bx, by) = self._at((x0, y0)), self._at((x1, y1))
        corners = (min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
        if radius:
            self._pen.rounded_rectangle(corners, radius * self.scale, fill=fill)
        else:
            self._pen.rectangle(corners, fill=fill)

    def disc(self, x: float, y: float, r: float, fill: Colour) -> None:
        self.box(x - r, y - r, x + r, y + r, fill, r)

    def ring(self, x: float, y: float, r: float, width: float, fill: Colour) -> None:
        cx, cy = self._at((x, y))
        reach = r * self.scale
        self._pen.ellipse((cx - reach, cy - reach, cx + reach, cy + reach), outline=fill, width=max(1, round(width * self.scale)))

    def stroke(self, points: Sequence[Point], width: float, fill: Colour) -> None:
        """A line of even width through points."""
        self._pen.line([self._at(point) for point in points], fill=fill, width=max(1, round(width * self.scale)), joint="curve")

    def taper(self, start: Point, end: Point, w0: float, w1: float, fill: Colour) -> None:
        """A bar that is `w0` wide at its start and `w1` at its end."""
        dx, dy = end[0] - start[0], end[1] - start[1]
        length = hypot(dx, dy) or 1
        nx, ny = -dy / length / 2, dx / length / 2
        self.shape(
            [
                (start[0] + nx * w0, start[1] + ny * w0),
                (end[0] + nx * w1, end[1] + ny * w1),
                (end[0] - nx * w1, end[1] - ny * w1),
                (start[0] - nx * w0, start[1] - ny * w0),
            ],
            fill,
        )

    def jpeg(self, rng: Random) -> bytes:
        """Bring it to size, give it the grain of paper, and print it without a word about itself."""
        plain = self.image.reduce(SUPERSAMPLE)
        tile = Image.frombytes("L", (384, 384), rng.randbytes(384 * 384))
        tile = tile.point([round(128 + (value - 128) * GRAIN / 128) for value in range(256)])
        grain = Image.new("L", self.size)
        for x in range(0, self.size[0], tile.width):
            for y in range(0, self.size[1], tile.height):
                grain.paste(tile, (x, y))
        target = BytesIO()
        ImageChops.add(plain, Image.merge("RGB", (grain, grain, grain)), 1, -128).save(target, "JPEG", quality=QUALITY, subsampling=0)
        return target.getvalue()


def arc(x: float, y: float, rx: float, ry: float, start: float = 0, end: float = 2 * pi, turn: float = 0, steps: int = 96) -> list[Point]:
    """Points along an ellipse (angles in radians, clockwise on the sheet), the whole turned by `turn`."""
    points = []
    for i in range(steps + 1):
        a = start + (end - start) * i / steps
        px, py = rx * cos(a), ry * sin(a)
        points.append((x + px * cos(turn) - py * sin(turn), y + px * sin(turn) + py * cos(turn)))
    return points


def curve(a: Point, control: Point, b: Point, steps: int = 32) -> list[Point]:
    """Points along a quadratic curve."""
    points = []
    for i in range(steps + 1):
        t = i / steps
        u = 1 - t
        points.append((u * u * a[0] + 2 * u * t * control[0] + t * t * b[0], u * u * a[1] + 2 * u * t * control[1] + t * t * b[1]))
    return points


def ridge(rng: Random, w: float, y: float, swing: float, *, rough: float = 0.5, depth: int = 6) -> list[Point]:
    """A line of hills by midpoint displacement, from edge to edge around the height `y`."""
    heights = [y + rng.uniform(-swing, swing), y + rng.uniform(-swing, swing)]
    reach = swing
    for _ in range(depth):
        finer = [heights[0]]
        for left, right in pairwise(heights):
            finer += [(left + right) / 2 + rng.uniform(-reach, reach), right]
        heights, reach = finer, reach * rough
    return [(w * i / (len(heights) - 1), height) for i, height in enumerate(heights)]


def height_at(line: Sequence[Point], x: float) -> float:
    """How high a line of hills runs at `x`."""
    for (x0, y0), (x1, y1) in pairwise(line):
        if x0 <= x <= x1:
            return y0 + (y1 - y0) * (x - x0) / ((x1 - x0) or 1)
    return line[-1][1]


def hills(sheet: Sheet, rng: Random, y: float, swing: float, fill: Colour, *, rough: float = 0.42, depth: int = 7) -> list[Point]:
    """Cut a line of hills and fill it to the lower edge."""
    line = ridge(rng, sheet.w, y, swing, rough=rough, depth=depth)
    sheet.shape([(0, 101), *line, (sheet.w, 101)], fill)
    return line


def sun(sheet: Sheet, tones: Tones, rng: Random, x: tuple[float, float], y: tuple[float, float], r: tuple[float, float] = (7, 13)) -> None:
    """A disc in the sky (or none), `x` in shares of the width: a warm colour, or only a paler round."""
    quiet = tones.light if tones.light != tones.ground else tones.pale
    fill = tones.spot if tones.spot[0] > tones.spot[2] and rng.random() < 0.6 else quiet
    place = sheet.w * rng.uniform(*x), rng.uniform(*y), rng.uniform(*r)
    if rng.random() < 0.8:
        sheet.disc(*place, fill)


def bank(sheet: Sheet, rng: Random, x: float, top: float, fill: Colour, *, rows: int, thick: float, reach: tuple[float, float]) -> None:
    """A bank of cloud around `x`: bars with round ends, one upon the other, as old prints draw haze."""
    for _ in range(rows):
        length = rng.uniform(*reach)
        left = x - length / 2 + rng.uniform(-0.3, 0.3) * length
        sheet.box(left, top, left + length, top + thick + 0.05, fill, thick / 2)
        top += thick


def glints(sheet: Sheet, rng: Random, x: float, y: tuple[float, float], reach: float, count: int, fill: Colour) -> None:
    """Light on water: short level dashes around `x`, wider and further apart towards the reader."""
    for i in range(count):
        t = (i + 0.6) / count
        top = y[0] + (y[1] - y[0]) * t**1.35
        half = reach * (0.35 + 0.65 * t) * rng.uniform(0.45, 1)
        shift = rng.uniform(-0.25, 0.25) * reach
        thick = 0.28 + 0.75 * t
        sheet.box(x + shift - half, top, x + shift + half, top + thick, fill, thick / 2)
