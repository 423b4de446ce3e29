"""One terminal's conversation: who it is, what it may, what it is answered. No sockets."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from yaoyaoling.force.positions.batch import Batch
from yaoyaoling.force.terminals import messages
from yaoyaoling.force.terminals.frames import BadFrameError, Frame
from yaoyaoling.force.terminals.messages import Registered, Result
from yaoyaoling.force.terminals.parts import Parts
from yaoyaoling.kernel.geo import Datum

MOST_FAULTS = 20
"""A connection that brings so many faults in a row is closed; its terminal may come back."""


@dataclass(frozen=True)
class Terminal:
    """A terminal as administrators registered it. code_hash: None until it paired."""

    number: str
    crew_id: UUID
    org_path: str
    datum: Datum
    is_on: bool
    pairing: int
    code_hash: bytes | None


class Register(Protocol):
    """Who there is."""

    async def find(self, number: str) -> Terminal | None:
        """A terminal by its number, as it is now."""
        ...

    async def pair(self, terminal: Terminal, maker: str) -> str | None:
        """Give a terminal that has no code its own; gives it, or None when another was faster."""
        ...


def hash_code(code: str) -> bytes:
    """As codes are kept: they are long and random, so a plain hash tells nothing of them."""
    return hashlib.sha256(code.encode()).digest()


@dataclass
class Session:
    """note: (device, fault, org path) of what is wrong. address: where it comes from, until it says who it is."""

    register: Register
    take: Callable[[Batch], None]
    note: Callable[[str, str, str], None]
    address: str
    terminal: Terminal | None = None
    _is_over: bool = False
    _faults: int = 0
    _serial: int = 0
    _parts: Parts = field(default_factory=Parts)

    def has_ended(self) -> bool:
        """Whether the connection is to be closed."""
        return self._is_over

    def wrong(self, fault: str) -> None:
        """Count a fault against whoever is at the other end."""
        known = self.terminal
        self.note(
            f"terminal:{known.number}" if known else f"address:{self.address}", fault, known.org_path if known else ""
        )
        self._faults += 1
        self._is_over = self._is_over or self._faults >= MOST_FAULTS

    async def answer(self, frame: Frame) -> Frame | None:
        """What a frame is answered; None while its other parts are awaited."""
        try:
            whole = self._parts.take(frame)
            if whole is None:
                return self._reply(frame, Result.DONE)
            return await self._answer(whole)
        except BadFrameError as error:
            self.wrong(error.fault)
            return self._reply(frame, Result.WRONG)

    async def _answer(self, frame: Frame) -> Frame:
        if frame.message == messages.REGISTER:
            return await self._registered(frame)
        if frame.message == messages.AUTHENTICATE:
            return self._reply(frame, await self._authenticated(frame))
        if self.terminal is None or self.terminal.number != frame.number:
            self.wrong("not_authenticated")
            return self._reply(frame, Result.FAILED)
        if not await self._is_still_welcome(self.terminal):
            return self._reply(frame, Result.FAILED)
        if frame.message in (messages.POSITION, messages.POSITIONS):
            self.take(messages.read_positions(frame, self.terminal.crew_id, self.terminal.datum))
        elif frame.message == messages.LEAVE:
            self._is_over = True
        elif frame.message != messages.BEAT:
            return self._reply(frame, Result.NOT_SUPPORTED)
        self._faults = 0
        return self._reply(frame, Result.DONE)

    async def _is_still_welcome(self, terminal: Terminal) -> bool:
        now = await self.register.find(terminal.number)
        if now is None or not now.is_on or now.pairing != terminal.pairing:
            self.wrong("switched_off")
            self._is_over = True
            return False
        self.terminal = now  # another crew or datum counts from the next fix on
        return True

    async def _registered(self, frame: Frame) -> Frame:
        maker = messages.read_maker(frame)
        known = await self.register.find(frame.number)
        if known is None or not known.is_on:
            self.wrong("unknown_terminal" if known is None else "switched_off")
            return messages.register_reply(frame, self._next(), Registered.UNKNOWN)
        code = None if known.code_hash is not None else await self.register.pair(known, maker)
        if code is None:
            self.note(f"terminal:{known.number}", "paired_already", known.org_path)
            self._faults += 1
            return messages.register_reply(frame, self._next(), Registered.TAKEN)
        return messages.register_reply(frame, self._next(), Registered.DONE, code)

    async def _authenticated(self, frame: Frame) -> Result:
        code = messages.read_code(frame)
        known = await self.register.find(frame.number)
        if known is None or not known.is_on:
            self.wrong("unknown_terminal" if known is None else "switched_off")
            return Result.FAILED
        if known.code_hash is None or not hmac.compare_digest(known.code_hash, hash_code(code)):
            # Somebody who does not know the code says the number: the terminal's administrator is to know.
            self.note(f"terminal:{known.number}", "wrong_code", known.org_path)
            self.wrong("wrong_code")
            return Result.FAILED
        self.terminal, self._faults = known, 0
        return Result.DONE

    def _reply(self, frame: Frame, result: Result) -> Frame:
        return messages.reply_to(frame, self._next(), result)

    def _next(self) -> int:
        serial, self._serial = self._serial, (self._serial + 1) & 0xFFFF
        return serial
