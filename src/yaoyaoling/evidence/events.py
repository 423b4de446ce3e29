"""Facts about media and recordings."""

from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from yaoyaoling.kernel.contract import Event, Value

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
    """A file of a contact now belongs to an incident too; incident_id None: to its contact alone again."""

    name: ClassVar[str] = "evidence.media.tied"

    media_id: UUID
    contact_id: UUID | None
    incident_id: UUID | None
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


class KeptPart(Value):
    """An original as it was found. fault: why it could not be read, or what had to be mended, to be heard."""

    part_id: UUID
    name: str
    kind: str
    leg_id: UUID | None = None
    leg_kind: str | None = None
    size_bytes: int
    sha256: str
    sm3: str
    seconds: float | None = None
    fault: str | None = None


class RecordingKept(Event):
    """A call's recording was sealed: its originals, and one sound made of them (mime None: nothing can be heard).

    Hashes are hexadecimal, of the bytes before sealing. seconds: from first sound to last, gaps included.
    """

    name: ClassVar[str] = "evidence.recording.kept"

    recording_id: UUID
    contact_id: UUID
    started_at: datetime
    seconds: float
    mime: str | None
    size_bytes: int
    sha256: str | None
    sm3: str | None
    parts: tuple[KeptPart, ...]


class RecordingTied(Event):
    """A recording of a contact now belongs to an incident too."""

    name: ClassVar[str] = "evidence.recording.tied"

    recording_id: UUID
    contact_id: UUID
    incident_id: UUID
    started_at: datetime
    seconds: float
    sha256: str | None
    sm3: str | None


class RecordingParted(Event):
    """A recording that came with a merger went back with the incident it came from."""

    name: ClassVar[str] = "evidence.recording.parted"

    recording_id: UUID
    incident_id: UUID


class RecordingListened(Event):
    """Somebody listens to a recording, or takes an original of it (part_id), and said why."""

    name: ClassVar[str] = "evidence.recording.listened"

    recording_id: UUID
    purpose: str
    part_id: UUID | None = None


class RecordingHeld(Event):
    """A recording must not be erased: legal hold, until a day or until it is lifted."""

    name: ClassVar[str] = "evidence.recording.held"

    recording_id: UUID
    reason: str
    until: datetime | None = None


class RecordingReleased(Event):
    """A legal hold was lifted."""

    name: ClassVar[str] = "evidence.recording.released"

    recording_id: UUID
    reason: str


class RecordingErased(Event):
    """A recording can no longer be heard by anybody; its hashes stay."""

    name: ClassVar[str] = "evidence.recording.erased"

    recording_id: UUID
    cause: Literal["retention", "erasure"]


EVENTS = (
    MediaStored,
    MediaTied,
    MediaParted,
    MediaErased,
    RecordingKept,
    RecordingTied,
    RecordingParted,
    RecordingListened,
    RecordingHeld,
    RecordingReleased,
    RecordingErased,
)
