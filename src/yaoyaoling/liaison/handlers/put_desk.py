"""Let a partner organisation have a desk, or change what it does."""

from datetime import time
from typing import Any

from yaoyaoling.agencies.public import get_organisation, matter_of, require_administrator
from yaoyaoling.kernel.contract import Value
from yaoyaoling.liaison import store
from yaoyaoling.liaison.commands import PutDesk
from yaoyaoling.liaison.directory import get_service
from yaoyaoling.liaison.events import DeskPut
from yaoyaoling.liaison.refusals import HoursWrong, NotAPartner
from yaoyaoling.platform.db.tx import Tx


class PartnerDeskReply(Value):
    """A desk after it was put."""

    org_code: str
    version: int


async def put_desk(tx: Tx, command: PutDesk) -> PartnerDeskReply:
    """Write it; orders that are out keep their clocks.

    Raises: NotFound, NotAllowed, NotAPartner, UnknownService, HoursWrong.
    """
    org = await get_organisation(tx, command.org_code)
    require_administrator(tx, org)
    if org.kind != "partner" or org.retired_at is not None:
        raise NotAPartner(name=org.name_zh)
    get_service(command.service)
    if (command.hours_from is None) != (command.hours_to is None):
        raise HoursWrong
    held = await store.find_desk(tx, org.code, lock=True)
    version = 1 if held is None else held.version + 1
    columns: dict[str, Any] = {
        "org_code": org.code,
        "org_path": org.path,
        "service": command.service,
        "telephone": command.telephone,
        "hours_from": _time(command.hours_from),
        "hours_to": _time(command.hours_to),
        "is_active": command.is_active,
        "version": version,
    }
    places = ", ".join(f"${number}" for number in range(1, len(columns) + 1))
    await tx.execute(
        f"insert into liaison.desk ({', '.join(columns)}) values ({places}) on conflict (org_code) do update set"
        " service = excluded.service, telephone = excluded.telephone, hours_from = excluded.hours_from,"
        " hours_to = excluded.hours_to, is_active = excluded.is_active, version = excluded.version",
        *columns.values(),
    )
    event = DeskPut(desk_code=org.code, **command.model_dump(exclude={"org_code"}))
    tx.record(event, stream=f"desk:{org.code}", seq=version, about=await matter_of(tx, org))
    return PartnerDeskReply(org_code=org.code, version=version)


def _time(text: str | None) -> time | None:
    return None if text is None else time.fromisoformat(text)
