"""Whoever does not know where he is says what he sees: areas from which all of it is seen, and what to ask next."""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
import scipy  # its parts load when they are first used: not at the start of every process
from numpy.typing import NDArray

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import Point, distance_m
from yaoyaoling.places.public import PlaceKind, name_key
from yaoyaoling.triage.where.fixes import Fix, circles
from yaoyaoling.triage.where.gazetteer import Gazetteer

CELL_M = 50.0
MOST_CELLS = 1_000_000
"""A larger city is looked at in larger cells."""
MOST_AREAS = 5
_METRES = 111_195.0
_WORTH_ASKING = 0.08

Mask = NDArray[np.bool_]


class Sight(Value):
    """A sort of thing one sees. words: what callers say; ends: how names of such things end; seen_m: from how far."""

    code: str
    words: tuple[str, ...]
    ends: tuple[str, ...]
    seen_m: float
    zh: str
    en: str


class SeenFrom(Value):
    """Ground from which everything is seen that was told. radius_m: about the point; sees: which of the words."""

    lon: float
    lat: float
    radius_m: float
    square_m: float
    sees: tuple[str, ...]
    near: str


class SightQuestion(Value):
    """What to ask next. bits: how much the answer is expected to tell; share: of the ground from where it is seen."""

    code: str
    zh: str
    en: str
    bits: float
    share: float


class Interview(Value):
    """unknown: words for which the map holds nothing; they narrow nothing down. missed: words no area sees together
    with the others.
    """

    areas: tuple[SeenFrom, ...]
    question: SightQuestion | None
    unknown: tuple[str, ...]
    missed: tuple[str, ...]


@lru_cache(maxsize=1)
def sights() -> tuple[Sight, ...]:
    """The sorts of things one sees, from `data/sights.json`."""
    text = (files("yaoyaoling.triage.where") / "data" / "sights.json").read_text("utf-8")
    return tuple(Sight(**row) for row in json.loads(text))


@dataclass(frozen=True)
class _Ground:
    """The city in square cells, row by row from the south-west."""

    west: float
    south: float
    columns: int
    rows: int
    cell_m: float
    lon_m: float

    @classmethod
    def of(cls, points: NDArray[np.float64]) -> "_Ground":
        west, south = points.min(axis=0)
        east, north = points.max(axis=0)
        lon_m = _METRES * math.cos(math.radians((south + north) / 2))
        wide, high = (east - west) * lon_m + 1000, (north - south) * _METRES + 1000
        cell = max(CELL_M, math.sqrt(wide * high / MOST_CELLS))
        west, south = west - 500 / lon_m, south - 500 / _METRES
        return cls(west, south, math.ceil(wide / cell), math.ceil(high / cell), cell, lon_m)

    def around(self, points: Iterable[tuple[float, float]], metres: float) -> Mask:
        """Cells whose middle is within so many metres of any of the points."""
        found = np.zeros((self.rows, self.columns), np.bool_)
        reach = int(metres / self.cell_m) + 1
        for lon, lat in points:
            x = (lon - self.west) * self.lon_m / self.cell_m - 0.5
            y = (lat - self.south) * _METRES / self.cell_m - 0.5
            left, low = max(0, int(x) - reach), max(0, int(y) - reach)
            right, high = min(self.columns, int(x) + reach + 2), min(self.rows, int(y) + reach + 2)
            if left >= right or low >= high:
                continue
            dx, dy = np.arange(left, right) - x, np.arange(low, high) - y
            found[low:high, left:right] |= dx[None, :] ** 2 + dy[:, None] ** 2 <= (metres / self.cell_m) ** 2
        return found

    def point(self, row: float, column: float) -> Point:
        return Point(
            lon=round(self.west + (column + 0.5) * self.cell_m / self.lon_m, 7),
            lat=round(self.south + (row + 0.5) * self.cell_m / _METRES, 7),
        )


def interview(landmarks: tuple[str, ...], gazetteer: Gazetteer, near: tuple[Fix, ...] = ()) -> Interview:
    """Areas that see all of the landmarks, the smallest first, and the question whose answer tells most.

    A landmark is a name the city has (文峰塔) or a sort of thing (铁塔, 学校). What the map does not hold (红色招牌)
    is told and narrows nothing down. When nothing sees all, as many as can be seen together count.
    """
    rows = _spots(gazetteer)
    ground = _Ground.of(np.array([spot for _, spot in rows] or [(0.0, 0.0)]))
    masks: dict[str, Mask] = {}
    unknown = []
    for word in dict.fromkeys(word.strip() for word in landmarks if word.strip()):
        mask = _seen(word, rows, gazetteer, ground)
        if mask is None:
            unknown.append(word)
        else:
            masks[word] = mask
    allowed = np.ones((ground.rows, ground.columns), np.bool_)
    known = circles(near)
    for circle in known:
        allowed &= ground.around([(circle.point.lon, circle.point.lat)], circle.radius_m)
    if not masks and not known:
        return Interview(areas=(), question=_first_question(), unknown=tuple(unknown), missed=())
    seen = np.zeros(allowed.shape, np.int16)
    for mask in masks.values():
        seen += mask
    most = int(seen[allowed].max(initial=0))
    held = allowed & (seen == most)
    areas = _areas(held, ground, masks, rows)
    together = {word for area in areas for word in area.sees}
    missed = tuple(word for word in masks if word not in together)
    asked = {sight.code for sight in sights() for word in landmarks if word in sight.words}
    return Interview(areas=areas, question=_question(held, ground, rows, asked), unknown=tuple(unknown), missed=missed)


Spots = Sequence[tuple[str, tuple[float, float]]]


def _spots(gazetteer: Gazetteer) -> Spots:
    """Names that can be seen, with where they are: no streets, no doors."""
    return [
        (one.name, (row.lon, row.lat))
        for one in gazetteer.everything()
        if one.kind != PlaceKind.ROAD
        for row in one.rows
    ]


def _seen(word: str, rows: Spots, gazetteer: Gazetteer, ground: _Ground) -> Mask | None:
    """From where a landmark is seen; None when the map holds none."""
    named = [
        (row.lon, row.lat)
        for known in gazetteer.named(name_key(word))
        if not known.named.is_street
        for row in known.named.rows
    ]
    sight = next((one for one in sights() if word in one.words or word.endswith(one.ends)), None)
    if named:
        return ground.around(named, sight.seen_m if sight else 300.0)
    sort = next((one for one in sights() if any(said in word for said in one.words)), None)
    if sort is None:
        return None
    points = _of_sort(sort, rows)
    return ground.around(points, sort.seen_m) if points else None


def _of_sort(sight: Sight, rows: Spots) -> list[tuple[float, float]]:
    return [spot for name, spot in rows if name.endswith(sight.ends)]


def _areas(held: Mask, ground: _Ground, masks: dict[str, Mask], rows: Spots) -> tuple[SeenFrom, ...]:
    """The connected pieces, the smallest first: there the caller is found soonest."""
    pieces, count = scipy.ndimage.label(held)
    found = []
    sizes = np.bincount(pieces.ravel())[1:]
    for nth in np.argsort(sizes, kind="stable")[:MOST_AREAS] + 1 if count else ():
        cells = np.argwhere(pieces == nth)
        middle = cells.mean(axis=0)
        inside = cells[((cells - middle) ** 2).sum(axis=1).argmin()]
        radius = float(np.sqrt(((cells - middle) ** 2).sum(axis=1).max()) + 0.7) * ground.cell_m
        at = ground.point(middle[0], middle[1])
        sees = tuple(word for word, mask in masks.items() if mask[inside[0], inside[1]])
        name, spot = min(rows, key=lambda row: (row[1][0] - at.lon) ** 2 + (row[1][1] - at.lat) ** 2)
        metres = distance_m(at, Point(lon=spot[0], lat=spot[1]))
        found.append(
            SeenFrom(
                lon=at.lon,
                lat=at.lat,
                radius_m=round(radius, 1),
                square_m=round(float(len(cells)) * ground.cell_m**2, 1),
                sees=sees,
                near=f"{name}附近 {metres:.0f} 米",
            )
        )
    return tuple(found)


def _question(held: Mask, ground: _Ground, rows: Spots, asked: set[str]) -> SightQuestion | None:
    """The sort of thing whose being seen or not parts the ground best (entropy of the answer); None: nothing would."""
    total = int(held.sum())
    best: SightQuestion | None = None
    for sight in sights():
        points = [] if sight.code in asked else _of_sort(sight, rows)
        if not points or total == 0:
            continue
        share = float((ground.around(points, sight.seen_m) & held).sum()) / total
        bits = _entropy(share)
        if bits > max(_WORTH_ASKING, best.bits if best else 0.0):
            best = SightQuestion(code=sight.code, zh=sight.zh, en=sight.en, bits=round(bits, 3), share=round(share, 3))
    return best


def _entropy(share: float) -> float:
    return 0.0 if share in (0.0, 1.0) else -share * math.log2(share) - (1 - share) * math.log2(1 - share)


def _first_question() -> SightQuestion:
    """Before anything is known: what stands highest is seen from furthest."""
    sight = max(sights(), key=lambda one: one.seen_m)
    return SightQuestion(code=sight.code, zh=sight.zh, en=sight.en, bits=0.0, share=0.0)


def holds(area: SeenFrom, point: Point) -> bool:
    """Whether a point is within an area's circle."""
    return distance_m(Point(lon=area.lon, lat=area.lat), point) <= area.radius_m
