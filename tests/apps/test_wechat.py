"""The demo's WeChat between a phone and a hall, all as their own programs do."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.channels.test_smpp import Kept, until
from tests.channels.weixin import AES_KEY, APP_ID, SECRET, TOKEN
from tests.conftest import world_database
from tests.engines import Engines, free_port
from tests.journeys.test_report_to_rating import photo
from tests.livehall import LiveHall, live_hall
from yaoyaoling.apps.callers.weixin import run_weixin
from yaoyaoling.channels.adapters.chosen import chosen_adapters
from yaoyaoling.channels.contract import Adapter, Media, Never, Parcel
from yaoyaoling.channels.settings import ChannelsSettings


@pytest.fixture
async def both(
    engines: Engines, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[LiveHall, Adapter, httpx.AsyncClient]]:
    """A hall with its account, our side of it, and phones."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    for name, one in {"URL": url, "APP_ID": APP_ID, "SECRET": SECRET, "TOKEN": TOKEN, "AES_KEY": AES_KEY}.items():
        monkeypatch.setenv(f"YYL_CHANNELS_WECHAT_{name}", one)
    async with live_hall(engines, await world_database(engines), tmp_path_factory.mktemp("hall")) as hall:
        async with hall.client() as client:
            callback = f"{str(client.base_url).rstrip('/')}/api/public/wechat/wechat"
        [adapter] = chosen_adapters(ChannelsSettings())
        tasks = [asyncio.create_task(run_weixin(port, callback, None)), asyncio.create_task(adapter.run(Kept()))]
        async with httpx.AsyncClient(base_url=f"{url}/phone", timeout=30) as phones:
            try:
                await until(lambda: adapter.is_up, within_s=20)
                yield hall, adapter, phones
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_visitor_writes_and_is_answered(both: tuple[LiveHall, Adapter, httpx.AsyncClient]) -> None:
    hall, adapter, phones = both

    async def note(number: int, total: int, remote_id: str) -> None:
        pass

    reply = await phones.post("/visitor/words", content="解放路有人打架 ]]> <b>".encode())
    assert (reply.status_code, reply.text) == (200, "success")
    assert (await phones.post("/visitor/picture", content=photo())).status_code == 200
    db = hall.hall.db.worker_pool
    rows = await db.fetch("select words from channels.text where sender = 'visitor' order by at")
    assert [row["words"] for row in rows] == ["解放路有人打架 ]]> <b>", "〔图片〕"]
    remote_id = await db.fetchval("select remote_id from channels.media_due")
    assert await adapter.fetch(Media(remote_id=remote_id)) == photo()  # type: ignore[attr-defined]
    waiting = asyncio.create_task(phones.get("/visitor"))
    await asyncio.sleep(0.1)
    await adapter.send(Parcel(message_id="m1", to="visitor", words="您在哪里？"), note)
    assert (await waiting).text == "您在哪里？"
    with pytest.raises(Never, match="window_closed"):
        await adapter.send(Parcel(message_id="m2", to="nobody", words="x"), note)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(0.3):
            assert (await phones.get("/visitor")).status_code != 200, "each is given once"
    await asyncio.sleep(0.1)
    await adapter.send(Parcel(message_id="m3", to="visitor", words="还在吗？"), note)
    assert (await phones.get("/visitor")).text == "还在吗？", "it was not given to the phone that went away"
