"""What an alarm device says (docs/channels.md), and whether it was the device that said it. Pure."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Final, Literal

from pydantic import AwareDatetime, Field, ValidationError

from yaoyaoling.kernel.clock import HALL_ZONE
from yaoyaoling.kernel.contract import Value

MOST_OCTETS: Final = 4096
DEVICE: Final = r"^[A-Za-z0-9_-]{1,64}$"
DeviceKind = Literal[
    "smoke",  # 烟感
    "gas",  # 燃气探测器
    "intruder",  # 入侵探测器
    "panic",  # 一键报警
    "lift",  # 电梯困人
]
AlarmKind = Literal[
    "alarm",  # 报警
    "restore",  # 复位
    "test",  # 测试
    "fault",  # 故障
]
URGENT: Final[frozenset[DeviceKind]] = frozenset({"smoke", "gas", "panic", "lift"})
"""Where somebody may be in danger; an intruder alarm is most often nobody."""
KINDS: Mapping[DeviceKind, tuple[str, str]] = {
    "smoke": ("烟感", "可能发生火灾"),
    "gas": ("燃气探测器", "可能发生燃气泄漏"),
    "intruder": ("入侵探测器", "疑似有人非法闯入"),
    "panic": ("一键报警", "有人紧急求助"),
    "lift": ("电梯", "有人被困电梯"),
}
_SAYS: Mapping[AlarmKind, str] = {"alarm": "报警", "restore": "已复位", "test": "测试", "fault": "故障"}


class AlarmUnreadable(ValueError):
    """It says nothing we know."""


class AlarmSaid(Value):
    """id: the device's own name of it, the same when it is sent again. at: by the device's clock. sig: hexadecimal."""

    id: str = Field(min_length=1, max_length=64, pattern=r"^[\x21-\x7e]+$")
    kind: AlarmKind
    at: AwareDatetime
    words: str = Field(default="", max_length=200)
    sig: str = Field(default="", max_length=64)

    def is_signed_by(self, device: str, secret: str) -> bool:
        """Whether whoever holds the device's secret said it."""
        return hmac.compare_digest(self.sig.lower().encode(), sign_alarm(device, self, secret).encode())


def read_alarm(payload: bytes) -> AlarmSaid:
    """A message's payload: JSON. Raises: AlarmUnreadable."""
    if len(payload) > MOST_OCTETS:
        raise AlarmUnreadable("too long")
    try:
        return AlarmSaid.model_validate_json(payload)
    except ValidationError as error:
        raise AlarmUnreadable("no alarm") from error


def sign_alarm(device: str, said: AlarmSaid, secret: str) -> str:
    """HMAC-SHA256 over device, id, kind, time (UTC, whole seconds since 1970) and words, a line feed between; hex."""
    text = "\n".join((device, said.id, said.kind, str(int(said.at.timestamp())), said.words))
    return hmac.digest(secret.encode(), text.encode(), hashlib.sha256).hex()


def alarm_words(kind: DeviceKind, name: str, said: AlarmSaid, came_at: datetime) -> str:
    """One line for the seat. came_at: a message that was on its way for a minute says so."""
    device, means = KINDS[kind]
    at = said.at.astimezone(HALL_ZONE)
    late_min = int((came_at - said.at).total_seconds() // 60)
    late = f"（迟到 {late_min} 分钟）" if late_min >= 1 else ""
    what = f"{means}。" if said.kind == "alarm" else ""
    more = f"{said.words}。" if said.words else ""
    return f"〔联网设备 {device}〕{name}{_SAYS[said.kind]}，{at:%H:%M:%S}{late}。{what}{more}"
