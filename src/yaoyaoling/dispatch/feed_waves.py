"""Waves and notices in the feeds: what was asked for, and whose crew was taken."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from yaoyaoling.dispatch.events import NoticeEnded, NoticeRaised, NoticeRepeated, NoticeSeen, WaveRefilled, WaveSent
from yaoyaoling.dispatch.notices import Notice, county_path, list_notices
from yaoyaoling.dispatch.queries import list_waves
from yaoyaoling.incidents.public import list_shown
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.feeds.contract import Change, Kind, RoomFeed
from yaoyaoling.platform.ledger.envelope import Recorded, time_text
from yaoyaoling.platform.principal import Role

_DESKS = frozenset({Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK})
WAVE = Kind("wave", _DESKS | {Role.CALL_TAKER})
NOTICE = Kind("notice", _DESKS)
_WAVE_FIELDS = ("number", "wanted", "reach", "standby", "reason", "by_name")
_NOTICE_FIELDS = ("incident_number", "class_code", "level", "call_sign", "reason", "taken_by_name")


async def _snapshot(tx: Tx, about: UUID | None) -> list[Change]:
    changes = []
    for row in await list_waves(tx, await list_shown(tx, about)):
        wave: dict[str, Any] = {name: row[name] for name in (*_WAVE_FIELDS, "sent", "missing")}
        wave |= {"forces": list(row["forces"]), "sent_at": time_text(row["sent_at"])}
        wave |= {"incident_id": str(row["incident_id"])}
        changes.append(Change("wave", str(row["id"]), row["version"], row["incident_id"], wave))
    for notice in await list_notices(tx, about):
        said = {name: getattr(notice, name) for name in _NOTICE_FIELDS} | _owners(notice)
        said |= {"station_seen_by": notice.station_seen_by, "county_seen_by": notice.county_seen_by}
        said |= {"asked": notice.asked, "raised_at": time_text(notice.raised_at)}
        changes.append(Change("notice", str(notice.id), notice.version, notice.id, said))
    return changes


def _owners(one: Notice | NoticeRaised) -> dict[str, Any]:
    return {
        "incident_id": str(one.incident_id),
        "order_id": str(one.order_id),
        "crew_id": str(one.crew_id),
        "station_code": one.org_path.rsplit("/", 1)[-1],
        "county_code": county_path(one.org_path).rsplit("/", 1)[-1],
        "expected_until": None if one.expected_until is None else time_text(one.expected_until),
        "asks": list(one.asks),
    }


def _changes(recorded: Recorded) -> Iterable[Change]:
    at, seq = time_text(recorded.at), recorded.stream_seq
    match recorded.event:
        case WaveSent() as event:
            wave: dict[str, Any] = {name: getattr(event, name) for name in _WAVE_FIELDS}
            wave |= {"forces": list(event.forces), "sent": len(event.order_ids), "sent_at": at}
            wave |= {"incident_id": str(event.incident_id), "missing": 0}
            yield Change("wave", str(event.wave_id), seq, event.incident_id, wave)
        case WaveRefilled() as event:
            yield Change("wave", str(event.wave_id), seq, event.incident_id, {"missing": event.missing})
        case NoticeRaised() as event:
            said = {name: getattr(event, name) for name in _NOTICE_FIELDS} | _owners(event)
            said |= {"station_seen_by": None, "county_seen_by": None, "asked": 1, "raised_at": at}
            yield Change("notice", str(event.notice_id), seq, event.notice_id, said)
        case NoticeRepeated() as event:
            yield Change("notice", str(event.notice_id), seq, event.notice_id, {"asked": event.asked})
        case NoticeSeen() as event:
            seen = {f"{event.side}_seen_by": event.by_name}
            yield Change("notice", str(event.notice_id), seq, event.notice_id, seen)
        case NoticeEnded() as event:
            yield Change("notice", str(event.notice_id), seq, event.notice_id, None)
        case _:
            pass


FEED = RoomFeed((WAVE, NOTICE), _snapshot, _changes)
