"""`yyl roads`: road times, in a process of their own."""

import sys

from yaoyaoling.apps.addresses import open_bus, pack_folder, worker_url
from yaoyaoling.places.public import serve_city_roads
from yaoyaoling.platform.settings import HallSettings
from yaoyaoling.platform.urgent import go_first

_TURN_S = 0.0005


async def run_roads(settings: HallSettings) -> None:
    """Answer until cancelled. NUMBA_CACHE_DIR says where the machine code is kept."""
    # Crews are moved in one thread, questions answered in another: they take turns oftener than every 5 ms.
    sys.setswitchinterval(_TURN_S)
    go_first()
    bus = open_bus(settings)
    try:
        await bus.open()
        await serve_city_roads(bus, pack_folder(settings), worker_url(settings))
    finally:
        await bus.close()
