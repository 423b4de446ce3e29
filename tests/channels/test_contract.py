"""What holds for every adapter: one suite, run on each, against a real peer."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Protocol

import pytest

from tests.channels.centre import Centre
from tests.channels.postbox import PERSON, Relay, handed_in, mail_of, mailbox_at, relay
from tests.channels.test_signed import SECRET, Gateway, gateway, headers_of  # noqa: F401 - a fixture
from tests.channels.test_smpp import Kept, until
from tests.channels.weixin import Weixin, account_at, callback, message, weixin
from yaoyaoling.channels.adapters.gateway import make_gateway
from yaoyaoling.channels.adapters.smpp import SmppAdapter
from yaoyaoling.channels.adapters.webhook import make_webhook
from yaoyaoling.channels.contract import Adapter, Arrived, NotNow, Parcel, Receipt
from yaoyaoling.channels.settings import ChannelsSettings

NUMBER = "13800000000"


class Peer(Protocol):
    """The other side of an adapter, driven by a test."""

    @property
    def adapter(self) -> Adapter:
        """Our side."""

    @property
    def person(self) -> str:
        """Who writes, and is written to."""

    @property
    def has_receipts(self) -> bool:
        """Whether it tells what became of a message."""

    def words_taken(self) -> list[str]:
        """Whole messages it took."""

    async def says(self, words: str) -> None:
        """A citizen writes."""

    async def tells(self, remote_id: str, state: str) -> None:
        """What became of a message."""

    async def is_away(self) -> None:
        """It answers no more."""


@dataclass
class SmppPeer:
    """A centre."""

    adapter: Adapter
    centre: Centre
    person: str = NUMBER
    has_receipts: bool = True

    def words_taken(self) -> list[str]:
        return [request.short_message.decode("utf-16-be") for _, request in self.centre.taken]

    async def says(self, words: str) -> None:
        await self.centre.deliver(NUMBER, words.encode("utf-16-be"))

    async def tells(self, remote_id: str, state: str) -> None:
        word = "DELIVRD" if state == "delivered" else "UNDELIV"
        await self.centre.deliver(NUMBER, f"id:{remote_id} stat:{word}".encode(), coding=0, esm_class=4)

    async def is_away(self) -> None:
        await self.centre.stop()
        await until(lambda: not self.adapter.is_up)


@dataclass
class SignedPeer:
    """A gateway or another service; what it sends is read as the web process reads it."""

    adapter: Any
    state: Gateway
    inlet: Kept
    person: str = NUMBER
    has_receipts: bool = True

    def words_taken(self) -> list[str]:
        return [json.loads(body)["words"] for _, body in self.state.taken]

    async def says(self, words: str) -> None:
        await self._post({"kind": "text", "id": f"t{words}", "sender": NUMBER, "words": words})

    async def tells(self, remote_id: str, state: str) -> None:
        await self._post({"kind": "receipt", "id": remote_id, "state": state})

    async def _post(self, told: dict[str, str]) -> None:
        body = json.dumps(told).encode()
        one = self.adapter.read(headers_of(body), body)
        if isinstance(one, Arrived):
            await self.inlet.arrived(self.adapter.name, self.adapter.channel, one)
        else:
            await self.inlet.receipt(self.adapter.name, one)

    async def is_away(self) -> None:
        self.state.statuses = [503] * 20


@dataclass
class WeixinPeer:
    """WeChat; a callback is read as the web process reads it. It has no receipts of customer messages."""

    adapter: Any
    state: Weixin
    inlet: Kept
    person: str = NUMBER
    has_receipts: bool = False

    def words_taken(self) -> list[str]:
        return [one["text"]["content"] for one in self.state.sent]

    async def says(self, words: str) -> None:
        one = self.adapter.read(*callback(message(sender=NUMBER, Content=words)))
        await self.inlet.arrived(self.adapter.name, self.adapter.channel, one)

    async def tells(self, remote_id: str, state: str) -> None:
        raise AssertionError("WeChat has none")

    async def is_away(self) -> None:
        self.state.is_away = True


@dataclass
class MailPeer:
    """A mail relay; it hands in notifications as mails."""

    adapter: Any
    relay: Relay
    person: str = PERSON
    has_receipts: bool = True

    def words_taken(self) -> list[str]:
        return [one.words for one in self.relay.taken]

    async def says(self, words: str) -> None:
        await handed_in(self.adapter.door.port, mail_of(words))

    async def tells(self, remote_id: str, state: str) -> None:
        told = (
            "From: MAILER-DAEMON@example.com\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b"
            "\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
            f"Original-Envelope-Id: {remote_id}\r\n\r\nAction: {state}\r\nStatus: 5.1.1\r\n\r\n--b--\r\n"
        )
        await handed_in(self.adapter.door.port, told.encode(), sender="")

    async def is_away(self) -> None:
        self.relay.stop()


@contextlib.asynccontextmanager
async def mail_peer(inlet: Kept, _: Gateway) -> AsyncIterator[Peer]:
    with relay() as state:
        adapter = mailbox_at(state)
        keeping = asyncio.create_task(adapter.run(inlet))
        await until(lambda: adapter.is_up and adapter.door is not None and adapter.door.port)
        yield MailPeer(adapter, state)
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)


@contextlib.asynccontextmanager
async def weixin_peer(inlet: Kept, _: Gateway) -> AsyncIterator[Peer]:
    with weixin() as state:
        adapter = account_at(state.url)
        keeping = asyncio.create_task(adapter.run(inlet))
        await until(lambda: adapter.is_up)
        yield WeixinPeer(adapter, state, inlet)
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)


@contextlib.asynccontextmanager
async def smpp_peer(inlet: Kept, _: Gateway) -> AsyncIterator[Peer]:
    centre = Centre()
    await centre.start()
    settings = ChannelsSettings(smpp_host="127.0.0.1", smpp_port=centre.port, smpp_password="secret")
    adapter = SmppAdapter(settings)
    keeping = asyncio.create_task(adapter.run(inlet))
    await until(lambda: adapter.is_up)
    yield SmppPeer(adapter, centre)
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)
    await centre.stop()


@contextlib.asynccontextmanager
async def gateway_peer(inlet: Kept, state: Gateway) -> AsyncIterator[Peer]:
    settings = ChannelsSettings(gateway_url=state.url, gateway_secret=SECRET)
    yield SignedPeer(make_gateway(settings), state, inlet)


@contextlib.asynccontextmanager
async def webhook_peer(inlet: Kept, state: Gateway) -> AsyncIterator[Peer]:
    settings = ChannelsSettings(webhook_url=state.url, webhook_secret=SECRET)
    yield SignedPeer(make_webhook(settings), state, inlet)


Having = Callable[[Kept, Gateway], AbstractAsyncContextManager[Peer]]


PEERS = {
    "smpp": smpp_peer,
    "gateway": gateway_peer,
    "webhook": webhook_peer,
    "wechat": weixin_peer,
    "mail": mail_peer,
}


@pytest.fixture(params=list(PEERS.values()), ids=list(PEERS))
async def having(request: pytest.FixtureRequest, gateway: Gateway) -> AsyncIterator[tuple[Peer, Kept]]:  # noqa: F811
    """Each adapter with its peer, and where it hands in what comes."""
    inlet = Kept()
    make: Having = request.param
    async with make(inlet, gateway) as peer:
        yield peer, inlet


async def sent(peer: Peer, words: str) -> list[str]:
    named: list[str] = []

    async def note(number: int, total: int, remote_id: str) -> None:
        named.append(remote_id)

    await peer.adapter.send(Parcel(message_id="m1", to=peer.person, words=words), note)
    return named


async def test_words_go_out_whole_and_are_named(having: tuple[Peer, Kept]) -> None:
    peer, _ = having
    assert peer.adapter.is_up and peer.adapter.name and peer.adapter.channel
    named = await sent(peer, '您在哪里？😀 "O\'Hara"\n<b>')
    assert peer.words_taken() == ['您在哪里？😀 "O\'Hara"\n<b>'] and len(named) == 1 and named[0]


async def test_words_come_in_as_they_are_with_who_sent_them(having: tuple[Peer, Kept]) -> None:
    peer, inlet = having
    await peer.says("救命，他有刀😱")
    await until(lambda: inlet.came)
    [one] = inlet.came
    assert isinstance(one, Arrived) and (one.sender, one.words) == (peer.person, "救命，他有刀😱")


@pytest.mark.parametrize("state", ["delivered", "failed"])
async def test_receipts_come_under_the_name_the_peer_gave(having: tuple[Peer, Kept], state: str) -> None:
    peer, inlet = having
    [named] = await sent(peer, "x")
    if not peer.has_receipts:
        await asyncio.sleep(0.1)
        assert not inlet.came, "nothing is told that nobody said"
        return
    await peer.tells(named, state)
    await until(lambda: inlet.came)
    [one] = inlet.came
    assert isinstance(one, Receipt) and (one.remote_id, one.state) == (named, state)


async def test_a_peer_that_is_away_loses_nothing_and_blocks_nobody(having: tuple[Peer, Kept]) -> None:
    peer, _ = having
    await peer.is_away()
    with pytest.raises(NotNow) as not_now:
        async with asyncio.timeout(5):
            await sent(peer, "x")
    assert not_now.value.after_s > 0 and not_now.value.reason
