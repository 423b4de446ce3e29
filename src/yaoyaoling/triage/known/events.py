"""Facts about watch lists, and about who looked."""

from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from yaoyaoling.kernel.contract import Event

WatchKind = Literal["number", "person", "vehicle", "address"]


class WatchPut(Event):
    """Somebody put an entry on a watch list. masked: all that is kept of the value in clear."""

    name: ClassVar[str] = "triage.watch.put"

    entry_id: UUID
    kind: WatchKind
    masked: str
    reason: str
    authority: str
    until: datetime
    owner_name: str | None = None


class WatchAmended(Event):
    """Reason, authority, end or owner of an entry changed; all of it as it stands now."""

    name: ClassVar[str] = "triage.watch.amended"

    entry_id: UUID
    reason: str
    authority: str
    until: datetime
    owner_name: str | None = None


class WatchOwned(Event):
    """Somebody looks after a repeat caller from now on."""

    name: ClassVar[str] = "triage.watch.owned"

    entry_id: UUID
    owner_name: str
    owner_org: str


class WatchEnded(Event):
    """Somebody took an entry off before its time."""

    name: ClassVar[str] = "triage.watch.ended"

    entry_id: UUID
    why: str


class KnownLooked(Event):
    """Somebody looked what is known about a contact. found: the entries that were shown."""

    name: ClassVar[str] = "triage.known.looked"

    contact_id: UUID
    kinds: tuple[WatchKind, ...]
    found: tuple[UUID, ...]


EVENTS = (WatchPut, WatchAmended, WatchOwned, WatchEnded, KnownLooked)
