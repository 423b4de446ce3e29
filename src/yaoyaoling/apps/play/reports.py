"""Reports that come in: real calls from a file, or invented ones at the city's own places."""

import asyncio
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx

from yaoyaoling.apps.play.door import Door
from yaoyaoling.kernel.geo import Point
from yaoyaoling.places.packs import Calls
from yaoyaoling.places.public import Address
from yaoyaoling.platform.logs import logger

log = logger("apps")
MARK = "【演示】"
_MEAN_GAP_S = 90.0
_TRIES = 5
_PATH = "/api/public/reports"

_WORDS = (
    "{place}门口两个人打起来了，其中一个拿着酒瓶",
    "我在{place}，电动车停在楼下被偷了，刚发现",
    "{place}附近两辆车追尾，堵住了路，没有人受伤",
    "{place}楼上一直在吵架摔东西，还有孩子在哭",
    "有老人在{place}迷路了，说不清家在哪里",
    "{place}有人跟踪我，我躲进店里了，请快来",
    "{place}的烧烤摊深夜还在放音响，影响休息",
    "我的钱包在{place}被扒了，里面有身份证",
    "{place}旁边有人躺在地上不动，叫不醒",
    "有人冒充客服让我转账，我已经转了三千元，我在{place}",
    "{place}有人砸车窗，正往北跑，穿黑色外套",
    "小孩在{place}走丢了，五岁，穿红色衣服",
)


def invented(addresses: Sequence[Address], dice: random.Random) -> Iterator[tuple[float, dict[str, object]]]:
    """Seconds to wait, and the report, for ever. Some tell their position, some only say the place."""
    while True:
        address = dice.choice(addresses)
        body: dict[str, object] = {"text": MARK + dice.choice(_WORDS).format(place=address.name_zh)}
        if dice.random() < 0.7:
            spread = 0.0004
            body["position"] = {
                "lon": address.lon + dice.uniform(-spread, spread),
                "lat": address.lat + dice.uniform(-spread, spread),
                "datum": "WGS84",
                "accuracy_m": round(dice.uniform(5, 80)),
            }
        else:
            body["place_text"] = address.full_zh
        yield min(600.0, dice.expovariate(1 / _MEAN_GAP_S)), body


def real(calls: Calls, now: datetime) -> Iterator[tuple[float, dict[str, object]]]:
    """Seconds to wait, and the report: the file's first day begins today, so the hour of the day is the right one."""
    first = calls.reports[0].at.astimezone(now.tzinfo)
    today = first.replace(hour=now.hour, minute=now.minute, second=now.second, microsecond=0)
    before = today
    for call in calls:
        if call.at < today:
            continue
        yield (call.at - before) / timedelta(seconds=1), {"text": MARK + call.text, "position": _position(call.point)}
        before = call.at


def _position(point: Point) -> dict[str, object]:
    return {"lon": point.lon, "lat": point.lat, "datum": "WGS84", "accuracy_m": 50}


async def send(door: Door, coming: Iterator[tuple[float, dict[str, object]]], speed: float) -> None:
    """Send them one after the other, `speed` times as fast as life."""
    sent = 0
    loop = asyncio.get_running_loop()
    due = loop.time()
    for gap_s, body in coming:
        due += gap_s / speed
        await asyncio.sleep(max(0.0, due - loop.time()))
        if await _send_one(door, body):
            sent += 1
    log.info("play_calls_ended", sent=sent, at=datetime.now(UTC).isoformat())


async def _send_one(door: Door, body: dict[str, object]) -> bool:
    """Like a person who tries again, with the key that makes it one report all the same."""
    key = f"demo-{uuid4()}"
    for tries in range(_TRIES):
        try:
            await door.post(_PATH, body, key=key)
            return True
        except httpx.HTTPStatusError as error:
            if error.response.status_code < 500 and error.response.status_code != 429:
                log.warning("play_report_refused", error=error.response.text[:300])
                return False
        except (OSError, httpx.HTTPError) as error:
            log.warning("play_report_lost", tries=tries, error=repr(error))
        await asyncio.sleep(2**tries)
    return False
