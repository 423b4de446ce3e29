"""A file leaves the hall: written down first, masked unless a purpose is stated, marked, and provable outside."""

import asyncio
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from PIL import Image

from tests.conftest import world_database
from tests.engines import Engines
from tests.journeys.test_http import HERE
from tests.livehall import LiveHall, live_hall
from yaoyaoling.apps import rooms
from yaoyaoling.apps.state_diagrams import MACHINES
from yaoyaoling.channels.states import MessageState
from yaoyaoling.citizen.states import WithdrawalState
from yaoyaoling.evidence.public import watermarked
from yaoyaoling.field.states import HelpState, PanicState
from yaoyaoling.intake.states import SeatState
from yaoyaoling.liaison.states import ExchangeState, WorkOrderState
from yaoyaoling.oversight.dossier.page import _detail, dossier_words
from yaoyaoling.telephony.states import CallState, LegState
from yaoyaoling.telephony.video.states import VideoState
from yaoyaoling.triage.states import JurisdictionState, PaymentState


@pytest.fixture
async def hall(engines: Engines, tmp_path: Path) -> AsyncIterator[LiveHall]:
    async with live_hall(engines, await world_database(engines), tmp_path / "hall") as running:
        yield running


async def an_incident(hall: LiveHall) -> str:
    """An incident with a photo, whose facts have their places in the ledger."""
    async with hall.client() as citizen, hall.client("taker1") as taker:
        headers = {"Content-Type": "image/jpeg"}
        upload = (await citizen.post("/api/public/uploads", content=a_photo(), headers=headers)).json()["upload_id"]
        report = {"text": "两人打架", "photos": [upload], "phone": "13800001234", "name": "李四"}
        assert (await citizen.post("/api/public/reports", json=report)).status_code == 201
        contact = str(await hall.hall.db.worker_pool.fetchval("select id from intake.contact"))
        await taker.post(f"/api/intake/contacts/{contact}/take")
        opening = {"class_code": "0202", "place": {"text": "解放路12号", **HERE}, "narrative": "两人打架"}
        incident = await taker.post(f"/api/intake/contacts/{contact}/incident", json=opening)
        assert incident.status_code == 201, incident.text
        found = str(incident.json()["incident_id"])
    for _ in range(100):
        signed = await hall.hall.db.worker_pool.fetchval("select max(size) from ledger.checkpoint") or 0
        facts = await hall.hall.db.worker_pool.fetchval("select count(*) from ledger.event")
        if signed == facts:
            return found
        await asyncio.sleep(0.1)
    raise AssertionError("the ledger was not signed in time")


def a_photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (1200, 900), "#456").save(out, "JPEG")
    return out.getvalue()


async def export(client: httpx.AsyncClient, incident: str, **query: str) -> zipfile.ZipFile:
    reply = await client.get(f"/api/incidents/{incident}/export", params=query)
    assert reply.status_code == 200, reply.text
    return zipfile.ZipFile(io.BytesIO(reply.content))


def texts(archive: zipfile.ZipFile) -> dict[str, str]:
    return {
        name.partition("/")[2]: archive.read(name).decode(errors="replace")
        for name in archive.namelist()
        if not name.endswith(".jpg")
    }


async def test_an_export_is_written_down_masked_marked_and_proven(hall: LiveHall, tmp_path: Path) -> None:
    incident = await an_incident(hall)
    async with hall.client("commander") as commander:
        masked = texts(await export(commander, incident))
        plain = await export(commander, incident, purpose="移交办案单位")
    assert "13800001234" not in "".join(masked.values()) and "138****1234" in masked["file.html"]
    clear = texts(plain)
    assert "13800001234" in clear["file.html"] and "移交办案单位" in clear["file.html"]
    for text in (masked["file.html"], masked["README.txt"]):
        assert "commander" in text and "两人打架" in masked["file.html"]

    rows = await hall.hall.db.worker_pool.fetch(
        "select payload::text from ledger.event where name = 'oversight.incident.exported' order by origin_seq"
    )
    facts = [json.loads(row["payload"]) for row in rows]
    assert [(one["is_personal"], one["purpose"]) for one in facts] == [(False, None), (True, "移交办案单位")]

    picture = next(name for name in plain.namelist() if name.endswith("/photos/01.jpg"))
    with Image.open(io.BytesIO(plain.read(picture))) as image:
        assert image.format == "JPEG" and image.width > 200

    plain.extractall(tmp_path / "out")
    (proof,) = (tmp_path / "out").glob("*/proof")

    def check() -> tuple[int, dict[str, object]]:
        command = [sys.executable, "-S", "verify_excerpt.py"]
        done = subprocess.run(command, cwd=proof, capture_output=True, text=True, timeout=60)
        return done.returncode, json.loads(done.stdout)

    code, said = check()
    assert code == 0 and said["ok"] and said["facts"] == json.loads((proof / "about.json").read_text())["proven"]
    assert int(str(said["facts"])) >= 5
    whole = (proof / "excerpt.jsonl").read_text(encoding="utf-8")
    (proof / "excerpt.jsonl").write_text(whole.replace("taker1", "taker9", 1), encoding="utf-8")
    assert check()[0] == 1
    (proof / "excerpt.jsonl").write_text("\n".join(whole.splitlines()[1:]), encoding="utf-8")
    assert check()[0] == 1  # one fact left out


async def test_who_does_not_see_it_takes_nothing_out_and_leaves_no_trace(hall: LiveHall) -> None:
    incident = await an_incident(hall)
    async with hall.client("south") as south, hall.client("officer_n1") as officer, hall.client("north") as north:
        assert (await south.get(f"/api/incidents/{incident}/export")).status_code == 404
        assert (await officer.get(f"/api/incidents/{incident}/export")).status_code == 403
        assert (await north.get(f"/api/incidents/{incident}/export", params={"purpose": "看"})).status_code == 422
    count = "select count(*) from ledger.event where name = 'oversight.incident.exported'"
    assert await hall.hall.db.worker_pool.fetchval(count) == 0


def test_the_mark_is_on_the_picture_itself() -> None:
    out = io.BytesIO()
    Image.new("RGB", (800, 600), "#808080").save(out, "JPEG")
    with Image.open(io.BytesIO(watermarked(out.getvalue(), "周启明 9901202611220001"))) as image:
        colours = {image.getpixel((x, y)) for x in range(0, 800, 7) for y in range(0, 600, 7)}
    assert image.size == (800, 600) and len(colours) > 20


_NEVER_OF_AN_INCIDENT = ("agencies.", "force.", "places.", "planning.", "field.patrol", "field.hazard", "intake.seat.")
_NOR_THESE = {
    "dispatch.force_table.changed", "dispatch.zone.agreed", "dispatch.zone.ended", "incidents.class_table.changed",
    "telephony.line.moved", "triage.sheet.changed", "triage.watch.put", "triage.watch.amended", "triage.watch.owned",
    "triage.watch.ended", "liaison.desk.put", "liaison.line.put",
}  # fmt: skip


def test_every_fact_that_may_stand_in_a_file_has_words() -> None:
    words = dossier_words()
    assert all(zh and en for zh, en in words.values())
    names = {one.name for one in rooms.CATALOG.classes}
    assert {one for one in names if not one.startswith(_NEVER_OF_AN_INCIDENT)} - _NOR_THESE - set(words) == set()


def test_every_state_has_a_word_of_its_own_thing() -> None:
    things = {CallState: "call", LegState: "leg", VideoState: "video", HelpState: "help", PanicState: "panic",
              WithdrawalState: "withdrawal", PaymentState: "stop_payment",
              JurisdictionState: "jurisdiction", MessageState: "message", WorkOrderState: "order",
              ExchangeState: "exchange"}  # fmt: skip
    words = dossier_words()
    for _, source, first, table in MACHINES:
        if source.startswith(("planning", "field/patrol")) or isinstance(first, SeatState):
            continue
        kind = type(first)
        for state in kind:
            key = f"={things[kind]}.state.{state.value}" if kind in things else f"={state.value}"
            assert key in words, key
        if kind not in things:
            assert {f"={signal.value}" for _, signal in table} - set(words) == set()


def test_a_code_is_said_as_its_thing_means_it_and_never_raw() -> None:
    leg = {"kind": "officer", "state": "ringing", "signal": "ring", "reason": "order_over"}
    said = _detail("telephony.leg.advanced", leg)
    assert "警员" in said and "振铃" in said and "警单已失效" in said
    assert "呼叫警组" not in said and "ring" not in said
    assert "警情编号" not in _detail("telephony.leg.asked", {"kind": "officer", "number": "13800007777"})
    assert "正在呼叫警组" in _detail("dispatch.callout.advanced", {"state": "ringing"})


def test_a_report_taken_back_is_a_sentence_in_both_languages() -> None:
    data = {"signal": "unlink", "state": "taken", "taken_by_name": "王芳", "contact_number": "J20260301A000007"}
    said = _detail("intake.contact.advanced", data)
    assert said.startswith("J20260301A000007 与本警情无关，王芳 已撤销并入") and "派警不变" in said
    assert "王芳 took J20260301A000007 back, as it is not about this incident" in said
    joined = _detail("intake.contact.advanced", {"signal": "link", "taken_by_name": "王芳", "said": "三楼<有>老人"})
    assert joined.startswith("一起报警 经 王芳 确认") and "joined a report to this incident" in joined
    assert joined.endswith("三楼&lt;有&gt;老人")
    assert "{" not in said + joined


async def test_who_opens_and_who_prints_a_file_is_written_down(hall: LiveHall) -> None:
    incident = await an_incident(hall)

    async def used() -> list[tuple[str, str, str]]:
        rows = await hall.hall.db.worker_pool.fetch(
            "select name, actor_name, payload->>'is_personal' as personal from ledger.event"
            " where incident = $1::uuid and name like 'incidents.file.%' order by origin_seq",
            incident,
        )
        return [(row["name"].rpartition(".")[2], row["actor_name"], row["personal"]) for row in rows]

    timeline = f"/api/incidents/{incident}/timeline"
    async with hall.client("commander") as commander, hall.client("taker1") as taker, hall.client("south") as south:
        shown = (await commander.get(timeline)).json()
        assert [one["name"] for one in shown][-1] == "incidents.file.opened"
        # The page asks again with each new fact: that is one sitting.
        await commander.get(timeline)
        await taker.get(timeline)
        assert await used() == [("opened", "commander", "false"), ("opened", "taker1", "true")]
        assert (await commander.post(f"/api/incidents/{incident}/print")).status_code == 204
        # Who may not see it neither opens nor prints, and leaves no trace in it.
        assert (await south.get(timeline)).status_code == 404
        assert (await south.post(f"/api/incidents/{incident}/print")).status_code == 404
    assert await used() == [
        ("opened", "commander", "false"), ("opened", "taker1", "true"), ("printed", "commander", "false"),
    ]  # fmt: skip
