"""Plan an organisation's turns by a pattern."""

from dataclasses import replace

from yaoyaoling.force.events import RosterDrafted
from yaoyaoling.force.policy import EVERY_WATCH
from yaoyaoling.force.roster import store
from yaoyaoling.force.roster.contract import Member
from yaoyaoling.force.roster.patterns import CYCLES, plan_spans
from yaoyaoling.force.roster.refusals import NobodyToPlan, TooManySpans
from yaoyaoling.force.roster.requests import MOST_SPANS, DraftRoster
from yaoyaoling.force.roster.review import RosterView, view_of
from yaoyaoling.force.roster.rights import path_of, require_planner
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx


async def draft_roster(tx: Tx, command: DraftRoster) -> RosterView:
    """Write the draft anew; gives it with what is wrong with it.

    Raises: NotAllowed, NotYourRoster, NotFound, NobodyToPlan, TooManySpans.
    """
    path = await path_of(tx, command.kind, command.org_code)
    require_planner(tx, command.kind, command.org_code, path)
    members = await _members(tx, command, path)
    if not members:
        raise NobodyToPlan
    earlier = await store.find_roster(tx, command.kind, command.org_code)
    roster_id = earlier.id if earlier else new_id()
    roster = store.Roster(
        id=roster_id, kind=command.kind, org_code=command.org_code, org_path=path, rules=command.rules,
        window=command.window, members=members, spans=(), edition=earlier.edition if earlier else 0,
        published_at=earlier.published_at if earlier else None,
        published_by_name=earlier.published_by_name if earlier else None,
        is_changed=True, version=earlier.version + 1 if earlier else 1,
    )  # fmt: skip
    spans = plan_spans(
        roster_id, command.rules, command.window, members, MOST_SPANS,
        dense=await store.list_dense_hours(tx, command.window), before=await store.list_turns_before(tx, roster),
    )  # fmt: skip
    if len(spans) > MOST_SPANS:
        raise TooManySpans(there=len(spans), most=MOST_SPANS)
    roster = replace(roster, spans=tuple(spans))
    if earlier:
        await store.save_draft(tx, roster)
    else:
        scope = f"h/{command.org_code}" if command.kind == "seats" else f"t/{path}"
        await audience.grant(tx, roster.id, scope, "roster", initial=True)
        await store.insert_roster(tx, roster)
    event = RosterDrafted(
        roster_id=roster.id, kind=roster.kind, org_code=roster.org_code, pattern=roster.rules.pattern,
        starts_at=roster.window.starts_at, ends_at=roster.window.ends_at, turns=len(spans),
    )  # fmt: skip
    tx.record(event, stream=f"roster:{roster.id}", seq=roster.version, about=roster.id)
    return await view_of(tx, roster)


async def _members(tx: Tx, command: DraftRoster, path: str) -> tuple[Member, ...]:
    """Whom to plan. Of crews only those there are; in a pattern of four teams those of the fifth join the first.

    Those that are always there take no turns in a pattern, unless they are asked for.
    """
    if command.kind == "seats":
        return command.members
    cycle = CYCLES.get(command.rules.pattern)
    teams = cycle.teams if cycle else 9
    asked = {member.id: member.team for member in command.members}
    return tuple(
        Member(
            id=row["id"],
            name=row["call_sign"],
            team=asked.get(row["id"], (row["shift"] - 1) % teams + 1),
            place_code=row["grid_code"],
        )
        for row in await store.list_members(tx, path)
        if cycle is None or row["shift"] != EVERY_WATCH or row["id"] in asked
    )
