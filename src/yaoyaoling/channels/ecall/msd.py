"""The Minimum Set of Data of a car that calls by itself (EN 15722, versions 1 and 2), exactly as the bits say it.

Fields beyond those we know are passed over where the encoding lets us; what contradicts the standard is refused.
"""

from datetime import UTC, datetime
from typing import Final, Literal, get_args

from pydantic import Field

from yaoyaoling.channels.ecall.bits import Bits, BitsUnreadable
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import Point

MOST_OCTETS: Final = 140
"""EN 15722, 6.1: what the in-band modem carries."""
TRUSTED_M: Final = 150.0
"""EN 15722: a position that can be trusted is within so many metres, with 95 % confidence."""
UNTRUSTED_M: Final = 1_000.0
_VIN: Final = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ"
"""ISO 3779: no I, O, Q."""
_MAS = 3_600_000
"""Milliarcseconds of a degree."""
_STEP_MAS = 100
"""A step of the earlier places."""
Fault = Literal[
    "too_long",  # 超长
    "broken",  # 编码损坏
    "unknown_version",  # 版本不明
]
VehicleType = Literal[
    "M1",  # 小客车
    "M2",  # 中型客车
    "M3",  # 大型客车
    "N1",  # 轻型货车
    "N2",  # 中型货车
    "N3",  # 重型货车
    "L1e",  # 轻便摩托车（两轮）
    "L2e",  # 轻便摩托车（三轮）
    "L3e",  # 摩托车（两轮）
    "L4e",  # 摩托车（边三轮）
    "L5e",  # 正三轮摩托车
    "L6e",  # 轻型四轮车
    "L7e",  # 四轮车
]
Propulsion = Literal[
    "gasoline",  # 汽油
    "diesel",  # 柴油
    "cng",  # 压缩天然气
    "lpg",  # 液化石油气
    "electric",  # 电池
    "hydrogen",  # 氢
    "other",  # 其他
]


_VEHICLES: Final[tuple[VehicleType, ...]] = get_args(VehicleType)
_STORES: Final[tuple[Propulsion, ...]] = get_args(Propulsion)


class MsdUnreadable(ValueError):
    """It cannot be read; fault says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


class Msd(Value):
    """What a car told. vehicle: None: of a kind we do not know. point: WGS-84; None: it knows none.

    earlier: where it was one and two fixes before, as told, the newer first. heading_deg: clockwise from north, in
    steps of two degrees; None: it knows none. passengers: belts that were fastened; None: it does not say. at: of
    the event, UTC.
    """

    version: int
    message: int
    is_automatic: bool
    is_test: bool
    is_trusted: bool
    vehicle: VehicleType | None
    vin: str
    propulsion: tuple[Propulsion, ...]
    at: datetime
    point: Point | None
    heading_deg: int | None = Field(default=None, ge=0, lt=360)
    earlier: tuple[Point, ...] = ()
    passengers: int | None = None


def uncertainty_of(msd: Msd) -> float:
    """How far from its point the car may be, in metres; one that cannot be trusted is taken for a kilometre off."""
    return TRUSTED_M if msd.is_trusted else UNTRUSTED_M


def read_msd(octets: bytes) -> Msd:
    """Read it. Raises: MsdUnreadable."""
    if len(octets) > MOST_OCTETS:
        raise MsdUnreadable("too_long")
    bits = Bits(octets)
    try:
        version = bits.take(8)
        if version not in (1, 2):
            raise MsdUnreadable("unknown_version")
        if version == 2:
            # From version 2 on the message is a string of octets in the outer one.
            inner = bits.octets()
            _at_end(bits)
            bits = Bits(inner)
        return _message(version, bits)
    except BitsUnreadable as error:
        raise MsdUnreadable("broken") from error


def _message(version: int, bits: Bits) -> Msd:
    is_extended, has_more = bits.flags(2)
    found = _structure(version, bits)
    try:
        if has_more:
            bits.octets()  # whose it is (a relative object identifier), and its data: not ours to read
            bits.octets()
        if is_extended:
            bits.skip_additions()
    except BitsUnreadable:
        # Cars leave it away and say that it is there; what is ours was read whole.
        return found
    _at_end(bits)
    return found


def _structure(version: int, bits: Bits) -> Msd:
    is_extended, has_first, has_second, has_passengers = bits.flags(4)
    message = bits.take(8)
    is_automatic, is_test, is_trusted = bits.flags(3)
    vehicle = bits.choice(_VEHICLES, extensible=True)
    vin = bits.text(17, _VIN)
    propulsion = _propulsion(version, bits)
    at = datetime.fromtimestamp(bits.take(32), UTC)
    lat, lon = (bits.whole(-(2**31), 2**31 - 1) for _ in range(2))
    direction = bits.take(8)
    places = []
    here = (lat, lon)
    for is_there in (has_first, has_second):
        if is_there:
            here = (here[0] + _STEP_MAS * bits.whole(-512, 511), here[1] + _STEP_MAS * bits.whole(-512, 511))
            places.append(here)
    passengers = bits.take(8) if has_passengers else None
    if is_extended:
        bits.skip_additions()
    point = _point(lat, lon)
    return Msd(
        version=version,
        message=message,
        is_automatic=is_automatic,
        is_test=is_test,
        is_trusted=is_trusted,
        vehicle=vehicle,
        vin=vin,
        propulsion=propulsion,
        at=at,
        point=point,
        heading_deg=direction * 2 if direction < 180 else None,
        earlier=() if point is None else tuple(one for one in (_point(*place) for place in places) if one is not None),
        passengers=None if passengers == 255 else passengers,
    )


def _propulsion(version: int, bits: Bits) -> tuple[Propulsion, ...]:
    """Which stores of energy it has; a bit says whether each of them is told, the next ones what is."""
    is_extended = bits.flag()
    told = bits.flags(len(_STORES) if version > 1 else len(_STORES) - 1)
    found = tuple(word for word, is_told in zip(_STORES, told, strict=False) if is_told and bits.flag())
    if is_extended:
        bits.skip_additions()
    return found


def _point(lat: int, lon: int) -> Point | None:
    """Degrees of milliarcseconds; the standard's word for "unknown" lies outside of the earth."""
    if abs(lat) > 90 * _MAS or abs(lon) > 180 * _MAS:
        return None
    return Point(lon=lon / _MAS, lat=lat / _MAS)


def _at_end(bits: Bits) -> None:
    """What follows are zeros: the modem fills up with them. Anything else was no such message."""
    if bits.take(bits.left):
        raise BitsUnreadable("octets are left")
