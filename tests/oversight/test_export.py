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
from yaoyaoling.evidence.public import watermarked
from yaoyaoling.oversight.dossier.page import dossier_words


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


def test_every_fact_of_a_file_has_words() -> None:
    for zh, en in dossier_words().values():
        assert zh and en


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
