"""Who patrols: a desk says so, or whoever comes on duty has what waits."""

from datetime import timedelta
from uuid import UUID

from yaoyaoling.field.patrol import moves, store
from yaoyaoling.field.patrol.moves import PatrolReply, reply_of
from yaoyaoling.field.patrol.plans import get_plan, require_patrol_planner
from yaoyaoling.field.patrol.refusals import CrewElsewhere
from yaoyaoling.field.patrol.requests import AskForPatrol, GivePatrol
from yaoyaoling.field.patrol.rounds import offer
from yaoyaoling.field.patrol.states import IllegalPatrolSignal, PatrolState, ending
from yaoyaoling.field.patrol.windows import Round
from yaoyaoling.field.settings import FieldSettings
from yaoyaoling.force.public import CrewNow, CrewSignedOn, DutyChanged, get_crew, list_aboard, list_crews
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.envelope import Recorded

SETTINGS = FieldSettings()


async def ask_for_patrol(tx: Tx, command: AskForPatrol) -> PatrolReply:
    """Open a round now, beside those of the plan, for this crew. Raises: NotFound, NotYourPatrol, CrewElsewhere."""
    plan, path = await get_plan(tx, command.plan_id)
    require_patrol_planner(tx, path)
    crew = await _on_duty(tx, command.crew_id, path)
    lasts = timedelta(minutes=command.minutes or SETTINGS.patrol_extra_minutes)
    turn = Round(starts_at=tx.now, ends_at=tx.now + lasts)
    patrol = await moves.open_patrol(tx, plan, path, turn, is_extra=True)
    assert patrol is not None
    return reply_of(await moves.give(tx, patrol, crew))


async def give_patrol(tx: Tx, command: GivePatrol) -> PatrolReply:
    """Give what has not begun to another crew. Raises: NotFound, NotYourPatrol, CrewElsewhere, IllegalPatrolSignal."""
    patrol = await store.get_patrol(tx, command.patrol_id)
    require_patrol_planner(tx, patrol.org_path)
    if patrol.state is not PatrolState.PLANNED:
        raise IllegalPatrolSignal(state=patrol.state.value, signal="give")
    crew = await _on_duty(tx, command.crew_id, patrol.org_path)
    if crew.id == patrol.crew_id:
        return reply_of(patrol)
    return reply_of(await moves.give(tx, patrol, crew))


async def _on_duty(tx: Tx, crew_id: UUID, org_path: str) -> CrewNow:
    for crew in await list_crews(tx, org_path):
        if crew.id == crew_id and crew.duty == "on_duty":
            return crew
    raise CrewElsewhere


async def on_crew_moved(tx: Tx, recorded: Recorded) -> None:
    """Follower, as the program itself: who comes on duty has what waits, who leaves has nothing."""
    event = recorded.event
    assert isinstance(event, DutyChanged | CrewSignedOn)
    if isinstance(event, DutyChanged) and event.duty == "off_duty":
        await _relieve(tx, event.crew_id)
        return
    crew = await get_crew(tx, event.crew_id)
    # Also what lies with a crew nobody is aboard of, when somebody signs on.
    aboard = await list_aboard(tx) if isinstance(event, CrewSignedOn) else None
    rows = await tx.fetch(
        "select p.id, p.plan_id from field.patrol p where p.state = $1 and p.due_at > $2"
        " and (p.crew_id is null or p.crew_id <> all($4::uuid[]))"
        " and ($3 = p.org_path or starts_with($3, p.org_path || '/')) order by p.due_at for update",
        PatrolState.PLANNED.value,
        tx.now,
        crew.org_path,
        None if aboard is None else list(aboard),
    )
    for row in rows:
        try:
            plan, _ = await get_plan(tx, row["plan_id"])
        except NotFound:
            continue
        await offer(tx, await store.get_patrol(tx, row["id"]), plan)


async def _relieve(tx: Tx, crew_id: UUID) -> None:
    running = await store.find_running(tx, crew_id)
    if running is not None:
        points = await store.list_points(tx, running.id)
        signal = ending(sum(point.done_at is not None for point in points), len(points))
        await moves.move(tx, running, signal, "watch_over")
    rows = await tx.fetch(
        "select id, plan_id from field.patrol where crew_id = $1 and state = $2 order by due_at for update",
        crew_id,
        PatrolState.PLANNED.value,
    )
    for row in rows:
        patrol = await moves.give(tx, await store.get_patrol(tx, row["id"]), None)
        try:
            plan, _ = await get_plan(tx, row["plan_id"])
        except NotFound:
            continue
        if patrol.due_at > tx.now:
            await offer(tx, patrol, plan)
