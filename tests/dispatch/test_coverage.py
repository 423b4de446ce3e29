"""Coverage by road: shares of demand, by grid and county, and who alone covers what."""

from datetime import UTC, datetime
from uuid import UUID

import numpy as np
import pytest

from yaoyaoling.dispatch.coverage import Coverage
from yaoyaoling.force.public import OnStreet
from yaoyaoling.kernel.geo import Point
from yaoyaoling.places.public import Demand

AT = datetime(2026, 11, 28, 6, 0, tzinfo=UTC)
HERE = Point(lon=114.3, lat=30.5)


def crew(number: int) -> OnStreet:
    return OnStreet(UUID(int=number), "P/C/N/S", HERE.lon, HERE.lat)


def demand(grid: str, county: str, weight: float) -> Demand:
    return Demand(point=HERE, grid_code=grid, county_code=county, weight=weight)


@pytest.fixture
def coverage() -> Coverage:
    """Four places of two counties, two crews: one place is reached by both, one by nobody."""
    places = (demand("G1", "N", 10), demand("G1", "N", 30), demand("G2", "N", 40), demand("G3", "S", 20))
    seconds = np.array([[60, 250], [np.inf, 299], [301, np.inf], [np.inf, 120]], np.float32)
    return Coverage(AT, 300.0, places, (crew(1), crew(2)), 4, seconds)


def test_shares_are_of_demand(coverage: Coverage) -> None:
    assert coverage.share() == pytest.approx(0.6)
    assert coverage.share({"N"}) == pytest.approx(0.5)
    assert coverage.share({"S"}) == 1.0
    assert coverage.share(set()) == 0.0
    assert coverage.by_grid({"N"}) == {"G1": 1.0, "G2": 0.0}
    assert coverage.busy_share == 0.5


def test_whoever_alone_reaches_a_place_would_leave_a_gap(coverage: Coverage) -> None:
    assert coverage.sole == {UUID(int=1): 0.0, UUID(int=2): pytest.approx(50 / 60, abs=0.001)}


def test_without_crews_nothing_is_covered(coverage: Coverage) -> None:
    empty = Coverage(AT, 300.0, coverage.demand, (), 0, np.empty((4, 0), np.float32))
    assert (empty.share(), empty.busy_share, dict(empty.sole)) == (0.0, 0.0, {})
