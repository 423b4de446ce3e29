"""What a room says about its entities, and the one way changes are applied, here and in every client."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from yaoyaoling.kernel.contract import Event
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.envelope import Recorded
from yaoyaoling.platform.principal import Role

Mask = Literal["phone", "name", "hidden"]


@dataclass(frozen=True, slots=True)
class Change:
    """An entity after a fact: its new version and the fields that changed; fields None: it is gone.

    about: the audience subject that says who may see it. Fields are JSON-ready and merge shallowly.
    """

    kind: str
    id: str
    version: int
    about: UUID
    fields: Mapping[str, Any] | None


@dataclass(frozen=True)
class Kind:
    """A kind of entity: which roles are sent it, and which of its fields are masked for whom.

    masks: field → how it is masked for roles not in `unmasked`.
    """

    name: str
    roles: frozenset[Role]
    masks: Mapping[str, Mask] = field(default_factory=dict)
    unmasked: frozenset[Role] = frozenset()


def _nothing_returns(_: Recorded) -> UUID | None:
    return None


@dataclass(frozen=True)
class RoomFeed:
    """A room's part in the feed, wired in `apps.wiring`.

    snapshot: whole live entities the transaction's actor may see (row-level security decides); with a
    subject, those of that subject only. changes: what one fact does; pure. Applying the changes of all
    later facts to a snapshot gives the later snapshot: `tests` hold that for every command. reference: facts that
    change what everybody reads apart from the feed (organisations, code tables): the next tick says so. returning: the
    subject that a fact brings back to work after it had ended; screens may have let go of it, so it is sent whole.
    """

    kinds: Sequence[Kind]
    snapshot: Callable[[Tx, UUID | None], Awaitable[list[Change]]]
    changes: Callable[[Recorded], Iterable[Change]]
    reference: tuple[type[Event], ...] = ()
    returning: Callable[[Recorded], UUID | None] = _nothing_returns


@dataclass
class Entity:
    """An entity as a client holds it."""

    version: int
    about: UUID
    fields: dict[str, Any]


@dataclass
class View:
    """A client's picture: what `console/src/sync` does in TypeScript, used by tests, traffic and judges here."""

    cursor: int = 0
    entities: dict[tuple[str, str], Entity] = field(default_factory=dict)
    gone: dict[tuple[str, str], int] = field(default_factory=dict)

    def apply(self, change: Change) -> bool:
        """Take one change unless a version as new is held; gives whether anything moved."""
        key = (change.kind, change.id)
        held = self.entities.get(key)
        known = held.version if held else self.gone.get(key, 0)
        if change.version <= known:
            return False
        if change.fields is None:
            self.entities.pop(key, None)
            self.gone[key] = change.version
        elif held is None:
            self.gone.pop(key, None)
            self.entities[key] = Entity(change.version, change.about, dict(change.fields))
        else:
            held.version = change.version
            held.fields.update(change.fields)
        return True

    def leave(self, about: UUID) -> None:
        """Forget everything of a subject that left the viewer's sight."""
        for key in [key for key, entity in self.entities.items() if entity.about == about]:
            del self.entities[key]


_MASKS: Mapping[Mask, Callable[[str], str]] = {
    "phone": lambda text: text[:3] + "****" + text[-4:] if len(text) >= 9 else "****",
    "name": lambda text: text[:1] + "*" * max(1, len(text) - 1),
    "hidden": lambda _: "***",
}


def shape(kind: Kind, fields: Mapping[str, Any], roles: frozenset[Role]) -> dict[str, Any]:
    """The fields as a viewer with these roles gets them: masked unless the role needs them in clear."""
    shaped = dict(fields)
    if not roles & kind.unmasked:
        for name, mask in kind.masks.items():
            if isinstance(shaped.get(name), str):
                shaped[name] = _MASKS[mask](shaped[name])
    return shaped
