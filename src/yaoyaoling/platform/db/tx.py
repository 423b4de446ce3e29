"""`Tx`: one transaction of one actor, and everything a handler may do inside it."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from yaoyaoling.kernel.contract import Event
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.db.types import Conn, Row
from yaoyaoling.platform.ledger.envelope import Recorded
from yaoyaoling.platform.ledger.vault import Vault
from yaoyaoling.platform.principal import Principal

Inside = Callable[["Tx", Recorded], Awaitable[None]]
"""A reaction inside the transaction: the upper room's word on a lower room's event."""
Reactions = Mapping[type[Event], Sequence[Inside]]

_INSERT_EVENTS = """
insert into ledger.event (event_id, origin, stream, stream_seq, name, version, at, actor, actor_name, org_path,
                          about, incident, correlation, causation, subject, payload, sealed)
select e.event_id, $1, e.stream, e.stream_seq, e.name, e.version, $2, e.actor, e.actor_name, e.org_path,
       e.about, e.incident, $6, e.causation, e.subject, e.payload::json, e.sealed
from unnest($7::uuid[], $8::text[], $9::bigint[], $10::text[], $11::smallint[], $12::uuid[], $13::uuid[],
            $14::uuid[], $15::uuid[], $16::text[], $17::bytea[], $3::text[], $4::text[], $5::text[]) with ordinality
     as e(event_id, stream, stream_seq, name, version, about, incident, causation, subject, payload, sealed,
          actor, actor_name, org_path, ord)
order by e.ord
"""


class Tx:
    """What a handler holds: the connection, the actor, the moment, and the facts it records.

    Events are buffered and written with the commit, in the order recorded; `now` is the hall's time at the
    start of the transaction and stands on everything written in it.
    """

    def __init__(
        self,
        conn: Conn,
        principal: Principal,
        now: datetime,
        correlation: UUID,
        *,
        origin: str,
        vault: Vault,
        reactions: Reactions,
    ) -> None:
        self.conn = conn
        self.principal = principal
        self.now = now
        self.correlation = correlation
        self.origin = origin
        self.vault = vault
        self.causation: UUID | None = None
        self._reactions = reactions
        self._pending: list[Recorded] = []
        self._written: list[Recorded] = []
        self._revoked: list[tuple[UUID, str]] = []

    @contextmanager
    def acting(self, principal: Principal) -> Iterator[None]:
        """Record what follows in a person's name: the program does here what that person said elsewhere, by voice.

        What may be seen and written stays the program's; handlers ask the person's role as always.
        """
        own, self.principal = self.principal, principal
        try:
            yield
        finally:
            self.principal = own

    # Reading and writing rows ------------------------------------------------------------------------

    async def fetch(self, sql: str, *args: Any) -> list[Row]:
        """All rows."""
        return await self.conn.fetch(sql, *args)

    async def fetchrow(self, sql: str, *args: Any) -> Row | None:
        """The first row, or None."""
        return await self.conn.fetchrow(sql, *args)

    async def fetchval(self, sql: str, *args: Any) -> Any:
        """The first column of the first row, or None."""
        return await self.conn.fetchval(sql, *args)

    async def execute(self, sql: str, *args: Any) -> int:
        """Run it; gives how many rows it touched."""
        status: str = await self.conn.execute(sql, *args)
        tail = status.rsplit(" ", 1)[-1]
        return int(tail) if tail.isdigit() else 0

    # Facts ----------------------------------------------------------------------------------------------

    def record(
        self,
        event: Event,
        *,
        stream: str,
        seq: int,
        about: UUID | None,
        incident: UUID | None = None,
        subject: UUID | None = None,
    ) -> Recorded:
        """Append a fact to the ledger, in this transaction.

        stream, seq: which entity ("incident:<uuid>") and its version after this fact; two writers of one
        version exclude each other. about: the audience subject that says who may see it. subject: whose
        personal data it holds; wanted when the event has personal fields that are set.
        """
        recorded = Recorded(
            event_id=new_id(),
            event=event,
            stream=stream,
            stream_seq=seq,
            at=self.now,
            actor=self.principal.id,
            actor_name=self.principal.name,
            org_path=self.principal.org_path,
            about=about,
            incident=incident,
            correlation=self.correlation,
            causation=self.causation,
            subject=subject,
            origin=self.origin,
        )
        self._pending.append(recorded)
        return recorded

    @property
    def recorded(self) -> tuple[Recorded, ...]:
        """All facts of this transaction so far, in order."""
        return (*self._written, *self._pending)

    # Audience --------------------------------------------------------------------------------------------

    async def grant(self, subject: UUID, scope: str, reason: str, until: datetime | None = None) -> bool:
        """Let a scope see a subject; gives whether that is new. The caller records the fact (audience.py)."""
        if (subject, scope) in self._revoked:
            self._revoked.remove((subject, scope))  # taken away for one reason, given for another
            return True
        return bool(
            await self.execute(
                "insert into platform.audience (subject, scope, reason, until, granted_at)"
                " values ($1, $2, $3, $4, $5) on conflict do nothing",
                subject,
                scope,
                reason,
                until,
                self.now,
            )
        )

    def revoke_at_end(self, subject: UUID, scope: str) -> None:
        """Take a scope's sight away with the commit: what else is written here still needs it."""
        self._revoked.append((subject, scope))

    # Timers ------------------------------------------------------------------------------------------------

    async def set_timer(
        self, name: str, key: str, due: datetime, payload: dict[str, Any], *, about: UUID, is_new: bool = False
    ) -> None:
        """Arm a durable timer; one of the same name and key is moved. It fires after restarts too.

        is_new: there is none yet. Whoever may not see what he adds (a citizen who reports) arms it only so.
        """
        moved = " on conflict (name, key) do update set due = excluded.due, payload = excluded.payload, attempts = 0"
        await self.execute(
            "insert into platform.timer (name, key, due, payload, about) values ($1, $2, $3, $4::text::json, $5)"
            + ("" if is_new else moved),
            name,
            key,
            due,
            orjson.dumps(payload, default=str).decode(),
            about,
        )

    async def find_timer(self, name: str, key: str) -> dict[str, Any] | None:
        """What an armed timer will be given, or None."""
        text = await self.fetchval("select payload::text from platform.timer where name = $1 and key = $2", name, key)
        found: dict[str, Any] | None = None if text is None else orjson.loads(text)
        return found

    async def cancel_timer(self, name: str, key: str) -> None:
        """Disarm a timer; none is fine."""
        await self.execute("delete from platform.timer where name = $1 and key = $2", name, key)

    # The end ---------------------------------------------------------------------------------------------

    async def flush(self) -> None:
        """Run the reactions inside, then write the facts and take away what was revoked."""
        while self._pending:
            batch, self._pending = self._pending, []
            for recorded in batch:
                self._written.append(recorded)
                earlier, self.causation = self.causation, recorded.event_id
                for react in self._reactions.get(type(recorded.event), ()):
                    await react(self, recorded)
                self.causation = earlier
        if self._written:
            await self._write_events()
        for subject, scope in self._revoked:
            await self.execute("delete from platform.audience where subject = $1 and scope = $2", subject, scope)

    async def _write_events(self) -> None:
        sealed = [await self._seal(recorded) for recorded in self._written]
        await self.conn.execute(
            _INSERT_EVENTS,
            self.origin,
            self.now,
            [r.actor for r in self._written],
            [r.actor_name for r in self._written],
            [r.org_path for r in self._written],
            self.correlation,
            [r.event_id for r in self._written],
            [r.stream for r in self._written],
            [r.stream_seq for r in self._written],
            [r.event.name for r in self._written],
            [r.event.version for r in self._written],
            [r.about for r in self._written],
            [r.incident for r in self._written],
            [r.causation for r in self._written],
            [r.subject for r in self._written],
            [public for public, _ in sealed],
            [secret for _, secret in sealed],
        )

    async def _seal(self, recorded: Recorded) -> tuple[str, bytes | None]:
        public, personal = recorded.event.split()
        text = orjson.dumps(public, option=orjson.OPT_SORT_KEYS).decode()
        if not personal:
            return text, None
        if recorded.subject is None:
            raise ValueError(f"{recorded.event.name} holds personal data and names no subject")
        key = await self.vault.key_for(self.conn, recorded.subject, self.now)
        return text, self.vault.seal(key, recorded.event_id, personal)
