"""What the peers of tests and benches hear and say: tones by Fourier transform, a place beside SDP."""

import numpy as np

from yaoyaoling.apps.callers.located import HEADERS, located
from yaoyaoling.apps.callers.message import Dialog, read
from yaoyaoling.apps.callers.sound import PACKET, a_law, packets, samples
from yaoyaoling.apps.callers.telephone import media_of, offer_of
from yaoyaoling.apps.callers.tones import first_heard, first_sound, is_heard, longest_without, tone
from yaoyaoling.kernel.geo import Point
from yaoyaoling.telephony.location.delivered import read_delivered
from yaoyaoling.telephony.sip.sdp import audio_of


def said(*parts: tuple[float, float]) -> list[tuple[float, bytes]]:
    """Packets from second 100 on; parts: (tone or 0 for silence, seconds)."""
    sound = b"".join((tone(hz) if hz else tone(1.0, 0.0))[: int(seconds * 8000)] for hz, seconds in parts)
    return [(100 + at * 0.02, one) for at, one in enumerate(packets(sound))]


def test_a_tone_is_heard_from_its_first_packet_and_another_is_not() -> None:
    heard = said((0, 0.2), (700, 0.6), (0, 0.4))
    assert first_heard(heard, 700, 100) == heard[10][0]
    assert first_heard(heard, 440, 100) is None
    assert first_heard(heard[:25], 700, 100) is None, "not long enough yet to be sure"
    assert first_sound(heard, 100) == heard[10][0]
    assert abs(longest_without(heard, 700, 100, heard[-1][0]) - 0.42) < 0.05


def test_two_tones_at_once_are_both_heard_and_noise_is_neither() -> None:
    both = a_law((samples(tone(700)).astype(int) // 2 + samples(tone(1000)).astype(int) // 2).astype(np.int16))
    assert is_heard(both[: 20 * PACKET], 700) and is_heard(both[: 20 * PACKET], 1000)
    noise = a_law(np.random.default_rng(1).normal(0, 6000, 20 * PACKET).astype(np.int16))
    assert not is_heard(noise, 700)


def test_a_place_goes_beside_the_offer_and_is_read_as_it_was_said() -> None:
    body = located(offer_of(4000), Point(lon=112.4, lat=30.5))
    invite = read(Dialog("110", "sip:110@127.0.0.1:5060", "127.0.0.1:9", "10000000001").invite(body, HEADERS))
    assert [value for key, value in invite.headers if key == "content-type"] == [HEADERS[2].partition(": ")[2]]
    found = read_delivered(invite.all("geolocation"), invite.get("content-type"), invite.body)
    assert found.located is not None and found.faults == ()
    assert (found.located.point, found.located.uncertainty_m) == (Point(lon=112.4, lat=30.5), 30)
    offered = audio_of(offer_of(4000).decode())
    assert media_of(offer_of(4000)) == ("127.0.0.1", 4000) == (offered.host, offered.port)
