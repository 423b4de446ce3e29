"""A plan post by post or grid by grid, with names a person knows."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.apps.plan.name import names_at
from yaoyaoling.apps.plan.posts import PostsPlan
from yaoyaoling.apps.plan.solve import Solved
from yaoyaoling.places.public import AreaKind
from yaoyaoling.planning.public import Part, PlanRow, PlanRows

Array = NDArray[Any]


def plan_rows(solved: Solved) -> PlanRows:
    """Today's and the proposed ones, in the order they are numbered."""
    ground, plan = solved.ground, solved.plan
    if isinstance(plan, PostsPlan):
        lon, lat = (np.array(axis) for axis in zip(*plan.today_at, strict=True)) if plan.today_at else ((), ())
        today = _at(solved, "T", np.array(lon), np.array(lat), plan.today_parts)
        node = plan.sites
    else:
        areas = [area for area in ground.pack.areas if area.kind is AreaKind.GRID] if plan.today_parts else []
        today = tuple(
            _row(area.code, area.name_zh, area.name_en, None, None, part)
            for area, part in zip(areas, plan.today_parts, strict=True)
        )
        node = ground.atoms.centre[list(plan.districts.posts)]
    proposal = _at(solved, "P", ground.network.lon[node], ground.network.lat[node], plan.parts)
    return PlanRows(today=today, proposal=proposal)


def _at(solved: Solved, letter: str, lon: Array, lat: Array, parts: Sequence[Part]) -> tuple[PlanRow, ...]:
    named = names_at(solved.ground.pack, lon, lat)
    return tuple(
        _row(f"{letter}{number + 1:03d}", *named[number], float(lon[number]), float(lat[number]), part)
        for number, part in enumerate(parts)
    )


def _row(code: str, zh: str, en: str, lon: float | None, lat: float | None, part: Part) -> PlanRow:
    mean_s = None if np.isnan(part.mean_s) else round(part.mean_s, 1)
    return PlanRow(
        code=code,
        name_zh=zh,
        name_en=en,
        lon=lon,
        lat=lat,
        load=round(part.load, 5),
        within=round(part.within, 5),
        mean_s=mean_s,
    )
