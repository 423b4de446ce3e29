"""Crews of other functions over a county: traffic and special police for all of it, guard posts at its stations."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.places.frame import Floats
from yaoyaoling.places.pack.contract import Area, AreaKind, CrewPost
from yaoyaoling.places.pack.divide import Region

if TYPE_CHECKING:
    from yaoyaoling.places.pack.invent import Inventor

_TRAFFIC_PER_SHIFT = 2
ALWAYS = 0
"""The shift of those who work every watch (常日)."""


@dataclass(frozen=True)
class Ground:
    """A county. is_first: of its city, whose special police sit there."""

    code: str
    org_code: str
    shape: Region
    points: Floats
    is_first: bool


def add_functions(inventor: "Inventor", ground: Ground) -> None:
    """The crews, on roads of the county; their ground is the county's or the station's whole area."""
    sign = inventor.wish.call_sign.removesuffix("巡")
    nodes = inventor.posts_of(ground.shape)
    county = ground.code[-2:].lstrip("0")
    for shift in range(1, inventor.wish.shifts + 1):
        for number in range(1, _TRAFFIC_PER_SHIFT + 1):
            code = f"{ground.code}T{shift}{number}"
            _add(inventor, ground, nodes, (code, f"{sign}交{county}-{shift}{number}", "traffic", shift, 1, 1))
        if ground.is_first:
            _add(inventor, ground, nodes, (f"{ground.code}S{shift}", f"{sign}特{shift}", "swat", shift, 4, 4))
    for nth, area in enumerate(_stations(inventor, ground), 1):
        posts = inventor.posts_of(inventor.shapes[area.code])
        there = Ground(area.code, area.org_code, inventor.shapes[area.code], ground.points, is_first=False)
        _add(inventor, there, posts, (f"{area.code}G", f"{sign}安{county}-{nth}", "guard_post", ALWAYS, 0, 2))


def _stations(inventor: "Inventor", ground: Ground) -> list[Area]:
    return [one for one in inventor.areas if one.kind is AreaKind.STATION and one.code.startswith(ground.code)]


def _add(
    inventor: "Inventor", ground: Ground, nodes: NDArray[np.int64], crew: tuple[str, str, str, int, int, int]
) -> None:
    code, call_sign, force_type, shift, officers, auxiliaries = crew
    node = int(nodes[inventor.dice.whole(0, len(nodes) - 1)])
    inventor.crews.append(
        CrewPost(
            code=code,
            call_sign=call_sign,
            grid_code=ground.code,
            org_code=ground.org_code,
            force_type=force_type,
            shift=shift,
            officers=officers,
            auxiliaries=auxiliaries,
            lon=float(inventor.roads.lon[node]),
            lat=float(inventor.roads.lat[node]),
        )
    )
