"""Facts about media."""

from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from yaoyaoling.kernel.contract import Event

Purpose = Literal["report", "feedback", "patrol"]


class MediaStored(Event):
    """A file was stored; sha256 is of the bytes as they came, in hexadecimal."""

    name: ClassVar[str] = "evidence.media.stored"

    media_id: UUID
    contact_id: UUID | None
    incident_id: UUID | None
    purpose: Purpose
    mime: str
    size_bytes: int
    width: int
    height: int
    sha256: str


class MediaTied(Event):
    """A file of a contact now belongs to an incident too."""

    name: ClassVar[str] = "evidence.media.tied"

    media_id: UUID
    contact_id: UUID | None
    incident_id: UUID
    purpose: Purpose
    mime: str
    size_bytes: int
    width: int
    height: int
    sha256: str
    stored_at: datetime


class MediaParted(Event):
    """A file that came with a merger went back with the incident it came from."""

    name: ClassVar[str] = "evidence.media.parted"

    media_id: UUID
    incident_id: UUID


class MediaErased(Event):
    """The file can no longer be opened by anybody; its hash stays."""

    name: ClassVar[str] = "evidence.media.erased"

    media_id: UUID


EVENTS = (MediaStored, MediaTied, MediaParted, MediaErased)
