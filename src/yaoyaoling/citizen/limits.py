"""How much one address may send: a small bucket for each, in memory."""

import time
from collections import OrderedDict
from ipaddress import ip_address

from yaoyaoling.kernel.refused import Refused

_ADDRESSES = 50_000


class SlowDown(Refused):
    """Too much from one address; the telephone stays open."""

    code = "slow_down"
    status = 429
    zh = "提交过于频繁，请稍候再试。紧急情况请直接拨打 110。"
    en = "That is too much at once; wait a little. In an emergency ring 110."


class Limiter:
    """Lets an address through `per_minute` times a minute, a minute's worth at once at most."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def check(self, address: str | None) -> None:
        """Count one. Raises: SlowDown."""
        if address is None or _is_own(address):
            return
        now = time.monotonic()
        level, at = self._buckets.pop(address, (0.0, now))
        level = max(0.0, level - (now - at) * self._per_minute / 60)
        is_full = level + 1 > self._per_minute
        self._buckets[address] = (level if is_full else level + 1, now)
        if len(self._buckets) > _ADDRESSES:
            self._buckets.popitem(last=False)
        if is_full:
            raise SlowDown


def _is_own(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
