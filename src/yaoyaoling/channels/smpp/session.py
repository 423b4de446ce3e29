"""One connection to the centre: bound, kept alive, requests in a window, each message stored before it is answered."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable

from smpp34 import SmppError

from yaoyaoling.channels.contract import Arrived, NotNow, Receipt
from yaoyaoling.channels.settings import ChannelsSettings
from yaoyaoling.channels.smpp import pdu
from yaoyaoling.platform.logs import logger

log = logger("channels")
Handle = Callable[[Arrived | Receipt], Awaitable[None]]
_WAITING = 200
"""So many messages of the centre wait for the database at once; then the centre waits."""


class BindRefusedError(ConnectionError):
    """The centre does not know us, or not now."""


class Session:
    """A bound session. It ends, with everything that waits in it, when the connection does."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, settings: ChannelsSettings) -> None:
        self._reader = reader
        self._writer = writer
        self._settings = settings
        self._sequence = 0
        self._waiting: dict[int, asyncio.Future[tuple[pdu.Head, bytes]]] = {}
        self._window = asyncio.Semaphore(settings.smpp_window)
        self._inbox: asyncio.Queue[tuple[pdu.Head, bytes]] = asyncio.Queue(_WAITING)
        self._heard = time.monotonic()
        self._pace = asyncio.Lock()
        self._next_at = 0.0
        self.is_bound = False

    @classmethod
    async def open(cls, settings: ChannelsSettings) -> "Session":
        """Connect; not bound yet. Raises: OSError, TimeoutError."""
        assert settings.smpp_host is not None
        async with asyncio.timeout(settings.smpp_reply_s):
            reader, writer = await asyncio.open_connection(
                settings.smpp_host, settings.smpp_port, ssl=True if settings.smpp_tls else None
            )
        return cls(reader, writer, settings)

    async def run(self, handle: Handle, on_bound: Callable[[], None]) -> None:
        """Bind, then work until the connection ends. Raises: OSError, BindRefusedError, TimeoutError."""
        reading = asyncio.create_task(self._read())
        work = [reading, asyncio.create_task(self._work(handle)), asyncio.create_task(self._begin(on_bound))]
        try:
            await asyncio.gather(*work)
        finally:
            self.is_bound = False
            for task in work:
                task.cancel()
            await asyncio.gather(*work, return_exceptions=True)
            for waiting in self._waiting.values():
                if not waiting.done():
                    waiting.set_exception(NotNow("line_lost"))
            await self._close()

    async def submit(self, source: str, to: str, octets: bytes, reference: int, *, is_part: bool) -> tuple[int, str]:
        """Send one piece; gives the centre's status and its name of it. Raises: NotNow."""
        async with self._window:
            await self._keep_pace()
            if not self.is_bound:
                raise NotNow("line_lost")
            sequence = self._next_sequence()
            request = pdu.submit(sequence, source, to, octets, reference, is_part=is_part)
            head, body = await self._ask(request, sequence)
        return head.status, pdu.remote_id(body)

    async def _begin(self, on_bound: Callable[[], None]) -> None:
        settings, sequence = self._settings, self._next_sequence()
        request = pdu.bind(sequence, settings.smpp_system_id, settings.smpp_password.get_secret_value())
        head, _ = await self._ask(request, sequence)
        if head.status != pdu.OK or head.command != pdu.BIND_TRANSCEIVER | pdu.REPLY:
            raise BindRefusedError(f"status 0x{head.status:x}")
        self.is_bound = True
        on_bound()
        await self._keep_alive()

    async def _keep_alive(self) -> None:
        while True:
            quiet_s = time.monotonic() - self._heard
            if quiet_s < self._settings.smpp_alive_s:
                await asyncio.sleep(self._settings.smpp_alive_s - quiet_s)
                continue
            sequence = self._next_sequence()
            try:
                await self._ask(pdu.pack(pdu.ENQUIRE_LINK, sequence), sequence)
            except NotNow as error:
                raise ConnectionError("no reply to enquire_link") from error

    async def _ask(self, request: bytes, sequence: int) -> tuple[pdu.Head, bytes]:
        """Raises: NotNow when no reply comes in time, or the connection ends meanwhile."""
        reply: asyncio.Future[tuple[pdu.Head, bytes]] = asyncio.get_running_loop().create_future()
        self._waiting[sequence] = reply
        try:
            self._writer.write(request)
            async with asyncio.timeout(self._settings.smpp_reply_s):
                await self._writer.drain()
                return await reply
        except (TimeoutError, OSError) as error:
            raise NotNow("no_reply") from error
        finally:
            self._waiting.pop(sequence, None)

    async def _read(self) -> None:
        while True:
            try:
                head = pdu.read_head(await self._reader.readexactly(pdu.HEADER))
                body = await self._reader.readexactly(head.length - pdu.HEADER)
            except asyncio.IncompleteReadError as error:
                raise ConnectionError("the centre hung up") from error
            self._heard = time.monotonic()
            if head.is_reply:
                waiting = self._waiting.get(head.sequence)
                if waiting is not None and not waiting.done():
                    waiting.set_result((head, body))
            elif head.command == pdu.DELIVER_SM:
                await self._inbox.put((head, body))
            else:
                await self._answer(head)

    async def _answer(self, head: pdu.Head) -> None:
        match head.command:
            case pdu.ENQUIRE_LINK:
                self._writer.write(pdu.pack(pdu.ENQUIRE_LINK | pdu.REPLY, head.sequence))
            case pdu.UNBIND:
                self._writer.write(pdu.pack(pdu.UNBIND | pdu.REPLY, head.sequence))
                await self._writer.drain()
                raise ConnectionError("the centre unbound us")
            case pdu.ALERT:
                return  # it wants no reply
            case _:
                self._writer.write(pdu.pack(pdu.GENERIC_NACK, head.sequence, status=pdu.UNKNOWN_COMMAND))
        await self._writer.drain()

    async def _work(self, handle: Handle) -> None:
        """Messages of the centre one after another: each is answered when it is stored, and not before."""
        while True:
            head, body = await self._inbox.get()
            status = await self._store(handle, pdu.pack(head.command, head.sequence, status=head.status, body=body))
            self._writer.write(pdu.pack(pdu.DELIVER_SM | pdu.REPLY, head.sequence, status=status, body=b"\0"))
            await self._writer.drain()

    async def _store(self, handle: Handle, request: bytes) -> int:
        try:
            found = pdu.read_deliver(request)
        except (SmppError, ValueError) as error:
            log.warning("smpp_unreadable", octets=len(request), error=repr(error))
            return pdu.UNREADABLE
        if found is None:
            return pdu.OK
        try:
            await handle(found)
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the centre keeps the message and sends it again
            log.warning("smpp_not_stored", error=repr(error))
            return pdu.TRY_AGAIN
        return pdu.OK

    async def _keep_pace(self) -> None:
        async with self._pace:
            now = time.monotonic()
            wait_s = self._next_at - now
            self._next_at = max(now, self._next_at) + 1 / self._settings.smpp_per_second
            if wait_s > 0:
                await asyncio.sleep(wait_s)

    def _next_sequence(self) -> int:
        self._sequence = self._sequence % 0x7FFF_FFFE + 1
        return self._sequence

    async def _close(self) -> None:
        with contextlib.suppress(OSError, TimeoutError):
            async with asyncio.timeout(1):
                if not self._writer.is_closing():
                    self._writer.write(pdu.pack(pdu.UNBIND, self._next_sequence()))
                    await self._writer.drain()
                self._writer.close()
                await self._writer.wait_closed()
