"""The stack behind the real edge: calls through Kamailio, in and out, hung up from both sides."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest_asyncio

from tests.telephony.daemons import RunningDaemons, running_daemons
from tests.telephony.peer import Peer, sdp
from yaoyaoling.telephony.sip.dialog import Dialog
from yaoyaoling.telephony.sip.inbound import Inbound
from yaoyaoling.telephony.sip.outbound import Outgoing
from yaoyaoling.telephony.sip.signals import Answered, Cancelled, Confirmed, Ended, Failed, Ringing, Signal
from yaoyaoling.telephony.sip.stack import SipStack


@dataclass
class Edge:
    """A trunk beyond the edge, and the stack behind it."""

    trunk: Peer
    stack: SipStack
    calls: asyncio.Queue[Inbound]
    signals: asyncio.Queue[Signal]
    daemons: RunningDaemons

    async def restart(self) -> None:
        """The edge is killed, and back with nothing in its memory."""
        self.daemons.kill("kamailio")
        await self.daemons.start("kamailio")

    def told(self, _dialog: Dialog, signal: Signal) -> None:
        self.signals.put_nowait(signal)

    async def signal(self) -> Signal:
        return await asyncio.wait_for(self.signals.get(), 10)


@pytest_asyncio.fixture
async def edge() -> AsyncIterator[Edge]:
    trunk = await Peer().open()
    async with running_daemons("kamailio", gateways=f"sip:127.0.0.1:{trunk.port}", trunks="127.0.0.1") as daemons:
        at = daemons.at
        found = Edge(trunk, None, asyncio.Queue(), asyncio.Queue(), daemons)  # type: ignore[arg-type]

        def on_call(call: Inbound) -> None:
            call.on_signal = found.told
            found.calls.put_nowait(call)

        found.stack = SipStack(*at.node, on_call, next_hop=at.inside)
        trunk.to = at.sip
        with contextlib.closing(found.stack), contextlib.closing(trunk):
            yield found


async def test_a_call_comes_through_the_edge_and_ends_from_both_sides(edge: Edge) -> None:
    for by_us in (True, False):
        edge.trunk.fresh()
        edge.trunk.target = ""
        edge.trunk.send(edge.trunk.request("INVITE", sdp(3000), headers=["P-Asserted-Identity: <tel:+8613800138000>"]))
        call = await asyncio.wait_for(edge.calls.get(), 10)
        assert call.invite.caller == "+8613800138000"
        call.progress(sdp(4000))
        assert (await edge.trunk.until(183)).text == sdp(4000)
        call.answer(sdp(4000))
        await edge.trunk.until(200)
        edge.trunk.ack()
        assert isinstance(await edge.signal(), Confirmed)
        if by_us:
            call.hang_up()
            edge.trunk.reply(await edge.trunk.until("BYE"), 200, "OK")
        else:
            assert (await edge.trunk.again("BYE")).status == 200
        assert await edge.signal() == Ended(by_us=by_us)


async def test_a_call_goes_out_through_the_edge(edge: Edge) -> None:
    outgoing = Outgoing("12345", "13800138000", sdp(4000), diverted_by="110", display="张三")
    call = edge.stack.call(outgoing, edge.told)
    invite = await edge.trunk.until("INVITE")
    assert "12345@" in invite.first
    assert "13800138000@" in invite.one("p-asserted-identity")
    assert "110@" in invite.one("diversion")
    edge.trunk.tag = "out"
    edge.trunk.reply(invite, 180, "Ringing")
    assert await edge.signal() == Ringing(180, None)
    edge.trunk.reply(invite, 200, "OK", sdp(3000))
    assert isinstance(await edge.signal(), Answered)
    assert (await edge.trunk.until("ACK")).method == "ACK"
    call.hang_up()
    edge.trunk.reply(await edge.trunk.until("BYE"), 200, "OK")
    assert await edge.signal() == Ended(by_us=True)
    edge.stack.call(outgoing, edge.told)
    edge.trunk.reply(await edge.trunk.until("INVITE"), 486, "Busy Here")
    assert await edge.signal() == Failed(486, "Busy Here")


async def test_a_caller_gives_up_through_the_edge(edge: Edge) -> None:
    edge.trunk.fresh()
    edge.trunk.target = ""
    edge.trunk.send(edge.trunk.request("INVITE", sdp(3000)))
    call = await asyncio.wait_for(edge.calls.get(), 10)
    call.progress(sdp(4000))
    await edge.trunk.until(183)
    edge.trunk.target, edge.trunk.route = "", []
    edge.trunk.send(edge.trunk.request("CANCEL", same_branch=True))
    assert await edge.signal() == Cancelled()


async def test_an_edge_started_anew_carries_on_what_rings_and_what_is_answered(edge: Edge) -> None:
    edge.trunk.fresh()
    edge.trunk.target = ""
    edge.trunk.send(edge.trunk.request("INVITE", sdp(3000)))
    call = await asyncio.wait_for(edge.calls.get(), 10)
    call.progress(sdp(4000))
    await edge.trunk.until(183)
    await edge.restart()
    call.answer(sdp(4000))
    await edge.trunk.until(200)
    edge.trunk.ack()
    assert isinstance(await edge.signal(), Confirmed)
    await edge.restart()
    assert (await edge.trunk.again("BYE")).status == 200
    assert await edge.signal() == Ended(by_us=False)


async def test_who_gives_up_after_the_edge_was_started_anew_is_heard(edge: Edge) -> None:
    edge.trunk.fresh()
    edge.trunk.target = ""
    edge.trunk.send(edge.trunk.request("INVITE", sdp(3000)))
    call = await asyncio.wait_for(edge.calls.get(), 10)
    call.progress(sdp(4000))
    await edge.trunk.until(183)
    await edge.restart()
    edge.trunk.target, edge.trunk.route = "", []
    edge.trunk.send(edge.trunk.request("CANCEL", same_branch=True))
    assert await edge.signal() == Cancelled()
    told = [await edge.trunk.until(200) for _ in range(2)]
    assert {(one.status, one.one("cseq").split()[1]) for one in told} == {(200, "CANCEL"), (487, "INVITE")}
