"""A scene: an incident, the crews around it, who must and who must not go; and what it takes to tell one shortly."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from yaoyaoling.dispatch.policy.facts import Candidate, Exclusion, Job, JobState, Need, RankingRules, Reason

HOME, ACROSS, THIRD = "99/9901/990101", "99/9901/990102", "99/9901/990103"
"""Counties of one city: the incident's own, the one over the line, and one further off."""
OTHER_CITY = "99/9902/990201"
"""A county of the neighbouring city."""
STATION = f"{HOME}/99010101"
OWN, NEXT, FAR, TRAFFIC = "G1", "G2", "G7", "T1"
"""Grids: the incident's own, one that touches it, one that does not, and the traffic police's over it."""
HOUR = 3600.0


@dataclass(frozen=True)
class Change:
    """What is otherwise than in the scene, everything else being equal. crews: fields by call sign."""

    crews: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    need: Mapping[str, Any] = field(default_factory=dict)
    rules: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Scene:
    """What a ranking must answer. Crews are named by their call signs; what is not stated is not asked.

    first: who must be first; None: nobody may go. because: the change that alone makes then_first the first.
    never: may not be ranked. not_first: may be, but not first. reasons: what must be named of whom; without: what must
    not. excluded: why somebody may not go. containing: who holds the place until then, soonest first; None: not asked.
    crow_m: metres in a straight line, where the scene is about a longer road; crow_nearest: who is nearest by them.
    """

    name: str
    need: Need
    crews: tuple[Candidate, ...]
    first: str | None
    because: Change
    then_first: str | None
    never: tuple[str, ...] = ()
    not_first: tuple[str, ...] = ()
    reasons: tuple[tuple[str, Reason], ...] = ()
    without: tuple[tuple[str, Reason], ...] = ()
    excluded: tuple[tuple[str, Exclusion], ...] = ()
    containing: tuple[str, ...] | None = None
    rules: RankingRules = field(default_factory=RankingRules)
    crow_m: Mapping[str, float] = field(default_factory=dict)
    crow_nearest: str | None = None


def need(class_code: str, level: int, **more: Any) -> Need:
    """An incident in the grid OWN of the county HOME, with one grid beside it, unless it says otherwise."""
    usual = {"grid_code": OWN, "neighbours": (NEXT,), "org_path": STATION}
    return Need(class_code=class_code, level=level, **{**usual, **more})


def crew(call_sign: str, eta: float | None, **more: Any) -> Candidate:
    """A whole patrol crew of the county, of a grid that is not near, fresh and free: nothing speaks for or against it.

    eta: seconds by road.
    """
    usual: dict[str, Any] = {
        "crew_id": uuid5(NAMESPACE_URL, call_sign),
        "call_sign": call_sign,
        "grid_code": FAR,
        "org_path": STATION,
        "officers": 2,
        "auxiliaries": 2,
        "on_duty_s": 4 * HOUR,
        "eta_s": eta,
        "distance_m": None if eta is None else eta * 10,
        "position_age_s": 5,
    }
    return Candidate(**{**usual, **more})


def of_type(
    force_type: str, officers: int, auxiliaries: int, call_sign: str, eta: float | None, /, **more: Any
) -> Candidate:
    """As `crew`, of another force, with so many aboard unless it says otherwise."""
    return crew(call_sign, eta, **{"force_type": force_type, "officers": officers, "auxiliaries": auxiliaries, **more})


def station(call_sign: str, eta: float | None, **more: Any) -> Candidate:
    """A whole crew of a police station."""
    return of_type("station", 1, 1, call_sign, eta, **more)


def traffic(call_sign: str, eta: float | None, **more: Any) -> Candidate:
    """A whole crew of the traffic police, in their own grid over the place."""
    return of_type("traffic", 1, 1, call_sign, eta, **{"grid_code": TRAFFIC, **more})


def swat(call_sign: str, eta: float | None, **more: Any) -> Candidate:
    """A whole SWAT crew of six."""
    return of_type("swat", 6, 0, call_sign, eta, **more)


def hunter(call_sign: str, eta: float | None, **more: Any) -> Candidate:
    """A whole hunter team: two riders."""
    return of_type("hunter", 2, 0, call_sign, eta, **more)


def road_chief(call_sign: str, eta: float | None, **more: Any) -> Candidate:
    """A road chief, alone as they are."""
    return of_type("road_chief", 1, 0, call_sign, eta, **more)


def guard_post(call_sign: str, eta: float | None, **more: Any) -> Candidate:
    """Two guards of a security-guard post: no police."""
    return of_type("guard_post", 0, 2, call_sign, eta, **more)


def auxiliary(call_sign: str, eta: float | None, **more: Any) -> Candidate:
    """An auxiliary patrol of two."""
    return of_type("auxiliary", 0, 2, call_sign, eta, **more)


def volunteer(call_sign: str, eta: float | None, **more: Any) -> Candidate:
    """A volunteer."""
    return of_type("volunteer", 0, 1, call_sign, eta, **more)


def job(level: int, state: JobState = "accepted") -> Job:
    """What a crew is at: an incident of this level."""
    return Job(incident_id=incident(level), level=level, state=state)


def incident(level: int) -> UUID:
    """The id of the incident of `job`."""
    return uuid5(NAMESPACE_URL, f"incident of level {level}")


def crew_is(call_sign: str, **fields: Any) -> Change:
    """If this crew were so."""
    return Change(crews={call_sign: fields})


def need_is(**fields: Any) -> Change:
    """If the incident were so."""
    return Change(need=fields)


def rules_are(**fields: Any) -> Change:
    """If the area had set these numbers."""
    return Change(rules=fields)
