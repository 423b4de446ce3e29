"""Why not crew B: what a decision that was kept says of any crew, also of one that was not compared by name.

Of those the ranking names, its basis answers. Whoever was sent by a surge was chosen among all that waited: then the
surge's own ranking of the incident answers, and where the crew goes instead. The others were counted only; what held
for one of them then is put together from the ledger and the orders of that moment, and marked so.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from yaoyaoling.agencies.public import get_organisation
from yaoyaoling.dispatch import policy, surges
from yaoyaoling.dispatch.events import CalloutAdvanced, CalloutStarted, WaveSent
from yaoyaoling.dispatch.force_table import table_at
from yaoyaoling.dispatch.queries import find_job_at
from yaoyaoling.force.events import CrewRegistered
from yaoyaoling.force.public import CrewNow, DutyChanged, get_crew
from yaoyaoling.kernel.contract import Event, Value
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.tail import SELECT_COLUMNS, Decoder


class Why(Value):
    """The answer for one crew. place: in the list, from 1; parts: what its seconds were made of; exclusion: why not.

    was_asked: whether a wave was asked from such crews at all. is_reconstructed: it was not compared by name.
    is_surge: chosen together with all others that waited; goes_to: the incident that gets it by the same proposal.
    """

    crew_id: UUID
    call_sign: str
    at: datetime
    place: int | None = None
    eta_s: float | None = None
    cost_s: float | None = None
    parts: tuple[policy.CostPart, ...] = ()
    exclusion: policy.Exclusion | None = None
    was_asked: bool = True
    is_reconstructed: bool = False
    first: policy.Ranked | None = None
    is_surge: bool = False
    goes_to: UUID | None = None


@dataclass(frozen=True)
class _Decision:
    """What was decided when, and over what. plan: of the surge."""

    at: datetime
    incident_id: UUID
    ranking: policy.Ranking
    wave: WaveSent | None = None
    plan: policy.SurgePlan | None = None

    def goes_to(self, crew_id: UUID) -> UUID | None:
        """Where the surge sends it instead."""
        lines = () if self.plan is None else self.plan.lines
        found = (line.incident_id for line in lines if any(one.crew_id == crew_id for one in line.crews))
        return next((one for one in found if one != self.incident_id), None)


async def why_crew(tx: Tx, decoder: Decoder, incident_id: UUID, event_id: UUID, crew_id: UUID) -> Why:
    """What the decision of that fact says of a crew. Raises: NotFound (no such decision or crew in sight)."""
    rows = await tx.fetch(
        f"select {SELECT_COLUMNS} from ledger.event e left join ledger.position p using (event_id)"
        " where e.incident = $1 and e.event_id = $2",
        incident_id,
        event_id,
    )
    decided = await decoder.decode_all(tx.conn, rows)
    event = decided[0].event if decided else None
    if not isinstance(event, CalloutStarted | CalloutAdvanced | WaveSent):
        raise NotFound
    decision = await _of_surge(tx, incident_id, decided[0].at)
    if decision is None:
        if event.ranking is None or event.ranking.basis is None:
            raise NotFound
        wave = event if isinstance(event, WaveSent) else None
        decision = _Decision(decided[0].at, incident_id, event.ranking, wave)
    crew = await get_crew(tx, crew_id)
    why = _said(decision, crew) or await _put_together(tx, decoder, decision, crew)
    return why.model_copy(update={"is_surge": decision.plan is not None, "goes_to": decision.goes_to(crew.id)})


async def _of_surge(tx: Tx, incident_id: UUID, at: datetime) -> _Decision | None:
    weighed = await surges.find_weighed(tx, incident_id, at)
    if weighed is None:
        return None
    its = (one.ranking for one in policy.unpack(weighed.basis) if one.incident_id == incident_id)
    ranking = next(its, None)
    return None if ranking is None else _Decision(weighed.proposed_at, incident_id, ranking, plan=weighed.plan)


def _said(decision: _Decision, crew: CrewNow) -> Why | None:
    ranking = decision.ranking
    first = next(iter(ranking.ranked), None)
    base = Why(crew_id=crew.id, call_sign=crew.call_sign, at=decision.at, first=first)
    for place, one in enumerate(ranking.ranked, 1):
        if one.crew_id == crew.id:
            assert ranking.basis is not None
            parts = policy.explain(ranking.basis, crew.id)
            return base.model_copy(update={"place": place, "eta_s": one.eta_s, "cost_s": one.cost_s, "parts": parts})
    for other in ranking.excluded:
        if other.crew_id == crew.id:
            return base.model_copy(update={"exclusion": other.reason})
    return None


async def _put_together(tx: Tx, decoder: Decoder, decision: _Decision, crew: CrewNow) -> Why:
    at, event, basis = decision.at, decision.wave, decision.ranking.basis
    assert basis is not None
    crew = await _as_it_was(tx, decoder, crew, at)
    why = Why(crew_id=crew.id, call_sign=crew.call_sign, at=at, is_reconstructed=True)
    if event is not None and not policy.is_asked(
        policy.WaveAsk(count=event.wanted, reach=event.reach, forces=event.forces, standby=event.standby),
        basis.need,
        grid_code=crew.grid_code,
        org_path=crew.org_path,
        force_type=crew.force_type,
        is_standby=crew.readiness == "standby",
    ):
        return why.model_copy(update={"was_asked": False})
    job = await find_job_at(tx, crew.id, at, decision.incident_id)
    then = policy.Candidate(
        crew_id=crew.id,
        call_sign=crew.call_sign,
        grid_code=crew.grid_code,
        org_path=crew.org_path,
        force_type=crew.force_type,
        is_on_duty=crew.duty == "on_duty",
        officers=crew.officers,
        auxiliaries=crew.auxiliaries,
        job=None if job is None else policy.Job(**job),
        eta_s=None,
        distance_m=None,
        skills=crew.skills,
        position_age_s=None if crew.position_at is None else 0.0,
    )
    force = next((one for one in (await table_at(tx, at)).forces if one.code == crew.force_type), None)
    found = policy.exclusion(then, basis.need, force, basis.rules)
    return why.model_copy(update={"exclusion": "too_far" if found in (None, "unreachable") else found})


async def _as_it_was(tx: Tx, decoder: Decoder, crew: CrewNow, at: datetime) -> CrewNow:
    """The crew with the home, people, skills and duty that the ledger says it had then.

    Whether it was heard of by then is known as long as it has not been heard of since; one never heard of has no
    position. Before the ledger speaks of it, it is taken as it is.
    """
    registered = await _newest(tx, decoder, crew.id, CrewRegistered, at)
    duty = await _newest(tx, decoder, crew.id, DutyChanged, at)
    then: dict[str, Any] = {}
    if isinstance(registered, CrewRegistered):
        same = ("grid_code", "force_type", "officers", "auxiliaries", "skills", "duty")
        then |= {name: getattr(registered, name) for name in same}
        then["org_path"] = (await get_organisation(tx, registered.org_code)).path
    if isinstance(duty, DutyChanged):
        then |= {"duty": duty.duty, "readiness": duty.readiness}
    return crew.model_copy(update=then)


async def _newest(tx: Tx, decoder: Decoder, crew_id: UUID, kind: type[Event], at: datetime) -> Event | None:
    """The crew's last fact of a kind by then, or None."""
    rows = await tx.fetch(
        f"select {SELECT_COLUMNS} from ledger.event e left join ledger.position p using (event_id)"
        " where e.stream = $1 and e.name = $2 and e.at <= $3 order by e.stream_seq desc limit 1",
        f"crew:{crew_id}",
        kind.name,
        at,
    )
    found = await decoder.decode_all(tx.conn, rows)
    return found[0].event if found else None
