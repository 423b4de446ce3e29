"""The bus: NATS. What is on it can be rebuilt from the ledger, so losing it loses nothing.

Subjects: `yyl.<city>.ledger.<event name>` (JetStream, by the relay), `yyl.<city>.live.<topic>` (plain, e.g.
positions: the newest counts), `yyl.<city>.ask.<service>` (request and reply between processes).
"""

import asyncio
from collections.abc import Awaitable, Callable

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.errors import Error as NatsError
from nats.errors import NoRespondersError

from yaoyaoling.platform.logs import logger
from yaoyaoling.platform.metrics import EXTERNAL_CALLS

log = logger("platform")


class Bus:
    """One connection that comes back by itself; sending never blocks a caller for long."""

    def __init__(self, url: str, prefix: str) -> None:
        self._url = url
        self.prefix = prefix
        self.client = Client()
        self._connecting: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Connect, or go on trying in the background: nobody waits for the bus at start."""

        async def down(error: Exception) -> None:
            log.warning("bus_error", error=repr(error))

        await_first = asyncio.create_task(
            self.client.connect(
                self._url,
                allow_reconnect=True,
                max_reconnect_attempts=-1,
                reconnect_time_wait=1,
                connect_timeout=2,
                error_cb=down,
                pending_size=2_000_000,
            )
        )
        self._connecting = await_first
        await asyncio.wait({await_first}, timeout=2)

    @property
    def is_connected(self) -> bool:
        """Whether the bus can be reached now."""
        return self.client.is_connected

    async def close(self) -> None:
        """Drop the connection."""
        if self._connecting is not None and not self._connecting.done():
            self._connecting.cancel()
        if not self.client.is_closed and self.client.is_connected:
            await self.client.close()

    async def tell(self, topic: str, body: bytes) -> None:
        """Send to whoever listens now; dropped when the bus is away (the next message replaces it)."""
        if not self.client.is_connected:
            return
        try:
            await self.client.publish(f"{self.prefix}.live.{topic}", body)
        except NatsError as error:
            log.warning("bus_tell_failed", topic=topic, error=repr(error))

    async def listen(self, topic: str, on_message: Callable[[Msg], Awaitable[None]]) -> Subscription:
        """Hear what others tell, until the subscription is ended; waits until the bus is there."""
        while not self.client.is_connected:
            await asyncio.sleep(0.2)
        return await self.client.subscribe(f"{self.prefix}.live.{topic}", cb=on_message)

    async def ask(self, service: str, body: bytes, *, timeout_s: float) -> bytes | None:
        """A reply from one of the processes that serve it; None when none comes in time: callers have a fallback."""
        try:
            if not self.client.is_connected:
                raise NoRespondersError
            reply = await self.client.request(f"{self.prefix}.ask.{service}", body, timeout=timeout_s)
        except (TimeoutError, NatsError) as error:
            _heed_cancel()
            EXTERNAL_CALLS.labels(engine=service, outcome="failed").inc()
            log.warning("bus_ask_failed", service=service, error=repr(error))
            return None
        _heed_cancel()
        EXTERNAL_CALLS.labels(engine=service, outcome="answered").inc()
        return reply.data

    async def serve(self, service: str, answer: Callable[[bytes], Awaitable[bytes]]) -> None:
        """Answer what is asked of a service; processes that serve the same share the work."""

        async def on_request(message: Msg) -> None:
            await message.respond(await answer(message.data))

        while not self.client.is_connected:
            await asyncio.sleep(0.2)
        await self.client.subscribe(f"{self.prefix}.ask.{service}", queue=service, cb=on_request)


def _heed_cancel() -> None:
    """Python 3.11's `wait_for`, which the client is built on, forgets a cancel that comes together with the reply."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


async def connect(url: str, prefix: str) -> Bus:
    """An open bus."""
    bus = Bus(url, prefix)
    await bus.open()
    return bus
