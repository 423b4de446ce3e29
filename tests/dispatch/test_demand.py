"""Demand mixed of incidents and addresses: few say little, many say it all, and a watch has its own places."""

from datetime import timedelta
from unittest.mock import ANY

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dispatch.test_chain import incident_of
from tests.world import World
from yaoyaoling.dispatch.demand.book import PER_GRID, DemandBook, mix_when_due, mixed_points
from yaoyaoling.dispatch.demand.mix import LEVEL_WEIGHT, Past, mix_demand
from yaoyaoling.incidents.public import PastIncidents, list_past
from yaoyaoling.kernel.geo import Point
from yaoyaoling.places.public import Demand
from yaoyaoling.platform.principal import system

PEOPLE = np.array([30.0, 10.0])


def past(*rows: tuple[int, int, int]) -> Past:
    return Past(*np.array(rows, np.int64).reshape(-1, 3).T)


def happened(grid: str, lon: float, count: int = 1, level: int = 3, watch: int = 1) -> PastIncidents:
    return PastIncidents(lon, 30.5, "N", grid, level, watch, count)


def address(grid: str, weight: float) -> Demand:
    return Demand(point=Point(lon=114.3, lat=30.5), grid_code=grid, county_code="N", weight=weight)


def test_without_incidents_demand_is_where_people_are() -> None:
    mixed = mix_demand(PEOPLE, past(), 5, watch=1)
    assert mixed.addresses == pytest.approx([0.75, 0.25]) and (mixed.by_incidents, mixed.counted) == (0.0, 0)


def test_as_many_incidents_as_the_prior_count_half_and_many_count_for_nearly_all() -> None:
    half = mix_demand(PEOPLE, past((3, 1, 10)), 10)
    assert half.by_incidents == pytest.approx(0.5) and half.addresses == pytest.approx([0.375, 0.125])
    assert mix_demand(PEOPLE, past((3, 1, 10_000)), 10).by_incidents > 0.99


def test_a_graver_incident_counts_for_more() -> None:
    one, four = mix_demand(PEOPLE, past((1, 1, 1), (4, 1, 1)), 10).incidents
    assert one / four == pytest.approx(LEVEL_WEIGHT[0] / LEVEL_WEIGHT[3])


def test_a_watch_has_its_own_places_once_it_has_incidents_of_its_own() -> None:
    rows = past((3, 0, 100), (3, 2, 100))
    night, evening = mix_demand(PEOPLE, rows, 10, watch=0).incidents
    assert night > 10 * evening > 0
    few = past((3, 0, 1), (3, 2, 199))
    night, evening = mix_demand(PEOPLE, few, 10, watch=0).incidents
    assert evening > night, "one incident does not make a night"
    other = mix_demand(PEOPLE, rows, 10, watch=1)
    assert other.incidents == pytest.approx(mix_demand(PEOPLE, rows, 10).incidents), "nothing known: as all day"


def test_incidents_alone_are_demand_where_nobody_knows_the_addresses() -> None:
    assert mix_demand(np.zeros(0), past((3, 1, 2)), 10).incidents == pytest.approx([1.0])
    assert mix_demand(PEOPLE, past((3, 1, 2)), 0).by_incidents == 1.0
    assert mix_demand(np.zeros(0), past(), 10, watch=2).incidents.sum() == 0


@given(
    st.lists(st.floats(0, 1e6), max_size=5),
    st.lists(st.tuples(st.integers(1, 4), st.integers(0, 2), st.integers(1, 500)), max_size=8),
    st.floats(0, 1e4),
    st.sampled_from((None, 0, 1, 2)),
)
def test_shares_are_no_less_than_nothing_and_sum_to_one(
    people: list[float], rows: list[tuple[int, int, int]], prior: float, watch: int | None
) -> None:
    weight = np.array(people, np.float64)
    mixed = mix_demand(weight, past(*rows), prior, watch)
    total = mixed.addresses.sum() + mixed.by_incidents
    assert (mixed.addresses >= 0).all() and (mixed.incidents >= 0).all()
    assert total == pytest.approx(1.0) if rows or weight.sum() > 0 else total == 0


def test_the_heaviest_places_of_a_grid_stand_for_all_its_incidents() -> None:
    addresses = [address("G1", 30), address("G2", 10)]
    rows = [happened("G1", 114.3 + number / 100, count=number + 1) for number in range(PER_GRID + 4)]
    rows.append(PastIncidents(114.9, 30.5, "N", None, 3, 1, 50))
    points = mixed_points(addresses, rows, None, prior_per_grid=5)
    assert len(points) == 2 + PER_GRID and sum(one.weight for one in points) == pytest.approx(40)
    counted = sum(number + 1 for number in range(PER_GRID + 4))
    assert sum(one.weight for one in points[2:]) == pytest.approx(40 * counted / (counted + 10))
    assert {one.grid_code for one in points[2:]} == {"G1"}


async def test_the_book_reads_incidents_once_an_hour(world: World) -> None:
    book = DemandBook()

    async def current() -> tuple[Demand, ...]:
        async with world.stage.db.snapshot(system("coverage")) as tx:
            return await book.current(tx)

    assert await current() == ()
    await incident_of(world)
    assert await current() == (), "within the hour nothing is read again"
    await world.advance(3600)
    found = await current()
    assert [one.grid_code for one in found] == ["G1"] and found[0].weight == pytest.approx(1.0)
    assert await current() is found
    async with world.stage.db.snapshot(system("coverage")) as tx:
        assert await list_past(tx, tx.now - timedelta(minutes=30)) == []
        assert await list_past(tx, tx.now - timedelta(days=1)) == [PastIncidents(ANY, ANY, ANY, "G1", ANY, ANY, 1)]


async def test_what_the_worker_mixed_is_taken_by_all_until_the_next_hour(world: World) -> None:
    pool = world.stage.db.worker_pool
    assert not await mix_when_due(world.stage.db), "without a city there is no demand"
    await pool.execute(
        "insert into places.meta (digest, name, title_zh, title_en, region, west, south, east, north, center_lon,"
        " center_lat, lon_scale, is_generated, invented, prefixes, source, licence, attribution_zh, attribution_en)"
        " values ('d1', 'x', '', '', '', 0, 0, 1, 1, 0, 0, 1, true, '{}', '{}', '', '', '', '')"
    )
    await incident_of(world)
    assert await mix_when_due(world.stage.db) and not await mix_when_due(world.stage.db)
    # Whoever reads takes the worker's figures, even when a look of its own would give others.
    await pool.execute("update dispatch.demand set points = jsonb_set(points, '{0,4}', '7')")
    book = DemandBook()
    async with world.stage.db.snapshot(system("coverage")) as tx:
        found = await book.current(tx)
        assert [(one.grid_code, one.weight) for one in found] == [("G1", 7.0)]
        assert await book.current(tx) is found
    await world.advance(3600)
    async with world.stage.db.snapshot(system("coverage")) as tx:
        assert await book.current(tx) is found, "the old hour's, until the worker has mixed the new one's"
    assert await mix_when_due(world.stage.db)
    async with world.stage.db.snapshot(system("coverage")) as tx:
        assert [one.weight for one in await book.current(tx)] == pytest.approx([1.0])
