"""Duty alarms: raised once a case, settled once; what of them stands is seen by whoever sees the crew or the roster."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yaoyaoling.force.events import DutyAlarmEnd, DutyAlarmKind, DutyAlarmRaised, DutyAlarmSettled
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.db.tx import Tx


@dataclass(frozen=True)
class Case:
    """What may be an alarm. about: the crew, or the roster. since, until: its turn; of a roster the end, twice."""

    kind: DutyAlarmKind
    about: UUID
    org_code: str
    org_path: str
    label: str
    place_code: str
    since: datetime
    until: datetime


async def raise_alarm(tx: Tx, case: Case) -> None:
    """Raise it, unless it was raised before: also one that was settled is not raised again."""
    alarm_id = new_id()
    written = await tx.execute(
        "insert into force.duty_alarm (id, kind, about, org_code, org_path, label, place_code, since, until, raised_at,"
        " version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1) on conflict (kind, about, since) do nothing",
        alarm_id, case.kind, case.about, case.org_code, case.org_path, case.label, case.place_code, case.since,
        case.until, tx.now,
    )  # fmt: skip
    if not written:
        return
    event = DutyAlarmRaised(
        alarm_id=alarm_id, kind=case.kind, about=case.about, org_code=case.org_code, label=case.label,
        place_code=case.place_code, since=case.since, until=case.until,
    )  # fmt: skip
    tx.record(event, stream=f"duty_alarm:{alarm_id}", seq=1, about=case.about)


async def settle(tx: Tx, alarm_ids: Sequence[UUID], how: DutyAlarmEnd, note: str = "") -> None:
    """End these; those that ended meanwhile stay as they are."""
    rows = await tx.fetch(
        "update force.duty_alarm set settled_at = $2, settled_how = $3, settled_by_name = $4, note = $5,"
        " version = version + 1 where id = any($1::uuid[]) and settled_at is null returning id, about, version",
        list(alarm_ids),
        tx.now,
        how,
        tx.principal.name,
        note,
    )
    for row in rows:
        event = DutyAlarmSettled(alarm_id=row["id"], how=how, note=note)
        tx.record(event, stream=f"duty_alarm:{row['id']}", seq=row["version"], about=row["about"])


async def list_open(tx: Tx, about: Sequence[UUID], kind: DutyAlarmKind) -> list[tuple[UUID, UUID, datetime]]:
    """(alarm, whom it is about, since) of those that stand, held until the end of the transaction."""
    rows = await tx.fetch(
        "select id, about, since from force.duty_alarm"
        " where about = any($1::uuid[]) and kind = $2 and settled_at is null order by id for update",
        list(about),
        kind,
    )
    return [(row["id"], row["about"], row["since"]) for row in rows]
