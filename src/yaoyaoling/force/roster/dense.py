"""Hours of special duties in a pattern: who is wanted beyond it, and whose rest allows for it. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from math import ceil
from uuid import UUID, uuid5

from yaoyaoling.force.roster.contract import DenseHours, Member, Rules, Span, Window

_NEVER = datetime.min.replace(tzinfo=UTC)
_LONGEST = timedelta(hours=12)
"""An extra turn is no longer; longer hours are shared by several members."""


def wanted_street(rules: Rules, dense: DenseHours) -> int:
    """How many are wanted in each of its places while a special duty is on."""
    return max(rules.min_street, ceil(rules.min_street * dense.factor - 1e-9))


def wanted_between(
    rules: Rules, dense: Sequence[DenseHours], place_code: str, starts_at: datetime, ends_at: datetime
) -> int:
    """The most that is wanted in a place at any moment of these hours."""
    return max(
        (
            wanted_street(rules, one)
            for one in dense
            if place_code in one.place_codes and one.starts_at < ends_at and one.ends_at > starts_at
        ),
        default=rules.min_street,
    )


def plan_extra(
    roster_id: UUID, rules: Rules, window: Window, members: Sequence[Member], spans: Sequence[Span],
    dense: Sequence[DenseHours], before: Sequence[Span] = (),
) -> list[Span]:  # fmt: skip
    """Turns of resting members of the same place, as many as special duties want beyond the spans of the pattern.

    Nobody's rest before or after falls below the rule's: where nobody is rested, none is planned, and the checks of
    the roster say so. Who has rested longest is asked first. before: turns around the window that count for rest.
    """
    own: dict[UUID, list[Span]] = {member.id: [] for member in members}
    for span in (*before, *spans):
        if span.member_id in own:
            own[span.member_id].append(span)
    added: list[Span] = []
    for one in sorted(dense, key=lambda hours: (hours.starts_at, hours.name)):
        for starts_at, ends_at in _pieces(one, window):
            for place in sorted(one.place_codes):
                there = [span for span in (*spans, *added) if span.place_code == place and span.readiness == "street"]
                missing = wanted_street(rules, one) - _fewest(there, starts_at, ends_at)
                for member in _rested(members, own, place, rules, starts_at, ends_at)[: max(0, missing)]:
                    span = Span(
                        id=uuid5(roster_id, f"{member.id} {one.name} {starts_at.isoformat()}"), member_id=member.id,
                        member_name=member.name, team=member.team, place_code=place, starts_at=starts_at,
                        ends_at=ends_at,
                    )  # fmt: skip
                    added.append(span)
                    own[member.id].append(span)
    return added


def _pieces(dense: DenseHours, window: Window) -> Iterator[tuple[datetime, datetime]]:
    starts_at, until = max(dense.starts_at, window.starts_at), min(dense.ends_at, window.ends_at)
    if starts_at >= until:
        return
    count = ceil((until - starts_at) / _LONGEST)
    step = (until - starts_at) / count
    bounds = [(starts_at + step * number).replace(second=0, microsecond=0) for number in range(count)]
    yield from zip(bounds, (*bounds[1:], until), strict=True)


def _fewest(there: Sequence[Span], starts_at: datetime, ends_at: datetime) -> int:
    """The smallest number of spans that hold at once in these hours."""
    moments = {starts_at, *(at for span in there for at in (span.starts_at, span.ends_at) if starts_at < at < ends_at)}
    return min(sum(span.starts_at <= at < span.ends_at for span in there) for at in moments)


def _rested(
    members: Sequence[Member], own: Mapping[UUID, Sequence[Span]], place: str, rules: Rules, starts_at: datetime,
    ends_at: datetime,
) -> list[Member]:  # fmt: skip
    rest = timedelta(hours=rules.min_rest_h)
    free = [
        member
        for member in members
        if member.place_code == place
        and all(span.ends_at + rest <= starts_at or span.starts_at >= ends_at + rest for span in own[member.id])
    ]

    def last_worked(member: Member) -> tuple[datetime, str]:
        ends = [span.ends_at for span in own[member.id] if span.ends_at <= starts_at]
        return max(ends, default=_NEVER), member.name

    return sorted(free, key=last_worked)
