"""Spoken callers: the telephone's own sound, and calls that a real edge carries to a node."""

import asyncio
import shutil
from pathlib import Path

import numpy as np
import pytest

from tests.telephony.daemons import running_daemons
from tests.telephony.node import Node, node_at
from yaoyaoling.apps.callers.call import Caller, CallPlan, End
from yaoyaoling.apps.callers.message import NoSipMessage, read
from yaoyaoling.apps.callers.run import Callers, CallersOptions
from yaoyaoling.apps.callers.sound import Ear, a_law, level_db, packets, samples
from yaoyaoling.apps.callers.speech import spoken
from yaoyaoling.apps.traffic.words.scenes import Scenes
from yaoyaoling.apps.traffic.words.told import Places
from yaoyaoling.places.public import Address, PlaceKind

needs_speech = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")


def test_a_law_is_what_the_standard_says() -> None:
    """G.711's own values: zero, the smallest and the largest of both signs; and every octet is its own return."""
    octets = bytes(range(256))
    back = a_law(samples(octets))
    assert back == octets
    assert a_law(np.array([0, -1, 32_767, -32_768], np.int16)) == bytes([0xD5, 0x55, 0xAA, 0x2A])


def test_packets_are_of_one_size_and_silence_is_silent() -> None:
    cut = list(packets(b"\x80" * 170))
    assert [len(one) for one in cut] == [160, 160]
    assert level_db(bytes([0xD5]) * 800) < -70
    assert level_db(a_law((np.sin(np.arange(800) / 3) * 16_000).astype(np.int16))) > -12


def test_what_is_no_message_is_told_so() -> None:
    for data in (b"", b"\x00" * 20, b"HTTP/1.1 200 OK\r\n\r\n"):
        with pytest.raises(NoSipMessage):
            read(data)


@needs_speech
async def test_a_sentence_is_spoken_once_and_kept(tmp_path: Path) -> None:
    first = await spoken("人民路三十八号，有人打架。", tmp_path)
    assert len(first) > 8_000, "longer than a second"
    assert level_db(first) > -35
    assert await spoken("人民路三十八号，有人打架。", tmp_path) == first
    assert len(list(tmp_path.glob("*.al"))) == 1


async def hearing(node: Node, ear: Ear) -> None:
    """Answer the next call with an ear of ours, and listen."""
    assert ear.offer
    call = await node.calls.get()
    node.line.send(call.reply("180 Ringing", tag="node"))
    contact = f"sip:node@{node.line.own}"
    node.line.send(call.reply("200 OK", tag="node", contact=contact, body=ear.offer))
    ear.take(call.body)


async def test_what_is_said_is_heard_at_the_other_end_and_both_ways() -> None:
    tone = a_law((np.sin(np.arange(16_000) * 2 * np.pi * 440 / 8_000) * 12_000).astype(np.int16))
    async with running_daemons("kamailio") as edge, node_at(edge.at.node, edge.at.inside, "100 Trying") as node:
        ear = await Ear.open()
        answering = asyncio.create_task(hearing(node, ear))
        ear.say(tone * 2)
        told = await Caller((edge.at.sip.host, edge.at.sip.port), CallPlan("13800138000", tone, 10, 1)).ring()
        await answering
        ear.close()
    assert told.end is End.SPOKEN
    assert told.heard_db > -15, "the other end's tone"
    heard = samples(bytes(ear.heard)).astype(np.float64)
    spectrum = np.abs(np.fft.rfft(heard[8_000:16_000]))
    assert abs(int(np.argmax(spectrum)) - 440) <= 1, "the caller's tone"


async def test_whoever_gives_up_is_gone_at_the_node_as_well() -> None:
    async with running_daemons("kamailio") as edge, node_at(edge.at.node, edge.at.inside, "180 Ringing") as node:
        told = await Caller((edge.at.sip.host, edge.at.sip.port), CallPlan("13800138000", b"", 1.5, 1)).ring()
        assert told.end is End.ABANDONED
        assert (await asyncio.wait_for(node.asked.get(), 5)).method == "CANCEL"


@needs_speech
async def test_a_crowd_rings_and_never_more_at_once_than_told(tmp_path: Path) -> None:
    park = Address(PlaceKind.POI, "人民公园", "Park", "示范市人民公园", 114.0, 30.0)
    places = Places([park], 1)
    async with running_daemons("kamailio") as edge, node_at(edge.at.node, edge.at.inside, "486 Busy Here") as node:
        options = CallersOptions((edge.at.sip.host, edge.at.sip.port), rate=600, most=3, seconds=3)
        callers = Callers(Scenes(places, 1), tmp_path, options)
        await callers.run()
        assert callers.ends[End.REFUSED] >= 5
        assert len({call.get("call-id") for call in node.seen}) == callers.ends.total()
