"""Who sees a subject, answered from memory: the same grants as `platform.may_see`, kept current by the ledger."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

import asyncpg

from yaoyaoling.platform.audience import AudienceGranted, AudienceRevoked, covers
from yaoyaoling.platform.ledger.envelope import Recorded

_HELD = 100_000
_MOST_SEEN = 3_000_000


class Sight:
    """Grants of the subjects lately asked about. A test holds its answers equal to the database's."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
        self._grants: OrderedDict[UUID, dict[str, datetime | None]] = OrderedDict()
        self._seen: dict[tuple[str, ...], dict[str, bool]] = {}
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
            if isinstance(recorded.event, AudienceGranted | AudienceRevoked):
                for seen in self._seen.values():
                    seen.pop(str(recorded.event.subject), None)
            match recorded.event:
                case AudienceGranted() as granted if granted.subject in self._grants:
                    self._grants[granted.subject][granted.scope] = granted.until
                case AudienceRevoked() as revoked if revoked.subject in self._grants:
                    self._grants[revoked.subject].pop(revoked.scope, None)
                case _:
                    pass

    async def seer(self, scopes: tuple[str, ...], names: Iterable[str], now: datetime) -> Callable[[str], bool]:
        """`may_see` for many subjects again and again, by their ids as text; what was found is kept until it changes.

        Good at once only, and for these names.
        """
        seen, once = self._seen.setdefault(scopes, {}), dict[str, bool]()
        missing = {UUID(name): name for name in names if name not in seen}
        if missing:
            await self.load(set(missing))
            seen = self._seen.setdefault(scopes, {})
            for subject, name in missing.items():
                ends = any(until is not None for until in self._grants.get(subject, {}).values())
                (once if ends else seen)[name] = self.may_see(scopes, subject, now)
            if sum(map(len, self._seen.values())) > _MOST_SEEN:
                self._seen = {scopes: seen}
        return lambda name: seen[name] if name in seen else once[name]

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
