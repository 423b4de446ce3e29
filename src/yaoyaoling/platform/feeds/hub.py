"""The hub: follows the ledger once for a process and sends every open feed what its viewer may see.

Viewers with the same scopes and roles form one group; a change is filtered, masked and encoded once a
group. A feed that cannot keep up is closed: its client comes back with its cursor and catches up.
"""

import asyncio
import contextlib
import heapq
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import orjson

from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.audience import AudienceGranted, AudienceRevoked, covers
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.erasure import SubjectErased
from yaoyaoling.platform.feeds.contract import Change, Kind, RoomFeed, shape
from yaoyaoling.platform.feeds.places import Numbers, Places, Text, joined
from yaoyaoling.platform.feeds.presence import Look, Presence
from yaoyaoling.platform.feeds.sight import Sight
from yaoyaoling.platform.ledger.envelope import Recorded
from yaoyaoling.platform.ledger.tail import Tail
from yaoyaoling.platform.logs import logger
from yaoyaoling.platform.metrics import FEED_CONNECTIONS, FEED_DELAY_SECONDS
from yaoyaoling.platform.principal import Principal, Role
from yaoyaoling.platform.turns import pieces

log = logger("platform")
GroupKey = tuple[tuple[str, ...], frozenset[Role]]
_QUEUE = 2_000
_REPLAY_AT_MOST = 5_000
_LATEST_S = 3_600.0
"""Where a crew was longer ago says nothing any more."""


def _encode(message: object) -> bytes:
    return orjson.dumps(message, default=str)  # ids come as the driver's own kind of UUID


async def _with_entities(head: dict[str, object], entities: Sequence[dict[str, object]]) -> bytes:
    """A message of very many entities, encoded in turns; `entities` comes last in it."""
    parts: list[bytes] = []
    for piece in pieces(entities):
        parts.append(_encode(list(piece))[1:-1])
        await asyncio.sleep(0)
    return _encode(head)[:-1] + b',"entities":[' + b",".join(parts) + b"]}"


class FeedOverrun(Exception):
    """The client reads slower than the hall happens."""


class Feed:
    """One open feed: a bounded queue of encoded messages."""

    def __init__(self, principal: Principal) -> None:
        self.principal = principal
        self.cursor = 0
        self.window = str(new_id())
        self.subjects: tuple[UUID, ...] = ()
        self._queue: asyncio.Queue[bytes] = asyncio.Queue(_QUEUE)
        self._held: list[tuple[int, bytes]] | None = []
        self.overrun = False

    @property
    def group(self) -> GroupKey:
        """Viewers with the same key get the same messages."""
        return self.principal.scopes, self.principal.roles

    def offer(self, message: bytes, cursor: int | None = None) -> None:
        """Queue a message; before `start`, hold it back."""
        if self._held is not None:
            self._held.append((cursor or 0, message))
            return
        if cursor is not None:
            self.cursor = cursor
        try:
            self._queue.put_nowait(message)
        except asyncio.QueueFull:
            self.overrun = True

    def start(self, first: Sequence[bytes], cursor: int) -> None:
        """Send the opening messages, then what was held back and is newer."""
        held, self._held = self._held or [], None
        for message in first:
            self.offer(message, cursor)
        for at, message in held:
            if at == 0 or at > cursor:
                self.offer(message, at or None)

    async def next(self) -> bytes:
        """The next message. Raises: FeedOverrun."""
        if self.overrun:
            raise FeedOverrun
        return await self._queue.get()


class Hub:
    """All open feeds of this process."""

    def __init__(self, db: Database, tail: Tail, rooms: Sequence[RoomFeed]) -> None:
        self._db = db
        self._tail = tail
        self._rooms = rooms
        self._kinds: dict[str, Kind] = {kind.name: kind for room in rooms for kind in room.kinds}
        self._feeds: dict[GroupKey, set[Feed]] = {}
        self._sight = Sight(db.worker_pool)
        self._expiries: list[tuple[datetime, UUID, str]] = []
        self.places = Places()
        self._watchers: dict[UUID, set[asyncio.Event]] = {}
        self._reference = tuple(event for room in rooms for event in room.reference)
        self._presence = Presence()
        self.cursor = 0
        self.reference = 0
        self.clock_step_s = 0.0
        self._ready = asyncio.Event()

    # The ledger's side ------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Follow the ledger from its present end, for ever."""
        self.cursor = await self._db.worker_pool.fetchval("select coalesce(max(position), 0) from ledger.position")
        # What changed while nobody followed: whoever comes reads the tables again.
        self.reference = self.cursor
        await self._load_expiries()
        self._ready.set()
        async for batch in self._tail.follow(self.cursor):
            await self._handle(batch)

    async def _handle(self, batch: list[Recorded]) -> None:
        await self._sight.load({recorded.about for recorded in batch if recorded.about is not None})
        for recorded in batch:
            await self._sight.note(recorded)
            if isinstance(recorded.event, self._reference):
                self.reference = recorded.position or self.reference
        now = self._db.clock.now()
        # What comes into sight or leaves it is sent first: the cursor in the changes covers it then.
        for recorded in batch:
            await self._audience_moved(recorded, now)
            for subject in self._returning(recorded):
                for (scopes, _), feeds in list(self._feeds.items()):
                    if self._sight.may_see(scopes, subject, now):
                        await self._enter(subject, feeds)
        since, cursor = self.cursor, batch[-1].position or self.cursor
        changes = {recorded.event_id: self._changes_of(recorded) for recorded in batch}
        for group, feeds in list(self._feeds.items()):
            message = self._changes_message(group, batch, changes, since, cursor, now)
            for feed in list(feeds):
                feed.offer(message, cursor)
        self.cursor = cursor
        for recorded in batch:
            FEED_DELAY_SECONDS.observe(max(0.0, (now - recorded.at).total_seconds()))
            for event in self._watchers.get(recorded.about, ()) if recorded.about else ():
                event.set()

    def _changes_of(self, recorded: Recorded) -> list[Change]:
        return [change for room in self._rooms for change in room.changes(recorded)]

    def _changes_message(
        self,
        group: GroupKey,
        batch: Sequence[Recorded],
        changes: dict[UUID, list[Change]],
        since: int,
        cursor: int,
        now: datetime,
    ) -> bytes:
        scopes, roles = group
        entities: list[dict[str, object]] = []
        facts: list[dict[str, object]] = []
        for recorded in batch:
            if recorded.about is None or not self._sight.may_see(scopes, recorded.about, now):
                continue
            entities.extend(self._shaped(changes[recorded.event_id], roles))
            if recorded.incident is not None:
                facts.append(
                    {
                        "position": recorded.position,
                        "event_id": recorded.event_id,
                        "name": recorded.event.name,
                        "at": recorded.at,
                        "incident": recorded.incident,
                        "actor_name": recorded.actor_name,
                    }
                )
        body = {"since": since, "cursor": cursor, "at": now, "entities": entities, "facts": facts}
        return _encode({"type": "changes", **body})

    def _shaped(self, changes: Sequence[Change], roles: frozenset[Role]) -> list[dict[str, object]]:
        shaped: list[dict[str, object]] = []
        for change in changes:
            kind = self._kinds[change.kind]
            if not roles & kind.roles:
                continue
            fields = None if change.fields is None else shape(kind, change.fields, roles)
            shaped.append(
                {
                    "kind": change.kind,
                    "id": change.id,
                    "v": change.version,
                    "about": change.about,
                    "set": fields,
                }
            )
        return shaped

    # Subjects that come into sight and leave it -------------------------------------------------------------

    async def _audience_moved(self, recorded: Recorded, now: datetime) -> None:
        match recorded.event:
            case AudienceGranted() as granted:
                if granted.until is not None:
                    heapq.heappush(self._expiries, (granted.until, granted.subject, granted.scope))
                if not granted.initial:
                    for _, feeds in self._watching(granted.scope):
                        await self._enter(granted.subject, feeds)
            case AudienceRevoked() as revoked:
                self._leave(revoked.subject, revoked.scope, now)
            case SubjectErased():
                self._db.vault.forget_all()
            case _:
                pass

    def _returning(self, recorded: Recorded) -> list[UUID]:
        """What a fact brings back to work: a client may have let go of it, and the change alone says too little."""
        return [subject for room in self._rooms if (subject := room.returning(recorded)) is not None]

    def _watching(self, scope: str) -> list[tuple[GroupKey, set[Feed]]]:
        return [(group, feeds) for group, feeds in self._feeds.items() if any(covers(held, scope) for held in group[0])]

    async def _enter(self, subject: UUID, feeds: set[Feed]) -> None:
        viewer = next(iter(feeds), None)
        if viewer is None:
            return
        message = await self._entered(viewer.principal, subject)
        there = self._presence_message(subject) if subject in self._presence.subjects() else None
        for feed in list(feeds):
            feed.offer(message)
            if there is not None:
                feed.offer(there)

    async def _entered(self, principal: Principal, subject: UUID) -> bytes:
        entities = await self._entities(principal, subject)
        return await _with_entities({"type": "scope_entered", "about": subject}, entities)

    def _leave(self, subject: UUID, scope: str, now: datetime) -> None:
        message = _encode({"type": "scope_left", "about": subject})
        for group, feeds in self._watching(scope):
            if not self._sight.may_see(group[0], subject, now):
                for feed in list(feeds):
                    feed.offer(message)

    async def _load_expiries(self) -> None:
        rows = await self._db.worker_pool.fetch(
            "select until, subject, scope from platform.audience where until > $1", self._db.clock.now()
        )
        self._expiries = [(row["until"], row["subject"], row["scope"]) for row in rows]
        heapq.heapify(self._expiries)

    async def tick(self) -> None:
        """Once in a second or so: let expired grants leave, and give every feed a sign of life."""
        now = self._db.clock.now()
        while self._expiries and self._expiries[0][0] <= now:
            _, subject, scope = heapq.heappop(self._expiries)
            await self._sight.load({subject})
            self._leave(subject, scope, now)
        await self._send_presence(self._presence.expire(now))
        tick = {"type": "tick", "cursor": self.cursor, "at": now, "clock_step_s": self.clock_step_s}
        message = _encode({**tick, "reference": self.reference})
        for feeds in self._feeds.values():
            for feed in feeds:
                feed.offer(message)

    async def send_positions(self) -> None:
        """Send what moved since the last time, to each group the crews it may see."""
        moved = self.places.take_moved()
        if not len(moved) or not self._feeds:
            return
        now = self._db.clock.now()
        text = self.places.text(moved, now.timestamp())
        for (scopes, _), feeds in list(self._feeds.items()):
            message = await self._positions_message(scopes, moved, text, now)
            if message is not None:
                for feed in list(feeds):
                    feed.offer(message)

    async def _tell_positions(self, feed: Feed) -> None:
        """A screen that opens learns where the crews are that stand still."""
        now = self._db.clock.now()
        known = self.places.since(now.timestamp() - _LATEST_S)
        text = self.places.text(known, now.timestamp())
        message = await self._positions_message(feed.group[0], known, text, now)
        if message is not None:
            feed.offer(message)

    async def _positions_message(
        self, scopes: tuple[str, ...], numbers: Numbers, text: Text, now: datetime
    ) -> bytes | None:
        sees = await self._sight.seen(scopes, numbers, self.places.crews, now)
        if not sees.any():
            return None
        head = _encode({"type": "positions", "at": now, "crews": []})
        return head[:-2] + joined(text[sees]) + head[-2:]

    # Who looks at what --------------------------------------------------------------------------------------

    async def look(self, feed: Feed, subjects: Iterable[UUID]) -> Look | None:
        """A screen says what it shows; what it may not see is left out. Gives what other processes are to be told."""
        if feed.principal.account_id is None:
            return None
        wanted = set(subjects)
        await self._sight.load(wanted)
        now = self._db.clock.now()
        feed.subjects = tuple(sorted(one for one in wanted if self._sight.may_see(feed.group[0], one, now)))
        look = self._look_of(feed)
        await self.note_looks([look])
        return look

    def own_looks(self) -> list[Look]:
        """What the screens of this process show: said again every few seconds, so that nobody forgets them."""
        return [self._look_of(feed) for feeds in self._feeds.values() for feed in feeds if feed.subjects]

    def _look_of(self, feed: Feed) -> Look:
        person = feed.principal.account_id
        assert person is not None
        return Look(window=feed.window, person=person, name=feed.principal.name, subjects=feed.subjects)

    async def note_looks(self, looks: Iterable[Look]) -> None:
        """Take what screens of any process show, and tell those who see the same."""
        now = self._db.clock.now()
        changed: set[UUID] = set()
        for look in looks:
            changed |= self._presence.note(look, now)
        await self._send_presence(changed)

    def _presence_message(self, subject: UUID) -> bytes:
        people = [one.model_dump() for one in self._presence.people(subject)]
        return _encode({"type": "presence", "about": subject, "people": people})

    async def _send_presence(self, subjects: set[UUID]) -> None:
        if not subjects:
            return
        await self._sight.load(subjects)
        now = self._db.clock.now()
        messages = {subject: self._presence_message(subject) for subject in subjects}
        for (scopes, _), feeds in list(self._feeds.items()):
            seen = [message for subject, message in messages.items() if self._sight.may_see(scopes, subject, now)]
            for feed in list(feeds):
                for message in seen:
                    feed.offer(message)

    async def _tell_presence(self, feed: Feed) -> None:
        """A screen that opens learns who looks at what it may see."""
        subjects = self._presence.subjects()
        await self._sight.load(subjects)
        now = self._db.clock.now()
        for subject in subjects:
            if self._sight.may_see(feed.group[0], subject, now):
                feed.offer(self._presence_message(subject))

    async def changed(self, subjects: Iterable[UUID], timeout_s: float) -> None:
        """Return when a fact about one of the subjects has happened, or after the timeout."""
        event = asyncio.Event()
        watched = set(subjects)
        for subject in watched:
            self._watchers.setdefault(subject, set()).add(event)
        try:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(event.wait(), timeout_s)
        finally:
            for subject in watched:
                self._watchers[subject].discard(event)
                if not self._watchers[subject]:
                    del self._watchers[subject]

    # The viewers' side --------------------------------------------------------------------------------------

    async def open(self, principal: Principal, cursor: int | None = None) -> Feed:
        """Open a feed: from a cursor when the client has one and it is not too old, else from a snapshot."""
        await self._ready.wait()
        feed = Feed(principal)
        self._feeds.setdefault(feed.group, set()).add(feed)
        FEED_CONNECTIONS.inc()
        try:
            if cursor is not None and 0 <= self.cursor - cursor <= _REPLAY_AT_MOST:
                await self._replay(feed, cursor)
            else:
                await self._snapshot(feed)
            await self._tell_presence(feed)
            await self._tell_positions(feed)
        except BaseException:
            self.close(feed)
            raise
        return feed

    def close(self, feed: Feed) -> None:
        """Forget a feed."""
        group = self._feeds.get(feed.group)
        if group is not None and feed in group:
            group.discard(feed)
            FEED_CONNECTIONS.dec()
            if not group:
                del self._feeds[feed.group]
                self._sight.forget(feed.group[0])

    async def _snapshot(self, feed: Feed) -> None:
        # The cursor is read first, so the snapshot holds all of it; what is newer comes again and changes nothing.
        cursor = await self._db.worker_pool.fetchval("select coalesce(max(position), 0) from ledger.position")
        entities = await self._entities(feed.principal, None)
        head = {"type": "snapshot", "cursor": cursor, "at": self._db.clock.now()}
        feed.start([await _with_entities(head, entities)], cursor)

    async def _entities(self, principal: Principal, about: UUID | None) -> list[dict[str, object]]:
        async with self._db.snapshot(principal) as tx:
            changes = [change for room in self._rooms for change in await room.snapshot(tx, about)]
        shaped: list[dict[str, object]] = []
        for piece in pieces(changes):
            shaped.extend(self._shaped(piece, principal.roles))
            await asyncio.sleep(0)
        return shaped

    async def _replay(self, feed: Feed, cursor: int) -> None:
        first: list[bytes] = []
        position = cursor
        while batch := await self._tail.after(position):
            await self._sight.load({recorded.about for recorded in batch if recorded.about is not None})
            changes = {recorded.event_id: self._changes_of(recorded) for recorded in batch}
            end = batch[-1].position or position
            now = self._db.clock.now()
            for recorded in batch:
                first.extend(await self._moves_for(feed, recorded, now))
            first.append(self._changes_message(feed.group, batch, changes, position, end, now))
            position = end
        if not first:
            tick = {"type": "tick", "cursor": position, "at": self._db.clock.now(), "clock_step_s": 0.0}
            tick["reference"] = self.reference
            first.append(_encode(tick))
        feed.start(first, position)

    async def _moves_for(self, feed: Feed, recorded: Recorded, now: datetime) -> list[bytes]:
        """What an audience fact in a replay means for one viewer."""
        scopes = feed.principal.scopes
        match recorded.event:
            case AudienceGranted(initial=False) as moved if any(covers(held, moved.scope) for held in scopes):
                return [await self._entered(feed.principal, moved.subject)]
            case AudienceRevoked() as moved if any(covers(held, moved.scope) for held in scopes):
                if not self._sight.may_see(scopes, moved.subject, now):
                    return [_encode({"type": "scope_left", "about": moved.subject})]
            case _:
                seen = [one for one in self._returning(recorded) if self._sight.may_see(scopes, one, now)]
                return [await self._entered(feed.principal, subject) for subject in seen]
        return []
