"""A phone that writes text messages, bound to the demo's centre under its number."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from smpp34 import Client, DeliverSmEvent, Smsc

from yaoyaoling.channels.smpp.coding import UCS2, read_header, read_text, split_text, with_header

_UDHI, _RECEIPT = 0x40, 0x04


class Texter:
    """A phone. What it is sent is put together as phones do."""

    def __init__(self, session: Smsc, number: str, service: str) -> None:
        self._session = session
        self._number = number
        self._service = service
        self._parts: dict[tuple[int, int], dict[int, bytes]] = {}

    async def write(self, words: str) -> None:
        """Send words to the hall. Raises: ConnectionError when the centre does not take them."""
        pieces, reference = split_text(words), secrets.randbelow(256)
        for number, piece in enumerate(pieces, 1):
            is_part = len(pieces) > 1
            reply = await self._session.submit_sm(
                self._service, with_header(piece, reference, len(pieces), number) if is_part else piece,
                source_addr=self._number, data_coding=UCS2, esm_class=_UDHI if is_part else 0,
            )  # fmt: skip
            if not reply.is_success:
                raise ConnectionError(f"the centre answered 0x{reply.command_status:x}")

    async def read(self) -> str | None:
        """The next whole message; None when the centre is gone."""
        while True:
            event = await self._session.next()
            if not isinstance(event, DeliverSmEvent):
                return None
            if event.esm_class & 0x3C == _RECEIPT:
                continue
            octets = event.short_message
            part = None
            if event.esm_class & _UDHI:
                part, octets = read_header(octets)
            if part is None:
                return read_text(octets, event.data_coding)
            found = self._parts.setdefault((part.reference, part.total), {})
            found[part.number] = octets
            if len(found) == part.total:
                del self._parts[(part.reference, part.total)]
                return read_text(b"".join(found[one] for one in sorted(found)), event.data_coding)


@asynccontextmanager
async def texter(port: int, number: str, service: str) -> AsyncIterator[Texter]:
    """A phone that is on until the end of the block. Raises: SmppError, OSError."""
    client = Client("127.0.0.1", port, number[:15], "phone")
    session = await client.connect()
    try:
        yield Texter(session, number, service)
    finally:
        async with asyncio.timeout(2):
            await session.unbind()
        await client.stop()
