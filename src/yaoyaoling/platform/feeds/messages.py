"""The messages of a feed, as they stand in the AsyncAPI document."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from yaoyaoling.kernel.contract import Value
from yaoyaoling.platform.feeds.presence import Onlooker


class EntityMessage(Value):
    """An entity, or what changed of it."""

    kind: str
    id: str
    v: int = Field(description="Version; take it only when it is greater than the one you hold.")
    about: UUID = Field(description="Subject that decides who sees it; `scope_left` names it.")
    set: dict[str, Any] | None = Field(description="Fields to merge; null: the entity is gone.")


class FactMessage(Value):
    """A line of an incident's timeline, as a notice: read the timeline itself by `GET /api/incidents/{id}/timeline`."""

    position: int
    event_id: UUID
    name: str
    at: datetime
    incident: UUID | None
    actor_name: str


class Snapshot(Value):
    """Everything the viewer may see, at one moment; forget what you held."""

    type: Literal["snapshot"] = "snapshot"
    cursor: int
    at: datetime
    entities: list[EntityMessage]


class Changes(Value):
    """What happened after `since` up to `cursor`. When `since` is beyond your cursor you missed something: reopen."""

    type: Literal["changes"] = "changes"
    since: int
    cursor: int
    at: datetime
    entities: list[EntityMessage]
    facts: list[FactMessage]


class ScopeEntered(Value):
    """A subject came into the viewer's sight, or back to work after it had ended: all its entities."""

    type: Literal["scope_entered"] = "scope_entered"
    about: UUID
    entities: list[EntityMessage]


class ScopeLeft(Value):
    """A subject left the viewer's sight: forget all its entities."""

    type: Literal["scope_left"] = "scope_left"
    about: UUID


class Positions(Value):
    """Newest positions of crews: [crew, lon, lat, heading, speed km/h, age s, notes], WGS-84.

    notes: 1 when the crew has left its own grid.
    """

    type: Literal["positions"] = "positions"
    at: datetime
    crews: list[tuple[str, float, float, float | None, float | None, float, int]]


class Presence(Value):
    """Who has a subject open on a screen right now, the viewer perhaps among them; none: nobody any more."""

    type: Literal["presence"] = "presence"
    about: UUID
    people: list[Onlooker]


class Tick(Value):
    """A sign of life, with the hall's time and the cursor, and whether something is amiss."""

    type: Literal["tick"] = "tick"
    cursor: int
    at: datetime
    clock_step_s: float = 0.0
    reference: int = Field(
        default=0,
        description="Another number than before: organisations, code tables or settings changed; read them again.",
    )


Message = Annotated[
    Snapshot | Changes | ScopeEntered | ScopeLeft | Positions | Presence | Tick, Field(discriminator="type")
]
