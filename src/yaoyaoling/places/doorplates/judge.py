"""What a scan of a door-plate gives away: forged, withdrawn, or copied to another place. Marks, never a refusal."""

from typing import Literal

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import Point, distance_m

MarkCode = Literal["forged", "withdrawn", "far", "elsewhere"]
FAR_M = 200.0
"""Further off than this, and than three times the phone's own error, nobody stands at the door."""
APART_M = 1_000.0
"""A plate is screwed to a wall: scans of one day do not lie further apart."""
SURE_ENOUGH_M = 500.0
"""A phone that errs by more says nothing about where the plate is."""


class PlateMark(Value):
    """What is wrong, in words for the call-taker. metres: how far off, where it is told."""

    code: MarkCode
    metres: int | None
    zh: str
    en: str


class Plate(Value):
    """A door-plate as it is in force. Point in WGS-84."""

    number: int
    version: int
    place_text: str
    point: Point
    is_withdrawn: bool


FORGED = PlateMark(
    code="forged", metres=None, zh="二维码不是本系统签发，疑似伪造", en="the code was not made here: perhaps forged"
)


def marks_of(
    version: int, plate: Plate | None, phone: Point | None, accuracy_m: float | None, apart_m: float | None
) -> tuple[PlateMark, ...]:
    """The marks of a scan whose signature is right.

    plate: None when there is none of that number. phone: where the phone says it is. apart_m: how far the furthest
    other scan of the last day was from this one; None when there is none, or the phone does not tell.
    """
    if plate is None or plate.is_withdrawn or version != plate.version:
        return (
            PlateMark(
                code="withdrawn", metres=None, zh="该门牌码已停用或已换新", en="this code was withdrawn or replaced"
            ),
        )
    marks = []
    if phone is not None and is_sure(accuracy_m):
        off = distance_m(phone, plate.point)
        if off > max(FAR_M, 3 * (accuracy_m or 0.0)):
            marks.append(_told("far", off, "扫码位置距门牌", "scanned {m} from the door"))
    if apart_m is not None and apart_m > APART_M:
        marks.append(
            _told("elsewhere", apart_m, "同一门牌码一天内在两处被扫，相距", "scanned within a day in places {m} apart")
        )
    return tuple(marks)


def is_sure(accuracy_m: float | None) -> bool:
    """Whether a phone's position says where the plate is."""
    return accuracy_m is None or accuracy_m <= SURE_ENOUGH_M


def _told(code: MarkCode, metres: float, zh: str, en: str) -> PlateMark:
    said = f"{metres:.0f} 米" if metres < 1000 else f"{metres / 1000:.1f} 公里"
    said_en = f"{metres:.0f} m" if metres < 1000 else f"{metres / 1000:.1f} km"
    return PlateMark(
        code=code, metres=round(metres), zh=f"{zh} {said}，疑似复制", en=f"{en.format(m=said_en)}: perhaps copied"
    )
