"""`yyl relay`: the ledger onto the bus."""

from yaoyaoling.apps.addresses import open_bus, worker_url
from yaoyaoling.platform.db.pool import open_pool
from yaoyaoling.platform.ledger.sequencer import CHANNEL
from yaoyaoling.platform.ledger.tail import NotifyWake
from yaoyaoling.platform.relay import Relay
from yaoyaoling.platform.settings import HallSettings


async def run_relay(settings: HallSettings) -> None:
    """Relay until cancelled; a bus that is away is waited for."""
    pool = await open_pool(worker_url(settings), 2)
    bus = open_bus(settings)
    try:
        await bus.open()
        await Relay(pool, bus, NotifyWake(worker_url(settings), CHANNEL)).run()
    finally:
        await bus.close()
        await pool.close()
