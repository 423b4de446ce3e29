"""Why not crew B: what a decision that was kept says of any crew, also of one that was not compared by name.

Of those the ranking names, its basis answers. The others were counted only; what held for one of them then is put
together from the ledger and the orders of that moment, and marked so.
"""

from datetime import datetime
from uuid import UUID

from yaoyaoling.dispatch import policy
from yaoyaoling.dispatch.events import CalloutAdvanced, CalloutStarted, WaveSent
from yaoyaoling.dispatch.force_table import table_at
from yaoyaoling.dispatch.queries import find_job_at
from yaoyaoling.force.public import CrewNow, get_crew
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.envelope import Recorded
from yaoyaoling.platform.ledger.tail import SELECT_COLUMNS, Decoder


class Why(Value):
    """The answer for one crew. place: in the list, from 1; parts: what its seconds were made of; exclusion: why not.

    was_asked: whether a wave was asked from such crews at all. is_reconstructed: it was not compared by name.
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
    ranking = event.ranking
    if ranking is None or ranking.basis is None:
        raise NotFound
    crew = await get_crew(tx, crew_id)
    said = _said(ranking, crew, decided[0].at)
    return said or await _put_together(tx, decoder, decided[0], ranking.basis, crew)


def _said(ranking: policy.Ranking, crew: CrewNow, at: datetime) -> Why | None:
    first = next(iter(ranking.ranked), None)
    base = Why(crew_id=crew.id, call_sign=crew.call_sign, at=at, first=first)
    for place, one in enumerate(ranking.ranked, 1):
        if one.crew_id == crew.id:
            assert ranking.basis is not None
            parts = policy.explain(ranking.basis, crew.id)
            return base.model_copy(update={"place": place, "eta_s": one.eta_s, "cost_s": one.cost_s, "parts": parts})
    for other in ranking.excluded:
        if other.crew_id == crew.id:
            return base.model_copy(update={"exclusion": other.reason})
    return None


async def _put_together(tx: Tx, decoder: Decoder, decided: Recorded, basis: policy.Basis, crew: CrewNow) -> Why:
    at, event = decided.at, decided.event
    why = Why(crew_id=crew.id, call_sign=crew.call_sign, at=at, is_reconstructed=True)
    if isinstance(event, WaveSent) and not policy.is_asked(
        policy.WaveAsk(count=event.wanted, reach=event.reach, forces=event.forces, standby=event.standby),
        basis.need,
        grid_code=crew.grid_code,
        org_path=crew.org_path,
        force_type=crew.force_type,
        is_standby=crew.readiness == "standby",
    ):
        return why.model_copy(update={"was_asked": False})
    job = await find_job_at(tx, crew.id, at, decided.incident)
    then = policy.Candidate(
        crew_id=crew.id,
        call_sign=crew.call_sign,
        grid_code=crew.grid_code,
        org_path=crew.org_path,
        force_type=crew.force_type,
        is_on_duty=await _was_on_duty(tx, decoder, crew, at),
        officers=crew.officers,
        auxiliaries=crew.auxiliaries,
        job=None if job is None else policy.Job(**job),
        eta_s=None,
        distance_m=None,
        position_age_s=0.0,
    )
    force = next((one for one in (await table_at(tx, at)).forces if one.code == crew.force_type), None)
    found = policy.exclusion(then, basis.need, force, basis.rules)
    return why.model_copy(update={"exclusion": "too_far" if found in (None, "unreachable") else found})


async def _was_on_duty(tx: Tx, decoder: Decoder, crew: CrewNow, at: datetime) -> bool:
    rows = await tx.fetch(
        f"select {SELECT_COLUMNS} from ledger.event e left join ledger.position p using (event_id)"
        " where e.stream = $1 and e.name in ('force.crew.registered', 'force.crew.duty_changed') and e.at <= $2"
        " order by e.stream_seq desc limit 1",
        f"crew:{crew.id}",
        at,
    )
    found = await decoder.decode_all(tx.conn, rows)
    duty: str = found[0].event.model_dump()["duty"] if found else crew.duty
    return duty == "on_duty"
