"""`yyl sequencer`: positions, tree and checkpoints."""

from datetime import timedelta

import asyncpg

from yaoyaoling.apps.addresses import secrets_of, worker_url
from yaoyaoling.platform.ledger.sequencer import Sequencer
from yaoyaoling.platform.settings import HallSettings
from yaoyaoling.platform.steady import steady_clock


async def run_sequencer(settings: HallSettings) -> None:
    """Sequence until cancelled or the connection is lost."""
    conn = await asyncpg.connect(worker_url(settings))
    try:
        clock = await steady_clock(conn)
        sequencer = Sequencer(
            conn,
            clock,
            secrets_of(settings).signer(settings.origin),
            settings.ledger_hash,
            timedelta(seconds=settings.checkpoint_every_s),
        )
        await sequencer.run()
    finally:
        await conn.close()
