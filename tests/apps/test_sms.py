"""The demo's SMS centre passes messages between a phone and the hall, both as their own programs do."""

import asyncio

from tests.channels.test_smpp import Kept, until
from tests.engines import free_port
from yaoyaoling.apps.callers.centre import SmsCentre
from yaoyaoling.apps.callers.texter import texter
from yaoyaoling.channels.adapters.smpp import SmppAdapter
from yaoyaoling.channels.contract import Arrived, Parcel, Receipt
from yaoyaoling.channels.settings import ChannelsSettings

NUMBER = "13800000000"


async def test_a_visitor_writes_and_is_answered() -> None:
    port = free_port()
    adapter = SmppAdapter(ChannelsSettings(smpp_host="127.0.0.1", smpp_port=port))
    inlet = Kept()
    tasks = [asyncio.create_task(SmsCentre(port, "yyl", "110").run()), asyncio.create_task(adapter.run(inlet))]
    named: list[str] = []

    async def note(number: int, total: int, remote_id: str) -> None:
        named.append(remote_id)

    try:
        await until(lambda: adapter.is_up)
        long = "请先躲到安全的地方，不要出声。" * 8
        async with texter(port, NUMBER, "110") as phone:
            await phone.write("救命" * 60)
            await until(lambda: len(inlet.came) == 2)
            await adapter.send(Parcel(message_id="m1", to=NUMBER, words=long), note)
            assert await phone.read() == long
        pieces = [one for one in inlet.came if isinstance(one, Arrived)]
        assert b"".join(one.raw for one in pieces).decode("utf-16-be") == "救命" * 60
        await until(lambda: {one.remote_id for one in inlet.came if isinstance(one, Receipt)} == set(named))
        await adapter.send(Parcel(message_id="m2", to=NUMBER, words="还在吗？"), note)
        async with texter(port, NUMBER, "110") as phone:
            assert await phone.read() == "还在吗？", "it waited for the phone"
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
