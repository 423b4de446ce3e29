"""What is wrong with a roster before it happens: pure. Whatever was entered is survived, and named."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from math import floor
from uuid import UUID

from yaoyaoling.force.roster.contract import DenseHours, Finding, Member, Mender, Rules, Severity, Span, Window
from yaoyaoling.force.roster.dense import wanted_street
from yaoyaoling.force.roster.sentences import sentences

DAY = timedelta(hours=24)
_MOST = 500
"""So many findings are shown; a roster with more is mended from the first on."""
_ORDER: dict[Severity, int] = {"error": 0, "warning": 1, "notice": 2}


class Checked:
    """Collects findings for the person who can mend them."""

    def __init__(self, mender: Mender) -> None:
        self._mender = mender
        self.found: list[Finding] = []

    def add(
        self, code: str, severity: Severity, starts_at: datetime, ends_at: datetime, *spans: Span,
        place_code: str | None = None, **details: object,
    ) -> None:  # fmt: skip
        """Add a finding; details go into its sentences."""
        zh, en = sentences(code, starts_at, ends_at, place=place_code or "", **details)
        first = spans[0] if spans else None
        self.found.append(
            Finding(
                code=code, severity=severity, mender=self._mender, starts_at=starts_at, ends_at=ends_at,
                span_ids=tuple(span.id for span in spans), member_id=first.member_id if first else None,
                place_code=place_code or (first.place_code if first else None), zh=zh, en=en,
            )
        )  # fmt: skip


def check(
    spans: Sequence[Span],
    *,
    rules: Rules,
    window: Window,
    members: Sequence[Member],
    mender: Mender,
    before: Sequence[Span] = (),
    dense: Sequence[DenseHours] = (),
) -> list[Finding]:
    """All findings, errors first and then by time.

    before: turns of the same members that are published already and end near the window; they count for rest.
    dense: hours in which places need more than `min_street`.
    """
    checked = Checked(mender)
    _shapes(checked, spans, window, members)
    own = {span.id for span in spans}
    before = [span for span in before if span.id not in own]
    sound = [span for span in spans if timedelta(0) < span.ends_at - span.starts_at <= DAY]
    _bookings(
        checked, [*before, *sound], rules, "double_booked", lambda span: [(str(span.member_id), span.member_name)]
    )
    _bookings(
        checked, [*before, *sound], rules, "person_double_booked", lambda span: [(one, one) for one in span.people]
    )
    places = sorted({member.place_code for member in members})
    for place in places:
        there = [span for span in sound if span.place_code == place and span.readiness == "street"]
        _coverage(checked, place, there, rules, window, [one for one in dense if place in one.place_codes])
        _handovers(checked, place, there, rules)
    _standby(checked, sound, rules, window)
    checked.found.sort(key=lambda one: (_ORDER[one.severity], one.starts_at, one.code, one.place_code or ""))
    return checked.found[:_MOST]


def is_publishable(findings: Iterable[Finding], *, warnings_seen: bool) -> bool:
    """Whether a roster may be published: never with an error, with a warning only when somebody has seen it."""
    worst = {finding.severity for finding in findings}
    return "error" not in worst and (warnings_seen or "warning" not in worst)


def _shapes(checked: Checked, spans: Sequence[Span], window: Window, members: Sequence[Member]) -> None:
    known: Collection[UUID] = {member.id for member in members}
    places = {member.place_code for member in members}
    for span in spans:
        length = span.ends_at - span.starts_at
        times = (span.starts_at, span.ends_at)
        if length <= timedelta(0):
            checked.add("ends_before_start", "error", *times, span, name=span.member_name)
        elif length > DAY:
            hours = _hours(length)
            checked.add("longer_than_day", "error", *times, span, name=span.member_name, hours=hours)
        if span.starts_at < window.starts_at or span.starts_at >= window.ends_at:
            checked.add("outside_window", "error", *times, span, name=span.member_name)
        if span.member_id not in known:
            checked.add("unknown_member", "error", *times, span, name=span.member_name)
        elif span.place_code not in places:
            checked.add("unknown_place", "error", *times, span, name=span.member_name, place_code=span.place_code)


def _bookings(
    checked: Checked, spans: Sequence[Span], rules: Rules, code: str, keys: Callable[[Span], list[tuple[str, str]]]
) -> None:
    """Turns of one member (or one person aboard) that overlap, or that follow each other too soon."""
    turns: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for span in spans:
        for key in keys(span):
            turns[key].append(span)
    wanted = timedelta(hours=rules.min_rest_h)
    for (_, name), held in turns.items():
        held.sort(key=lambda span: (span.starts_at, span.ends_at))
        latest: Span | None = None
        for span in held:
            if latest is not None:
                rest = span.starts_at - latest.ends_at
                if rest < timedelta(0):
                    until = min(latest.ends_at, span.ends_at)
                    checked.add(code, "error", span.starts_at, until, span, latest, name=name)
                elif rest < wanted:
                    checked.add(
                        "short_rest", "warning", latest.ends_at, span.starts_at, span, latest,
                        name=name, hours=_hours(rest), wanted=f"{rules.min_rest_h:g}",
                    )  # fmt: skip
            if latest is None or span.ends_at > latest.ends_at:
                latest = span


def _coverage(
    checked: Checked, place: str, there: Sequence[Span], rules: Rules, window: Window, dense: Sequence[DenseHours]
) -> None:
    moments = {window.starts_at, window.ends_at}
    bounds = [(one.starts_at, one.ends_at) for one in there] + [(one.starts_at, one.ends_at) for one in dense]
    moments |= {at for pair in bounds for at in pair if window.starts_at < at < window.ends_at}
    stretches: list[tuple[datetime, datetime, int, int, str]] = []
    for starts_at, ends_at, count in _counted(sorted(moments), there):
        wanted, special = rules.min_street, ""
        for one in dense:
            more = wanted_street(rules, one)
            if one.starts_at <= starts_at < one.ends_at and more > wanted:
                wanted, special = more, one.name
        if count >= wanted:
            continue
        if stretches and stretches[-1][1:] == (starts_at, count, wanted, special):
            starts_at = stretches.pop()[0]
        stretches.append((starts_at, ends_at, count, wanted, special))
    for starts_at, ends_at, count, wanted, special in stretches:
        code = "thin_special" if special and count >= rules.min_street else "thin" if count else "gap"
        checked.add(
            code, "warning", starts_at, ends_at, place_code=place, there=count, wanted=wanted, special=special
        )  # fmt: skip


def _counted(moments: Sequence[datetime], spans: Sequence[Span]) -> Iterator[tuple[datetime, datetime, int]]:
    """Stretches between moments, with how many spans hold there."""
    changes: dict[datetime, int] = defaultdict(int)
    for span in spans:
        changes[max(span.starts_at, moments[0])] += 1
        changes[max(span.ends_at, moments[0])] -= 1
    there = 0
    for starts_at, ends_at in pairwise(moments):
        there += changes.get(starts_at, 0)
        yield starts_at, ends_at, there


def _handovers(checked: Checked, place: str, there: Sequence[Span], rules: Rules) -> None:
    """Whoever comes meets whoever goes: the earlier turn outlasts the beginning of the later one."""
    if not rules.overlap_min:
        return
    wanted = timedelta(minutes=rules.overlap_min)
    ordered = sorted(there, key=lambda one: one.starts_at)
    starts = [one.starts_at for one in ordered]
    for span in ordered:
        # Whoever goes now began within a day: no sound turn is longer.
        near = ordered[bisect_left(starts, span.starts_at - DAY) : bisect_left(starts, span.starts_at)]
        goes = [one for one in near if one.ends_at >= span.starts_at and one.member_id != span.member_id]
        if goes and all(one.ends_at - span.starts_at < wanted for one in goes):
            checked.add(
                "no_handover", "notice", span.starts_at, span.starts_at, span, *goes[:1],
                place_code=place, wanted=rules.overlap_min,
            )  # fmt: skip


def _standby(checked: Checked, spans: Sequence[Span], rules: Rules, window: Window) -> None:
    """Too many stand by. Those who stay for the hand-over are not counted: they are about to leave."""
    kept = [span for span in spans if span.ends_at > window.starts_at]
    overlap = timedelta(minutes=rules.overlap_min)
    moments = {window.starts_at, window.ends_at}
    trimmed = [
        span.model_copy(update={"ends_at": max(span.starts_at, span.ends_at - overlap)}) for span in kept
    ]  # fmt: skip
    for span in trimmed:
        moments |= {at for at in (span.starts_at, span.ends_at) if window.starts_at < at < window.ends_at}
    ordered = sorted(moments)
    waiting = _counted(ordered, [span for span in trimmed if span.readiness == "standby"])
    for (starts_at, ends_at, standing), (_, _, all_) in zip(waiting, _counted(ordered, trimmed), strict=True):
        may = floor(all_ * rules.standby_share + 1e-9)
        if standing > may:
            checked.add("too_many_standby", "warning", starts_at, ends_at, there=standing, wanted=may)


def _hours(length: timedelta) -> str:
    return f"{length.total_seconds() / 3600:.1f}".removesuffix(".0")
