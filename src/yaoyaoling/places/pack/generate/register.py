"""The register of addresses of a generated town: door-plates, places, streets, crossings, villages."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from yaoyaoling.places.frame import Frame
from yaoyaoling.places.pack.contract import Address, PlaceKind
from yaoyaoling.places.pack.generate.plates import Plate
from yaoyaoling.places.pack.generate.romanise import english_name, pinyin_word
from yaoyaoling.places.pack.generate.streets import XY, StreetNet, lines_through
from yaoyaoling.places.pack.generate.venues import Venue, crossings
from yaoyaoling.places.pack.generate.villages import Village

NEAREST_DOOR_M = 120.0
"""A place without a door of its own is given the address of a door this near."""


@dataclass(frozen=True)
class Register:
    """Everything that has an address.

    where: what an address begins with (小镇市望溪县) at each of some points in degrees.
    with_lanes: crossings of lanes have an address, too.
    """

    frame: Frame
    where: Callable[[Sequence[tuple[float, float]]], list[str]]
    with_lanes: bool = True

    def addresses(
        self, plates: list[Plate], venues: list[Venue], net: StreetNet, villages: list[tuple[Village, XY]]
    ) -> Iterator[Address]:
        """All rows, the most often asked kinds first."""
        yield from self._roads(net)
        yield from self._venues(venues, plates)
        yield from self._villages(villages)
        yield from self._crossings(net)
        yield from self._plates(plates)

    def _rows(self, kind: PlaceKind, rows: list[tuple[str, str, str, XY]]) -> Iterator[Address]:
        """Rows of (name_zh, name_en, what follows the county in the full address, position)."""
        spots = [self.frame.point_lonlat(*at) for *_, at in rows]
        for (zh, en, tail, _), (lon, lat), start in zip(rows, spots, self.where(spots), strict=True):
            yield Address(kind, zh, en, f"{start}{tail}", round(lon, 7), round(lat, 7))

    def _plates(self, plates: list[Plate]) -> Iterator[Address]:
        yield from self._rows(
            PlaceKind.DOORPLATE,
            [
                (
                    name := f"{plate.street}{plate.number}号",
                    f"{plate.number} {english_name(plate.street)}",
                    name,
                    plate.at,
                )
                for plate in plates
            ],
        )

    def _venues(self, venues: list[Venue], plates: list[Plate]) -> Iterator[Address]:
        doors = shapely.STRtree(shapely.points([plate.at for plate in plates]))
        by_kind: dict[PlaceKind, list[tuple[str, str, str, XY]]] = defaultdict(list)
        for venue in venues:
            plate = venue.plate
            if plate is None:
                near = doors.query_nearest(shapely.Point(venue.at), max_distance=NEAREST_DOOR_M, all_matches=False)
                plate = plates[int(near[0])] if len(near) else None
            door = f"{plate.street}{plate.number}号" if plate is not None and venue.sort != "bridge" else ""
            kind = PlaceKind.LANDMARK if venue.is_landmark else PlaceKind.POI
            by_kind[kind].append((venue.name_zh, venue.name_en, f"{door}{venue.name_zh}", venue.at))
        for kind in (PlaceKind.LANDMARK, PlaceKind.POI):
            yield from self._rows(kind, by_kind[kind])

    def _roads(self, net: StreetNet) -> Iterator[Address]:
        pieces: dict[str, list[BaseGeometry]] = defaultdict(list)
        for edge, line in zip(net.edges, lines_through([edge.course for edge in net.edges]), strict=True):
            if edge.name and not edge.name.endswith("村"):
                pieces[edge.name].append(line)
        rows = []
        for name in sorted(pieces):
            whole = shapely.union_all(pieces[name])
            longest = max(pieces[name], key=lambda line: (-round(line.distance(whole.centroid)), line.length))
            middle = longest.interpolate(0.5, normalized=True)
            rows.append((name, english_name(name), name, (middle.x, middle.y)))
        yield from self._rows(PlaceKind.ROAD, rows)

    def _crossings(self, net: StreetNet) -> Iterator[Address]:
        rows = []
        for (first, second), at in crossings(net, with_lanes=self.with_lanes):
            name = f"{first}与{second}交叉口"
            rows.append((name, f"{english_name(first)} & {english_name(second)}", name, at))
        yield from self._rows(PlaceKind.INTERSECTION, rows)

    def _villages(self, villages: list[tuple[Village, XY]]) -> Iterator[Address]:
        rows = [
            (village.name, f"{pinyin_word(village.name.removesuffix('村'))} Village", village.name, at)
            for village, at in villages
        ]
        yield from self._rows(PlaceKind.VILLAGE, rows)
