"""The twin: hand-worked plays, the same calls for every policy, and queueing figures that are known exactly."""

import math

import numpy as np
import pytest

from yaoyaoling.planning.public import (
    EXAMPLE,
    PUBLISHED,
    AsTheHall,
    Batch,
    ByTable,
    Calls,
    City,
    Closest,
    Ground,
    Played,
    Posts,
    Relocating,
    Terms,
    difference,
    draw_requests,
    estimate,
    hypercube_ground,
    hypercube_ranks,
    play,
    poisson_moments,
    service,
    solve_hypercube,
    stream,
    workloads,
)


def line(places: int, homes: tuple[int, ...], posts: tuple[int, ...] = (), pace: float = 10.0) -> Ground:
    """Places on a line, each `pace` seconds from the next; one pace for everything."""
    times = np.abs(np.subtract.outer(np.arange(places), np.arange(places))) * pace
    return Ground((times,), (0, 0), 0, posts or homes, homes)


def calls_at(*rows: tuple[float, int, float], delay_s: float = 0.0, priority: tuple[int, ...] = ()) -> Calls:
    """Calls of (moment, place, seconds at the scene)."""
    at, place, scene = (np.array(column) for column in zip(*rows, strict=True))
    count = len(rows)
    kinds = np.array(priority or (0,) * count)
    nowhere, nothing = np.full(count, -1), np.zeros(count)
    return Calls(at.astype(float), np.full(count, delay_s), place, kinds, scene.astype(float), nowhere, nothing)


def test_the_soonest_unit_goes_and_comes_home() -> None:
    played = play(line(11, (0, 10)), calls_at((0, 3, 100), (5, 3, 100), (400, 4, 1)), Closest())
    assert played.unit.tolist() == [0, 1, 0], (
        "the second is sent from further away, the first is home again for the third"
    )
    assert played.there_s.tolist() == [30, 75, 440]
    assert played.free_s.tolist() == [130, 175, 441]


def test_a_unit_on_its_way_home_is_sent_from_where_it_is() -> None:
    played = play(line(11, (0,)), calls_at((0, 10, 0), (150, 5, 0)), Closest())
    # Free at 100 in place 10; at 150 half of the way home, which is place 5: there at once.
    assert played.there_s.tolist() == [100, 150]


def test_who_waits_is_served_by_urgency_then_by_time() -> None:
    calls = calls_at((0, 0, 100), (10, 0, 50), (20, 0, 50), (30, 0, 50), priority=(0, 1, 1, 0))
    played = play(line(2, (0,)), calls, Closest())
    assert played.sent_s.tolist() == [0, 150, 200, 100]


def test_the_halls_own_ranking_prefers_the_grids_own_crew() -> None:
    # Units at 0 (grid w) and 10 (grid e), ten seconds a place: the grid's own has a minute's advantage, not more.
    near, far = line(11, (0, 10)), line(11, (0, 10), pace=100.0)
    policy = AsTheHall(grid_of_place=["w"] * 7 + ["e"] * 4, grid_of_unit=["w", "e"])
    calls = calls_at((0, 6, 5_000), (100, 6, 1))
    assert play(near, calls, Closest()).unit.tolist() == [1, 0]
    assert play(near, calls, policy).unit.tolist() == [0, 1], "own though 20 s later; then whoever is free"
    assert play(far, calls, policy).unit.tolist() == [1, 0], "another is faster by more than a minute"


def test_a_hospital_keeps_the_unit_and_frees_it_there() -> None:
    ground = line(11, (0, 0))
    calls = Calls(*(np.array(column) for column in ([0.0], [7.0], [2], [0], [5.0], [6], [3.0])))
    played = play(ground, calls, Closest())
    assert (played.due_s[0], played.there_s[0], played.free_s[0]) == (7, 27, 27 + 5 + 40 + 3)


def test_a_batch_leaves_the_near_unit_to_the_call_only_it_is_near_to() -> None:
    # Units at 0 and 10. A call at 5 is equally far from both; the next one at 1 is known before the first is due.
    calls = calls_at((0, 5, 1000), (1, 1, 1000), delay_s=5.0)
    alone, together = (play(line(11, (0, 10)), calls, policy) for policy in (Closest(), Batch(weight=(1.0,))))
    assert alone.unit.tolist() == [0, 1] and together.unit.tolist() == [1, 0]
    assert (together.there_s - calls.at_s).sum() < (alone.there_s - calls.at_s).sum()


def test_relocation_moves_a_unit_into_the_gap() -> None:
    ground = line(21, homes=(0, 0, 20), posts=(0, 20))
    reach_s = ground.times_s[0][[0, 20]]
    policy = Relocating(posts=Posts(reach_s, np.ones(21), 100.0), terms=Terms(0.3, most_drive_s=300, lasts_s=3600))
    calls = calls_at((0, 20, 2000), (1000, 20, 10))
    still, moved = play(ground, calls, Closest()), play(ground, calls, policy)
    assert still.there_s[1] - 1000 == 200 and moved.there_s[1] - 1000 == 0
    assert moved.moves >= 1 and still.moves == 0


def test_every_policy_gets_the_same_calls_and_the_same_play_repeats() -> None:
    drawn = [draw_requests(EXAMPLE, 5, replication, 200.0) for replication in (0, 0, 1)]
    assert (drawn[0].at_s == drawn[1].at_s).all() and (drawn[0].scene_s == drawn[1].scene_s).all()
    assert len(drawn[0]) != len(drawn[2]) or (drawn[0].at_s != drawn[2].at_s).any()
    ground, policy = hypercube_ground(EXAMPLE), ByTable(hypercube_ranks(EXAMPLE))
    first, again = play(ground, drawn[0], policy), play(ground, drawn[1], policy)
    assert (first.unit == again.unit).all() and (first.free_s == again.free_s).all()


def test_streams_of_one_purpose_do_not_disturb_others() -> None:
    used = stream(1, 2, "places")
    used.random(100)
    assert stream(1, 2, "scenes").random() == stream(1, 2, "scenes").random() != stream(1, 2, "places").random()
    moments = poisson_moments(stream(1, 0, "arrivals"), 2.0, 5_000.0)
    assert (np.diff(moments) > 0).all() and moments[-1] < 5_000 and abs(len(moments) - 10_000) < 500
    assert len(poisson_moments(stream(1, 0, "arrivals"), 0.0, 10.0)) == 0


def test_nobody_serves_two_at_once_and_everybody_is_served() -> None:
    calls = draw_requests(EXAMPLE, 9, 0, 2_000.0)
    played = play(hypercube_ground(EXAMPLE), calls, ByTable(hypercube_ranks(EXAMPLE)))
    assert np.isfinite(played.free_s).all() and (played.sent_s >= played.due_s).all()
    for unit in range(3):
        order = np.argsort(played.sent_s[played.unit == unit], kind="stable")
        begin, end = played.sent_s[played.unit == unit][order], played.free_s[played.unit == unit][order]
        assert (begin[1:] >= end[:-1] - 1e-9).all()


def test_the_published_hypercube_is_solved_and_played() -> None:
    exact = solve_hypercube(EXAMPLE)
    assert exact.workload == pytest.approx(PUBLISHED.workload, abs=1e-4)
    assert exact.waits == pytest.approx(PUBLISHED.waits, abs=1e-5)
    assert exact.interarea == pytest.approx(PUBLISHED.interarea, abs=1e-4)
    calls = draw_requests(EXAMPLE, 1981, 0, 100_000.0)
    played = play(hypercube_ground(EXAMPLE), calls, ByTable(hypercube_ranks(EXAMPLE)))
    assert workloads(played, 3, 0.0, 100_000.0) == pytest.approx(PUBLISHED.workload, rel=0.02)
    assert (played.sent_s > played.due_s).mean() == pytest.approx(PUBLISHED.waits, rel=0.04)


@pytest.mark.parametrize("units", [1, 2, 5])
def test_alike_units_are_erlangs_queue(units: int) -> None:
    load = 0.6 * units
    city = City(rates=(load,), orders=(tuple(range(units)),))
    terms = [load**k / math.factorial(k) for k in range(units)]
    full = load**units / math.factorial(units) / (1 - load / units)
    found = solve_hypercube(city)
    assert found.waits == pytest.approx(full / (sum(terms) + full))
    assert sum(found.workload) == pytest.approx(load)


def test_more_work_than_units_is_said() -> None:
    with pytest.raises(ValueError, match="more work"):
        solve_hypercube(City(rates=(3.0,), orders=((0, 1, 2),)))


def test_figures_of_a_play() -> None:
    calls = calls_at((0, 3, 100), (5, 3, 100), (400, 4, 1))
    played = play(line(11, (0, 10)), calls, Closest())
    whole = service(calls, played, (60.0,), 0.0, 500.0)
    assert whole.calls == 3
    assert whole.late == pytest.approx(1 / 3) and whole.mean_response_s == pytest.approx(140 / 3)
    assert service(calls, played, (60.0,), 100.0, 500.0).calls == 1
    assert workloads(played, 2, 0.0, 200.0) == pytest.approx([0.65, 0.85])
    with pytest.raises(ValueError, match="no call"):
        service(calls, played, (60.0,), 600.0, 700.0)


def test_intervals_are_students() -> None:
    assert estimate([1.0, 2.0, 3.0]).half == pytest.approx(4.302653 / math.sqrt(3), rel=1e-5)
    assert math.isnan(estimate([4.0]).half)
    assert difference([1.0, 2.0, 3.0], [0.0, 1.0, 2.0]).half == pytest.approx(0.0)
    with pytest.raises(ValueError, match="nothing"):
        estimate([])


def test_nothing_to_play() -> None:
    none, whole = np.zeros(0), np.zeros(0, int)
    played: Played = play(line(2, (0,)), Calls(none, none, whole, whole, none, whole, none), Closest())
    assert len(played.unit) == 0
