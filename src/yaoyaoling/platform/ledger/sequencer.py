"""The sequencer: gives committed facts their gap-free positions, grows the tree and signs checkpoints.

One per installation, held by an advisory lock on its own connection; a second one waits as standby.
Facts become visible to it only after their commit, and a transaction that builds on another started after
that one's commit: so the order in which rows appear never puts an effect before its cause. Nothing waits
for slow transactions: what is not visible yet is simply positioned later. (ADR 0003.)
"""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import asyncpg

from yaoyaoling.kernel.clock import Clock
from yaoyaoling.platform.faults import pass_by
from yaoyaoling.platform.ledger.checkpoint import Signer
from yaoyaoling.platform.ledger.envelope import canonical_line
from yaoyaoling.platform.ledger.merkle import HASH_BYTES, HashName, RightEdge, leaf_hash
from yaoyaoling.platform.logs import logger
from yaoyaoling.platform.metrics import LEDGER_LAG_SECONDS, LEDGER_POSITION

LOCK = 7_110_111
CHANNEL = "ledger"
"""PostgreSQL notification channel; payload: the last position."""
_BATCH = 2_000
_IDLE_S = 0.02
log = logger("platform")

_NEW_EVENTS = """
select pg_snapshot_xmin(pg_current_snapshot())::text as xmin, e.*
from (select 1) one
left join lateral (
    select * from ledger.event e
    where e.txid >= $1::text::xid8
      and not exists (select from ledger.position p where p.event_id = e.event_id)
    order by e.origin_seq
    limit $2
) e on true
"""


@dataclass
class Sequencer:
    """Works on one dedicated connection of the worker role."""

    conn: asyncpg.Connection
    clock: Clock
    signer: Signer
    hash_name: HashName = "sha256"
    checkpoint_every: timedelta = timedelta(seconds=1)

    async def run(self) -> None:
        """Wait to be the one, then sequence until cancelled or the connection is lost."""
        await self.conn.fetchval("select pg_advisory_lock($1)", LOCK)
        await self.load()
        log.info("sequencer_started", position=self._edge.size)
        while True:
            if not await self.step():
                await asyncio.sleep(_IDLE_S)

    async def load(self) -> None:
        """Take up where the stored tree ends."""
        horizon = await self.conn.fetchval("select txid::text from ledger.horizon")
        self._horizon: str = horizon or "0"
        size: int = await self.conn.fetchval("select coalesce(max(position), 0) from ledger.position")
        self._edge = await load_edge(self.conn, size, self.hash_name)
        last = await self.conn.fetchrow("select size, at from ledger.checkpoint order by size desc limit 1")
        self._signed_size: int = last["size"] if last else 0
        self._signed_at = last["at"] if last else None
        LEDGER_POSITION.set(size)

    async def step(self) -> bool:
        """Position what is new; gives whether there may be more at once."""
        rows = await self.conn.fetch(_NEW_EVENTS, self._horizon, _BATCH)
        xmin = rows[0]["xmin"]
        events = [row for row in rows if row["event_id"] is not None]
        full = len(events) == _BATCH
        if not events:
            if int(xmin) - int(self._horizon) > 5_000:
                await self._move_horizon(xmin)
            await self._sign_if_due()
            return False
        first = self._edge.size + 1
        edge = RightEdge(self.hash_name, self._edge.size, [list(level) for level in self._edge.levels])
        leaves = [leaf_hash(canonical_line(row), self.hash_name) for row in events]
        tiles = edge.append(leaves)
        now = self.clock.now()
        async with self.conn.transaction():
            await self._write(events, leaves, first, tiles, now)
            if not full:
                await self._move_horizon(xmin)
            await self.conn.execute("select pg_notify($1, $2)", CHANNEL, str(edge.size))
            pass_by("sequencer.before_commit")
        pass_by("sequencer.after_commit")
        self._edge = edge
        LEDGER_POSITION.set(edge.size)
        for row in events:
            LEDGER_LAG_SECONDS.observe(max(0.0, (now - row["at"]).total_seconds()))
        await self._sign_if_due()
        return full

    async def _write(
        self,
        events: list[Any],
        leaves: list[bytes],
        first: int,
        tiles: dict[tuple[int, int], list[bytes]],
        now: Any,
    ) -> None:
        await self.conn.execute(
            "insert into ledger.position (position, event_id, leaf, sequenced_at)"
            " select p, e, l, $4 from unnest($1::bigint[], $2::uuid[], $3::bytea[]) as t(p, e, l)",
            list(range(first, first + len(events))),
            [row["event_id"] for row in events],
            leaves,
            now,
        )
        await self.conn.execute(
            "insert into ledger.tile (level, index, hashes)"
            " select * from unnest($1::smallint[], $2::bigint[], $3::bytea[])"
            " on conflict (level, index) do update set hashes = excluded.hashes",
            [level for level, _ in tiles],
            [index for _, index in tiles],
            [b"".join(hashes) for hashes in tiles.values()],
        )

    async def _move_horizon(self, xmin: str) -> None:
        await self.conn.execute(
            "insert into ledger.horizon (id, txid) values (true, $1::text::xid8)"
            " on conflict (id) do update set txid = excluded.txid",
            xmin,
        )
        self._horizon = xmin

    async def _sign_if_due(self) -> None:
        if self._edge.size == self._signed_size:
            return
        now = self.clock.now()
        if self._signed_at is not None and timedelta(0) <= now - self._signed_at < self.checkpoint_every:
            return
        root = self._edge.root()
        await self.conn.execute(
            "insert into ledger.checkpoint (size, root, at, note) values ($1, $2, $3, $4)"
            " on conflict (size) do nothing",
            self._edge.size,
            root,
            now,
            self.signer.sign(self._edge.size, root, self.hash_name),
        )
        self._signed_size, self._signed_at = self._edge.size, now


async def load_edge(conn: asyncpg.Connection, size: int, name: HashName) -> RightEdge:
    """The right edge of the stored tree of `size` leaves."""
    levels: list[list[bytes]] = []
    width = size
    while True:
        count = width % 256
        if count:
            index = width // 256
            packed: bytes = await conn.fetchval(
                "select hashes from ledger.tile where level = $1 and index = $2", len(levels), index
            )
            levels.append([packed[i * HASH_BYTES : (i + 1) * HASH_BYTES] for i in range(count)])
        else:
            levels.append([])
        width //= 256
        if not width:
            return RightEdge(name, size, levels)
