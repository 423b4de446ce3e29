"""What was put aside can be listed, tried again and settled; a person can be erased: as `yyl` does it."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pydantic import SecretStr

from tests.world import World
from yaoyaoling.apps.addresses import secrets_of
from yaoyaoling.apps.ledger import FolderNotEmpty, erase, export_to, newest_checkpoint
from yaoyaoling.apps.parked import CannotRetry, NotParked, list_parked, retry_parked, settle_parked
from yaoyaoling.intake.handlers.moves import SILENT_TIMER
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.parked import park
from yaoyaoling.platform.settings import HallSettings


@pytest.fixture
def settings(world: World, tmp_path: Path) -> HallSettings:
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "master.key").write_bytes(b"k" * 32)
    return HallSettings(
        data=tmp_path,
        origin="T1",
        app_database_url=SecretStr(world.stage.urls.app),
        worker_database_url=SecretStr(world.stage.urls.worker),
    )


async def put_aside(world: World, kind: str, name: str, reference: str, payload: str = "{}") -> UUID:
    async with world.stage.db.worker_pool.acquire() as conn:
        await park(conn, kind, name, reference, ValueError("once"), payload, world.stage.clock.now())
    parked_id: UUID = await world.stage.value("select id from platform.parked order by at desc, id desc limit 1")
    return parked_id


async def test_a_parked_fact_is_handled_when_it_is_tried_again(world: World, settings: HallSettings) -> None:
    contact_id = await world.report()
    event_id = await world.stage.value(
        "select event_id from ledger.event where name = 'intake.contact.received' and stream = $1",
        f"contact:{contact_id}",
    )
    parked_id = await put_aside(world, "event", "intake.match", str(event_id))
    [row] = await list_parked(settings, with_settled=False)
    assert row[:4] == (str(parked_id), "event", "intake.match", str(event_id))
    await retry_parked(settings, parked_id)
    assert await list_parked(settings, with_settled=False) == []
    assert len(await list_parked(settings, with_settled=True)) == 1
    with pytest.raises(NotParked):
        await retry_parked(settings, parked_id)


async def test_a_parked_timer_fires_when_it_is_tried_again(world: World, settings: HallSettings) -> None:
    seat_id = await world.ready("taker1")
    parked_id = await put_aside(world, "timer", SILENT_TIMER, str(seat_id), f'{{"seat_id": "{seat_id}"}}')
    await retry_parked(settings, parked_id)
    assert await world.stage.value("select state from intake.seat where id = $1", seat_id) == "off"


async def test_what_fails_again_stays_parked(world: World, settings: HallSettings) -> None:
    parked_id = await put_aside(world, "timer", SILENT_TIMER, "x", '{"seat_id": "no uuid"}')
    with pytest.raises(ValueError, match="UUID"):
        await retry_parked(settings, parked_id)
    assert len(await list_parked(settings, with_settled=False)) == 1


async def test_what_nobody_handles_is_settled_by_hand(world: World, settings: HallSettings) -> None:
    for kind in ("timer", "event"):
        parked_id = await put_aside(world, kind, "gone.handler", str(uuid4()))
        with pytest.raises(CannotRetry):
            await retry_parked(settings, parked_id)
        await settle_parked(settings, parked_id)
    assert await list_parked(settings, with_settled=False) == []


async def test_the_ledger_is_exported_once_into_an_empty_folder(
    world: World, settings: HallSettings, tmp_path: Path
) -> None:
    await world.report()
    assert await export_to(settings, tmp_path / "out") > 0
    key = (tmp_path / "out" / "key.txt").read_text().strip()
    assert key == secrets_of(settings).signer("T1").verifier_key
    with pytest.raises(FolderNotEmpty):
        await export_to(settings, tmp_path / "out")
    assert (await newest_checkpoint(settings)).startswith("yaoyaoling/T1\n")


async def test_a_person_is_erased_from_the_command_line(world: World, settings: HallSettings) -> None:
    contact_id = await world.report(caller_name="王芳")
    subject = await world.stage.value("select subject from vault.subject_key order by created_at desc limit 1")
    await erase(settings, subject, "court order 17")
    row = await world.stage.fetch("select caller_number, caller_name from intake.contact where id = $1", contact_id)
    assert [tuple(one) for one in row] == [(None, None)]
    with pytest.raises(NotFound):
        await erase(settings, uuid4(), "nobody")
