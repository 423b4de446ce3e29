"""Frozen value types that cross a room's border: values, commands, events, and what is personal in them."""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A frozen value; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Command(Value):
    """A request, imperative: `AssignCrew`. One command is one transaction."""


@dataclass(frozen=True)
class PersonalMark:
    """Marks a field whose value is sealed with the subject's key before it enters the ledger."""


T = TypeVar("T")
Personal = Annotated[T, PersonalMark()]
"""`caller_number: Personal[str | None] = None`: sealed in the ledger, masked in feeds, None once erased."""


class Event(Value):
    """A fact, past tense, frozen: `IncidentOpened`.

    name: "room.entity.verb", stable for ever. version: raised when the meaning changes; within a version
    only optional fields are added. golden JSON of every version is kept in `tests/golden`.
    """

    name: ClassVar[str]
    version: ClassVar[int] = 1

    @classmethod
    def personal_fields(cls) -> frozenset[str]:
        """Names of the fields marked `Personal`."""
        cached: frozenset[str] | None = cls.__dict__.get("_personal_fields")
        if cached is None:
            cached = frozenset(
                name
                for name, field in cls.model_fields.items()
                if any(isinstance(mark, PersonalMark) for mark in field.metadata)
            )
            cls._personal_fields = cached
        return cached

    _personal_fields: ClassVar[frozenset[str]]

    def split(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The event's JSON-ready fields, public ones and personal ones apart."""
        whole = self.model_dump(mode="json")
        personal = {name: whole.pop(name) for name in self.personal_fields() if whole.get(name) is not None}
        for name in self.personal_fields():
            whole.pop(name, None)
        return whole, personal
