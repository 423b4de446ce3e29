"""Gathering what goes into an exported file, as the person who exports may see it."""

import asyncio
from datetime import datetime
from uuid import UUID

from yaoyaoling.agencies.public import find_organisation
from yaoyaoling.evidence.public import MediaFiles, read_media, watermarked
from yaoyaoling.incidents.public import (
    INCIDENT,
    Incident,
    TimelineEntry,
    fields_of,
    list_class_version,
    list_timeline,
)
from yaoyaoling.kernel.clock import HALL_ZONE
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.oversight.dossier.archive import archive_of
from yaoyaoling.oversight.dossier.page import Cover, word_of
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.feeds.contract import shape
from yaoyaoling.platform.hall import Hall
from yaoyaoling.platform.ledger.excerpt import Seal, excerpt_of
from yaoyaoling.platform.principal import Principal


class Gathered:
    """What was read in one snapshot, before the photos and the proof are fetched."""

    def __init__(self, incident: Incident, head: dict[str, object], entries: list[TimelineEntry]) -> None:
        self.incident = incident
        self.head = head
        self.entries = entries

    def photos(self) -> dict[UUID, str]:
        """Photos of the file, with the hash of what was sent in; without those that went back with a duplicate."""
        photos: dict[UUID, str] = {}
        for entry in self.entries:
            if entry.name == "evidence.media.parted":
                photos.pop(UUID(str(entry.data["media_id"])), None)
            elif entry.name.startswith("evidence.media.") and "sha256" in entry.data:
                photos[UUID(str(entry.data["media_id"]))] = str(entry.data["sha256"])
        return photos


async def gather(tx: Tx, hall: Hall, incident: Incident, *, shows_personal: bool) -> Gathered:
    """Head and timeline; personal data as the role sees it, or in clear when a purpose was stated and recorded."""
    fields = fields_of(incident)
    head: dict[str, object] = dict(fields if shows_personal else shape(INCIDENT, fields, tx.principal.roles))
    for key in ("county_code", "station_code"):
        org = await find_organisation(tx, str(head[key]))
        head[key.replace("code", "name")] = org.name_zh if org else str(head[key])
    classes = {one.code: one for one in await list_class_version(tx, incident.class_version)}
    known = classes.get(incident.class_code)
    head["class"] = f"{known.name_zh} {known.name_en}" if known else incident.class_code
    entries = await list_timeline(tx, hall.decoder, incident.id, in_clear=shows_personal)
    return Gathered(incident, head, entries)


async def build(
    hall: Hall, principal: Principal, gathered: Gathered, *, export_id: UUID, at: datetime, purpose: str | None
) -> bytes:
    """The zip, with name, organisation, time and number of the export on every sheet and photo."""
    mark = (
        f"{principal.name} {principal.org_code or ''} · {gathered.incident.number} ·"
        f" {at.astimezone(HALL_ZONE):%Y-%m-%d %H:%M:%S} · {export_id.hex[-8:]}"
    )
    photos = []
    for number, (media_id, digest) in enumerate(gathered.photos().items(), 1):
        try:
            content, _ = await read_media(hall.db, hall.need(MediaFiles), principal, media_id, "screen")
        except NotFound:
            continue  # erased by law, or not for this person: its hash stays in the facts
        photos.append((f"photos/{number:02d}.jpg", digest, await asyncio.to_thread(watermarked, content, mark)))
    event_ids = [entry.event_id for entry in gathered.entries]
    excerpt = await excerpt_of(hall.db.worker_pool, hall.need(Seal), event_ids)
    cover = _cover(gathered, mark, purpose)
    return await asyncio.to_thread(archive_of, cover, gathered.head, gathered.entries, photos, excerpt)


def _cover(gathered: Gathered, mark: str, purpose: str | None) -> Cover:
    head = gathered.head

    def moment(at: datetime | None) -> str:
        return "" if at is None else f"{at.astimezone(HALL_ZONE):%Y-%m-%d %H:%M:%S}"

    incident = gathered.incident
    lines = {
        "number": incident.number,
        "class": f"{head['class']}（{incident.class_code}）",
        "level": str(incident.level),
        "state": word_of(incident.state.value),
        "place_text": f"{incident.place_text} · {incident.lon:.5f}, {incident.lat:.5f} WGS-84",
        "owner": f"{head['county_name']} · {head['station_name']}",
        "reporter_name": str(head["reporter_name"] or ""),
        "reporter_phone": str(head["reporter_phone"] or ""),
        "narrative": str(head["narrative"] or ""),
        "outcome": word_of(str(head["outcome"] or "")),
        "opened_at": moment(incident.opened_at),
        "handled_at": moment(incident.handled_at),
        "closed_at": moment(incident.closed_at),
    }
    shown = tuple((key, text) for key, text in lines.items() if text)
    if purpose is None:
        zh, en = "个人信息按导出人角色显示。", "Personal data as the exporter's role sees it."
    else:
        zh, en = f"含个人信息，用途：{purpose}", "With personal data, for the purpose stated."
    return Cover(number=incident.number, lines=shown, mark=mark, personal_zh=zh, personal_en=en)
