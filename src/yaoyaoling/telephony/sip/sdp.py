"""The little of SDP that we look at ourselves; the rest is rtpengine's."""

import re
from dataclasses import dataclass
from ipaddress import ip_address

CODECS = {8: "pcma", 0: "pcmu"}  # payload type to the name AudioBridge has for it
_ANSWERS = {"sendonly": "recvonly", "recvonly": "sendonly", "inactive": "inactive", "sendrecv": "sendrecv"}
_DIRECTION = re.compile(r"^a=(sendonly|recvonly|inactive|sendrecv)\s*$", re.MULTILINE)


class UnusableOffer(ValueError):
    """No audio in it that we can take: answer 488."""


@dataclass(frozen=True)
class Audio:
    """The first audio stream. direction: as its sender means it."""

    host: str
    port: int
    payloads: tuple[int, ...]
    direction: str


def audio_of(sdp: str) -> Audio:
    """The first audio stream that is offered (port not 0). Raises: UnusableOffer."""
    head, *streams = re.split(r"^(?=m=)", sdp.replace("\r\n", "\n"), flags=re.MULTILINE)
    for stream in streams:
        found = re.match(r"m=audio (\d{1,5})(?:/\d+)? \S+((?: \d{1,3})+)", stream)
        if not found or not 0 < int(found[1]) < 65536:
            continue
        host = re.search(r"^c=IN IP[46] (\S+)", stream, re.MULTILINE) or re.search(
            r"^c=IN IP[46] (\S+)", head, re.MULTILINE
        )
        direction = _DIRECTION.search(stream) or _DIRECTION.search(head)
        if host:
            return Audio(
                _address(host[1]),
                int(found[1]),
                tuple(int(one) for one in found[2].split()),
                direction[1] if direction else "sendrecv",
            )
    raise UnusableOffer("no audio")


def _address(text: str) -> str:
    try:
        return str(ip_address(text))
    except ValueError as error:
        raise UnusableOffer("no address") from error


def plain_sdp(host: str, port: int, payload: int = 8, *, session: int = 1, version: int = 1) -> str:
    """An SDP of one 20 ms G.711 stream."""
    name = CODECS[payload].upper()
    kind = "IP6" if ":" in host else "IP4"
    return (
        f"v=0\r\no=- {session} {version} IN {kind} {host}\r\ns=-\r\nc=IN {kind} {host}\r\nt=0 0\r\n"
        f"m=audio {port} RTP/AVP {payload}\r\na=rtpmap:{payload} {name}/8000\r\na=ptime:20\r\na=maxptime:20\r\n"
        "a=sendrecv\r\n"
    )


def answer_direction(answer: str, offer: str) -> str:
    """Our unchanged answer with the direction that fits a renewed offer (hold, resume) (RFC 3264, 6.1)."""
    offered = _DIRECTION.search(offer)
    direction = _ANSWERS[offered[1] if offered else "sendrecv"]
    lines = [line for line in answer.split("\r\n") if not _DIRECTION.match(line)]
    while lines and not lines[-1]:
        lines.pop()
    return "\r\n".join([*lines, f"a={direction}", ""])
