"""Who sees a subject, answered from memory: the same grants as `platform.may_see`, kept current by the ledger."""

import asyncio
from collections import OrderedDict
from datetime import datetime
from uuid import UUID

import asyncpg

from yaoyaoling.platform.audience import AudienceGranted, AudienceRevoked, covers
from yaoyaoling.platform.ledger.envelope import Recorded

_HELD = 100_000


class Sight:
    """Grants of the subjects lately asked about. A test holds its answers equal to the database's."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
        self._grants: OrderedDict[UUID, dict[str, datetime | None]] = OrderedDict()
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
            for row in rows:
                self._grants[row["subject"]][row["scope"]] = row["until"]
            while len(self._grants) > _HELD:
                self._grants.popitem(last=False)

    async def note(self, recorded: Recorded) -> None:
        """Follow a fact about the audience."""
        async with self._lock:
            match recorded.event:
                case AudienceGranted() as granted if granted.subject in self._grants:
                    self._grants[granted.subject][granted.scope] = granted.until
                case AudienceRevoked() as revoked if revoked.subject in self._grants:
                    self._grants[revoked.subject].pop(revoked.scope, None)
                case _:
                    pass

    def may_see(self, scopes: tuple[str, ...], subject: UUID, now: datetime) -> bool:
        """Whether holders of these scopes see the subject now; load it first."""
        grants = self._grants.get(subject, {})
        return any(
            (until is None or until > now) and any(covers(held, granted) for held in scopes)
            for granted, until in grants.items()
        )
