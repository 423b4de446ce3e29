"""What screens are told of recordings, and their bytes."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from yaoyaoling.evidence.recordings.rows import is_held
from yaoyaoling.evidence.recordings.sealed import RecordingFiles
from yaoyaoling.evidence.recordings.sheet import Lane, PartKind
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import NotFound, Refused
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.vault import KeyDestroyedError
from yaoyaoling.platform.principal import Principal

_PART = "id, name, kind, leg_id, leg_kind, codec, started_at, seconds, size_bytes, sha256, sm3, fault"


class SayWhyFirst(Refused):
    """Nothing is played before its purpose stands in the ledger."""

    code = "say_why_first"
    status = 403
    zh = "请先说明听取录音的用途。"
    en = "Say first what you listen for."


class PartView(Value):
    """An original. fault: why it could not be heard, or what was mended for it; hashes are hexadecimal."""

    id: UUID
    name: str
    kind: PartKind
    leg_id: UUID | None
    leg_kind: str | None
    codec: str | None
    started_at: datetime | None
    seconds: float | None
    size_bytes: int
    sha256: str
    sm3: str
    fault: str | None


class HoldView(Value):
    """A legal hold. until None: until it is lifted."""

    at: datetime
    until: datetime | None
    reason: str
    by: str


class RecordingView(Value):
    """A recording of a call. mime None: nothing can be heard; erased_at: its sound is gone, its hashes are not.

    peaks: loudness over the call, a byte a step, in hexadecimal. listens_until: this person said why, until then.
    """

    id: UUID
    contact_id: UUID
    incident_id: UUID | None
    started_at: datetime
    seconds: float
    mime: str | None
    size_bytes: int
    sha256: str | None
    sm3: str | None
    peaks: str
    lanes: tuple[Lane, ...]
    kept_at: datetime
    hold: HoldView | None
    erased_at: datetime | None
    listens_until: datetime | None
    parts: tuple[PartView, ...]


async def list_recordings(tx: Tx, subject: UUID) -> list[RecordingView]:
    """Recordings of an incident or of a contact the actor may hear, in order of time."""
    return await _list(tx, "r.incident_id = $1 or r.contact_id = $1", subject)


async def get_recording_view(tx: Tx, recording_id: UUID) -> RecordingView:
    """One of them. Raises: NotFound."""
    found = await _list(tx, "r.id = $1", recording_id)
    if not found:
        raise NotFound
    return found[0]


async def _list(tx: Tx, which: str, value: UUID) -> list[RecordingView]:
    rows = await tx.fetch(
        "select r.*, (select until from evidence.listening l where l.file_id = r.id and l.principal = $2"
        f" and l.until > $3) as listens_until from evidence.recording r where {which} order by r.started_at, r.id",
        value,
        tx.principal.id,
        tx.now,
    )
    parts: dict[UUID, list[PartView]] = {row["id"]: [] for row in rows}
    sql = f"select recording_id, {_PART} from evidence.recording_part where recording_id = any($1::uuid[])"
    for part in await tx.fetch(f"{sql} order by started_at nulls last, name", list(parts)):
        fields = {**part, "sha256": part["sha256"].hex(), "sm3": part["sm3"].hex()}
        parts[fields.pop("recording_id")].append(PartView(**fields))
    return [_view(row, tuple(parts[row["id"]]), tx.now) for row in rows]


def _view(row: Any, parts: tuple[PartView, ...], now: datetime) -> RecordingView:
    hold = None
    if is_held(row, now):
        hold = HoldView(at=row["held_at"], until=row["held_until"], reason=row["held_reason"], by=row["held_by"])
    return RecordingView(
        id=row["id"],
        contact_id=row["contact_id"],
        incident_id=row["incident_id"],
        started_at=row["started_at"],
        seconds=row["seconds"],
        mime=row["mime"],
        size_bytes=row["size_bytes"],
        sha256=row["sha256"].hex() if row["sha256"] else None,
        sm3=row["sm3"].hex() if row["sm3"] else None,
        peaks=row["peaks"].hex(),
        lanes=tuple(Lane.model_validate(lane) for lane in row["lanes"]),
        kept_at=row["kept_at"],
        hold=hold,
        erased_at=row["erased_at"],
        listens_until=row["listens_until"],
        parts=parts,
    )


class OpenSound:
    """A sealed file that may be read."""

    def __init__(self, files: RecordingFiles, file_id: UUID, key: bytes, size: int, name: str, mime: str) -> None:
        self._files, self._id, self._key = files, file_id, key
        self.size, self.name, self.mime = size, name, mime

    def read(self, start: int, end: int) -> Iterator[bytes]:
        """Bytes start to end, end not included. Blocking. Raises: FileNotFoundError, InvalidTag."""
        return self._files.read(self._id, self._key, self.size, start, end)


async def open_sound(
    db: Database, files: RecordingFiles, principal: Principal, recording_id: UUID, part_id: UUID | None = None
) -> OpenSound:
    """The sound of a recording, or an original of it, for whoever said why. Raises: NotFound, SayWhyFirst."""
    file_id = part_id or recording_id
    async with db.snapshot(principal) as tx:
        row = await tx.fetchrow("select * from evidence.recording where id = $1 and erased_at is null", recording_id)
        if row is None:
            raise NotFound
        size, name, mime = row["size_bytes"], f"{recording_id}.ogg", row["mime"]
        if part_id is not None:
            part = await tx.fetchrow(
                "select name, size_bytes from evidence.recording_part where id = $1 and recording_id = $2",
                part_id,
                recording_id,
            )
            if part is None:
                raise NotFound
            size, name, mime = part["size_bytes"], part["name"], "application/octet-stream"
        if mime is None:
            raise NotFound
        said = await tx.fetchval(
            "select true from evidence.listening where file_id = $1 and principal = $2 and until > $3",
            file_id,
            principal.id,
            tx.now,
        )
        if not said:
            raise SayWhyFirst
        try:
            key = await db.vault.find_key(tx.conn, file_id)
        except KeyDestroyedError as error:
            raise NotFound from error
    if key is None:
        raise NotFound
    return OpenSound(files, file_id, key, size, name, mime)
