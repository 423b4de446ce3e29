"""The relay: publishes sequenced facts to JetStream, in order, each once, for those outside the database's reach.

The stream holds nothing but the ledger from some position on, so message n of the stream is fact base + n:
the relay reads the stream's own end after every start or fault, goes on from there, and every message names
the sequence it must follow. Whatever the bus lost is published again; nothing is published twice.
"""

import asyncio
from dataclasses import dataclass

import asyncpg
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import RetentionPolicy, StorageType, StreamConfig
from nats.js.errors import APIError, NotFoundError

from yaoyaoling.platform.bus import Bus
from yaoyaoling.platform.faults import pass_by
from yaoyaoling.platform.ledger.envelope import canonical_line
from yaoyaoling.platform.ledger.tail import SELECT_AFTER, Wake
from yaoyaoling.platform.logs import logger
from yaoyaoling.platform.metrics import RELAY_POSITION

POSITION_HEADER = "Yyl-Position"
_BATCH = 200
_WAIT_S = 0.3
log = logger("platform")


def stream_name(prefix: str) -> str:
    """Name of the stream of an installation's city."""
    return prefix.replace(".", "_").upper() + "_LEDGER"


@dataclass
class Relay:
    """Publishes the ledger; one process at a time matters little: the stream refuses what does not follow."""

    pool: asyncpg.Pool
    bus: Bus
    wake: Wake
    max_bytes: int = 2_000_000_000

    async def run(self) -> None:
        """Publish for ever; a bus that is away is waited for, then asked where it stands."""
        while True:
            try:
                await self._publish_from_end()
            except (TimeoutError, NatsError, APIError, OSError) as error:
                log.warning("relay_waits", error=repr(error))
                await asyncio.sleep(_WAIT_S)

    async def _publish_from_end(self) -> None:
        js = self.bus.client.jetstream(timeout=5)
        name = stream_name(self.bus.prefix)
        position, sequence = await self._end(js, name)
        log.info("relay_started", position=position)
        while True:
            rows = await self.pool.fetch(SELECT_AFTER, position, _BATCH)
            if not rows:
                await self.wake.wait(0.5)
                continue
            pass_by("relay.before_publish")
            pending = []
            for row in rows:
                headers = {
                    "Nats-Msg-Id": str(row["event_id"]),
                    "Nats-Expected-Last-Sequence": str(sequence),
                    POSITION_HEADER: str(row["position"]),
                }
                subject = f"{self.bus.prefix}.ledger.{row['name']}"
                line = canonical_line(row)
                pending.append(await js.publish_async(subject, line, headers=headers, stream=name))
                sequence += 1
            pass_by("relay.after_publish")
            for acknowledgement in pending:
                await asyncio.wait_for(acknowledgement, 5)
            pass_by("relay.after_ack")
            position = rows[-1]["position"]
            RELAY_POSITION.set(position)

    async def _end(self, js: JetStreamContext, name: str) -> tuple[int, int]:
        """Position and stream sequence of the last message; makes the stream when there is none."""
        try:
            info = await js.stream_info(name)
        except NotFoundError:
            config = StreamConfig(
                name=name,
                subjects=[f"{self.bus.prefix}.ledger.>"],
                retention=RetentionPolicy.LIMITS,
                storage=StorageType.FILE,
                max_bytes=self.max_bytes,
            )
            info = await js.add_stream(config)
        if not info.state.last_seq:
            return 0, 0
        last = await js.get_msg(name, info.state.last_seq)
        return int((last.headers or {})[POSITION_HEADER]), info.state.last_seq
