"""A call through the public API: taken, held, handed over, called back; what the console sends and reads."""

from collections.abc import AsyncIterator

import pytest

from tests.conftest import world_database
from tests.engines import Engines
from tests.livehall import LiveHall, live_hall
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.principal import system
from yaoyaoling.telephony.public import (
    CallSignal,
    LegSignal,
    NoteCall,
    NoteLeg,
    Ring,
    note_call,
    note_leg,
    ring,
)

LINE = system("voice")


@pytest.fixture(scope="module")
async def live(engines: Engines, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LiveHall]:
    """One hall for this module."""
    async with live_hall(engines, await world_database(engines), tmp_path_factory.mktemp("hall")) as hall:
        yield hall


async def test_a_call_from_the_ring_to_the_end(live: LiveHall) -> None:
    db = live.hall.db
    command = Ring(trunk_call_id="h@trunk", dialled="110", caller_number="13800004321", has_media=True)
    rang = await execute(db, LINE, ring, command)
    call = f"/api/telephony/calls/{rang.call_id}"
    async with live.client("taker1") as taker, live.client("commander") as commander:
        assert (await taker.post(f"/api/intake/contacts/{rang.call_id}/take")).status_code == 200
        shown = (await taker.get(call)).json()["data"]
        assert [one["kind"] for one in shown["legs"]] == ["citizen", "seat"]
        assert shown["caller_number"] == "13800004321"
        assert (await commander.get(call)).json()["data"]["caller_number"] == "138****4321"
        seat = shown["legs"][1]["id"]
        await execute(db, LINE, note_leg, NoteLeg(leg_id=seat, signal=LegSignal.JOIN))
        await execute(db, LINE, note_call, NoteCall(call_id=rang.call_id, signal=CallSignal.ANSWER))
        muted = await taker.post(f"{call}/legs/{seat}/mode", json={"mode": "muted"})
        assert muted.status_code == 200 and muted.json()["state"] == "joined"
        assert (await taker.post(f"{call}/digits", json={"digits": "1#"})).status_code == 200
        assert (await taker.post(f"{call}/ask-key")).json() == {"is_asked": True}
        assert (await taker.post(f"{call}/ask-key")).json() == {"is_asked": False}
        assert "12345" in [one["id"] for one in (await taker.get("/api/telephony/partners")).json()]
        partner = await taker.post(f"{call}/legs", json={"partner_id": "12345", "attended": "warm"})
        assert partner.status_code == 201
        assert (await taker.post(f"{call}/legs", json={"partner_id": "none"})).status_code == 404
        assert (await taker.delete(f"{call}/legs/{partner.json()['leg_id']}")).status_code == 204
        tagged = await taker.post(f"{call}/tag", json={"why": "反复骚扰"})
        assert tagged.json() == {"tags": ["junk"]}
        assert (await taker.post(f"{call}/untag", json={"why": "误标"})).json() == {"tags": []}
        assert (await taker.post(f"{call}/call-back", json={})).json()["code"] == "call_lives"
        body = {"disposition": "not_police", "hang_up": True}
        assert (await taker.post(f"/api/intake/contacts/{rang.call_id}/settle", json=body)).status_code == 200
        assert (await taker.get(call)).json()["data"]["is_ending"] is True
        await execute(db, LINE, note_call, NoteCall(call_id=rang.call_id, signal=CallSignal.END, reason="ended"))
        over = await taker.post(f"{call}/end")
        assert (over.status_code, over.json()["code"]) == (409, "call_over")


async def test_who_gave_up_is_rung_back_over_http_only_when_it_is_safe(live: LiveHall) -> None:
    db = live.hall.db
    command = Ring(trunk_call_id="g@trunk", dialled="110", caller_number="13800004322", has_media=True)
    rang = await execute(db, LINE, ring, command)
    await execute(db, LINE, note_call, NoteCall(call_id=rang.call_id, signal=CallSignal.ABANDON))
    path = f"/api/telephony/calls/{rang.call_id}/call-back"
    async with live.client("taker2") as taker, live.client("commander") as commander:
        hides = await taker.post(path, json={})
        assert (hides.status_code, hides.json()["code"]) == (409, "caller_may_hide")
        assert (await commander.post(path, json={"is_safe": True})).status_code == 403
        assert (await taker.post(path, json={"is_safe": True})).status_code == 201
        kinds = [one["kind"] for one in (await taker.get(path.removesuffix("/call-back"))).json()["data"]["legs"]]
        assert kinds == ["citizen", "callback", "seat"]
