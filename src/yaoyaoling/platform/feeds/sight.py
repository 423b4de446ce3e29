"""Who sees a subject, answered from memory: the same grants as `platform.may_see`, kept current by the ledger."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
import numpy as np
from numpy.typing import NDArray

from yaoyaoling.platform.audience import AudienceGranted, AudienceRevoked, covers
from yaoyaoling.platform.ledger.envelope import Recorded
from yaoyaoling.platform.turns import EACH, pieces

_HELD = 100_000
_MOST_SEEN = 30_000_000
_UNKNOWN, _SEEN, _UNSEEN = 0, 1, 2


class Sight:
    """Grants of the subjects lately asked about. A test holds its answers equal to the database's."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
        self._grants: OrderedDict[UUID, dict[str, datetime | None]] = OrderedDict()
        self._seen: dict[tuple[str, ...], NDArray[np.uint8]] = {}
        self._numbers: dict[UUID, int] = {}
        self._lock = asyncio.Lock()  # a load must not overtake a note, or the note would be lost

    async def load(self, subjects: set[UUID]) -> None:
        """Have the grants of these subjects at hand."""
        async with self._lock:
            missing = []
            for subject in subjects:
                if subject in self._grants:
                    self._grants.move_to_end(subject)
                else:
                    missing.append(subject)
            if not missing:
                return
            rows = await self._pool.fetch(
                "select subject, scope, until from platform.audience where subject = any($1::uuid[])", missing
            )
            self._grants.update({subject: {} for subject in missing})
            for piece in pieces(rows, 20 * EACH):
                for row in piece:
                    self._grants[row["subject"]][row["scope"]] = row["until"]
                await asyncio.sleep(0)
            while len(self._grants) > _HELD:
                self._grants.popitem(last=False)

    async def note(self, recorded: Recorded) -> None:
        """Follow a fact about the audience."""
        async with self._lock:
            if isinstance(recorded.event, AudienceGranted | AudienceRevoked):
                number = self._numbers.get(recorded.event.subject)
                for known in self._seen.values():
                    if number is not None and number < len(known):
                        known[number] = _UNKNOWN
            match recorded.event:
                case AudienceGranted() as granted if granted.subject in self._grants:
                    self._grants[granted.subject][granted.scope] = granted.until
                case AudienceRevoked() as revoked if revoked.subject in self._grants:
                    self._grants[revoked.subject].pop(revoked.scope, None)
                case _:
                    pass

    async def seen(
        self, scopes: tuple[str, ...], numbers: NDArray[np.int32], subjects: Sequence[UUID], now: datetime
    ) -> NDArray[np.bool_]:
        """`may_see` for many subjects again and again, by their numbers; what was found is kept until it changes.

        subjects: by number, always the same list, which only grows.
        """
        known = self._known(scopes, len(subjects))
        missing: list[int] = numbers[known[numbers] == _UNKNOWN].tolist()
        passing = []
        if missing:
            await self.load({subjects[number] for number in missing})
            known = self._known(scopes, len(subjects))
            for number in missing:
                subject = subjects[number]
                known[number] = _SEEN if self.may_see(scopes, subject, now) else _UNSEEN
                self._numbers[subject] = number
                if any(until is not None for until in self._grants.get(subject, {}).values()):
                    passing.append(number)
        found: NDArray[np.bool_] = known[numbers] == _SEEN
        known[passing] = _UNKNOWN
        return found

    def _known(self, scopes: tuple[str, ...], count: int) -> NDArray[np.uint8]:
        """What is known of all numbers, by whoever holds these scopes."""
        known = self._seen.get(scopes)
        if known is None or len(known) < count:
            larger = np.zeros(2 * count, np.uint8)
            if known is not None:
                larger[: len(known)] = known
            if sum(map(len, self._seen.values())) > _MOST_SEEN:
                self._seen.clear()
            self._seen[scopes] = known = larger
        return known

    def forget(self, scopes: tuple[str, ...]) -> None:
        """Nobody with these scopes looks any more."""
        self._seen.pop(scopes, None)

    def may_see(self, scopes: tuple[str, ...], subject: UUID, now: datetime) -> bool:
        """Whether holders of these scopes see the subject now; load it first."""
        grants = self._grants.get(subject, {})
        return any(
            (until is None or until > now) and any(covers(held, granted) for held in scopes)
            for granted, until in grants.items()
        )
