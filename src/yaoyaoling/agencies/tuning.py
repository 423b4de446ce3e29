"""Settings that are changed while the hall runs: what a room's settings are for an organisation, now.

A room's `settings.py` says what there is, its bounds and its default (the environment). Which of them may be changed
at run time is wired in `apps.rooms`. A value holds for an organisation and all below it; the nearest one counts.
Handlers ask inside their transaction, so a change holds from the next command on, in every process.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_settings import BaseSettings

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import NotFound, Refused
from yaoyaoling.platform.db.tx import Tx

S = TypeVar("S", bound=BaseSettings)


class ValueUnfit(Refused):
    """Outside of the setting's bounds, or of another type."""

    code = "setting_value_unfit"
    status = 422
    zh = "“{value}”不在允许范围内（{bounds}）。"
    en = "{value} is not allowed here ({bounds})."


class Bounds(Value):
    """What a value may be; None: no such limit."""

    kind: str
    at_least: float | None = None
    more_than: float | None = None
    at_most: float | None = None

    def __str__(self) -> str:
        """For a sentence."""
        limits = [(self.at_least, "≥"), (self.more_than, ">"), (self.at_most, "≤")]
        return " ".join(f"{sign} {limit:g}" for limit, sign in limits if limit is not None) or self.kind


class Tunable(Value):
    """A setting that may be changed at run time, with what holds where nothing was changed."""

    room: str
    name: str
    bounds: Bounds
    default: float | int | bool


class Tuned(Value):
    """A value put for an organisation and all below it."""

    room: str
    name: str
    org_code: str
    value: float | int | bool
    changed_at: datetime
    changed_by_name: str


def room_of(settings: BaseSettings) -> str:
    """The room whose settings these are: YYL_DISPATCH_… are those of dispatch."""
    return str(settings.model_config["env_prefix"]).removeprefix("YYL_").rstrip("_").lower()


async def tuned(tx: Tx, settings: S, org_code: str) -> S:
    """The settings with what was changed for this organisation or those above it."""
    rows = await tx.fetch(
        "select s.name, s.value from agencies.setting s join agencies.organisation o on o.code = $2"
        " where s.room = $1 and s.value is not null"
        " and (o.path = s.org_path or starts_with(o.path, s.org_path || '/')) order by length(s.org_path)",
        room_of(settings),
        org_code,
    )
    known = type(settings).model_fields
    return settings.model_copy(update={row["name"]: row["value"] for row in rows if row["name"] in known})


async def tuned_everywhere(tx: Tx, settings: S) -> dict[str, S]:
    """As `tuned`, for every organisation in which something was changed, by its code."""
    rows = await tx.fetch(
        "select o.code, s.name, s.value from agencies.setting s join agencies.organisation o"
        " on o.path = s.org_path or starts_with(o.path, s.org_path || '/')"
        " where s.room = $1 and s.value is not null order by length(s.org_path)",
        room_of(settings),
    )
    known = type(settings).model_fields
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row["name"] in known:
            found.setdefault(row["code"], {})[row["name"]] = row["value"]
    return {code: settings.model_copy(update=changed) for code, changed in found.items()}


async def list_tuned(tx: Tx) -> list[Tuned]:
    """All values that were put and hold."""
    rows = await tx.fetch(
        "select room, name, org_code, value, changed_at, changed_by_name from agencies.setting"
        " where value is not null order by room, name, org_path"
    )
    return [Tuned(**dict(row)) for row in rows]


@dataclass(frozen=True)
class Tunables:
    """All settings that may be changed at run time, with the rooms' own checks; wired in `apps.rooms`."""

    by_room: Mapping[str, tuple[BaseSettings, tuple[str, ...]]]

    @classmethod
    def of(cls, *rooms: tuple[BaseSettings, tuple[str, ...]]) -> "Tunables":
        """From each room's settings and the names of those that may be changed."""
        return cls({room_of(settings): (settings, names) for settings, names in rooms})

    def list_all(self) -> list[Tunable]:
        """All of them, by room."""
        return [self.get(room, name) for room, (_, names) in self.by_room.items() for name in names]

    def get(self, room: str, name: str) -> Tunable:
        """One of them. Raises: NotFound."""
        settings, names = self.by_room.get(room, (None, ()))
        if settings is None or name not in names:
            raise NotFound
        field = type(settings).model_fields[name]
        limits: dict[str, Any] = {}
        for ours, theirs in (("at_least", "ge"), ("more_than", "gt"), ("at_most", "le")):
            for mark in field.metadata:
                if getattr(mark, theirs, None) is not None:
                    limits[ours] = getattr(mark, theirs)
        kind = getattr(field.annotation, "__name__", "float")
        return Tunable(room=room, name=name, bounds=Bounds(kind=kind, **limits), default=getattr(settings, name))

    def checked(self, room: str, name: str, value: float | int | bool) -> float | int | bool:
        """The value as the room takes it. Raises: NotFound, ValueUnfit."""
        tunable = self.get(room, name)
        settings, _ = self.by_room[room]
        try:
            whole = type(settings).model_validate({**settings.model_dump(), name: value})
        except ValidationError as error:
            raise ValueUnfit(value=value, bounds=str(tunable.bounds)) from error
        checked: float | int | bool = getattr(whole, name)
        return checked
