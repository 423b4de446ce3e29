"""Taking up the calls of a process that is gone: its rooms, its dialogs, its lines."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from yaoyaoling.platform.logs import logger
from yaoyaoling.telephony.control.call import CITIZEN, LiveCall
from yaoyaoling.telephony.control.lines import PersonLine
from yaoyaoling.telephony.control.parties import LineParty, Party, TrunkParty
from yaoyaoling.telephony.control.wanted import WantedCall, WantedLeg
from yaoyaoling.telephony.media.line import Line
from yaoyaoling.telephony.media.room import Conference, Mode

log = logger("telephony")


async def give_up(call: LiveCall, wanted: WantedCall) -> None:
    """Its line cannot be had again; whoever had not been answered yet is to be called back."""
    await call.end("error", signal="abandon" if wanted.state == "ringing" else "end")


async def take_up(wanted: WantedCall, make: Callable[[UUID], LiveCall]) -> LiveCall | None:
    """A call as it was; None when its citizen cannot be found again (it rang outbound, or nothing was kept of it)."""
    call = make(wanted.id)
    kept = wanted.media or {}
    dialog = None
    if wanted.sip is not None:
        dialog = call.engines.sip.revive(wanted.sip, call.on_citizen)
    if dialog is None or "conference" not in kept:
        log.error("call_not_taken_up", call=str(wanted.id), has_dialog=dialog is not None)
        call.citizen = dialog
        await give_up(call, wanted)
        return None
    call.citizen, call.local = dialog, kept.get("local", "")
    call.is_known, call.is_answered = True, wanted.state == "talking"
    lines = _lines(call, kept.get("parties", {}))
    claimed = call.engines.conferences.claimed
    media = {str(line.line_id): line.media for line in lines.values() if line.media is not None}
    conferences = call.engines.conferences
    call.conference = Conference.revive(conferences.active, call.engines.rtpengine, kept["conference"], media)
    call.is_key_said = wanted.is_key_asked
    call.playing = dict(kept.get("playing", {}))
    if not claimed:
        call.playing.clear()
        lost_at = await asyncio.to_thread(_last_written, Path(conferences.active.files), call.conference.room)
        await call.conference.rebuild(conferences.active, lost_at)
    there = await call.conference.legs()
    for leg in wanted.legs:
        if leg.kind == CITIZEN:
            call.citizen_leg, call.citizen_mode = leg.id, Mode(leg.mode)
        elif (party := _party(call, wanted, leg, kept, lines)) is not None:
            call.parties[leg.id] = party
            party.is_in = leg.state == "joined" and party.name in there
    log.info("call_taken_up", call=str(wanted.id), parties=len(call.parties), claimed=claimed)
    return call


def _last_written(folder: Path, room: str) -> datetime | None:
    """When the engine that is gone last wrote to a file of the room; None when it never did. Blocking."""
    times = [path.stat().st_mtime for path in folder.glob(f"{room}*") if path.is_file()]
    return datetime.fromtimestamp(max(times), UTC) if times else None


def _lines(call: LiveCall, parties: dict[str, dict[str, Any]]) -> dict[str, PersonLine]:
    """The lines that were in the call, when their engine is the one whose session we claimed."""
    found: dict[str, PersonLine] = {}
    conferences = call.engines.conferences
    for name, kept in parties.items():
        if "line_id" not in kept or kept["engine"] != conferences.name or not conferences.claimed:
            continue
        line = PersonLine(UUID(kept["line_id"]), UUID(kept["person_id"]), None)
        line.media = Line.revive(conferences.active, kept["state"])
        line.engine, line.is_up, line.leg_id = kept["engine"], True, UUID(name)
        call.lines.adopt(line)
        found[name] = line
    return found


def _party(
    call: LiveCall, wanted: WantedCall, leg: WantedLeg, kept: dict[str, Any], lines: dict[str, PersonLine]
) -> Party | None:
    """A leg that was in; one that was only called, or of which nothing was kept, is left to `follow`."""
    if leg.state not in ("joined", "lost"):
        return None
    if str(leg.id) in lines:
        party = LineParty(call, leg)
        party.line = lines[str(leg.id)]
        party.line.state = {"type": "joined", "call_id": str(call.id), "leg_id": str(leg.id), "mode": leg.mode}
        return party
    dialog_kept = kept.get("parties", {}).get(str(leg.id))
    if dialog_kept is None or "line_id" in dialog_kept:
        return None
    trunk = TrunkParty(call, leg, wanted)
    trunk.dialog = call.engines.sip.revive(dialog_kept, trunk.on_signal)
    return None if trunk.dialog is None else trunk
