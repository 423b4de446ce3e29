"""Quarters divided into blocks: each block too large is cut across its longer side by a street or a lane.

Recursive division by the smallest enclosing rectangle, as parcels are divided in Vanegas et al. (2012),
"Procedural Generation of Parcels in Urban Modeling"; a cut looks for the end of an earlier one across the
street and meets it, so that real crossings come about beside the T-junctions.
"""

import math
from dataclasses import dataclass, field

import shapely
from shapely import LineString, Polygon
from shapely.ops import split

from yaoyaoling.places.pack.contract import RoadClass
from yaoyaoling.places.pack.dice import Dice
from yaoyaoling.places.pack.generate.plan import Style
from yaoyaoling.places.pack.generate.skeleton import Line, Quarter

MEET_M = 38.0
"""A cut that would end this near to another's end, across the street, is moved to meet it."""
REACH_OVER_M = 1.2
CORNER_M = 26.0
"""No cut ends nearer to the corner of its block: crossings would crowd."""


_Points = list[tuple[float, float]]
_Axis = tuple[tuple[float, float], tuple[float, float], float, float]
"""Middle, direction of the longer side, length, width."""
Cut = tuple[tuple[float, float], tuple[float, float]]
"""A straight line from one point to another."""


@dataclass(frozen=True)
class Block:
    """Ground between streets, and what it is used for."""

    shape: Polygon
    use: str


@dataclass
class Division:
    """The blocks and the streets between them, as they come about. tries: so many cuts are drawn, the best is made."""

    dice: Dice
    tries: int = 7
    lines: list[Line] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    _ends: dict[tuple[int, int], list[tuple[float, float]]] = field(default_factory=dict)

    def divide(self, quarter: Quarter) -> None:
        """Divide a quarter until every block is small enough."""
        open_blocks = [quarter.shape]
        while open_blocks:
            block = open_blocks.pop()
            pieces = self._cut(block, quarter.style) if self._is_too_large(block, quarter.style) else []
            if pieces:
                open_blocks.extend(pieces)
            else:
                self._finish(block, quarter.style)

    def _is_too_large(self, block: Polygon, style: Style) -> bool:
        if block.area < style.block_m2 * self.dice.between(0.8, 1.6):
            return False
        return not (block.area < 4 * style.block_m2 and self.dice.chance(style.whole_share))

    def _cut(self, block: Polygon, style: Style) -> list[Polygon]:
        axis, corners = _axis(block), _corners(block)
        tries = [self._try(block, style, axis, corners) for _ in range(self.tries)]
        fit = [(score, cut) for score, cut in tries if cut is not None]
        if not fit:
            return []
        cut = max(fit, key=lambda pair: pair[0])[1]
        pieces, drawn = self._parted(block, cut)
        if len(pieces) < 2 or min(piece.area for piece in pieces) < style.block_m2 * 0.3:
            return []
        road_class = _class_of(block.area, style)
        for part in drawn:
            if part.length > 10:
                self.lines.append(Line(_reaching_over(part), road_class))
                self._note_end(part.coords[0])
                self._note_end(part.coords[-1])
        return pieces

    def _inside(self, cut: Cut, block: Polygon) -> Cut | None:
        """The part of a cut inside a block, from end to end; None when it is not one part."""
        inside = shapely.intersection(LineString(cut), block)
        if not isinstance(inside, LineString):
            return None
        points = shapely.get_coordinates(inside).tolist()
        return (tuple(points[0]), tuple(points[-1])) if points else None

    def _parted(self, block: Polygon, cut: Cut) -> tuple[list[Polygon], list[LineString]]:
        """The pieces of a block after a cut, and the lines between them."""
        line = LineString(cut)
        pieces = [piece for piece in split(block, line).geoms if isinstance(piece, Polygon)]
        return pieces, [part for part in shapely.get_parts(line.intersection(block)) if isinstance(part, LineString)]

    def _try(self, block: Polygon, style: Style, axis: _Axis, corners: _Points) -> tuple[float, Cut | None]:
        """A cut across the longer side, and how good it is."""
        middle, along, length_m, width_m = axis
        at = self.dice.between(-0.16, 0.16) * length_m
        turn = math.radians(self.dice.around(0, style.skew_deg))
        ax, ay = along
        dx, dy = -ay * math.cos(turn) - ax * math.sin(turn), ax * math.cos(turn) - ay * math.sin(turn)
        cut = _through((middle[0] + ax * at, middle[1] + ay * at), (dx, dy), length_m + width_m)
        ends = self._inside(cut, block)
        if ends is None:
            return 0.0, None
        met = [self._find_end(end) for end in ends]
        if met[0] or met[1]:
            a, b = met[0] or ends[0], met[1] or ends[1]
            size = math.hypot(b[0] - a[0], b[1] - a[1])
            if size > 20 and abs((b[0] - a[0]) * ax + (b[1] - a[1]) * ay) < 0.45 * size:
                reach = 3.0 / size
                cut = (
                    (a[0] - (b[0] - a[0]) * reach, a[1] - (b[1] - a[1]) * reach),
                    (b[0] + (b[0] - a[0]) * reach, b[1] + (b[1] - a[1]) * reach),
                )
                ends = self._inside(cut, block)
                if ends is None:
                    return 0.0, None
        corner_m = min(_corner_m(corners, end) for end in ends)
        if corner_m < CORNER_M:
            return 0.0, None
        return (met[0] is not None) + (met[1] is not None) + self.dice.between(0, 0.4), cut

    def _finish(self, block: Polygon, style: Style) -> None:
        self.blocks.append(Block(block, self.dice.one_of(style.uses)))
        if block.area > style.block_m2 * 0.45 and self.dice.chance(style.blind_share):
            self._blind_lane(block)

    def _blind_lane(self, block: Polygon) -> None:
        """A lane that ends inside the block."""
        middle, along, length_m, width_m = _axis(block)
        side = 1 if self.dice.chance(0.5) else -1
        at = self.dice.between(-0.2, 0.2) * length_m
        start = (middle[0] + along[0] * at, middle[1] + along[1] * at)
        inside = LineString(_through(start, (-along[1] * side, along[0] * side), length_m + width_m)).intersection(
            block
        )
        if not isinstance(inside, LineString) or inside.length < 60:
            return
        end = inside.interpolate(inside.length * self.dice.between(0.5, 0.68))
        lane = LineString([inside.coords[0], (end.x, end.y)])
        if _corner_m(_corners(block), inside.coords[0]) > CORNER_M and block.exterior.distance(end) > 18:
            self.lines.append(Line(_reaching_over(lane, at_end=False), RoadClass.LIVING_STREET))

    def _note_end(self, end: tuple[float, ...]) -> None:
        key = (int(end[0] // MEET_M), int(end[1] // MEET_M))
        self._ends.setdefault(key, []).append((end[0], end[1]))

    def _find_end(self, end: tuple[float, float]) -> tuple[float, float] | None:
        column, row = int(end[0] // MEET_M), int(end[1] // MEET_M)
        near = [
            (math.dist(other, end), other)
            for i in (column - 1, column, column + 1)
            for j in (row - 1, row, row + 1)
            for other in self._ends.get((i, j), ())
        ]
        nearest = min(near, default=None)
        return nearest[1] if nearest is not None and nearest[0] < MEET_M else None


def _reaching_over(line: LineString, *, at_end: bool = True) -> LineString:
    """The line a step longer, so that it surely crosses the street where it ends; the stub is joined away later."""
    (ax, ay), (bx, by) = line.coords[0], line.coords[-1]
    step = REACH_OVER_M / line.length
    dx, dy = (bx - ax) * step, (by - ay) * step
    return LineString([(ax - dx, ay - dy), (bx + dx, by + dy) if at_end else (bx, by)])


def _class_of(area_m2: float, style: Style) -> RoadClass:
    if area_m2 > style.street_m2 * 2.2:
        return RoadClass.TERTIARY
    if area_m2 > style.street_m2:
        return RoadClass.TERTIARY if style.street_m2 > 120_000 else RoadClass.RESIDENTIAL
    return RoadClass.RESIDENTIAL if area_m2 > style.lane_m2 else RoadClass.LIVING_STREET


def _axis(block: Polygon) -> _Axis:
    """Middle, direction of the longer side, length and width of the smallest enclosing rectangle."""
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(block)).tolist()
    (ax, ay), (bx, by), (cx, cy) = corners[0], corners[1], corners[2]
    middle = ((ax + cx) / 2, (ay + cy) / 2)
    first_m, second_m = math.hypot(bx - ax, by - ay), math.hypot(cx - bx, cy - by)
    if first_m >= second_m:
        return middle, ((bx - ax) / first_m, (by - ay) / first_m), first_m, second_m
    return middle, ((cx - bx) / second_m, (cy - by) / second_m), second_m, first_m


def _through(point: tuple[float, float], direction: tuple[float, float], reach_m: float) -> Cut:
    (x, y), (dx, dy) = point, direction
    return (x - dx * reach_m, y - dy * reach_m), (x + dx * reach_m, y + dy * reach_m)


def _corners(block: Polygon) -> _Points:
    """The real corners of a block: where the outline turns by more than 20°."""
    ring = shapely.get_coordinates(block)[:-1].tolist()
    corners = []
    for (px, py), (x, y), (nx, ny) in zip([ring[-1], *ring[:-1]], ring, [*ring[1:], ring[0]], strict=True):
        turn = math.atan2(ny - y, nx - x) - math.atan2(y - py, x - px)
        if abs(math.remainder(turn, 2 * math.pi)) > math.radians(20):
            corners.append((x, y))
    return corners


def _corner_m(corners: _Points, end: tuple[float, ...]) -> float:
    """Metres from a cut's end to the nearest corner."""
    return min((math.hypot(x - end[0], y - end[1]) for x, y in corners), default=math.inf)
