"""The small world with partners."""

import pytest

from tests.liaison.partners import partner_desks
from tests.world import World


@pytest.fixture
async def hall(world: World) -> World:
    """A world whose hall has partners."""
    await partner_desks(world, world.stage.db)
    await world.stage.settle()
    return world
