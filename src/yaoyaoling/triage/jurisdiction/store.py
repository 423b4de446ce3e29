"""The row of whose an incident is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.triage.jurisdiction.decide import Kind, WhoseReason
from yaoyaoling.triage.states import JurisdictionState

_COLUMNS = (
    "id", "incident_id", "state", "basis", "station_code", "others", "claimed_code", "desk_code", "lon", "lat",
    "class_code", "goes_first", "goes_first_s", "leads_zh", "leads_en", "reasons", "said", "by_name", "since",
    "version",
)  # fmt: skip
_SELECT = f"select {', '.join(_COLUMNS)} from triage.jurisdiction"


@dataclass(frozen=True)
class Jurisdiction:
    """Whose an incident is; by_name, said: who moved it last, and their words."""

    id: UUID
    incident_id: UUID
    state: JurisdictionState
    basis: Kind
    station_code: str
    others: tuple[str, ...]
    claimed_code: str | None
    desk_code: str
    lon: float
    lat: float
    class_code: str
    goes_first: str | None
    goes_first_s: float | None
    leads_zh: str | None
    leads_en: str | None
    reasons: tuple[WhoseReason, ...]
    said: str | None
    by_name: str | None
    since: datetime
    version: int

    @property
    def stream(self) -> str:
        """Its stream in the ledger."""
        return f"jurisdiction:{self.id}"


def _of(row: Any) -> Jurisdiction:
    fields = {name: row[name] for name in _COLUMNS}
    fields |= {"state": JurisdictionState(fields["state"]), "basis": cast(Kind, fields["basis"])}
    fields |= {"others": tuple(fields["others"]), "reasons": tuple(WhoseReason(**one) for one in fields["reasons"])}
    return Jurisdiction(**fields)


async def find_jurisdiction(tx: Tx, incident_id: UUID) -> Jurisdiction | None:
    """Of an incident the actor may see, locked; or None: nobody decides that of what inspection handles."""
    row = await tx.fetchrow(f"{_SELECT} where incident_id = $1 for update", incident_id)
    return None if row is None else _of(row)


async def read_jurisdiction(tx: Tx, incident_id: UUID) -> Jurisdiction:
    """The same without a lock. Raises: NotFound."""
    row = await tx.fetchrow(f"{_SELECT} where incident_id = $1", incident_id)
    if row is None:
        raise NotFound
    return _of(row)


async def list_jurisdictions(tx: Tx, incident_ids: list[UUID]) -> list[Jurisdiction]:
    """Those of the incidents the actor may see."""
    return [_of(row) for row in await tx.fetch(f"{_SELECT} where incident_id = any($1::uuid[])", incident_ids)]


async def insert_jurisdiction(tx: Tx, held: Jurisdiction) -> None:
    """Write a new one."""
    values = {name: getattr(held, name) for name in _COLUMNS}
    values |= {"state": held.state.value, "others": list(held.others), "reasons": _plain(held.reasons)}
    places = ", ".join(f"${number}" for number in range(1, len(_COLUMNS) + 1))
    await tx.execute(f"insert into triage.jurisdiction ({', '.join(_COLUMNS)}) values ({places})", *values.values())


async def save_jurisdiction(tx: Tx, held: Jurisdiction, **changed: Any) -> int:
    """Write changed columns and the next version of a locked one; gives that version."""
    if "reasons" in changed:
        changed["reasons"] = _plain(changed["reasons"])
    columns = {**changed, "version": held.version + 1}
    settings = ", ".join(f"{name} = ${number}" for number, name in enumerate(columns, start=2))
    await tx.execute(f"update triage.jurisdiction set {settings} where id = $1", held.id, *columns.values())
    return held.version + 1


async def keep_class(tx: Tx, held: Jurisdiction, class_code: str) -> None:
    """The class it was last decided for; nothing that anybody sees changes, so it is no version of its own."""
    await tx.execute("update triage.jurisdiction set class_code = $2 where id = $1", held.id, class_code)


def _plain(reasons: tuple[WhoseReason, ...]) -> list[dict[str, str]]:
    return [one.model_dump() for one in reasons]
