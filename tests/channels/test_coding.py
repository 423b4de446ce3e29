"""Octets of short messages: alphabets, pieces, and what cannot be true."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from smpp34 import DeliverSm, SmppError, Tlv

from yaoyaoling.channels.contract import Arrived, PartOf, Receipt
from yaoyaoling.channels.policy import pause_s, wish_of
from yaoyaoling.channels.smpp import pdu
from yaoyaoling.channels.smpp.coding import read_header, read_text, split_text, with_header


@given(st.text(st.characters(codec="utf-16"), max_size=700))
def test_what_is_split_is_whole_again(words: str) -> None:
    pieces = split_text(words)
    assert "".join(piece.decode("utf-16-be") for piece in pieces) == words
    assert (len(pieces) == 1 and len(pieces[0]) <= 140) or all(len(piece) <= 134 for piece in pieces)
    for number, piece in enumerate(pieces, 1):
        if len(pieces) > 1:
            part, text = read_header(with_header(piece, 513, len(pieces), number))
            assert (part, text) == (PartOf(reference=1, total=len(pieces), number=number), piece)


@pytest.mark.parametrize(
    ("octets", "coding", "words"),
    [
        ("救命".encode("utf-16-be"), 8, "救命"),
        ("救命".encode("gb18030"), 15, "救命"),
        (b"help {now}".replace(b"{", b"\x1b(").replace(b"}", b"\x1b)"), 0, "help {now}"),
        (b"\x00 at \x02 5", 0, "@ at $ 5"),
        (b"caf\xe9", 3, "café"),
        ("救".encode("utf-16-be") + b"\x54", 8, "救\N{REPLACEMENT CHARACTER}"),
        (b"flash", 0x10, "flash"),
        ("急".encode(), 4, "急"),
        (b"\xff\xfe", 4, "ÿþ"),
    ],
)
def test_alphabets(octets: bytes, coding: int, words: str) -> None:
    assert read_text(octets, coding) == words


def test_sixteen_bit_references_and_headers_that_lie() -> None:
    assert read_header(bytes((6, 8, 4, 1, 2, 3, 2)) + b"x")[0] == PartOf(reference=258, total=3, number=2)
    for lie in (b"", b"\x09\x00\x03\x01\x02\x01", b"\x05\x00\x03\x01\x02\x05x", b"\x05\x00\x03\x01\x01\x01x"):
        assert read_header(lie)[0] is None


def test_messages_and_receipts_are_told_apart() -> None:
    text = DeliverSm("13800000000", "110", "在河边".encode("utf-16-be"), data_coding=8).encode()
    assert pdu.read_deliver(text) == Arrived(sender="13800000000", words="在河边")
    payload = DeliverSm("8613800000000", "110", b"", source_addr_ton=1, data_coding=8, tlvs=[
        Tlv(0x0424, "很长".encode("utf-16-be"))
    ]).encode()  # fmt: skip
    assert pdu.read_deliver(payload) == Arrived(sender="+8613800000000", words="很长")
    sar = [Tlv(0x020C, b"\x00\x07"), Tlv(0x020E, b"\x02"), Tlv(0x020F, b"\x01")]
    part = pdu.read_deliver(DeliverSm("1", "110", b"ab", data_coding=4, tlvs=sar).encode())
    assert isinstance(part, Arrived) and part.part == PartOf(reference=7, total=2, number=1) and part.raw == b"ab"
    line = b"id:0A1 sub:001 dlvrd:001 submit date:2611220400 done date:2611220401 stat:UNDELIV err:012 text:x"
    receipt = pdu.read_deliver(DeliverSm("1", "110", line, esm_class=4).encode())
    assert receipt == Receipt(remote_id="0A1", state="failed", reason="undelivered")
    tlvs = [Tlv(0x001E, b"77\0"), Tlv(0x0427, b"\x02")]
    assert pdu.read_deliver(DeliverSm("1", "110", b"?", esm_class=4, tlvs=tlvs).encode()) == Receipt(
        remote_id="77", state="delivered"
    )
    assert pdu.read_deliver(DeliverSm("1", "110", b"id:5 stat:ACCEPTD", esm_class=4).encode()) is None


def test_no_octets_do_more_than_be_refused() -> None:
    rng = random.Random(110)
    good = DeliverSm("13800000000", "110", "救命".encode("utf-16-be"), data_coding=8, esm_class=0x40).encode()
    for _ in range(5000):
        broken = bytearray(good[: rng.randrange(16, len(good) + 1)])
        for _ in range(rng.randrange(4)):
            broken[rng.randrange(4, len(broken))] = rng.randrange(256)
        broken[:4] = len(broken).to_bytes(4)
        try:
            pdu.read_deliver(bytes(broken))
        except (SmppError, ValueError):
            continue
    for length in (0, 15, 70_001, 0xFFFF_FFFF):
        with pytest.raises(pdu.BrokenStreamError):
            pdu.read_head(length.to_bytes(4) + bytes(12))


def test_an_id_is_known_in_the_other_spelling_only_where_the_centre_writes_so() -> None:
    assert {"161", "A1", "0a1"} <= set(pdu.spellings("0A1", in_other_base=True))
    assert {"A1", "000000A1"} <= set(pdu.spellings("161", in_other_base=True))
    assert pdu.spellings("161", in_other_base=False) == ()
    assert pdu.spellings("ABC-1", in_other_base=True) == ("abc-1",)


def test_wishes_are_whole_messages() -> None:
    assert wish_of(" 退订。") == "stop" and wish_of("Stop") == "stop" and wish_of("恢复订阅") == "start"
    assert wish_of("stop him, he has a knife") is None and wish_of("") is None
    assert pause_s(0, 0) == 0.5 and pause_s(3, 1) == 4 and pause_s(50, 1) == 60 and pause_s(0, 90) == 60
