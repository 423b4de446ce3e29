"""Further waves (增援波次): who is asked, how far out, by whose right. Pure; the order is the ranking's."""

from collections.abc import Iterable, Sequence
from typing import Literal
from uuid import UUID

from pydantic import Field

from yaoyaoling.dispatch.policy.facts import Need, Ranking
from yaoyaoling.kernel.contract import Value

Reach = Literal["grid", "neighbours", "county", "city", "across"]
"""How far out crews are asked: the incident's own grid, those that touch it, the county, the city, beyond."""
Standby = Literal["without", "with", "only"]
"""Whether standby forces (备勤) are called up: not, as well, or only they."""
Authority = Literal["station", "county", "city", "province"]
"""What the actor commands. A duty commander of the hall commands the province."""

REACHES: tuple[Reach, ...] = ("grid", "neighbours", "county", "city", "across")
_BY_LEVEL: tuple[Reach, ...] = ("across", "across", "city", "county")
"""Levels 1 to 4: what is mild leaves other counties their crews."""
_BY_RIGHT: dict[Authority, Reach] = {"station": "neighbours", "county": "county", "city": "city", "province": "across"}
_COUNTY_PARTS, _CITY_PARTS = 3, 2


class WaveAsk(Value):
    """What a commander asks for. forces: codes of force types; none: any that may go."""

    count: int = Field(ge=1, le=20)
    reach: Reach
    forces: tuple[str, ...] = Field(default=(), max_length=20)
    standby: Standby = "without"


def furthest(level: int, authority: Authority) -> Reach:
    """How far out somebody may ask for a wave to an incident of a level."""
    return min(_BY_LEVEL[level - 1], _BY_RIGHT[authority], key=REACHES.index)


def ring_of(grid_code: str, org_path: str, need: Need) -> Reach:
    """How far out a crew belongs, seen from the incident."""
    if grid_code in (need.grid_code, *need.function_grids):
        return "grid"
    if grid_code in need.neighbours:
        return "neighbours"
    if _above(org_path, _COUNTY_PARTS) == _above(need.org_path, _COUNTY_PARTS):
        return "county"
    return "city" if _above(org_path, _CITY_PARTS) == _above(need.org_path, _CITY_PARTS) else "across"


def is_asked(ask: WaveAsk, need: Need, *, grid_code: str, org_path: str, force_type: str, is_standby: bool) -> bool:
    """Whether a crew is among those a wave is asked from."""
    if ask.forces and force_type not in ask.forces:
        return False
    if (ask.standby == "without" and is_standby) or (ask.standby == "only" and not is_standby):
        return False
    return REACHES.index(ring_of(grid_code, org_path, need)) <= REACHES.index(ask.reach)


def pick_wave(ranking: Ranking, ask: WaveAsk, besides: Iterable[UUID]) -> tuple[UUID, ...]:
    """Crews of the ranking that are asked, the best first; more than wanted, since some may be taken meanwhile.

    besides: crews that are on the incident already. A neighbour beyond a line that is there sooner goes before one of
    the own county: lines say who may be asked, not who is near.
    """
    basis = ranking.basis
    assert basis is not None
    facts = {crew.crew_id: crew for crew in basis.candidates}
    there = set(besides)
    found = []
    for one in ranking.ranked:
        crew = facts[one.crew_id]
        if one.crew_id not in there and is_asked(
            ask,
            basis.need,
            grid_code=crew.grid_code,
            org_path=crew.org_path,
            force_type=crew.force_type,
            is_standby=crew.is_standby,
        ):
            found.append(one.crew_id)
    return tuple(found)


def wave_lacks(sent: int, lapsed: Sequence[bool]) -> int:
    """How many crews of a wave are to be replaced. sent: went at first; lapsed: of each order, whether it was let pass.

    Whom somebody took off it again is not replaced: that was a decision.
    """
    return max(0, sent - lapsed.count(False))


def _above(org_path: str, parts: int) -> tuple[str, ...]:
    return tuple(org_path.strip("/").split("/")[:parts])
