"""Erasing a person: nobody reads them any more, and the proof of what happened stands."""

from pathlib import Path

import pytest

from tests.dispatch.test_chain import incident_of
from tests.journeys.test_report_to_rating import photo
from tests.platform.test_export import judged
from tests.world import HERE, World
from yaoyaoling.apps import rooms
from yaoyaoling.citizen.handlers.submit_report import SubmitReport, submit_report
from yaoyaoling.evidence.files import MediaFiles
from yaoyaoling.evidence.queries import read_media
from yaoyaoling.incidents.timeline import list_timeline
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.erasure import EraseSubject, eraser
from yaoyaoling.platform.ledger.export import export_ledger
from yaoyaoling.platform.ledger.vault import Vault
from yaoyaoling.platform.principal import PUBLIC, system


async def test_after_erasure_nobody_reads_the_person_and_the_proof_stays(world: World, tmp_path: Path) -> None:
    stage = world.stage
    incident = await incident_of(world)
    contact = await stage.value("select id from intake.contact")
    erase = eraser(rooms.PURGES)
    await world.do(system("erasure"), erase, EraseSubject(subject=contact, reason="到期删除"))
    for table in ("intake.contact", "incidents.incident"):
        text = str([dict(row) for row in await stage.fetch(f"select * from {table}")])
        assert "13800001234" not in text and "有人打架" not in text
    stage.db.vault._held.clear()
    facts = await stage.facts()
    assert not [fact for fact in facts if "有人打架" in fact.event.model_dump_json()]
    async with stage.db.snapshot(world.people["taker1"]) as tx:
        entries = await list_timeline(tx, stage.decoder, incident)
    assert entries[0].data.get("narrative") is None and len(entries) >= 2
    stage.clock.advance(2)
    await stage.settle()
    await export_ledger(stage.db.worker_pool, tmp_path / "export", stage.signer.verifier_key, "sha256")
    assert judged(tmp_path / "export")[0] == 0
    with pytest.raises(NotFound):
        await world.do(system("erasure"), erase, EraseSubject(subject=contact, reason="再次"))


async def test_photos_of_an_erased_person_cannot_be_opened(world: World, tmp_path: Path) -> None:
    db = world.stage.db
    files = MediaFiles(tmp_path, db.vault)
    upload = files.keep(photo())
    stored = await world.do(PUBLIC, submit_report, SubmitReport(text="打架", point=HERE, uploads=(upload,)))
    content, _ = await read_media(db, files, world.people["taker1"], upload.media_id, "original")
    assert content == photo()
    sealed = next(tmp_path.rglob("*.sealed")).read_bytes()
    assert content[:64] not in sealed
    await world.do(system("erasure"), eraser(rooms.PURGES), EraseSubject(subject=stored.contact_id, reason="申请"))
    db.vault = Vault(b"k" * 32)
    with pytest.raises(NotFound):
        await read_media(db, files, world.people["taker1"], upload.media_id, "original")
