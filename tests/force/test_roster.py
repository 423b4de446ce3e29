"""Patterns cover every hour as promised, and whatever is wrong with a roster is named before it happens."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yaoyaoling.force.roster.checks import check, is_publishable
from yaoyaoling.force.roster.contract import DenseHours, Finding, Member, Pattern, Rules, Span, Window
from yaoyaoling.force.roster.patterns import CYCLES, list_watches, next_team, plan_spans

ROSTER = UUID("01a2039c-50b8-74b7-8678-a797350d7c94")
MIDNIGHT = datetime(2026, 11, 22, 16, tzinfo=UTC)
"""In China."""
HOUR = timedelta(hours=1)


def members(teams: int, places: int = 1, in_each: int = 1) -> list[Member]:
    return [
        Member(
            id=uuid5(ROSTER, f"{place} {team} {one}"), name=f"{place}-{team}-{one}", team=team, place_code=f"G{place}"
        )
        for place in range(1, places + 1)
        for team in range(1, teams + 1)
        for one in range(in_each)
    ]


def week(days: float = 7, start: datetime = MIDNIGHT) -> Window:
    return Window(starts_at=start, ends_at=start + timedelta(days=days))


def span(who: Member, start_h: float, end_h: float, **more: object) -> Span:
    return Span(
        id=uuid5(who.id, f"{start_h} {end_h}"), member_id=who.id, member_name=who.name, team=who.team,
        place_code=who.place_code, starts_at=MIDNIGHT + start_h * HOUR, ends_at=MIDNIGHT + end_h * HOUR, **more,
    )  # fmt: skip


def found(spans: list[Span], there: list[Member], **rules: object) -> list[Finding]:
    asked = Rules.model_validate({"pattern": "free", "overlap_min": 0, **rules})
    return check(spans, rules=asked, window=week(1), members=there, mender="station_desk")


cycled = st.sampled_from(sorted(CYCLES))


@settings(deadline=None)
@given(
    cycled, st.integers(1, 4), st.integers(1, 4), st.integers(0, 60), st.integers(0, 14 * 24 * 4), st.integers(0, 500)
)
def test_any_pattern_covers_every_quarter_of_an_hour_and_has_nothing_to_mend(
    pattern: Pattern, places: int, in_each: int, overlap_min: int, quarters: int, start_quarter: int
) -> None:
    rules = Rules(pattern=pattern, overlap_min=overlap_min)
    there = members(CYCLES[pattern].teams, places, in_each)
    start = MIDNIGHT + start_quarter * HOUR / 4
    window = Window(starts_at=start, ends_at=start + (quarters + 1) * HOUR / 4)
    spans = plan_spans(ROSTER, rules, window, there)
    assert check(spans, rules=rules, window=window, members=there, mender="station_desk") == []
    for quarter in range(quarters + 1):
        at = start + quarter * HOUR / 4
        on = {one.place_code for one in spans if one.starts_at <= at < one.ends_at and one.readiness == "street"}
        assert on == {member.place_code for member in there}


@settings(deadline=None)
@given(cycled, st.integers(1, 4), st.integers(0, 60))
def test_whoever_worked_rests_until_all_others_have_worked(pattern: Pattern, first: int, overlap_min: int) -> None:
    cycle = CYCLES[pattern]
    there = members(cycle.teams)
    spans = plan_spans(ROSTER, Rules(pattern=pattern, first_team=first, overlap_min=overlap_min), week(14), there)
    rest = timedelta(hours=(cycle.teams - 1) * cycle.watch_h, minutes=-overlap_min)
    for member in there:
        own = [one for one in spans if one.member_id == member.id]
        assert all(later.starts_at - earlier.ends_at == rest for earlier, later in pairwise(own))


def test_five_teams_have_three_watches_a_day_and_thirty_two_hours_of_rest() -> None:
    watches = list(list_watches(Rules(pattern="five_shift", first_team=2), week(2)))
    assert [watch.team for watch in watches] == [2, 3, 4, 5, 1, 2]
    assert [(watch.starts_at - MIDNIGHT) // HOUR for watch in watches] == [0, 8, 16, 24, 32, 40]
    assert [next_team("four_two", team) for team in (1, 2, 3, 4)] == [2, 3, 4, 1]
    assert list(list_watches(Rules(pattern="free"), week())) == []


def test_a_third_stands_by_in_turn_and_never_leaves_a_grid_empty() -> None:
    there = members(5, places=2, in_each=3)
    spans = plan_spans(ROSTER, Rules(), week(), there)
    stood = {one.member_id for one in spans if one.readiness == "standby"}
    assert len([one for one in spans if one.readiness == "standby"]) * 3 == len(spans)
    assert len(stood) > 10
    alone = plan_spans(ROSTER, Rules(), week(), members(5, places=3, in_each=1))
    assert {one.readiness for one in alone} == {"street"}


A, B = members(2)


@pytest.mark.parametrize(
    ("spans", "code", "severity"),
    [
        ([span(A, 0, 25)], "longer_than_day", "error"),
        ([span(A, 8, 8)], "ends_before_start", "error"),
        ([span(A, 16, 8)], "ends_before_start", "error"),
        ([span(A, -3, 5)], "outside_window", "error"),
        ([span(A, 0, 12), span(A, 11, 20)], "double_booked", "error"),
        ([span(A, 0, 12, people=("李明",)), span(B, 11, 24, people=("李明",))], "person_double_booked", "error"),
        ([span(members(9)[8], 0, 12)], "unknown_member", "error"),
        ([span(A, 0, 12).model_copy(update={"place_code": "G9"})], "unknown_place", "error"),
        ([span(A, 0, 8), span(A, 12, 20)], "short_rest", "warning"),
        ([span(A, 0, 12), span(B, 13, 24)], "gap", "warning"),
        ([span(A, 0, 12), span(B, 12, 24, readiness="standby")], "too_many_standby", "warning"),
    ],
)
def test_each_fault_is_named_to_the_person_who_can_mend_it(spans: list[Span], code: str, severity: str) -> None:
    findings = [one for one in found(spans, [A, B]) if one.code == code]
    assert findings and {one.severity for one in findings} == {severity}
    for one in findings:
        assert one.mender == "station_desk" and "{" not in one.zh + one.en and one.zh != one.en


def test_a_gap_is_said_with_its_hours_and_a_sound_day_has_nothing() -> None:
    (gap,) = found([span(A, 0, 12), span(B, 13, 24)], [A, B])
    assert (gap.starts_at - MIDNIGHT, gap.ends_at - MIDNIGHT) == (12 * HOUR, 13 * HOUR)
    assert gap.zh == "G1：11-23 12:00—11-23 13:00 街面无人在岗，请补排。"
    assert found([span(A, 0, 12), span(B, 12, 24)], [A, B]) == []
    (late,) = found([span(A, 0, 12), span(B, 12, 24)], [A, B], overlap_min=15)
    assert late.code == "no_handover" and late.severity == "notice"


def test_a_special_duty_wants_more_in_its_hours() -> None:
    dense = DenseHours(
        name="高考", place_codes=("G1",), starts_at=MIDNIGHT + 8 * HOUR, ends_at=MIDNIGHT + 12 * HOUR, factor=2
    )
    rules = Rules(pattern="free", overlap_min=0)
    spans = [span(A, 0, 12), span(B, 12, 24)]
    (thin,) = check(spans, rules=rules, window=week(1), members=[A, B], mender="commander", dense=[dense])
    assert thin.code == "thin_special" and "高考" in thin.zh and thin.starts_at == dense.starts_at
    full = [*spans, span(members(3)[2], 8, 12)]
    assert not check(full, rules=rules, window=week(1), members=members(3), mender="commander", dense=[dense])


def test_turns_that_were_published_before_count_for_rest() -> None:
    findings = check(
        [span(A, 2, 10), span(B, 10, 24)], rules=Rules(pattern="free", overlap_min=0, min_street=0), window=week(1),
        members=[A, B], mender="station_desk", before=[span(A, -8, 0)],
    )  # fmt: skip
    assert [one.code for one in findings] == ["short_rest"]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1), st.integers(-40, 60), st.integers(-40, 60)), max_size=12))
def test_nothing_entered_makes_the_checks_fail_and_no_wrong_span_is_publishable(
    entered: list[tuple[int, int, int]],
) -> None:
    spans = [span((A, B)[who], start, end) for who, start, end in entered]
    findings = found(spans, [A, B])
    if any(end <= start or end - start > 24 for _, start, end in entered):
        assert not is_publishable(findings, warnings_seen=True)
    own: dict[int, list[tuple[int, int]]] = {0: [], 1: []}
    for who, start, end in entered:
        if 0 < end - start <= 24:
            own[who].append((start, end))
    twice = any(
        b[0] < max(c[1] for c in turns[:i]) for turns in map(sorted, own.values()) for i, b in enumerate(turns) if i
    )
    assert twice == any(one.code == "double_booked" for one in findings)


def exam_hours(start_h: float, end_h: float, factor: float = 2, *places: str) -> DenseHours:
    hours = {"starts_at": MIDNIGHT + start_h * HOUR, "ends_at": MIDNIGHT + end_h * HOUR}
    return DenseHours(name="高考", place_codes=places or ("G1",), factor=factor, **hours)


def test_a_pattern_is_filled_up_for_a_special_duty_by_whoever_has_rested() -> None:
    rules, there = Rules(), members(5, places=2)
    dense = exam_hours(9, 18)
    spans = plan_spans(ROSTER, rules, week(1), there, dense=[dense])
    (extra,) = [one for one in spans if one.starts_at == dense.starts_at]
    assert extra.place_code == "G1" and extra.ends_at == dense.ends_at and extra.readiness == "street"
    assert [one for one in spans if one is not extra] == plan_spans(ROSTER, rules, week(1), there)
    assert check(spans, rules=rules, window=week(1), members=there, mender="station_desk", dense=[dense]) == []
    assert spans == plan_spans(ROSTER, rules, week(1), there, dense=[dense]), "the same question, the same answer"


def test_nobody_loses_rest_for_a_special_duty() -> None:
    """From eight to eighteen no team of five has its eight hours before and after: the checks say that it is thin."""
    rules, there, dense = Rules(), members(5), exam_hours(32, 42)
    spans = plan_spans(ROSTER, rules, week(3), there, dense=[dense])
    assert spans == plan_spans(ROSTER, rules, week(3), there)
    codes = {
        one.code
        for one in check(spans, rules=rules, window=week(3), members=there, mender="station_desk", dense=[dense])
    }
    assert codes == {"thin_special"}


def test_fewer_stand_by_while_a_special_duty_is_on() -> None:
    rules, there, dense = Rules(overlap_min=0), members(5, places=2, in_each=3), exam_hours(9, 15, 3)
    spans = plan_spans(ROSTER, rules, week(1), there, dense=[dense])
    assert len(spans) == len(plan_spans(ROSTER, rules, week(1), there)), "those who are there are enough"
    watch = MIDNIGHT + 8 * HOUR
    readiness = {
        place: {one.readiness for one in spans if one.starts_at == watch and one.place_code == place}
        for place in ("G1", "G2")
    }
    assert readiness["G1"] == {"street"} and readiness["G2"] == {"street", "standby"}


@settings(deadline=None)
@given(
    cycled,
    st.integers(1, 3),
    st.integers(0, 30),
    st.integers(0, 40),
    st.integers(1, 30),
    st.floats(1, 4),
    st.integers(4, 16),
)
def test_extra_turns_break_no_rule(
    pattern: Pattern, in_each: int, overlap_min: int, start_h: int, hours: int, factor: float, rest_h: int
) -> None:
    rules = Rules(pattern=pattern, overlap_min=overlap_min, min_rest_h=rest_h)
    there = members(CYCLES[pattern].teams, 2, in_each)
    dense = [exam_hours(start_h, start_h + hours, factor), exam_hours(start_h + 2, start_h + 6, factor + 1, "G1", "G2")]
    before = check(
        plan_spans(ROSTER, rules, week(3), there), rules=rules, window=week(3), members=there, mender="commander",
        dense=dense,
    )  # fmt: skip
    after = check(
        plan_spans(ROSTER, rules, week(3), there, dense=dense), rules=rules, window=week(3), members=there,
        mender="commander", dense=dense,
    )  # fmt: skip
    assert {one.code for one in after} <= {one.code for one in before} | {"no_handover"}
