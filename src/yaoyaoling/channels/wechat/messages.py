"""What a callback of WeChat says: texts, pictures, voice, places and events, in XML or (mini-programs) JSON."""

import json
from math import isfinite
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from pydantic import ValidationError

from yaoyaoling.channels.contract import Arrived, Media, Whereabouts, Wish
from yaoyaoling.kernel.geo import Datum, Point, to_wgs84
from yaoyaoling.kernel.refused import Refused

Told = Arrived | Wish | Whereabouts
_MOST_WORDS = 10_000


class BadMessageError(ValueError):
    """It says nothing that can be read."""


def read_fields(body: bytes) -> dict[str, str]:
    """The fields of a message, one level deep. No DTD is read, so no entities. Raises: BadMessageError."""
    if body.lstrip()[:1] == b"{":
        return _json_fields(body)
    try:
        root = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise BadMessageError(type(error).__name__) from error
    return {one.tag: (one.text or "").strip("\r\n") for one in root if isinstance(one.tag, str)}


def _json_fields(body: bytes) -> dict[str, str]:
    try:
        found: Any = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadMessageError(type(error).__name__) from error
    if not isinstance(found, dict):
        raise BadMessageError("no object")
    return {str(name): str(one) for name, one in found.items() if isinstance(one, str | int | float)}


def read_message(fields: dict[str, str], nonce: str) -> Told | None:
    """What it says; None for what is no message of a person. Raises: BadMessageError."""
    sender, kind = fields.get("FromUserName", "").strip(), fields.get("MsgType", "").strip()
    if not sender or not kind:
        raise BadMessageError("no sender or kind")
    made_at = fields.get("CreateTime", "").strip()
    try:
        if kind == "event":
            return _event(fields, sender, made_at, nonce)
        # Told twice it has one name: its number, and where there is none, who wrote it when.
        key = fields.get("MsgId", "").strip() or f"{sender}:{made_at}"
        words, point = _words(kind, fields), None
        if kind == "location":
            # The map of WeChat is on GCJ-02.
            point = _point(fields.get("Location_Y"), fields.get("Location_X"), Datum.GCJ02)
        if point is not None:
            # Also in the words: an open report keeps the place it has, and whoever reads sees this one too.
            words = f"{words} (WGS-84 {point.lon:.6f}, {point.lat:.6f})"
        media = (Media(remote_id=fields["MediaId"]),) if kind == "image" and fields.get("MediaId") else ()
        return Arrived(sender=sender, words=words, key=key, point=point, media=media, nonce=nonce)
    except ValidationError as error:
        raise BadMessageError("a field") from error


def _event(fields: dict[str, str], sender: str, made_at: str, nonce: str) -> Wish | Whereabouts | None:
    event = fields.get("Event", "").strip()
    key = f"{sender}:{made_at}:{event}"
    if event in ("subscribe", "unsubscribe"):
        return Wish(sender=sender, wish="start" if event == "subscribe" else "stop", key=key, nonce=nonce)
    if event == "LOCATION":
        # What the phone measured, as it measured it.
        point = _point(fields.get("Longitude"), fields.get("Latitude"), Datum.WGS84)
        within = _number(fields.get("Precision"))
        return None if point is None else Whereabouts(
            sender=sender, point=point, uncertainty_m=within, key=key, nonce=nonce
        )  # fmt: skip
    return None


def _words(kind: str, fields: dict[str, str]) -> str:
    """A message's words; what is no text is named, so that it is never nothing."""
    match kind:
        case "text":
            return fields.get("Content", "")[:_MOST_WORDS]
        case "image":
            return "〔图片〕"
        case "voice":
            # What WeChat itself heard, where the account asks for it.
            heard = fields.get("Recognition", "").strip()
            return f"〔语音〕{heard}"[:_MOST_WORDS]
        case "video" | "shortvideo":
            return "〔视频〕"
        case "location":
            return f"〔位置〕{fields.get('Label', '').strip()}"[:_MOST_WORDS]
        case "link":
            told = (fields.get(name, "").strip() for name in ("Title", "Description", "Url"))
            return " ".join(("〔链接〕", *(one for one in told if one)))[:_MOST_WORDS]
        case _:
            return f"〔{kind[:40]}〕"


def _point(lon: str | None, lat: str | None, datum: Datum) -> Point | None:
    """None where the numbers are no place: the words stand all the same."""
    found = _number(lon), _number(lat)
    if found[0] is None or found[1] is None:
        return None
    try:
        return to_wgs84(found[0], found[1], datum)
    except (Refused, ValueError, ArithmeticError):
        return None


def _number(text: str | None) -> float | None:
    try:
        found = float(text or "")
    except ValueError:
        return None
    return found if isfinite(found) else None
