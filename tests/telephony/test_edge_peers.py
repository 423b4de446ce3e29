"""The edge with peers that are not ours: sipp over UDP and TCP, TLS, a phone with a password, TURN."""

import asyncio
import hashlib
import re
import shutil
import ssl
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.engines import free_port
from tests.telephony.daemons import RunningDaemons, running_daemons
from tests.telephony.node import node_at
from yaoyaoling.apps.callers.line import Line
from yaoyaoling.apps.callers.message import Dialog, Message, finished

TRUNK = "127.0.0.9"
PASSWORD = "secret-word"


@pytest.fixture
async def edge() -> AsyncIterator[RunningDaemons]:
    """The edge alone; who is no trunk has to say a password."""
    async with running_daemons(
        "kamailio", trunks=f"{TRUNK}/32", phones=f"1001:{PASSWORD}", open_calls=False
    ) as running:
        yield running


async def run(*command: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, stdin=asyncio.subprocess.DEVNULL
    )
    try:
        async with asyncio.timeout(40):
            output, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return process.returncode or 0, output.decode(errors="replace")


@pytest.mark.parametrize("transport", ["u1", "t1"])
async def test_sipp_calls(
    edge: RunningDaemons, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, transport: str
) -> None:
    sipp = shutil.which("sipp")
    if sipp is None:
        pytest.skip("sipp is not installed: apt-get install sip-tester")
    monkeypatch.chdir(tmp_path)  # where it leaves its own files
    scenario = Path(__file__).parent / "sipp_call.xml"
    async with node_at(edge.at.node, edge.at.inside) as node:
        code, output = await run(
            sipp, str(edge.at.sip), "-sf", str(scenario), "-t", transport, "-i", TRUNK, "-p", str(free_port()),
            "-m", "100", "-r", "50", "-nostdin", "-timeout", "30s",
        )  # fmt: skip
        assert code == 0, output[-3000:]
        assert len({call.get("call-id") for call in node.seen}) == 100


async def test_a_call_over_tls(edge: RunningDaemons) -> None:
    assert edge.at.sips is not None, "kamailio-tls-modules is not installed"
    trusted = ssl.create_default_context(cafile=str(edge.at.folder / "kamailio" / "tls.pem"))
    async with node_at(edge.at.node, edge.at.inside) as node:
        reader, writer = await asyncio.open_connection(*edge.at.sips, ssl=trusted, local_addr=(TRUNK, 0))
        dialog = Dialog("110", f"sip:110@{edge.at.sips};transport=tls", "127.0.0.9:1", "13800138000", transport="TLS")
        writer.write(dialog.invite(b"v=0\r\nm=audio 9 RTP/SAVP 8\r\n"))
        call = await asyncio.wait_for(node.calls.get(), 5)
        assert call.get("x-yyl-source").startswith("kind=trunk;proto=tls;")
        assert b"RTP/SAVP" in call.body
        async with asyncio.timeout(5):
            while "SIP/2.0 200" not in (await reader.readline()).decode():
                pass
        writer.close()
    older = ssl.create_default_context(cafile=str(edge.at.folder / "kamailio" / "tls.pem"))
    older.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises((ssl.SSLError, ConnectionError)):
        await asyncio.open_connection(*edge.at.sips, ssl=older)


def answer(challenge: Message, method: str, uri: str, password: str) -> str:
    """Digest of RFC 2617 with qop=auth."""
    name = "www-authenticate" if challenge.status == 401 else "proxy-authenticate"
    asked = dict(re.findall(r'(\w+)="([^"]*)"', challenge.get(name)))

    def digest(*parts: str) -> str:
        return hashlib.md5(":".join(parts).encode()).hexdigest()

    response = digest(
        digest("1001", asked["realm"], password), asked["nonce"], "00000001", "abc", "auth", digest(method, uri)
    )
    header = "Authorization" if challenge.status == 401 else "Proxy-Authorization"
    return (
        f'{header}: Digest username="1001", realm="{asked["realm"]}", nonce="{asked["nonce"]}", uri="{uri}",'
        f' qop=auth, nc=00000001, cnonce="abc", response="{response}", algorithm=MD5'
    )


def register(edge: RunningDaemons, line: Line, cseq: int, *more: str) -> bytes:
    return finished([
        f"REGISTER sip:{edge.at.sip} SIP/2.0", f"Via: SIP/2.0/UDP {line.own};rport;branch=z9hG4bKreg{cseq}",
        "Max-Forwards: 70", "From: <sip:1001@yaoyaoling>;tag=reg", "To: <sip:1001@yaoyaoling>", "Call-ID: reg-1001",
        f"CSeq: {cseq} REGISTER", f"Contact: <sip:1001@{line.own}>", "Expires: 60", *more,
    ])  # fmt: skip


async def test_a_phone_says_its_password_and_is_rung_where_it_registered(edge: RunningDaemons) -> None:
    line = await Line.open((edge.at.sip.host, edge.at.sip.port))
    uri = f"sip:{edge.at.sip}"
    challenge = await line.ask(register(edge, line, 1), lambda one: one.status >= 200)
    assert challenge.status == 401
    wrong = await line.ask(
        register(edge, line, 2, answer(challenge, "REGISTER", uri, "wrong-word")), lambda one: one.status >= 200
    )
    assert wrong.status == 401
    right = await line.ask(
        register(edge, line, 3, answer(wrong, "REGISTER", uri, PASSWORD)), lambda one: one.status >= 200
    )
    assert right.status == 200
    async with node_at(edge.at.node, edge.at.inside) as node:
        ours = Dialog("1001", f"sip:1001@{edge.at.sip}", str(edge.at.node), "110")
        node.line.send(ours.invite(b"v=0\r\n"))
        rung = await asyncio.wait_for(line.requests.get(), 5)
        assert rung.method == "INVITE"
        # It rings us as well, and is known by its name.
        dialog = Dialog("110", f"sip:110@{edge.at.sip}", line.own, "1001")
        asked = await line.ask(dialog.invite(b"v=0\r\n"), lambda one: one.status >= 200)
        assert asked.status == 407
        line.send(dialog.ack(asked))
        dialog.cseq, dialog.branch = 2, "z9hG4bKsecond"
        proof = answer(asked, "INVITE", dialog.target, PASSWORD)
        line.send(dialog.invite(b"v=0\r\n", (proof,)))
        call = await asyncio.wait_for(node.calls.get(), 5)
        assert call.get("x-yyl-source").startswith("kind=phone;")
        assert call.get("x-yyl-source").endswith(";user=1001")
        assert not call.get("proxy-authorization"), "proofs stay at the edge"
    line.close()


async def test_turn_relays_with_a_passing_credential_and_refuses_an_old_one() -> None:
    client = shutil.which("turnutils_uclient")
    if client is None:
        pytest.skip("coturn is not installed: apt-get install coturn")
    async with running_daemons("coturn") as running:
        turn = running.at.turn
        assert turn is not None
        for until_s, works in ((int(time.time()) + 60, True), (int(time.time()) - 60, False)):
            name, password = turn.credentials("officer", until_s)
            code, output = await run(
                client, "-u", name, "-w", password, "-p", str(turn.address.port), "-y", "-c", "-n", "5", "-m", "1",
                "-L", "127.0.0.1", turn.address.host,
            )  # fmt: skip
            assert ("Total lost packets 0" in output and code == 0) is works, output[-2000:]
