"""SMPP 3.4 over real TCP, against a centre of another library."""

import asyncio
import contextlib
import struct
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.channels.centre import Centre
from yaoyaoling.channels.adapters.smpp import SmppAdapter
from yaoyaoling.channels.contract import Arrived, Never, NotNow, Parcel, Receipt, TextChannel, Whereabouts, Wish
from yaoyaoling.channels.settings import ChannelsSettings
from yaoyaoling.channels.smpp.coding import read_header, split_text, with_header

NUMBER = "13800000000"


@dataclass
class Kept:
    """An inlet that keeps what came; `fault` is raised instead."""

    came: list[Arrived | Receipt | Wish | Whereabouts] = field(default_factory=list)
    fault: Exception | None = None

    async def arrived(self, adapter: str, channel: TextChannel, one: Arrived) -> None:
        """Keep it."""
        if self.fault is not None:
            raise self.fault
        self.came.append(one)

    async def receipt(self, adapter: str, one: Receipt) -> None:
        """Keep it."""
        self.came.append(one)

    async def told(self, adapter: str, channel: TextChannel, one: Wish | Whereabouts) -> None:
        """Keep it."""
        self.came.append(one)


@dataclass
class Line:
    """A centre, and our side of the line."""

    centre: Centre
    adapter: SmppAdapter
    inlet: Kept

    async def send(self, words: str, message_id: str = "m1", **taken: str) -> dict[int, str]:
        """Send; gives the centre's names of the pieces."""
        named: dict[int, str] = {}

        async def note(number: int, total: int, remote_id: str) -> None:
            named[number] = remote_id

        parcel = Parcel(message_id=message_id, to=NUMBER, words=words, taken={int(k[1:]): v for k, v in taken.items()})
        await self.adapter.send(parcel, note)
        return named


async def until(holds: Callable[[], Any], within_s: float = 10) -> None:
    """Wait for it."""
    async with asyncio.timeout(within_s):
        while not holds():
            await asyncio.sleep(0.02)


@contextlib.asynccontextmanager
async def line_to(centre: Centre, **settings: Any) -> AsyncIterator[Line]:
    """Our side of a line, kept until the end of the block."""
    given: dict[str, Any] = {"smpp_password": "secret", "smpp_per_second": 1000, "smpp_reply_s": 2} | settings
    adapter = SmppAdapter(ChannelsSettings(smpp_host="127.0.0.1", smpp_port=centre.port, **given))
    inlet = Kept()
    keeping = asyncio.create_task(adapter.run(inlet))
    try:
        yield Line(centre, adapter, inlet)
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)


@pytest.fixture
async def centre() -> AsyncIterator[Centre]:
    """A centre that listens."""
    one = Centre()
    await one.start()
    yield one
    await one.stop()


@pytest.fixture
async def line(centre: Centre) -> AsyncIterator[Line]:
    """A line that is up."""
    async with line_to(centre) as one:
        await until(lambda: one.adapter.is_up)
        yield one


async def test_a_short_message_in_ucs2_with_a_receipt_wanted(line: Line) -> None:
    named = await line.send("您在哪里？")
    [(remote_id, request)] = line.centre.taken
    assert named == {1: remote_id}
    assert request.short_message.decode("utf-16-be") == "您在哪里？"
    assert (request.data_coding, request.registered_delivery, request.esm_class) == (8, 1, 0)
    assert (request.source_addr, request.destination_addr) == (b"110", NUMBER.encode())


async def test_a_long_message_in_pieces_that_a_phone_puts_together(line: Line) -> None:
    words = "请先躲到安全的地方😀" * 20
    named = await line.send(words)
    pieces = {}
    for _, request in line.centre.taken:
        assert request.esm_class & 0x40 and len(request.short_message) <= 140
        part, piece = read_header(request.short_message)
        assert part is not None
        pieces[part.number] = piece
    assert b"".join(pieces[number] for number in sorted(pieces)).decode("utf-16-be") == words
    assert len({request.short_message[3] for _, request in line.centre.taken}) == 1
    assert list(named) == sorted(pieces)


async def test_pieces_the_centre_has_are_not_sent_again_and_keep_their_reference(line: Line) -> None:
    words = "甲" * 150
    await line.send(words)
    before = [request.short_message for _, request in line.centre.taken]
    line.centre.taken.clear()
    await line.send(words, _1="x", _3="y")
    assert [request.short_message for _, request in line.centre.taken] == [before[1]]


async def test_messages_and_receipts_come_in_and_are_answered_when_stored(line: Line) -> None:
    first = await line.centre.deliver(NUMBER, "河边有人落水".encode("utf-16-be"))
    assert await line.centre.answered(first) == 0
    for number, piece in enumerate(split_text("甲" * 100), 1):
        await line.centre.deliver(NUMBER, with_header(piece, 7, 2, number), esm_class=0x40)
    await line.centre.deliver(NUMBER, b"id:1001 sub:001 dlvrd:001 stat:DELIVRD err:000 text:", coding=0, esm_class=4)
    await until(lambda: len(line.inlet.came) == 4)
    text, one, two, receipt = line.inlet.came
    assert text == Arrived(sender=NUMBER, words="河边有人落水")
    assert isinstance(one, Arrived) and isinstance(two, Arrived) and one.part and two.part
    assert (one.raw + two.raw).decode("utf-16-be") == "甲" * 100
    assert receipt == Receipt(remote_id="1001", state="delivered", also=())


async def test_what_cannot_be_stored_stays_with_the_centre(line: Line) -> None:
    line.inlet.fault = ConnectionError("the database is away")
    sequence = await line.centre.deliver(NUMBER, "救命".encode("utf-16-be"))
    assert await line.centre.answered(sequence) == 0x64
    line.inlet.fault = None
    again = await line.centre.deliver(NUMBER, "救命".encode("utf-16-be"))
    assert await line.centre.answered(again) == 0
    assert len(line.inlet.came) == 1


async def test_throttled_and_refused(line: Line) -> None:
    line.centre.statuses.extend((0x58, 0x14, 0x0B))
    for reason in ("throttled", "centre_busy"):
        with pytest.raises(NotNow) as not_now:
            await line.send("x")
        assert not_now.value.reason == reason and not_now.value.after_s >= 1
    with pytest.raises(Never, match="smpp_0xb"):
        await line.send("x")
    assert await line.send("x")


async def test_broken_and_hostile_requests_cost_nothing_that_is_good(line: Line) -> None:
    await line.centre.send(struct.pack(">IIII", 16, 0x777, 0, 90))  # nothing anybody knows
    await line.centre.send(struct.pack(">IIII", 20, 0x05, 0, 91) + b"\0\0\0\0")  # cut in its middle
    assert await line.centre.answered(91) == 0x65
    await line.centre.send(struct.pack(">IIII", 16, 0x80000004, 0, 4711))  # a reply to nothing
    good = await line.centre.deliver(NUMBER, "还在".encode("utf-16-be"))
    assert await line.centre.answered(good) == 0
    assert "generic_nack" in line.centre.heard
    await line.centre.send(b"GET / HTTP/1.1\r\n\r\n")  # no SMPP at all: a new connection is made
    line.centre.bound.clear()
    await until(lambda: line.centre.bound.is_set() and line.adapter.is_up)
    assert [one.words for one in line.inlet.came if isinstance(one, Arrived)] == ["还在"]


async def test_a_lost_line_is_made_again_and_meanwhile_nothing_is_sent(line: Line) -> None:
    await line.centre.stop()
    await until(lambda: not line.adapter.is_up)
    with pytest.raises(NotNow):
        await line.send("x")
    await line.centre.start()
    await until(lambda: line.adapter.is_up)
    assert await line.send("x")


async def test_a_line_lost_in_a_request_is_told_at_once(line: Line) -> None:
    line.centre.is_mute = True
    sending = asyncio.create_task(line.send("x"))
    await asyncio.sleep(0.1)
    await line.centre.hang_up()
    with pytest.raises(NotNow):
        async with asyncio.timeout(1):
            await sending


async def test_a_centre_that_says_nothing_any_more_is_left(centre: Centre) -> None:
    async with line_to(centre, smpp_alive_s=0.2, smpp_reply_s=0.3) as one:
        await until(lambda: one.adapter.is_up)
        await until(lambda: "enquire_link" in centre.heard)
        assert one.adapter.is_up
        centre.is_mute = True
        await until(lambda: not one.adapter.is_up)
        centre.is_mute = False
        await until(lambda: one.adapter.is_up)


async def test_a_wrong_password_is_no_line(centre: Centre) -> None:
    async with line_to(centre, smpp_password="wrong") as one:
        await until(lambda: centre.heard.count("bind_transceiver") >= 2)
        assert not one.adapter.is_up


async def test_no_faster_than_the_carrier_allows(centre: Centre) -> None:
    async with line_to(centre, smpp_per_second=20, smpp_window=5) as one:
        await until(lambda: one.adapter.is_up)
        began = asyncio.get_running_loop().time()
        await asyncio.gather(*(one.send("x", f"m{number}") for number in range(11)))
        assert asyncio.get_running_loop().time() - began >= 0.48
