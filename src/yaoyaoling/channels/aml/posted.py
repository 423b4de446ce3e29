"""AML by HTTPS (ETSI TS 103 625 V1.1.1, clause 6): a form, signed by HMAC-SHA1 over itself as it was sent."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import parse_qsl

from pydantic import ValidationError

from yaoyaoling.channels.contract import Aml, AmlMethod
from yaoyaoling.channels.refusals import BodyUnreadable
from yaoyaoling.kernel.geo import Point
from yaoyaoling.platform.numbers import number_key
from yaoyaoling.platform.signing import SignatureWrong

_MOST_OCTETS = 8 * 1024
_MOST_FIELDS = 60
_SIGNED_BY = b"&hmac="
_METHODS: Mapping[str, AmlMethod] = {
    "gps": "gnss", "gnss": "gnss", "wifi": "wifi", "cell": "cell", "fused": "fused",
}  # fmt: skip


def check_posted(body: bytes, key: bytes) -> None:
    """The signature covers the body still encoded, up to itself, and stands last. Raises: SignatureWrong."""
    said, found, signature = body.partition(_SIGNED_BY)
    wanted = hmac.digest(key, said, hashlib.sha1).hex().encode()  # the standard's; a keyed SHA-1 is not broken
    if not found or not hmac.compare_digest(signature.strip().lower(), wanted):
        raise SignatureWrong


def read_posted(body: bytes) -> tuple[str, Aml]:
    """The number that calls, and what its handset told. Raises: BodyUnreadable."""
    if len(body) > _MOST_OCTETS:
        raise BodyUnreadable
    try:
        fields = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, strict_parsing=True, max_num_fields=_MOST_FIELDS
        )
        told = dict(fields)
        if len(told) != len(fields) or not told.get("v", "").isdigit():
            raise BodyUnreadable
        number = told["device_number"].strip()
        if number_key(number) is None or len(number) > 24:
            raise BodyUnreadable
        return number, _aml(told)
    except (KeyError, ValueError, OverflowError, ValidationError) as error:
        raise BodyUnreadable from error


def _aml(told: Mapping[str, str]) -> Aml:
    lat, lon, accuracy, at, certainty = (
        _number(told, f"location_{name}") for name in ("latitude", "longitude", "accuracy", "time", "certainty")
    )
    has_point = lat is not None and lon is not None and (lat, lon) != (0, 0)
    return Aml(
        version=int(told["v"]),
        point=Point(lon=lon, lat=lat) if has_point else None,
        radius_m=accuracy or None,
        measured_at=None if at is None else datetime.fromtimestamp(at / 1000, UTC),
        confidence=certainty,
        method=_METHODS.get(told.get("location_source", "").lower(), "unknown"),
        imsi=told.get("device_imsi") or None,
        imei=told.get("device_imei") or None,
        mcc=told.get("cell_network_mcc") or None,
        mnc=told.get("cell_network_mnc") or None,
    )


def _number(told: Mapping[str, str], name: str) -> float | None:
    word = told.get(name, "").strip()
    return float(word) if word else None
