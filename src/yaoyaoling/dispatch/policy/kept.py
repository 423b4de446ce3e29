"""What a surge's proposal follows from, so small that it can stay in the ledger. Pure.

The same crews stand in the ranking of every incident: they are kept once, and how long each needs beside them.
"""

from collections.abc import Sequence
from uuid import UUID

from yaoyaoling.dispatch.policy.facts import Basis, Candidate, ForceType, Need, RankingRules
from yaoyaoling.dispatch.policy.ranking import rank
from yaoyaoling.dispatch.policy.surge import Waiting
from yaoyaoling.kernel.contract import Value


class SurgeTime(Value):
    """How long a crew needs to an incident. crew: its number in the basis; let_pass: orders it did not accept there."""

    crew: int
    eta_s: float | None
    distance_m: float | None
    is_estimated: bool = False
    let_pass: int = 0


class SurgeAsk(Value):
    """One incident that waits. rules: the number of its area's rules in the basis; times: of the crews compared."""

    incident_id: UUID
    wanted: int
    need: Need
    rules: int
    times: tuple[SurgeTime, ...]


class SurgeBasis(Value):
    """All a proposal follows from: `plan_surge(unpack(basis))` gives it again."""

    crews: tuple[Candidate, ...]
    forces: tuple[ForceType, ...]
    rules: tuple[RankingRules, ...]
    asks: tuple[SurgeAsk, ...]


_OWN = {"eta_s": None, "distance_m": None, "is_estimated": False, "let_pass": 0}


def pack(waiting: Sequence[Waiting]) -> SurgeBasis:
    """Keep what these rankings follow from; all were made at one moment."""
    crews: dict[UUID, Candidate] = {}
    forces: dict[str, ForceType] = {}
    for one in waiting:
        assert one.ranking.basis is not None
        forces |= {force.code: force for force in one.ranking.basis.forces}
        for crew in one.ranking.basis.candidates:
            # To the incident that it is ordered to itself a crew has no other job: keep the one it has for the rest.
            if crew.crew_id not in crews or crew.job is not None:
                crews[crew.crew_id] = crew.model_copy(update=_OWN)
    place = {crew: number for number, crew in enumerate(crews)}
    rules: list[RankingRules] = []
    asks = []
    for one in waiting:
        basis = one.ranking.basis
        assert basis is not None
        if basis.rules not in rules:
            rules.append(basis.rules)
        times = tuple(
            SurgeTime(
                crew=place[crew.crew_id],
                eta_s=crew.eta_s,
                distance_m=crew.distance_m,
                is_estimated=crew.is_estimated,
                let_pass=crew.let_pass,
            )
            for crew in basis.candidates
        )
        asks.append(
            SurgeAsk(
                incident_id=one.incident_id,
                wanted=one.wanted,
                need=basis.need,
                rules=rules.index(basis.rules),
                times=times,
            )
        )
    return SurgeBasis(crews=tuple(crews.values()), forces=tuple(forces.values()), rules=tuple(rules), asks=tuple(asks))


def unpack(kept: SurgeBasis) -> tuple[Waiting, ...]:
    """The incidents with their rankings, as they were weighed."""
    return tuple(
        Waiting(incident_id=ask.incident_id, wanted=ask.wanted, ranking=rank(_basis(kept, ask))) for ask in kept.asks
    )


def _basis(kept: SurgeBasis, ask: SurgeAsk) -> Basis:
    candidates = tuple(_candidate(kept.crews[time.crew], time, ask.incident_id) for time in ask.times)
    kinds = {crew.force_type for crew in candidates}
    return Basis(
        need=ask.need,
        rules=kept.rules[ask.rules],
        candidates=candidates,
        forces=tuple(force for force in kept.forces if force.code in kinds),
    )


def _candidate(crew: Candidate, time: SurgeTime, incident_id: UUID) -> Candidate:
    own = {name: getattr(time, name) for name in _OWN}
    if crew.job is not None and crew.job.incident_id == incident_id:
        own["job"] = None
    return crew.model_copy(update=own)
