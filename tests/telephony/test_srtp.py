"""A trunk that encrypts its sound: ffmpeg on the trunk's side, a plain ear on the side of the rooms, both ways."""

import asyncio
import base64
import re
import secrets
import shutil
import wave
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from tests.telephony.daemons import RunningDaemons, free_both, running_daemons
from tests.telephony.srtp import Keys, SecretParty
from yaoyaoling.apps.callers.sound import Ear, a_law, samples
from yaoyaoling.telephony.daemons.rtpengine import SDES
from yaoyaoling.telephony.media.ng import Rtpengine, RtpengineRefused
from yaoyaoling.telephony.media.trunk import Address, TrunkMedia

SUITE = "AES_CM_128_HMAC_SHA1_80"


def trunk_sdp(port: int, crypto: str) -> str:
    return (
        "v=0\r\no=trunk 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
        f"m=audio {port} RTP/SAVP 8\r\na=rtpmap:8 PCMA/8000\r\na=crypto:1 {crypto}\r\na=ptime:20\r\n"
    )


def key() -> str:
    return base64.b64encode(secrets.token_bytes(30)).decode()


def loudest_hz(heard: npt.NDArray[np.int16]) -> int:
    """The frequency that stands out in a second from the middle."""
    middle = len(heard) // 2
    return int(np.argmax(np.abs(np.fft.rfft(heard[middle - 4_000 : middle + 4_000].astype(np.float64)))))


def tone(hz: float, seconds: float = 3.0) -> bytes:
    at = np.arange(int(seconds * 8_000))
    return a_law((np.sin(at * 2 * np.pi * hz / 8_000) * 12_000).astype(np.int16))


async def connect(daemons: RunningDaemons) -> Rtpengine:
    assert daemons.at.ng is not None
    return await Rtpengine.connect(daemons.at.ng.host, daemons.at.ng.port)


async def both_ways(ffmpeg: str, folder: Path, port: int, relay: int, own_key: str, their_key: str) -> Path:
    """Hear at `port` for 3 s and speak 440 Hz to `relay` from another, both encrypted; gives what was heard."""
    description, heard = folder / "trunk.sdp", folder / "heard.wav"
    description.write_text(trunk_sdp(port, f"{SUITE} inline:{their_key}"))
    listens = await asyncio.create_subprocess_exec(
        ffmpeg, "-loglevel", "error", "-protocol_whitelist", "file,rtp,srtp,udp", "-i", str(description),
        "-t", "3", str(heard), stdin=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    speaks = await asyncio.create_subprocess_exec(
        ffmpeg, "-loglevel", "error", "-re", "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=8000",
        "-t", "4", "-c:a", "pcm_alaw", "-f", "rtp", "-srtp_out_suite", SUITE, "-srtp_out_params", own_key,
        f"srtp://127.0.0.1:{relay}?localport={free_both()}&pkt_size=172", stdin=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        async with asyncio.timeout(30):
            await asyncio.gather(listens.wait(), speaks.wait())
    finally:
        for process in (listens, speaks):
            if process.returncode is None:
                process.kill()
                await process.wait()
    return heard


def sound_of(heard: Path) -> npt.NDArray[np.int16]:
    with wave.open(str(heard)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), np.int16)


async def test_an_encrypted_trunk_is_heard_and_hears(tmp_path: Path) -> None:
    ffmpeg = shutil.which("ffmpeg")
    if ffmpeg is None:
        pytest.skip("ffmpeg is not installed")
    async with running_daemons("rtpengine") as daemons:
        ng, ear, port, own_key = await connect(daemons), await Ear.open(), free_both() // 2 * 2, key()
        towards_room: dict[str, Any] = {
            "direction": ["outside", "inside"],
            "transport_protocol": "RTP/AVP",
            "SDES": list(SDES),
        }
        # ffmpeg speaks from another port than it listens at: nothing is to be learnt from where sound comes.
        towards_room["flags"] = ["asymmetric"]
        inner = await ng.offer("c1", "trunk", trunk_sdp(port, f"{SUITE} inline:{own_key}"), **towards_room)
        assert "RTP/AVP" in inner and "crypto" not in inner
        answer = await ng.answer(
            "c1",
            "trunk",
            "room",
            ear.offer.decode(),
            transport_protocol="RTP/SAVP",
            SDES=list(SDES),
            flags=["asymmetric"],
        )
        (suite, their_key) = re.findall(r"a=crypto:\d+ (\S+) inline:([^|\s]+)", answer)[0]
        assert suite == SUITE
        ear.take(inner.encode())
        ear.say(tone(660, 6))
        (relay,) = re.findall(r"m=audio (\d+)", answer)
        heard = await both_ways(ffmpeg, tmp_path, port, int(relay), own_key, their_key)
        ear.close()
        ng.close()
    assert abs(loudest_hz(samples(bytes(ear.heard))) - 440) <= 1, "the room hears the trunk"
    assert abs(loudest_hz(sound_of(heard)) - 660) <= 1, "the trunk hears the room"


async def test_a_call_of_ours_offers_encryption_where_it_is_wanted_and_is_heard_and_hears() -> None:
    async with running_daemons("rtpengine") as daemons:
        assert daemons.at.ng is not None
        ng = await Rtpengine.connect(daemons.at.ng.host, daemons.at.ng.port, encrypts=True)
        ear, own_key = await Ear.open(), key()
        media = TrunkMedia(ng, "c5")
        offer = await media.invite()
        assert "RTP/SAVP" in offer
        assert "NULL" not in offer
        lines = re.findall(r"a=crypto:(\d+) (\S+) inline:([^|\s]+)", offer)
        tag, their_key = next((tag, text) for tag, suite, text in lines if suite == SUITE)
        party = SecretParty(Keys(own_key), Keys(their_key))
        transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: party, local_addr=("127.0.0.1", 0)
        )
        port = transport.get_extra_info("sockname")[1]
        await media.accepted(trunk_sdp(port, f"{SUITE} inline:{own_key}").replace("crypto:1", f"crypto:{tag}"))
        (room,) = re.findall(r"m=audio (\d+)", ear.offer.decode())
        await media.joined(Address("127.0.0.1", int(room)))
        host, side = media.room_side
        ear.take(f"c=IN IP4 {host}\r\nm=audio {side} RTP/AVP 8\r\n".encode())
        ear.say(tone(660))
        (relay,) = re.findall(r"m=audio (\d+)", offer)
        await party.say(tone(440), ("127.0.0.1", int(relay)))
        await media.free()
        transport.close()
        ear.close()
        ng.close()
    assert abs(loudest_hz(samples(bytes(ear.heard))) - 440) <= 1, "the room hears whom we called"
    assert party.broken == 0
    assert abs(loudest_hz(samples(bytes(party.heard))) - 660) <= 1, "whom we called hears the room"


async def test_nothing_that_does_not_encrypt_is_offered_or_taken() -> None:
    async with running_daemons("rtpengine") as daemons:
        ng, ear = await connect(daemons), await Ear.open()
        offered = await ng.offer(
            "c2", "room", ear.offer.decode(), direction=["inside", "outside"], transport_protocol="RTP/SAVP",
            SDES=list(SDES),
        )  # fmt: skip
        assert "AES_CM_128_HMAC_SHA1_80" in offered
        assert "NULL" not in offered
        null = trunk_sdp(40_000, f"NULL_HMAC_SHA1_80 inline:{key()}")
        options: dict[str, Any] = {
            "direction": ["outside", "inside"],
            "transport_protocol": "RTP/AVP",
            "SDES": list(SDES),
        }
        taken = ""
        try:
            await ng.offer("c3", "trunk", null, **options)
            taken = await ng.answer("c3", "trunk", "room", ear.offer.decode(), SDES=list(SDES))
        except RtpengineRefused:
            pass
        assert "NULL" not in taken
        ear.close()
        ng.close()


async def test_a_call_of_an_encrypting_trunk_is_answered_encrypted() -> None:
    async with running_daemons("rtpengine") as daemons:
        ng, ear = await connect(daemons), await Ear.open()
        media = TrunkMedia(ng, "c4")
        await media.offered(trunk_sdp(40_000, f"{SUITE} inline:{key()}"))
        (port,) = re.findall(r"m=audio (\d+)", ear.offer.decode())
        answer = await media.joined(Address("127.0.0.1", int(port)))
        assert "RTP/SAVP" in answer
        assert re.findall(r"a=crypto:\d+ (\S+) ", answer) == [SUITE]
        await media.free()
        ear.close()
        ng.close()
