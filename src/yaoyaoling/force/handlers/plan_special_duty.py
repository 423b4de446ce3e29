"""Plan posts and denser patrol around named sites for named hours, or take the plan back."""

from collections.abc import Sequence
from uuid import UUID

from yaoyaoling.force.events import (
    SpecialDutyPlanned,
    SpecialDutySwitched,
    SpecialHours,
    SpecialPost,
    SpecialSite,
)
from yaoyaoling.force.handlers.switch_special_duty import SPECIAL_TIMER, wake
from yaoyaoling.force.roster.rights import path_of, require_planner
from yaoyaoling.force.watch.halls import halls_over
from yaoyaoling.force.watch.refusals import NotYourSite, PostDoubleBooked, SpecialDutyEnded
from yaoyaoling.force.watch.requests import CancelSpecialDuty, HoursBody, PlanSpecialDuty, PostBody
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx


class SpecialDutyReply(Value):
    """A special duty by id."""

    special_duty_id: UUID


async def plan_special_duty(tx: Tx, command: PlanSpecialDuty) -> SpecialDutyReply:
    """Write the plan; it goes on and off by itself, also after a restart.

    Raises: NotAllowed, NotYourRoster, NotFound, NotYourSite, PostDoubleBooked, SpecialDutyEnded when all is past.
    """
    path = await path_of(tx, "crews", command.org_code)
    require_planner(tx, "crews", command.org_code, path)
    hours = sorted(command.hours, key=lambda one: one.starts_at)
    if hours[-1].ends_at <= tx.now:
        raise SpecialDutyEnded
    posts = await _posts(tx, command.posts, path, hours)
    await _own_grids(tx, command.place_codes, path)
    special_id = new_id()
    event = SpecialDutyPlanned(
        special_duty_id=special_id, title=command.title, kind=command.kind, org_code=command.org_code,
        sites=tuple(SpecialSite(name=one.name, lon=one.point.lon, lat=one.point.lat) for one in command.sites),
        posts=posts, hours=tuple(SpecialHours(**one.model_dump()) for one in hours),
        place_codes=command.place_codes, patrol_factor=command.patrol_factor,
    )  # fmt: skip
    # Whoever stands at a post is told as well, and whoever answers the calls that come from there.
    for scope in (f"t/{path}", *await halls_over(tx, path), *(f"c/{post.crew_id}" for post in posts)):
        await audience.grant(tx, special_id, scope, "special_duty", initial=True)
    await tx.execute(
        "insert into force.special_duty (id, name, kind, org_code, org_path, sites, posts, place_codes, patrol_factor,"
        " state, planned_by_name, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'planned', $10, 1)",
        special_id, event.title, event.kind, event.org_code, path,
        [one.model_dump(mode="json") for one in event.sites], [one.model_dump(mode="json") for one in posts],
        event.place_codes, event.patrol_factor, tx.principal.name,
    )  # fmt: skip
    for one in hours:
        await tx.execute(
            "insert into force.special_hours (special_duty_id, starts_at, ends_at) values ($1, $2, $3)",
            special_id,
            one.starts_at,
            one.ends_at,
        )
    tx.record(event, stream=f"special_duty:{special_id}", seq=1, about=special_id)
    await wake(tx, special_id, max(hours[0].starts_at, tx.now))
    return SpecialDutyReply(special_duty_id=special_id)


async def cancel_special_duty(tx: Tx, command: CancelSpecialDuty) -> SpecialDutyReply:
    """Take it back; its posts are nobody's any more. Raises: NotFound, NotAllowed, NotYourRoster, SpecialDutyEnded."""
    row = await tx.fetchrow(
        "select org_code, org_path, state, version from force.special_duty where id = $1 for update",
        command.special_duty_id,
    )
    if row is None:
        raise NotFound
    require_planner(tx, "crews", row["org_code"], row["org_path"])
    if row["state"] in ("over", "cancelled"):
        raise SpecialDutyEnded
    version = row["version"] + 1
    await tx.execute(
        "update force.special_duty set state = 'cancelled', version = $2 where id = $1",
        command.special_duty_id,
        version,
    )
    await tx.cancel_timer(SPECIAL_TIMER, str(command.special_duty_id))
    event = SpecialDutySwitched(
        special_duty_id=command.special_duty_id, state="cancelled", reason=command.reason
    )  # fmt: skip
    stream = f"special_duty:{command.special_duty_id}"
    tx.record(event, stream=stream, seq=version, about=command.special_duty_id)
    return SpecialDutyReply(special_duty_id=command.special_duty_id)


async def _posts(tx: Tx, posts: Sequence[PostBody], path: str, hours: Sequence[HoursBody]) -> tuple[SpecialPost, ...]:
    found: list[SpecialPost] = []
    for post in posts:
        row = await tx.fetchrow(
            "select call_sign, org_path from force.crew where id = $1 and (org_path = $2 or starts_with(org_path, $3))",
            post.crew_id,
            path,
            path + "/",
        )
        if row is None:
            raise NotYourSite(name=str(post.crew_id))
        if any(one.crew_id == post.crew_id for one in found):
            raise PostDoubleBooked(call_sign=row["call_sign"], name=row["call_sign"])
        other = await tx.fetchval(
            "select d.name from force.special_duty d join force.special_hours h on h.special_duty_id = d.id"
            " where d.state not in ('over', 'cancelled') and d.posts @> $1"
            " and exists (select from unnest($2::timestamptz[], $3::timestamptz[]) as asked(starts_at, ends_at)"
            "             where h.starts_at < asked.ends_at and h.ends_at > asked.starts_at) limit 1",
            [{"crew_id": str(post.crew_id)}],
            [one.starts_at for one in hours],
            [one.ends_at for one in hours],
        )
        if other is not None:
            raise PostDoubleBooked(call_sign=row["call_sign"], name=other)
        found.append(SpecialPost(crew_id=post.crew_id, call_sign=row["call_sign"], site=post.site))
    return tuple(found)


async def _own_grids(tx: Tx, place_codes: Sequence[str], path: str) -> None:
    rows = await tx.fetch(
        "select distinct grid_code from force.crew where org_path = $1 or starts_with(org_path, $1 || '/')", path
    )
    own = {row["grid_code"] for row in rows}
    for code in place_codes:
        if code not in own:
            raise NotYourSite(name=code)
