"""What strangers send: the messages of the NG911 test suite, and broken ones by the thousand. Nobody hears silence."""

import asyncio
import random
import re
import shutil
import subprocess
import textwrap
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.telephony.peer import Peer, sdp
from yaoyaoling.telephony.location.delivered import read_delivered
from yaoyaoling.telephony.sip.inbound import Inbound
from yaoyaoling.telephony.sip.stack import SipStack

SUITE = Path(__file__).parents[3] / "shared/data/standards/tamu-ng911/test_files/SIPp_scenarios"
NG911 = sorted(SUITE.glob("SIP_INVITE/*.xml")) + sorted(SUITE.glob("SIP_OPTIONS/*.xml"))
MESSAGES = sorted(SUITE.glob("SIP_MESSAGE/*.xml")) + sorted(SUITE.glob("SIP_SUBSCRIBE/*.xml"))
needs_suite = pytest.mark.skipif(not NG911, reason="the NG911 test files are not in ../shared")
MUST_STAY = ("Via", "From", "To", "Call-ID", "CSeq")


class Answering:
    """A stack that answers every call at once."""

    def __init__(self) -> None:
        self.calls: list[Inbound] = []
        self.answers = True
        self.stack = SipStack("127.0.0.1", 0, self.on_call)

    def on_call(self, call: Inbound) -> None:
        call.on_signal = lambda _dialog, _signal: None
        read_delivered(call.invite.geolocation, call.invite.content_type, call.invite.body)
        self.calls.append(call)
        call.progress()
        if self.answers:
            call.answer(sdp(4000))


@pytest_asyncio.fixture
async def hall() -> AsyncIterator[Answering]:
    one = Answering()
    yield one
    one.stack.close()


@pytest_asyncio.fixture
async def peer(hall: Answering) -> AsyncIterator[Peer]:
    one = await Peer(("127.0.0.1", hall.stack.port)).open()
    yield one
    one.close()


def first_message(scenario: Path, peer: Peer, number: int) -> bytes:
    """What SIPp would send first, with its words filled in."""
    text = scenario.read_text(encoding="utf-8", errors="replace")
    found = re.search(r"<send[^>]*>\s*<!\[CDATA\[(.*?)\]\]>", text, re.DOTALL)
    assert found, scenario.name
    words = {
        "transport": "UDP", "local_ip": "127.0.0.1", "local_port": str(peer.port), "remote_ip": "127.0.0.1",
        "remote_port": str(peer.to[1]), "branch": f"z9hG4bKng{number}", "call_number": str(number),
        "call_id": f"ng{number}@x",
        "media_port": "3000", "service": "sos", "pid": "1", "media_ip": "127.0.0.1", "auto_media_port": "3000",
    }  # fmt: skip
    message = textwrap.dedent(found[1].strip("\n")).strip()
    message = re.sub(r"\[(\w+)\]", lambda one: words.get(one[1], one[0]), message)
    head, _, body = message.partition("\n\n")
    octets = body.replace("\n", "\r\n").encode() + (b"\r\n" if body else b"")
    head = head.replace("[len]", str(len(octets)))
    return head.replace("\n", "\r\n").encode() + b"\r\n\r\n" + octets


async def statuses(peer: Peer, call_id: str, within_s: float = 2.0) -> list[int]:
    """Statuses for a call until a final one."""
    found: list[int] = []
    ends = asyncio.get_running_loop().time() + within_s
    while asyncio.get_running_loop().time() < ends and not any(one >= 200 for one in found):
        await asyncio.sleep(0.005)
        found = [one.status for one in peer.seen if one.all("call-id") == [call_id]]
    return found


@needs_suite
@pytest.mark.shared
async def test_every_call_of_the_ng911_suite_comes_in(hall: Answering, peer: Peer) -> None:
    refused: dict[str, list[int]] = {}
    for number, scenario in enumerate(NG911):
        message = first_message(scenario, peer, number)
        peer.send(message)
        got = await statuses(peer, f"ng{number}@x")
        assert got, f"silence for {scenario.name}"
        if got[-1] != 200:
            refused[scenario.name] = got
    assert {name for name in refused if "incorrect" not in name} == set(), refused
    assert len(hall.calls) >= 40
    assert sum(call.invite.dialled.startswith("sos") for call in hall.calls) >= 25
    assert sum(call.invite.offer is not None for call in hall.calls) >= 38
    assert {call.invite.caller for call in hall.calls if call.invite.caller}


@needs_suite
@pytest.mark.shared
async def test_other_requests_of_the_suite_are_answered_too(hall: Answering, peer: Peer) -> None:
    for number, scenario in enumerate(MESSAGES):
        message = first_message(scenario, peer, number)
        if message.startswith(b"SIP/2.0"):
            continue  # it waits for a request of ours
        peer.send(message)
        assert (await statuses(peer, f"ng{number}@x"))[-1:] in ([405], [400]), scenario.name
    assert hall.calls == []


@needs_suite
@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.skipif(shutil.which("sipp") is None, reason="sipp is missing (apt-get install sip-tester)")
async def test_sipp_itself_plays_the_suites_call(hall: Answering) -> None:
    scenario = SUITE / "SIP_INVITE/SIP_INVITE_ReINVITE_BYE.xml"
    process = await asyncio.create_subprocess_exec(
        "sipp", "-sf", str(scenario), f"127.0.0.1:{hall.stack.port}", "-i", "127.0.0.1", "-m", "1", "-nostdin",
        "-timeout", "30s", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert await asyncio.wait_for(process.wait(), 40) == 0
    assert len(hall.calls) == 1
    assert hall.calls[0].ended


def broken(valid: bytes, chance: random.Random, *, keep: bool) -> bytes:
    """The message with something broken; keep: not the lines that an answer needs."""
    head, _, body = valid.partition(b"\r\n\r\n")
    first, *lines = head.split(b"\r\n")
    safe = [at for at, line in enumerate(lines) if not keep or line.partition(b":")[0].decode() not in MUST_STAY]
    for _ in range(chance.randint(1, 3)):
        at = chance.choice(safe)
        how = chance.randrange(8)
        line = lines[at]
        if how == 0:
            lines[at] = b"X-Gone: 1"
        elif how == 1:
            lines[at] = line + b", " + line
        elif how == 2:
            lines[at] = line[: chance.randint(1, len(line))]
        elif how == 3:
            lines[at] = line.replace(b":", b": " + bytes(chance.randrange(1, 256) for _ in range(9)), 1)
        elif how == 4:
            lines[at] = line + b"A" * chance.choice((500, 5000, 20000))
        elif how == 5:
            spot = chance.randint(0, len(line))
            lines[at] = (
                line[:spot] + chance.choice((b"<", b">", b'"', b";", b"\x00", b"\xe5\x85\xac", b"%")) + line[spot:]
            )
        elif how == 6:
            lines.insert(at, b"Content-Length: " + str(chance.choice((-5, 0, 99999, 3))).encode())
            safe = [one + (one >= at) for one in safe]
        else:
            body = bytes(chance.randrange(256) for _ in range(chance.randint(0, 800)))
    lines = [line.replace(b"\r", b"").replace(b"\n", b"") for line in lines]
    message = b"\r\n".join([first, *lines]) + b"\r\n\r\n" + body
    return message if keep or chance.random() < 0.5 else message[: chance.randint(1, len(message))]


@pytest.mark.parametrize("seed", [1, 2, pytest.param(3, marks=pytest.mark.slow)])
async def test_broken_calls_are_answered_and_break_nothing(hall: Answering, peer: Peer, seed: int) -> None:
    chance = random.Random(seed)
    count = 4000 if seed == 3 else 400
    expected: dict[str, bytes] = {}
    hall.answers = False  # nobody acknowledges, and hundreds of repeated 200 would drown the phone
    for number in range(count):
        peer.fresh()
        peer.call_id = f"f{seed}.{number}@x"
        keep = number % 2 == 0
        message = broken(peer.request("INVITE", sdp(3000), headers=["Geolocation: <cid:a@b>"]), chance, keep=keep)
        if keep:
            expected[peer.call_id] = message
        peer.send(message)
        if number % 20 == 19:
            await asyncio.sleep(0.02)
    silent = set(expected)
    ends = asyncio.get_running_loop().time() + 20
    while silent and asyncio.get_running_loop().time() < ends:
        await asyncio.sleep(0.5)
        silent -= {value for one in peer.seen for value in one.all("call-id")}
        for number, call_id in enumerate(sorted(silent)):  # what a full buffer lost is repeated, as every phone does
            peer.send(expected[call_id])
            await asyncio.sleep(0.02 if number % 20 == 19 else 0)
    assert [expected[one] for one in sorted(silent)] == []
    hall.answers = True
    other = await Peer(peer.to).open()
    assert (await other.call(sdp(3000))).status == 200
    assert (await other.again("BYE")).status == 200
    other.close()
