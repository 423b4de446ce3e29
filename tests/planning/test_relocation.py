"""Relocation: the most is gained, nothing more is uncovered than is won, and no drive is too long."""

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from yaoyaoling.planning.public import FreeCrew, Posts, Terms, best_post, expected_cover, propose_moves

Array = NDArray[Any]


def town(places: int = 11) -> Array:
    """Seconds between places on a line, a minute from one to the next."""
    return np.abs(np.subtract.outer(np.arange(places), np.arange(places))) * 60.0


def crew(name: str, place: int, at_posts: tuple[int, ...]) -> FreeCrew:
    way = town()[place]
    at = at_posts.index(place) if place in at_posts else -1
    return FreeCrew(name, way[list(at_posts)], at, None if at >= 0 else way)


AT = (0, 5, 10)
POSTS = Posts(reach_s=town()[list(AT)], demand=np.ones(11), within_s=120.0)
TERMS = Terms(busy=0.5, most_drive_s=600, lasts_s=3600)


def test_expected_cover_is_daskins() -> None:
    # Zones 0 to 2 are reached by two crews, 3 to 7 by one, the rest by none.
    crews = [crew("a", 0, AT), crew("b", 0, AT), crew("c", 5, AT)]
    assert expected_cover(POSTS, crews, 0.5) == pytest.approx((3 * 0.75 + 5 * 0.5) / 11)
    assert expected_cover(POSTS, [], 0.5) == 0
    assert expected_cover(Posts(POSTS.reach_s, np.zeros(11), 120.0), crews, 0.5) == 0


def test_one_of_two_at_the_same_post_goes_where_nobody_is() -> None:
    crews = [crew("a", 0, AT), crew("b", 0, AT), crew("c", 10, AT)]
    (move,) = propose_moves(POSTS, crews, TERMS)
    assert (move.crew, AT[move.post], move.drive_s) == ("a", 5, 300)
    assert move.before == pytest.approx(expected_cover(POSTS, crews, 0.5))
    assert move.meanwhile == pytest.approx(expected_cover(POSTS, crews[1:], 0.5))
    assert move.after == pytest.approx(expected_cover(POSTS, [*crews[1:], crew("a", 5, AT)], 0.5))
    assert move.gain > 0


def test_well_placed_crews_stay() -> None:
    assert propose_moves(POSTS, [crew(str(place), place, AT) for place in AT], TERMS) == ()


def test_no_move_takes_longer_than_may_be() -> None:
    crews = [crew("a", 0, AT), crew("b", 0, AT), crew("c", 10, AT)]
    assert propose_moves(POSTS, crews, Terms(0.5, most_drive_s=299, lasts_s=3600)) == ()


def test_what_is_uncovered_meanwhile_counts() -> None:
    # The only crew covers five zones in the middle; the heavy end is worth a little more, but the state lasts short.
    demand = np.ones(11)
    demand[10] = 2.5
    posts = Posts(POSTS.reach_s, demand, 120.0)
    alone = [crew("a", 5, AT)]
    assert propose_moves(posts, alone, Terms(0.5, most_drive_s=600, lasts_s=900, least_gain=0.0)) == ()
    demand[10] = 9.0
    assert propose_moves(posts, alone, Terms(0.5, most_drive_s=600, lasts_s=900, least_gain=0.0))


def test_a_full_post_takes_nobody() -> None:
    crews = [crew("a", 0, AT), crew("b", 0, AT)]
    posts = Posts(POSTS.reach_s, POSTS.demand, 120.0, room=np.array([2, 0, 0]))
    assert propose_moves(posts, crews, TERMS) == ()
    assert best_post(posts, crew("c", 4, AT), crews, TERMS) is None


def test_who_becomes_free_goes_where_it_adds_most() -> None:
    assert best_post(POSTS, crew("c", 1, AT), [crew("a", 0, AT)], TERMS) == AT.index(5)
    assert best_post(POSTS, crew("c", 1, AT), [], Terms(0.5, most_drive_s=10)) is None


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_proposed_moves_are_the_best_of_all_single_moves(data: st.DataObject) -> None:
    rng = np.random.default_rng(data.draw(st.integers(0, 10**6)))
    zones, sites, count = data.draw(st.integers(1, 8)), data.draw(st.integers(1, 4)), data.draw(st.integers(0, 4))
    posts = Posts(rng.uniform(0, 600, (sites, zones)), rng.uniform(0, 5, zones), 300.0)
    crews = [FreeCrew(str(i), rng.uniform(0, 1200, sites), reach_s=rng.uniform(0, 600, zones)) for i in range(count)]
    terms = Terms(busy=data.draw(st.sampled_from((0.0, 0.3, 0.9))), lasts_s=1500.0, least_gain=0.0)
    moves = propose_moves(posts, crews, terms)

    def worth(index: int, post: int) -> float:
        others = crews[:index] + crews[index + 1 :]
        there = FreeCrew("x", crews[index].drive_s, post)
        before, gone = (expected_cover(posts, who, terms.busy) for who in (crews, others))
        after, drive_s = expected_cover(posts, [*others, there], terms.busy), float(crews[index].drive_s[post])
        return (after - before) * (1500.0 - drive_s) - (before - gone) * drive_s if drive_s <= 900 else -1.0

    every = [worth(index, post) for index, post in product(range(count), range(sites))]
    assert bool(moves) == (max(every, default=0.0) > 1e-12)
    for move in moves:
        assert worth(int(move.crew), move.post) == pytest.approx(max(every), abs=1e-9)
        assert move.after > move.before and move.drive_s <= terms.most_drive_s


def test_several_moves_never_send_one_crew_twice() -> None:
    crews = [crew(name, 0, AT) for name in "abcd"]
    moves = propose_moves(POSTS, crews, Terms(0.3, 900, 7200, 0.0, most_moves=4))
    assert len({move.crew for move in moves}) == len(moves) >= 2
    assert [move.before for move in moves[1:]] == pytest.approx([move.after for move in moves[:-1]])
