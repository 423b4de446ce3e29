"""The door by which our mail relay hands mails in: LMTP (RFC 2033), which answers for each receiver when it is stored.

What is not stored is answered 451: the relay keeps it and comes again.
"""

import asyncio
import contextlib
import re
from collections.abc import Awaitable, Callable

from yaoyaoling.platform.logs import logger

log = logger("channels")
Take = Callable[[str, bytes], Awaitable[None]]
"""Stores a mail: the address it may be returned to (may be empty), and its octets."""
_IDLE_S = 120.0
_LINE = 64 * 1024
_MOST_COMMAND = 2_000
_MOST_RECEIVERS = 50
_MOST_TALKS = 40
_MOST_MAILS = 4
"""So many mails are in memory at once; others wait."""
_PATH = re.compile(r"<([^<>\s]{0,320})>((?:\s+\S+)*)\s*")


class LmtpDoor:
    """Listens, and hands in mails to the addresses that are ours."""

    def __init__(self, is_ours: Callable[[str], bool], take: Take, most_octets: int) -> None:
        self._is_ours = is_ours
        self._take = take
        self._most = most_octets
        self._talks = asyncio.Semaphore(_MOST_TALKS)
        self._mails = asyncio.Semaphore(_MOST_MAILS)
        self.port = 0

    async def run(self, host: str, port: int) -> None:
        """Until cancelled. Raises: OSError, when it cannot listen there."""
        server = await asyncio.start_server(self._serve, host, port, limit=_LINE)
        self.port = server.sockets[0].getsockname()[1]
        async with server:
            await server.serve_forever()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if self._talks.locked():
                await _say(writer, "421 4.3.2 too many connections")
                return
            async with self._talks:
                await _Talk(reader, writer, self._is_ours, self._take, self._most, self._mails).run()
        except (OSError, TimeoutError, EOFError, asyncio.LimitOverrunError, ValueError):
            pass  # whoever talks no LMTP, or hangs up, is not answered further
        finally:
            writer.close()
            with contextlib.suppress(OSError, TimeoutError):
                await writer.wait_closed()


async def _say(writer: asyncio.StreamWriter, *lines: str) -> None:
    writer.write("".join(f"{line}\r\n" for line in lines).encode())
    async with asyncio.timeout(_IDLE_S):
        await writer.drain()


class _Talk:
    """One connection."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        is_ours: Callable[[str], bool],
        take: Take,
        most: int,
        mails: asyncio.Semaphore,
    ) -> None:
        self._reader, self._writer = reader, writer
        self._is_ours, self._take, self._most, self._mails = is_ours, take, most, mails
        self._sender: str | None = None
        self._receivers = 0

    async def run(self) -> None:
        """Until the other side quits."""
        await _say(self._writer, "220 LMTP")
        while True:
            async with asyncio.timeout(_IDLE_S):
                line = await self._reader.readuntil(b"\r\n")
            verb, _, rest = line.decode("utf-8", "replace").strip().partition(" ")
            if len(line) > _MOST_COMMAND:
                verb = "too long"
            match verb.upper():
                case "LHLO":
                    self._forget()
                    abilities = ("PIPELINING", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES")
                    await _say(self._writer, *(f"250-{one}" for one in ("hall", *abilities)), f"250 SIZE {self._most}")
                case "MAIL":
                    await _say(self._writer, self._mail(rest))
                case "RCPT":
                    await _say(self._writer, self._rcpt(rest))
                case "DATA":
                    await self._data()
                case "RSET":
                    self._forget()
                    await _say(self._writer, "250 2.0.0 forgotten")
                case "NOOP":
                    await _say(self._writer, "250 2.0.0 here")
                case "QUIT":
                    await _say(self._writer, "221 2.0.0 bye")
                    return
                case _:
                    await _say(self._writer, "500 5.5.1 not understood")

    def _forget(self) -> None:
        self._sender, self._receivers = None, 0

    def _mail(self, rest: str) -> str:
        found = _PATH.fullmatch(rest[5:].strip()) if rest[:5].upper() == "FROM:" else None
        if found is None:
            return "501 5.5.4 FROM:<address>"
        size = re.search(r"\bSIZE=(\d{1,12})\b", found.group(2), re.IGNORECASE)
        if size is not None and int(size.group(1)) > self._most:
            return self._too_large()
        self._sender, self._receivers = found.group(1), 0
        return "250 2.1.0 well"

    def _too_large(self) -> str:
        return f"552 5.3.4 larger than {self._most // 1_000_000} MB: send fewer pictures, or ring 110"

    def _rcpt(self, rest: str) -> str:
        found = _PATH.fullmatch(rest[3:].strip()) if rest[:3].upper() == "TO:" else None
        if self._sender is None or found is None:
            return "503 5.5.1 MAIL first" if self._sender is None else "501 5.5.4 TO:<address>"
        if not self._is_ours(found.group(1)):
            return "550 5.1.1 nobody here has this address"
        if self._receivers >= _MOST_RECEIVERS:
            return "452 4.5.3 too many receivers"
        self._receivers += 1
        return "250 2.1.5 well"

    async def _data(self) -> None:
        sender, receivers = self._sender, self._receivers
        self._forget()
        if sender is None or not receivers:
            await _say(self._writer, "503 5.5.1 MAIL and RCPT first")
            return
        async with self._mails:
            await _say(self._writer, "354 go on")
            octets = await self._octets()
            if octets is None:
                reply = self._too_large()
            else:
                try:
                    await self._take(sender, octets)
                    reply = "250 2.0.0 stored"
                except Exception:
                    # Whatever it is, the mail stays with the relay, which comes again.
                    log.exception("mail_not_stored")
                    reply = "451 4.3.0 not stored, come again"
        await _say(self._writer, *(reply for _ in range(receivers)))

    async def _octets(self) -> bytes | None:
        """The mail, to the line with nothing but a dot; None when it is larger than we take (and read all the same)."""
        lines, size, is_start = list[bytes](), 0, True
        while True:
            async with asyncio.timeout(_IDLE_S):
                try:
                    line = await self._reader.readuntil(b"\r\n")
                except asyncio.LimitOverrunError as error:
                    line = await self._reader.readexactly(error.consumed)
            if is_start and line == b".\r\n":
                return None if size > self._most else b"".join(lines)
            if is_start and line.startswith(b"."):
                line = line[1:]
            # Nothing but CR LF ends a line: a bare LF before a dot smuggles no second mail in.
            is_start = line.endswith(b"\r\n")
            size += len(line)
            if size <= self._most:
                lines.append(line)
            else:
                lines.clear()
