"""The call-takers of `yyl bench flood`: they answer everything, and find out who needs help."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from yaoyaoling.apps.bench.hall import BenchFaultError
from yaoyaoling.apps.bench.voice_hall import CITIZEN_HZ, Seat, VoiceHall
from yaoyaoling.apps.callers.tones import first_heard

_REACTS_S = 0.3
_LISTENS_S = 1.5
_KEY_WITHIN_S = 3.0
_TALKS_S = 6.0
_LOOKS_S = 0.5
_PACE_S = 0.05
_LOOKS_AGAIN_S = 2.0


class FloodSeats:
    """All seats; every one does the same by itself."""

    def __init__(self, hall: VoiceHall) -> None:
        self._hall = hall
        self._busy_s = 0.0
        self._begun = time.monotonic()
        self._ended = 0.0

    @contextlib.asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """They answer until the end of the block. Raises: BenchFaultError of one that could not."""
        self._begun = time.monotonic()
        tasks = [asyncio.create_task(self._sit(seat)) for seat in self._hall.seats]
        await asyncio.sleep(1)
        try:
            yield
        finally:
            self._ended = time.monotonic()
            for task in tasks:
                task.cancel()
            faults = await asyncio.gather(*tasks, return_exceptions=True)
        for fault in faults:
            if isinstance(fault, Exception):
                raise fault

    def busy_share(self) -> float:
        """How much of the time the seats had somebody."""
        return round(self._busy_s / max(1e-9, (self._ended - self._begun) * len(self._hall.seats)), 3)

    async def _sit(self, seat: Seat) -> None:
        await seat.ready()
        while True:
            call_id = await self._next(seat)
            began = time.monotonic()
            await asyncio.sleep(_REACTS_S)
            if await self._posted(seat, f"/api/intake/contacts/{call_id}/take"):
                disposition = await self._work(seat, call_id)
                body = {"disposition": disposition, "hang_up": True}
                await self._posted(seat, f"/api/intake/contacts/{call_id}/settle", body)
                await self._posted(seat, "/api/intake/seat", {"to": "ready"})
            self._busy_s += time.monotonic() - began

    async def _next(self, seat: Seat) -> UUID:
        """What rings next; a seat that was paused, because it was too slow once, is ready again."""
        while True:
            try:
                return await asyncio.wait_for(seat.offered.get(), _LOOKS_AGAIN_S)
            except TimeoutError:
                if self._hall.picture.entities.get(("seat", seat.seat_id), {}).get("state") == "paused":
                    await seat.ready()

    async def _work(self, seat: Seat, call_id: UUID) -> str:
        """Whoever speaks is talked to; who does not is asked to press 1."""
        began = time.time()
        if not self._is_live(call_id):
            await asyncio.sleep(_LOOKS_S)
            return "misdialled"
        if await self._until(lambda: self._speaks(seat, began), call_id, _LISTENS_S):
            await asyncio.sleep(_TALKS_S)
            return "answered"
        if not self._is_live(call_id):
            return "misdialled"
        await self._posted(seat, f"/api/telephony/calls/{call_id}/ask-key")
        if await self._until(lambda: bool(self._call(call_id).get("key_pressed")), call_id, _KEY_WITHIN_S):
            await asyncio.sleep(_TALKS_S)
            return "answered"
        return "silent"

    async def _until(self, holds: Any, call_id: UUID, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while time.monotonic() < until and self._is_live(call_id):
            if holds():
                return True
            await asyncio.sleep(_PACE_S)
        return bool(holds())

    def _speaks(self, seat: Seat, since: float) -> bool:
        return first_heard(seat.browser.phone.kept[-100:], CITIZEN_HZ, since) is not None

    def _call(self, call_id: UUID) -> dict[str, Any]:
        return self._hall.picture.entities.get(("call", str(call_id)), {})

    def _is_live(self, call_id: UUID) -> bool:
        return self._call(call_id).get("state") in ("ringing", "talking")

    async def _posted(self, seat: Seat, path: str, body: dict[str, Any] | None = None) -> bool:
        """Whether it was done; what cannot be any more (the caller is gone) is no fault."""
        reply = await seat.client.post(path, json=body or {})
        if reply.status_code >= 500:
            raise BenchFaultError(f"{path}: {reply.status_code} {reply.text}")
        return reply.status_code < 400
