"""The small readers of the voice engines: octets, headers, SDP, bencode, replies; whatever comes, nothing raises."""

import contextlib
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.telephony.peer import Message, sdp
from yaoyaoling.telephony.media.announcements import WORDS, make_announcements
from yaoyaoling.telephony.media.bencode import NotBencoded, decoded, encoded
from yaoyaoling.telephony.sip.headers import digits_in, display_of, identity_of, user_of
from yaoyaoling.telephony.sip.octets import readable, to_octets, to_text, written
from yaoyaoling.telephony.sip.reply import bare_reply
from yaoyaoling.telephony.sip.sdp import UnusableOffer, answer_direction, audio_of, plain_sdp

BENCODED = st.recursive(
    st.text() | st.integers(), lambda one: st.lists(one) | st.dictionaries(st.text(), one), max_leaves=20
)


@given(st.binary())
def test_octets_come_back_as_they_went(data: bytes) -> None:
    text = to_text(data)
    assert to_octets(text) == data
    assert len(text) == len(data)
    assert len(text.splitlines()) == len(data.splitlines())


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Co"])))
def test_text_is_read_as_it_was_written(text: str) -> None:
    assert readable(written(text)) == text


@given(BENCODED)
def test_bencode_comes_back(value: object) -> None:
    assert decoded(encoded(value)) == value


@given(st.binary(max_size=60))
def test_no_datagram_of_rtpengine_raises_anything_else(data: bytes) -> None:
    with contextlib.suppress(NotBencoded):
        decoded(data)


@pytest.mark.parametrize(
    ("address", "number", "name"),
    [
        ('"张 三" <sip:+8613800138000@x>;tag=1', "+8613800138000", "张 三"),
        ("tel:+86-138-0013-8000;phone-context=x", "+8613800138000", None),
        ("Zhang <sip:138%200013:secret@x;user=phone>", "1380013", "Zhang"),
        ("<urn:service:sos.police>", "sos.police", None),
        ("sip:hall.example", None, None),
        ("<sips:110@x>", "110", None),
        ("nonsense", None, None),
    ],
)
def test_who_is_in_an_address(address: str, number: str | None, name: str | None) -> None:
    assert (user_of(address), display_of(address)) == (number, name)


def test_the_networks_word_comes_before_the_callers() -> None:
    given_names = (("from", "<sip:anonymous@anonymous.invalid>;tag=1"), ("to", "<sip:110@x>"))
    assert identity_of(given_names) == (None, None)
    stated = '"张, 三" <sip:13800138000@x>, <tel:+8613800138000>'
    assert identity_of((("p-asserted-identity", stated), *given_names)) == ("13800138000", "张, 三")
    withheld = "<sip:anonymous@x>, <tel:+8613800138001>"
    assert identity_of((("p-asserted-identity", withheld),)) == ("+8613800138001", None)


@given(st.text(), st.text())
def test_no_header_and_no_sdp_raises_anything_else(one: str, other: str) -> None:
    user_of(one), display_of(one), digits_in(one, other), identity_of((("from", one), ("p-asserted-identity", other)))
    answer_direction(plain_sdp("127.0.0.1", 4000), one)
    for text in (one, f"v=0\nc=IN IP4 127.0.0.1\nm=audio {one}"):
        with contextlib.suppress(UnusableOffer):
            audio_of(text)


def test_the_first_audio_with_an_address_is_taken() -> None:
    video_first = (
        "v=0\r\nc=IN IP4 10.0.0.1\r\nm=video 9 RTP/AVP 96\r\nm=audio 0 RTP/AVP 8\r\nm=audio 4000 RTP/AVP 8 101\r\n"
    )
    audio = audio_of(f"{video_first}c=IN IP6 ::1\r\na=inactive\r\n")
    assert (audio.host, audio.port, audio.payloads, audio.direction) == ("::1", 4000, (8, 101), "inactive")
    assert audio_of(plain_sdp("127.0.0.1", 5000, 0)).payloads == (0,)
    assert "a=inactive" in answer_direction(sdp(1), sdp(2, "inactive"))


@given(st.binary(max_size=300))
def test_a_reply_to_anything_is_a_reply_or_nothing(data: bytes) -> None:
    reply = bare_reply(b"INVITE sip:110@x SIP/2.0\r\n" + data, 400, "Bad Request")
    assert reply is None or Message.read(reply).status == 400


def test_an_ack_is_never_replied_to() -> None:
    lines = b"Via: a\r\nFrom: b\r\nTo: c\r\nCall-ID: d\r\nCSeq: 1 ACK\r\n\r\n"
    assert bare_reply(b"ACK sip:110@x SIP/2.0\r\n" + lines, 400, "Bad Request") is None
    assert bare_reply(b"BYE sip:110@x SIP/2.0\r\n" + lines, 400, "Bad Request") is not None


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is missing (apt-get install ffmpeg)")
async def test_announcements_are_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = await make_announcements(tmp_path)
    assert set(files) == set(WORDS)
    assert all(file.read_bytes()[:4] == b"OggS" and file.stat().st_size > 2000 for file in files.values())
    made = {name: file.stat().st_mtime_ns for name, file in files.items()}
    assert await make_announcements(tmp_path) == files
    assert made == {name: file.stat().st_mtime_ns for name, file in files.items()}
    files["queue"].unlink()
    # Without a synthesiser the caller hears tones instead of words.
    monkeypatch.setattr(
        "yaoyaoling.telephony.media.announcements.shutil.which", lambda name: None if name == "espeak-ng" else name
    )
    await make_announcements(tmp_path)
    assert files["queue"].read_bytes()[:4] == b"OggS"
