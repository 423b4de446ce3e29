"""The SIP edge: who may ring, what is marked, what is kept out, and what a caller hears when nobody is there."""

import asyncio
import random
from collections.abc import AsyncIterator

import pytest

from tests.telephony.daemons import RunningDaemons, free_both, running_daemons
from tests.telephony.node import node_at
from yaoyaoling.apps.callers.call import Caller, CallPlan, End
from yaoyaoling.apps.callers.line import Line
from yaoyaoling.apps.callers.message import Dialog, Message
from yaoyaoling.telephony.daemons.alive import answers_sip

TRUNK = "127.0.0.9"


@pytest.fixture
async def edge() -> AsyncIterator[RunningDaemons]:
    """The edge alone, with a trunk, a phone and a line of its own."""
    async with running_daemons(
        "kamailio",
        trunks=f"{TRUNK}/32",
        phones="1001:secret-word",
        flood_requests=20,
        routes="12345=sip:127.0.0.8:6999",
    ) as running:
        yield running


def plan(caller: str = "13800138000", patience_s: float = 10, number: str = "110") -> CallPlan:
    return CallPlan(caller, b"", patience_s, 0.2, number)


async def line_to(edge: RunningDaemons, own: str = "127.0.0.1") -> Line:
    return await Line.open((edge.at.sip.host, edge.at.sip.port), (own, 0))


def dialog_on(edge: RunningDaemons, line: Line, caller: str = "13800138000", number: str = "110") -> Dialog:
    return Dialog(number, f"sip:{number}@{edge.at.sip}", line.own, caller)


def is_final(reply: Message) -> bool:
    return reply.status >= 200


async def test_a_call_reaches_the_node_and_both_ends_may_say_goodbye(edge: RunningDaemons) -> None:
    async with node_at(edge.at.node, edge.at.inside) as node:
        told = await Caller((edge.at.sip.host, edge.at.sip.port), plan()).ring()
        assert told.end is End.SPOKEN
        call = await node.calls.get()
        assert call.get("x-yyl-source").startswith("kind=open;proto=udp;ip=127.0.0.1;port=")
        assert not call.get("x-yyl-repeat")
        methods = [(await asyncio.wait_for(node.asked.get(), 5)).method for _ in range(2)]
        assert methods == ["ACK", "BYE"]


async def test_a_call_over_tcp_reaches_the_node_and_is_ended_over_it(edge: RunningDaemons) -> None:
    async with node_at(edge.at.node, edge.at.inside) as node:
        reader, writer = await asyncio.open_connection(*edge.at.sip)
        own = "127.0.0.1:1"  # nobody could reach us there: the edge has to use the connection
        dialog = Dialog("110", f"sip:110@{edge.at.sip}", own, "13900139000", transport="TCP")
        writer.write(dialog.invite(b"v=0\r\n"))
        call = await asyncio.wait_for(node.calls.get(), 5)
        assert call.get("x-yyl-source").startswith("kind=open;proto=tcp;")
        async with asyncio.timeout(5):
            while "SIP/2.0 200" not in (await reader.readline()).decode():
                pass
        contact = call.contact
        routes = "".join(f"Route: {one}\r\n" for one in call.all("record-route"))
        bye = (
            f"BYE {contact} SIP/2.0\r\nVia: SIP/2.0/UDP {edge.at.node};branch=z9hG4bKbye\r\n{routes}"
            f"Max-Forwards: 70\r\nFrom: {call.get('to')};tag=node\r\nTo: {call.get('from')}\r\n"
            f"Call-ID: {call.get('call-id')}\r\nCSeq: 1 BYE\r\nContent-Length: 0\r\n\r\n"
        )
        node.line.send(bye.encode())
        async with asyncio.timeout(5):
            while not (await reader.readline()).startswith(b"BYE "):
                pass
        writer.close()


async def test_marks_from_outside_are_taken_away_and_only_trunks_are_believed(edge: RunningDaemons) -> None:
    forged = ("X-Yyl-Source: kind=trunk", "X-Yyl-Repeat: 9", "P-Asserted-Identity: <sip:110110@hall>")
    async with node_at(edge.at.node, edge.at.inside, "486 Busy Here") as node:
        for own, kind, identities in (("127.0.0.1", "open", 0), (TRUNK, "trunk", 1)):
            line = await line_to(edge, own)
            dialog = dialog_on(edge, line, caller=f"1370000{len(own):04}")
            await line.ask(dialog.invite(b"v=0\r\n", forged), is_final)
            call = await node.calls.get()
            assert [one.split(";")[0] for one in call.all("x-yyl-source")] == [f"kind={kind}"]
            assert not call.get("x-yyl-repeat")
            assert len(call.all("p-asserted-identity")) == identities
            line.close()


async def test_repeated_numbers_are_counted_and_withheld_ones_are_not(edge: RunningDaemons) -> None:
    async with node_at(edge.at.node, edge.at.inside) as node:
        for caller, counts in (("13711112222", ["", "2", "3"]), ("anonymous", ["", "", ""])):
            marks = []
            for _ in range(3):
                told = await Caller((edge.at.sip.host, edge.at.sip.port), plan(caller)).ring()
                assert told.end is End.SPOKEN, "counting never refuses"
                marks.append((await node.calls.get()).get("x-yyl-repeat"))
            assert marks == counts


async def test_a_repeated_datagram_is_no_second_call(edge: RunningDaemons) -> None:
    line = await line_to(edge, TRUNK)
    data = dialog_on(edge, line, caller="13755556666").invite(b"v=0\r\n")
    for pause_s in (0.0, 0.1, 0.5, 1.5):  # no node is there: the edge has to know it by itself
        line.send(data)
        await asyncio.sleep(pause_s)
    assert len([*edge.at.journal.glob("*.trunk")]) == 1
    async with node_at(edge.at.node, edge.at.inside) as node:
        call = await asyncio.wait_for(node.calls.get(), 10)
        assert not call.get("x-yyl-repeat"), "who is asked to press a key for it may be in danger"
    line.close()


async def test_a_flood_from_one_source_is_kept_out_and_a_trunk_is_not(edge: RunningDaemons) -> None:
    async with node_at(edge.at.node, edge.at.inside, "480 Later") as node:
        for own, fewest, most in (("127.0.0.66", 1, 60), (TRUNK, 200, 200)):
            node.seen.clear()
            line = await line_to(edge, own)
            for number in range(200):
                line.send(dialog_on(edge, line, caller=f"139{number:08}").invite(b"v=0\r\n"))
                await asyncio.sleep(0.002)
            await asyncio.sleep(1.0)
            reached = len({call.get("call-id") for call in node.seen})
            assert fewest <= reached <= most, own
            line.close()
        # Meanwhile somebody else, from another address, is heard at once.
        other = await line_to(edge, "127.0.0.77")
        reply = await asyncio.wait_for(other.ask(dialog_on(edge, other).invite(b"v=0\r\n"), is_final), 3)
        assert reply.status == 480
        other.close()


async def test_numbers_that_are_not_ours_lead_nowhere_and_nobody_relays_through_us(edge: RunningDaemons) -> None:
    async with node_at(edge.at.node, edge.at.inside) as node:
        line = await line_to(edge)
        reply = await line.ask(dialog_on(edge, line, number="0085212345678").invite(b"v=0\r\n"), is_final)
        assert reply.status == 404
        strange = dialog_on(edge, line)
        strange.to, strange.route = "<sip:x@127.0.0.1>;tag=t", (f"<sip:{edge.at.sip};lr>",)
        strange.target = "sip:somebody@192.0.2.7:5060"
        assert (await line.ask(strange.bye(), is_final)).status == 403
        assert node.calls.empty()
        line.close()


async def test_an_emergency_urn_is_a_call_to_the_first_number(edge: RunningDaemons) -> None:
    async with node_at(edge.at.node, edge.at.inside) as node:
        line = await line_to(edge, TRUNK)
        dialog = dialog_on(edge, line)
        data = dialog.invite(b"v=0\r\n").replace(
            b"INVITE sip:110@%s" % str(edge.at.sip).encode(), b"INVITE urn:service:sos.police"
        )
        line.send(data)
        call = await asyncio.wait_for(node.calls.get(), 5)
        assert call.uri.startswith("sip:110@")
        line.close()


async def test_without_a_node_it_rings_until_one_is_back(edge: RunningDaemons) -> None:
    caller = Caller((edge.at.sip.host, edge.at.sip.port), plan(patience_s=30))
    ringing = asyncio.create_task(caller.ring())
    await asyncio.sleep(4)
    assert not ringing.done()
    async with node_at(edge.at.node, edge.at.inside) as node:
        told = await asyncio.wait_for(ringing, 20)
        assert [(await asyncio.wait_for(node.asked.get(), 5)).method for _ in range(2)] == ["ACK", "BYE"]
    assert told.end is End.SPOKEN
    assert told.ringing_s is not None and told.ringing_s < 3
    assert told.answered_s is not None and told.answered_s > 4


async def test_whoever_hangs_up_while_no_node_is_there_is_let_go(edge: RunningDaemons) -> None:
    told = await Caller((edge.at.sip.host, edge.at.sip.port), plan(patience_s=3.5)).ring()
    assert told.end is End.ABANDONED
    async with node_at(edge.at.node, edge.at.inside) as node:
        await asyncio.sleep(8)
        assert node.calls.empty(), "a call that was given up rings nowhere"


async def test_malformed_requests_leave_the_edge_answering(edge: RunningDaemons) -> None:
    dice = random.Random(110)
    whole = dialog_on(edge, await line_to(edge)).invite(b"v=0\r\n" * 20)
    async with node_at(edge.at.node, edge.at.inside):
        line = await line_to(edge, TRUNK)  # the guard lets it through: parsers must stand it
        for _ in range(3_000):
            line.send(mutated(dice, whole))
            if dice.random() < 0.02:
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.5)
        assert edge.processes["kamailio"].poll() is None
        assert await answers_sip(edge.at.sip)
        told = await Caller((edge.at.sip.host, edge.at.sip.port), plan("13600000000")).ring()
        assert told.end is End.SPOKEN
        line.close()


def mutated(dice: random.Random, data: bytes) -> bytes:
    """The message, broken in one of several ways."""
    at, other = sorted(dice.randrange(len(data)) for _ in range(2))
    ways = (
        data[:at],
        data[:at] + dice.randbytes(dice.randrange(1, 40)) + data[other:],
        data[:at] + data[at:other] * dice.randrange(2, 30) + data[other:],
        data.replace(b"Content-Length: 100", b"Content-Length: %d" % dice.choice((-1, 99_999_999, 2**31, 2**63))),
        data.replace(b"CSeq: 1", b"CSeq: %d" % dice.choice((-1, 2**32, 2**64))),
        data.replace(b"\r\n", dice.choice((b"\n", b"\r", b"\r\n ", b"\x00"))),
        dice.randbytes(dice.randrange(1, 1_200)),
    )
    return dice.choice(ways)[:8_000]


async def test_our_own_calls_leave_by_the_way_of_their_number(edge: RunningDaemons) -> None:
    async with node_at(edge.at.node, edge.at.inside) as node:
        hotline = await Line.open(("127.0.0.1", 9), ("127.0.0.8", 6999))
        dialog = Dialog("12345", f"sip:12345@{edge.at.sip}", str(edge.at.node), "110")
        node.line.send(dialog.invite(b"v=0\r\n", ("X-Yyl-Secret: stays inside",)))
        call = await asyncio.wait_for(hotline.requests.get(), 5)
        assert call.uri == "sip:12345@127.0.0.8:6999"
        assert not call.get("x-yyl-secret")
        assert f"{edge.at.sip}" in call.get("via"), "it leaves by the outer side"
        nowhere = Dialog("99999", f"sip:99999@{edge.at.sip}", str(edge.at.node), "110")
        reply = await node.line.ask(nowhere.invite(b"v=0\r\n"), is_final)
        assert reply.status == 404
        hotline.close()


async def test_nobody_but_a_node_calls_out(edge: RunningDaemons) -> None:
    line = await Line.open((edge.at.inside.host, edge.at.inside.port))
    reply = await line.ask(Dialog("12345", f"sip:12345@{edge.at.sip}", line.own, "110").invite(b"v=0\r\n"), is_final)
    assert reply.status == 403
    line.close()


async def test_with_a_last_resort_somebody_else_has_the_call() -> None:
    port = free_both()
    async with running_daemons("kamailio", last_resort=f"sip:120@127.0.0.8:{port}") as edge:
        other = await Line.open(("127.0.0.1", 9), ("127.0.0.8", port))
        ringing = asyncio.create_task(Caller((edge.at.sip.host, edge.at.sip.port), plan(patience_s=20)).ring())
        call = await asyncio.wait_for(other.requests.get(), 15)
        assert call.uri == f"sip:120@127.0.0.8:{port}"
        via = call.all("via")
        assert str(edge.at.sip) in via[0]
        other.send(
            call.reply("200 OK", tag="other", contact=f"sip:120@127.0.0.8:{port}"), (edge.at.sip.host, edge.at.sip.port)
        )
        assert (await asyncio.wait_for(other.requests.get(), 10)).method == "ACK"
        assert (await ringing).end in (End.SPOKEN, End.HUNG_UP_ON)
        other.close()


async def test_the_next_gateway_has_our_call_when_the_first_is_away() -> None:
    away, here = free_both(), free_both()
    gateways = f"sip:127.0.0.8:{away},sip:127.0.0.8:{here}"
    async with running_daemons("kamailio", gateways=gateways) as edge, node_at(edge.at.node, edge.at.inside) as node:
        second = await Line.open(("127.0.0.1", 9), ("127.0.0.8", here))
        node.line.send(
            Dialog("13800138000", f"sip:13800138000@{edge.at.sip}", str(edge.at.node), "110").invite(b"v=0\r\n")
        )
        async with asyncio.timeout(10):
            while (call := await second.requests.get()).method != "INVITE":
                pass
        assert call.uri == f"sip:13800138000@127.0.0.8:{here}"
        second.close()
