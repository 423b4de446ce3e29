"""WeChat and a whole hall: what a citizen writes is a contact, what the seat writes reaches the citizen's WeChat."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from typing import Any
from uuid import UUID

import orjson
import pytest

from tests.channels.test_smpp import until
from tests.channels.texts import SELF
from tests.channels.weixin import AES_KEY, APP_ID, SECRET, TOKEN, Weixin, callback, message, signed, weixin, xml
from tests.conftest import world_database
from tests.engines import Engines
from tests.journeys.test_report_to_rating import photo
from tests.livehall import LiveHall, live_hall
from yaoyaoling.apps import rooms
from yaoyaoling.apps.open import make_inlet
from yaoyaoling.channels.adapters.chosen import chosen_adapters
from yaoyaoling.channels.fetching import Fetching
from yaoyaoling.channels.handlers.fetched import list_due_media
from yaoyaoling.channels.handlers.note_told import WHEREABOUTS_TIMER, forget_whereabouts
from yaoyaoling.channels.outbox import Outbox
from yaoyaoling.channels.settings import ChannelsSettings
from yaoyaoling.citizen.handlers.keep_fetched import NOT_THERE, store_fetched
from yaoyaoling.citizen.handlers.say import SaidReply, Say, say
from yaoyaoling.evidence.files import MediaFiles
from yaoyaoling.platform.erasure import EraseSubject, eraser
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.principal import system


@pytest.fixture(scope="module")
def service() -> Any:
    """WeChat's own server."""
    with weixin() as state:
        yield state


@pytest.fixture(scope="module")
async def hall(engines: Engines, service: Weixin, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LiveHall]:
    """A hall with an official account, in safe mode, and whatever `yyl channels` runs."""
    given = {"URL": service.url, "APP_ID": APP_ID, "SECRET": SECRET, "TOKEN": TOKEN, "AES_KEY": AES_KEY}
    with pytest.MonkeyPatch.context() as patch:
        for name, one in given.items():
            patch.setenv(f"YYL_CHANNELS_WECHAT_{name}", one)
        async with live_hall(engines, await world_database(engines), tmp_path_factory.mktemp("hall")) as live:
            db, files = live.hall.db, live.hall.need(MediaFiles)
            adapters = chosen_adapters(ChannelsSettings())
            assert [one.name for one in adapters] == ["wechat"]
            tasks = [
                asyncio.create_task(work)
                for work in (
                    *(one.run(make_inlet(db, files)) for one in adapters),
                    Outbox(db, adapters).run(),
                    Fetching(db, adapters, partial(store_fetched, db, files)).run(),
                )
            ]
            await until(lambda: adapters[0].is_up)
            yield live
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def told(hall: LiveHall, query: dict[str, str], body: bytes) -> tuple[int, str]:
    """Status, and what WeChat is answered."""
    async with hall.client() as client:
        reply = await client.post(
            "/api/public/wechat/wechat", params=query, content=body, headers={"Content-Type": "text/xml"}
        )
    return reply.status_code, reply.text if reply.is_success else reply.json()["code"]


async def contacts(hall: LiveHall, sender: str) -> list[Any]:
    sql = "select distinct c.* from intake.contact c join channels.text t on t.contact_id = c.id where t.sender = $1"
    return list(await hall.hall.db.worker_pool.fetch(sql, sender))


async def value(hall: LiveHall, sql: str, *args: Any) -> Any:
    return await hall.hall.db.worker_pool.fetchval(sql, *args)


async def wait_for(hall: LiveHall, sql: str, wanted: Any, *args: Any) -> None:
    async with asyncio.timeout(15):
        while await value(hall, sql, *args) != wanted:
            await asyncio.sleep(0.05)


async def answer(hall: LiveHall, contact: UUID, words: str) -> SaidReply:
    command = Say(contact_id=contact, words=words, is_from_citizen=False)
    reply: SaidReply = await execute(hall.hall.db, hall.world.people["taker1"], say, command)
    return reply


async def test_a_citizen_writes_and_is_answered_there(hall: LiveHall, service: Weixin) -> None:
    person = "oPerson-1"
    assert await told(hall, *callback(message(sender=person, number=1, Content="解放路有人打架"))) == (200, "success")
    [contact] = await contacts(hall, person)
    assert (contact["channel"], contact["text"], contact["caller_number"]) == ("wechat", "解放路有人打架", None)
    async with hall.client("taker1") as seat:
        assert (await seat.post(f"/api/intake/contacts/{contact['id']}/take")).status_code == 200
    await until(lambda: service.asked)
    reply = await answer(hall, contact["id"], "您在哪里？")
    assert (reply.goes_by, reply.why_not_by_text) == ("text", None)
    await until(lambda: service.sent)
    assert service.sent[-1] == {"touser": person, "msgtype": "text", "text": {"content": "您在哪里？"}}
    sql = "select state from channels.message where id = $1"
    await wait_for(hall, sql, "sent", reply.message_id)
    service.codes = [45015]
    reply = await answer(hall, contact["id"], "还在吗？")
    await wait_for(hall, sql, "failed", reply.message_id)
    assert await value(hall, "select reason from channels.message where id = $1", reply.message_id) == "window_closed"


async def test_told_again_it_is_answered_and_taken_once_and_a_replay_is_refused(hall: LiveHall) -> None:
    person = "oPerson-2"
    query, body = callback(message(sender=person, number=2, Content="一", at=5))
    assert await told(hall, query, body) == (200, "success")
    assert await told(hall, query, body) == (200, "success"), "the answer was lost: WeChat tells it again"
    assert await told(hall, *callback(message(sender=person, number=2, Content="一", at=5))) == (200, "success")
    again = callback(message(sender=person, number=3, Content="二"), nonce=query["nonce"], age_s=0)
    if again[0]["timestamp"] == query["timestamp"]:
        assert await told(hall, *again) == (409, "request_replayed")
    assert await value(hall, "select count(*) from channels.text where sender = $1", person) == 1


async def test_a_picture_is_fetched_and_lies_with_the_contact(hall: LiveHall, service: Weixin) -> None:
    person = "oPerson-3"
    service.media["m-good"] = photo()
    service.media["m-text"] = b"<script>no picture</script>"
    for number, media in enumerate(("m-good", "m-gone", "m-text"), 30):
        one = message("image", sender=person, number=number, PicUrl="http://x.test", MediaId=media)
        assert await told(hall, *callback(one)) == (200, "success")
    [contact] = await contacts(hall, person)
    await wait_for(hall, "select count(*) from channels.media_due", 0)
    sql = "select count(*) from evidence.media where contact_id = $1"
    assert await value(hall, sql, contact["id"]) == 1
    sql = "select count(*) from citizen.message where contact_id = $1 and words = $2"
    assert await value(hall, sql, contact["id"], NOT_THERE) == 2
    assert await value(hall, sql, contact["id"], "〔图片〕") == 3


async def test_a_picture_that_was_fetched_twice_is_kept_once(hall: LiveHall, service: Weixin) -> None:
    person, db, files = "oPerson-9", hall.hall.db, hall.hall.need(MediaFiles)
    service.is_away = True
    try:
        await told(hall, *callback(message("image", sender=person, number=90, MediaId="m-good")))
        async with db.snapshot(SELF) as tx:
            [due] = [one for one in await list_due_media(tx, ["wechat"], 10) if one.contact_id is not None]
        for content in (photo(), photo(), None):
            await store_fetched(db, files, due, content)
    finally:
        service.is_away = False
    assert await value(hall, "select count(*) from evidence.media where contact_id = $1", due.contact_id) == 1
    sql = "select count(*) from citizen.message where contact_id = $1"
    assert await value(hall, sql, due.contact_id) == 1


async def test_where_the_phone_was_a_moment_ago_is_where_the_report_is(hall: LiveHall) -> None:
    person = "oPerson-4"
    event = message("event", number=None, sender=person, Event="LOCATION", Latitude=30.6, Longitude=114.3, Precision=40)
    assert await told(hall, *callback(event)) == (200, "success")
    assert await contacts(hall, person) == [], "opening the account is no report"
    await told(hall, *callback(message(sender=person, number=40, Content="救命")))
    [contact] = await contacts(hall, person)
    assert (contact["lon"], contact["lat"], contact["uncertainty_m"]) == (114.3, 30.6, 40)
    due = await value(hall, "select due - now() from platform.timer where name = $1", WHEREABOUTS_TIMER)
    assert 0 < due.total_seconds() <= 600
    assert await value(hall, "select count(*) from channels.whereabouts") == 1
    sql = "select payload::text from platform.timer where name = $1"
    payload = orjson.loads(await value(hall, sql, WHEREABOUTS_TIMER))
    async with hall.hall.db.transaction(SELF) as tx:
        await forget_whereabouts(tx, payload)
    assert await value(hall, "select count(*) from channels.whereabouts") == 0


async def test_leaving_the_account_is_opting_out_and_told_late_it_undoes_nothing(hall: LiveHall) -> None:
    person = "oPerson-5"

    def event(name: str, at: int) -> bytes:
        return message("event", number=None, sender=person, at=at, Event=name)

    async def outs() -> int:
        return int(await value(hall, "select count(*) from channels.opt_out where ended_at is null"))

    before = await outs()
    assert await told(hall, *callback(event("unsubscribe", 1))) == (200, "success")
    assert await outs() == before + 1 and await contacts(hall, person) == []
    assert await told(hall, *callback(event("subscribe", 2))) == (200, "success")
    assert await told(hall, *callback(event("unsubscribe", 1))) == (200, "success")
    assert await outs() == before
    query, body = callback(event("unsubscribe", 3))
    assert await told(hall, query, body) == (200, "success")
    assert await told(hall, query, body) == (409, "request_replayed")
    assert await told(hall, *callback(event("VIEW", 4))) == (200, "success")


async def test_a_flood_is_one_contact_and_all_of_it_is_answered(hall: LiveHall) -> None:
    person = "oPerson-6"
    asked = [told(hall, *callback(message(sender=person, number=600 + one, Content=f"第{one}条"))) for one in range(40)]
    began = asyncio.get_running_loop().time()
    assert set(await asyncio.gather(*asked)) == {(200, "success")}
    print(f"40 at once: all answered after {asyncio.get_running_loop().time() - began:.2f} s")
    assert await value(hall, "select count(*) from channels.text where sender = $1", person) == 40
    assert len(await contacts(hall, person)) == 1


async def test_strangers_are_refused_and_nothing_is_stored(hall: LiveHall) -> None:
    person, before = "oPerson-7", await value(hall, "select count(*) from channels.text")
    stranger = message(sender=person, number=7, Content="x")
    assert await told(hall, *callback(stranger, token="not-the-token")) == (401, "signature_wrong")
    assert await told(hall, *callback(stranger, age_s=400)) == (401, "signature_wrong")
    assert await told(hall, signed(), stranger) == (401, "signature_wrong")
    assert await told(hall, *callback(b"<xml>&x;</xml>")) == (422, "body_unreadable")
    assert await told(hall, {}, xml(Encrypt="x")) == (401, "signature_wrong")
    assert await value(hall, "select count(*) from channels.text") == before
    async with hall.client() as client:
        assert (await client.get("/api/public/wechat/weapp", params=signed())).status_code == 404
        reply = await client.get("/api/public/wechat/wechat", params=signed() | {"echostr": "<b>42</b>"})
        assert reply.text == "<b>42</b>" and reply.headers["content-type"].startswith("text/plain")
        assert (await client.get("/api/public/wechat/wechat", params={"echostr": "1"})).status_code == 401


async def test_erased_nothing_of_it_is_left_to_fetch(hall: LiveHall, service: Weixin) -> None:
    person = "oPerson-8"
    service.is_away = True
    try:
        await told(hall, *callback(message("image", sender=person, number=80, MediaId="m-good")))
        [contact] = await contacts(hall, person)
        assert await value(hall, "select count(*) from channels.media_due") == 1
        erase = EraseSubject(subject=contact["id"], reason="asked")
        await execute(hall.hall.db, system("erasure"), eraser(rooms.PURGES), erase)
        assert await value(hall, "select count(*) from channels.media_due") == 0
    finally:
        service.is_away = False
