"""Patterns: which team has which watch, and the spans that follow for everybody in it. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid5

from yaoyaoling.force.events import Readiness
from yaoyaoling.force.roster.contract import DenseHours, Member, Pattern, Rules, Span, Window
from yaoyaoling.force.roster.dense import plan_extra, wanted_between
from yaoyaoling.kernel.clock import HALL_ZONE


class Cycle(NamedTuple):
    """How many teams share a day, and how long a watch is."""

    teams: int
    watch_h: int


CYCLES: dict[Pattern, Cycle] = {
    "five_shift": Cycle(5, 8),
    "four_three": Cycle(4, 8),
    "four_two": Cycle(4, 12),
}
"""`free` has none: its spans are entered one by one."""


class Watch(NamedTuple):
    """A watch of a team, without the overlap."""

    number: int
    team: int
    starts_at: datetime
    ends_at: datetime


def list_watches(rules: Rules, window: Window) -> Iterator[Watch]:
    """The watches that touch the window, by time; they begin at whole multiples of their length from midnight in China.

    The team on watch when the window begins is `first_team`; teams follow each other by number, for ever.
    """
    cycle = CYCLES.get(rules.pattern)
    if cycle is None:
        return
    local = window.starts_at.astimezone(HALL_ZONE)
    length = timedelta(hours=cycle.watch_h)
    start = local.replace(hour=local.hour // cycle.watch_h * cycle.watch_h, minute=0, second=0, microsecond=0)
    number = 0
    while start < window.ends_at:
        yield Watch(number, (rules.first_team - 1 + number) % cycle.teams + 1, start, start + length)
        number, start = number + 1, start + length


def plan_spans(
    roster_id: UUID, rules: Rules, window: Window, members: Sequence[Member], most: int = 100_000,
    dense: Sequence[DenseHours] = (), before: Sequence[Span] = (),
) -> list[Span]:  # fmt: skip
    """The spans of all members in the window; the same question gives the same spans with the same ids.

    most: no more watches are planned once there are more spans than that. dense: special duties, in whose hours fewer
    stand by and rested members have a turn more. before: turns around the window that count for rest.
    """
    overlap = timedelta(minutes=rules.overlap_min)
    spans: list[Span] = []
    for watch in list_watches(rules, window):
        if len(spans) > most:
            break
        on_watch = sorted(
            (one for one in members if one.team == watch.team), key=lambda one: (one.place_code, one.name)
        )
        standby = _standby(on_watch, rules, watch, dense)
        for member in on_watch:
            readiness: Readiness = "standby" if member.id in standby else "street"
            starts_at = max(watch.starts_at, window.starts_at)
            spans.append(
                Span(
                    id=uuid5(roster_id, f"{member.id} {watch.starts_at.isoformat()}"),
                    member_id=member.id,
                    member_name=member.name,
                    team=member.team,
                    place_code=member.place_code,
                    readiness=readiness,
                    starts_at=starts_at,
                    ends_at=watch.ends_at + overlap,
                )
            )
    if len(spans) > most or rules.pattern not in CYCLES:
        return spans
    return sorted(
        [*spans, *plan_extra(roster_id, rules, window, members, spans, dense, before)],
        key=lambda span: (span.starts_at, span.place_code, span.member_name),
    )


def _standby(on_watch: Sequence[Member], rules: Rules, watch: Watch, dense: Sequence[DenseHours]) -> set[UUID]:
    """Who stands by in this watch: no more than the share, and no place falls below what it needs in the street.

    The turn moves on by the watch, so that standing by is everybody's in time.
    """
    may = int(len(on_watch) * rules.standby_share + 1e-9)
    left: dict[str, int] = {}
    for member in on_watch:
        left[member.place_code] = left.get(member.place_code, 0) + 1
    chosen: set[UUID] = set()
    wanted = {
        place: wanted_between(rules, dense, place, watch.starts_at, watch.ends_at) for place in left
    }  # fmt: skip
    turn = watch.number % len(on_watch) if on_watch else 0
    for member in (*on_watch[turn:], *on_watch[:turn]):
        if len(chosen) < may and left[member.place_code] > wanted[member.place_code]:
            chosen.add(member.id)
            left[member.place_code] -= 1
    return chosen


def next_team(pattern: Pattern, team: int) -> int:
    """The team after this one; of a free pattern the first."""
    cycle = CYCLES.get(pattern)
    return 1 if cycle is None else team % cycle.teams + 1
