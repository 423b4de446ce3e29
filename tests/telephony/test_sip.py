"""The SIP stack with a real peer over UDP: what comes is read, what goes says who calls, nobody hears silence."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import pytest
import pytest_asyncio

from tests.telephony.peer import Peer, sdp
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.telephony.control.rung import ring_of
from yaoyaoling.telephony.sip.dialog import Dialog
from yaoyaoling.telephony.sip.inbound import Inbound
from yaoyaoling.telephony.sip.outbound import Outgoing
from yaoyaoling.telephony.sip.signals import (
    Answered,
    Cancelled,
    Confirmed,
    Digits,
    Ended,
    Failed,
    Ringing,
    Signal,
)
from yaoyaoling.telephony.sip.stack import SipStack

OURS = sdp(4000)
ADDRESS = "云澜市望溪县公安局路三十八号"


class Hall:
    """A stack and what it told."""

    def __init__(self) -> None:
        self.calls: asyncio.Queue[Inbound] = asyncio.Queue()
        self.signals: asyncio.Queue[Signal] = asyncio.Queue()
        self.stack = SipStack("127.0.0.1", 0, self.on_call)

    def on_call(self, call: Inbound) -> None:
        call.on_signal = self.on_signal
        self.calls.put_nowait(call)

    def on_signal(self, _dialog: Dialog, signal: Signal) -> None:
        self.signals.put_nowait(signal)

    async def call(self) -> Inbound:
        return await asyncio.wait_for(self.calls.get(), 5)

    async def signal(self) -> Signal:
        return await asyncio.wait_for(self.signals.get(), 5)


@contextmanager
def hall_on(peer: Peer) -> Iterator[Hall]:
    hall = Hall()
    peer.to = ("127.0.0.1", hall.stack.port)
    try:
        yield hall
    finally:
        hall.stack.close()


@pytest_asyncio.fixture
async def peer() -> AsyncIterator[Peer]:
    one = await Peer().open()
    yield one
    one.close()


@pytest_asyncio.fixture
async def hall(peer: Peer) -> AsyncIterator[Hall]:
    with hall_on(peer) as one:
        yield one


async def test_a_call_is_read_answered_and_hung_up_by_the_caller(hall: Hall, peer: Peer) -> None:
    body = f"--b1\r\nContent-Type: application/sdp\r\n\r\n{sdp(3000)}\r\n--b1\r\nContent-Type: application/pidf+xml\r\n"
    body += f"Content-ID: <loc@x>\r\n\r\n<presence>{ADDRESS}</presence>\r\n--b1--\r\n"
    headers = ['P-Asserted-Identity: "张三" <sip:+8613800138000@carrier.example>', "Geolocation: <cid:loc@x>"]
    headers += ["X-Yyl-Repeat: 4"]
    peer.send(peer.request("INVITE", body, 'multipart/mixed; boundary="b1"', headers=headers))
    call = await hall.call()
    assert (call.invite.caller, call.invite.display, call.invite.dialled) == ("+8613800138000", "张三", "110")
    assert call.invite.geolocation == ("<cid:loc@x>",)
    assert call.invite.offer == sdp(3000)
    assert ADDRESS in call.invite.body.decode()
    assert call.invite.content_type.startswith("multipart/mixed")
    assert call.invite.tags == {"x-yyl-repeat": "4"}
    call.progress(OURS)
    early = await peer.until(183)
    assert early.status == 183
    assert early.text == OURS
    call.answer(OURS)
    assert (await peer.until(200)).text == OURS
    peer.ack()
    assert await hall.signal() == Confirmed(None)
    assert (await peer.again("BYE")).status == 200
    assert await hall.signal() == Ended(by_us=False)
    assert call.ended
    assert hall.stack.dialogs == 0


@pytest.mark.parametrize("dialled", ["urn:service:sos", "urn:service:sos.police", "sip:110@hall.example", "tel:110"])
async def test_whatever_was_dialled_the_call_comes_in(hall: Hall, peer: Peer, dialled: str) -> None:
    peer.send(peer.request("INVITE", sdp(3000), uri=dialled, identity="tel:+86-138-0013-8000"))
    call = await hall.call()
    assert call.invite.dialled == dialled.replace("sip:", "").replace("tel:", "").split("@")[0].split("service:")[-1]
    assert call.invite.caller == "+8613800138000"
    call.answer(OURS)
    assert (await peer.until(200)).status == 200
    peer.ack()
    assert isinstance(await hall.signal(), Confirmed)
    call.hang_up()
    assert (await peer.until("BYE")).method == "BYE"
    assert await hall.signal() == Ended(by_us=True)


async def test_an_anonymous_caller_has_no_number(hall: Hall, peer: Peer) -> None:
    peer.send(peer.request("INVITE", sdp(3000), identity='"Anonymous" <sip:anonymous@anonymous.invalid>'))
    call = await hall.call()
    assert call.invite.caller is None
    call.refuse(480)
    assert (await peer.until(200)).status == 480


async def test_a_caller_gives_up(hall: Hall, peer: Peer) -> None:
    peer.send(peer.request("INVITE", sdp(3000)))
    call = await hall.call()
    call.progress(OURS)
    await peer.until(183)
    peer.their_tag, peer.target = "", ""
    peer.send(peer.request("CANCEL", same_branch=True))
    assert (await peer.until(487)).status == 487
    assert await hall.signal() == Cancelled()
    call.answer(OURS)
    call.hang_up()
    assert call.ended


async def test_a_renewed_offer_is_answered_with_unchanged_media(hall: Hall, peer: Peer) -> None:
    answering = asyncio.ensure_future(peer.call(sdp(3000)))
    call = await hall.call()
    call.answer(OURS)
    await answering
    assert isinstance(await hall.signal(), Confirmed)
    held = await peer.again("INVITE", sdp(3000, "sendonly"))
    assert (held.status, "a=recvonly" in held.text, "m=audio 4000" in held.text) == (200, True, True)
    back = await peer.again("INVITE", sdp(3000))
    assert (back.status, "a=sendrecv" in back.text) == (200, True)
    assert (await peer.again("INVITE")).text.count("m=audio 4000") == 1
    assert (await peer.again("UPDATE", sdp(3000))).status == 200
    moved: list[str] = []

    async def reoffer(_dialog: Dialog, offer: str) -> str:
        moved.append(offer)
        return sdp(5000)

    call.on_reoffer = reoffer
    assert "m=audio 5000" in (await peer.again("INVITE", sdp(3010))).text
    assert moved == [sdp(3010)]
    for method, status in (("OPTIONS", 200), ("PRACK", 200), ("MESSAGE", 405), ("REFER", 403)):
        assert (await peer.again(method)).status == status
    assert (await peer.again("INFO", "Signal=5\r\nDuration=160\r\n", "application/dtmf-relay")).status == 200
    assert await hall.signal() == Digits("5")
    call.send_digits("1#")
    assert [(await peer.until("INFO")).text.split("\r\n")[0] for _ in "1#"] == ["Signal=1", "Signal=#"]
    assert (await peer.again("BYE")).status == 200


async def test_a_call_without_an_offer_gets_ours(hall: Hall, peer: Peer) -> None:
    peer.send(peer.request("INVITE"))
    call = await hall.call()
    assert call.invite.offer is None
    call.answer(OURS)
    assert (await peer.until(200)).text == OURS
    peer.ack(sdp(3000))
    assert await hall.signal() == Confirmed(sdp(3000))


async def test_a_transfer_says_who_calls(hall: Hall, peer: Peer) -> None:
    outgoing = Outgoing(
        "12345",
        "13800138000",
        OURS,
        display="张三",
        diverted_by="110",
        domain="hall.example",
        headers=(("X-Why", "灯坏了"),),
    )
    dialog = hall.stack.call(outgoing, hall.on_signal, ("127.0.0.1", peer.port))
    invite = await peer.until("INVITE")
    assert invite.first.startswith("INVITE sip:12345@")
    assert "<sip:13800138000@hall.example>" in invite.one("from")
    assert "张三" in invite.one("from")
    assert invite.one("p-asserted-identity") == "<sip:13800138000@hall.example>"
    assert invite.one("diversion") == "<sip:110@hall.example>;reason=unconditional"
    assert invite.one("x-why") == "灯坏了"
    assert int(invite.one("content-length")) == len(invite.body)
    peer.reply(invite, 100, "Trying")
    peer.reply(invite, 180, "Ringing")
    assert await hall.signal() == Ringing(180, None)
    peer.reply(invite, 183, "Session Progress", sdp(3000))
    assert await hall.signal() == Ringing(183, sdp(3000))
    peer.reply(invite, 200, "OK", sdp(3000))
    assert await hall.signal() == Answered(sdp(3000))
    assert (await peer.until("ACK")).method == "ACK"
    assert dialog.answered
    dialog.hang_up("交接完毕")
    bye = await peer.until("BYE")
    assert "交接完毕" in bye.one("reason")
    peer.reply(bye, 200, "OK")
    assert await hall.signal() == Ended(by_us=True)


@pytest.mark.parametrize(
    ("status", "reason"), [(486, "Busy Here"), (603, "Decline"), (404, "Not Found"), (302, "Moved")]
)
async def test_a_call_that_comes_to_nothing_says_why(hall: Hall, peer: Peer, status: int, reason: str) -> None:
    hall.stack.call(Outgoing("12345", "110", OURS), hall.on_signal, ("127.0.0.1", peer.port))
    peer.reply(await peer.until("INVITE"), status, reason)
    assert await hall.signal() == Failed(status, reason)
    assert (await peer.until("ACK")).method == "ACK"
    assert hall.stack.dialogs == 0


async def test_a_call_can_be_taken_back_before_the_answer(hall: Hall, peer: Peer) -> None:
    dialog = hall.stack.call(Outgoing("12345", "110", OURS), hall.on_signal, ("127.0.0.1", peer.port))
    invite = await peer.until("INVITE")
    peer.reply(invite, 180, "Ringing")
    assert await hall.signal() == Ringing(180, None)
    dialog.hang_up()
    assert await hall.signal() == Failed(487, "cancelled")
    peer.reply(await peer.until("CANCEL"), 200, "OK")
    # The answer crosses the CANCEL: the call must not stay open over there.
    peer.reply(invite, 200, "OK", sdp(3000))
    assert (await peer.until("BYE")).method == "BYE"


async def test_an_answered_call_lives_through_a_restart(peer: Peer) -> None:
    with hall_on(peer) as first:
        answering = asyncio.ensure_future(peer.call(sdp(3000)))
        call = await first.call()
        call.answer(OURS)
        await answering
        await first.signal()
        kept = json.dumps(call.state())
    with hall_on(peer) as second:
        revived = second.stack.revive(json.loads(kept), second.on_signal)
        assert revived is not None
        assert "a=recvonly" in (await peer.again("INVITE", sdp(3000, "sendonly"))).text
        assert json.loads(json.dumps(revived.state()))["answered"]
        revived.hang_up()
        bye = await peer.until("BYE")
        assert (bye.one("call-id"), peer.tag in bye.one("to")) == (call.call_id, True)
        assert await second.signal() == Ended(by_us=True)
    with hall_on(peer) as third:
        third.stack.revive(json.loads(kept), third.on_signal)
        assert (await peer.again("BYE")).status == 200
        assert await third.signal() == Ended(by_us=False)


async def test_even_a_call_that_still_rings_lives_through_a_restart(peer: Peer) -> None:
    with hall_on(peer) as first:
        peer.send(peer.request("INVITE", sdp(3000), identity='"张三" <sip:13800138000@x.example>'))
        call = await first.call()
        call.progress(OURS)
        await peer.until(183)
        tag, kept = peer.their_tag, json.dumps(call.state())
    with hall_on(peer) as second:
        revived = second.stack.revive(json.loads(kept), second.on_signal)
        assert isinstance(revived, Inbound)
        assert (revived.invite.caller, revived.invite.display) == ("13800138000", "张三")
        revived.progress(OURS)
        revived.answer(OURS)
        await peer.until(200)
        assert peer.their_tag == tag
        peer.ack()
        assert await second.signal() == Confirmed(None)
        assert (await peer.again("BYE")).status == 200


async def test_what_cannot_be_read_is_answered_all_the_same(hall: Hall, peer: Peer) -> None:
    good = peer.request("INVITE", sdp(3000))
    for bad in (
        good.replace(b"Content-Length: ", b"Content-Length: 9"),
        good.replace(b"CSeq: 1 INVITE", b"CSeq: one INVITE"),
        good.replace(b"<sip:13900000001@127.0.0.1>", b"<<<"),
        peer.request("INVITE", sdp(3000), contact=False),
    ):
        peer.send(bad.replace(b"Call-ID: ", b"Call-ID: x" + str(id(bad)).encode()))
        assert (await peer.until(400)).status == 400
    peer.send(b"\x00" * 200)
    peer.fresh()
    peer.send(peer.request("OPTIONS"))
    assert (await peer.until(200)).status == 200
    peer.send(peer.request("REGISTER"))
    assert (await peer.until(405)).one("allow")
    peer.their_tag = "nobody"
    peer.send(peer.request("BYE"))
    assert (await peer.until(481)).status == 481
    assert hall.stack.dialogs == 0


MSD = bytes.fromhex("02251C0680E30A51439E2955D43800800437F80A3105669023F8A71166932185B004150043C040")


@pytest.mark.parametrize("octets", [MSD, bytes(range(140)), bytes(range(116, 256))], ids=["real", "low", "high"])
async def test_what_a_car_tells_in_its_invite_comes_whole_to_the_ring(hall: Hall, peer: Peer, octets: bytes) -> None:
    body = (
        f"--b1\r\nContent-Type: application/sdp\r\n\r\n{sdp(3000)}\r\n--b1\r\n"
        "Content-Type: application/EmergencyCallData.eCall.MSD\r\nContent-ID: <msd@x>\r\n"
        "Content-Transfer-Encoding: binary\r\nContent-Disposition: by-reference;handling=optional\r\n\r\n"
    ).encode()
    body += octets + b"\r\n--b1--\r\n"
    headers = ["Call-Info: <cid:msd@x>;purpose=EmergencyCallData.eCall.MSD"]
    peer.send(peer.request("INVITE", body, 'multipart/mixed; boundary="b1"', headers=headers))
    call = await hall.call()
    assert call.invite.offer == sdp(3000)
    assert ring_of(call.invite, new_id(), "one", "110").msd == octets.hex()
    call.refuse(486)
