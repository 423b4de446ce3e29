"""`/healthz` (the process lives), `/readyz` (it can work, and what is amiss), `/metrics` (Prometheus)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import asyncpg
from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from yaoyaoling.kernel.contract import Value
from yaoyaoling.platform.db.types import DATABASE_AWAY
from yaoyaoling.platform.http.deps import HallDep

router = APIRouter(tags=["health"])


class Part(Value):
    """How one part is: ok, degraded (work goes on by a fallback), or down."""

    name: str
    state: Literal["ok", "degraded", "down"]
    zh: str = ""
    en: str = ""


@dataclass(frozen=True)
class MoreParts:
    """Parts of rooms, told by `apps`: each is asked whenever somebody asks us."""

    asks: tuple[Callable[[], Awaitable[Part]], ...]


class Readiness(Value):
    """Whether the hall can work, part by part."""

    ready: bool
    at: datetime
    position: int | None
    parts: list[Part]


class Alive(Value):
    """The process answers."""

    status: Literal["ok"] = "ok"


@router.get("/healthz")
async def healthz() -> Alive:
    """The process lives."""
    return Alive()


@router.get("/readyz", responses={503: {"model": Readiness}})
async def readyz(hall: HallDep, response: Response) -> Readiness:
    """Whether the hall can take work. 503 when a part that it cannot do without is down."""
    parts: list[Part] = []
    position: int | None = None
    try:
        position = await hall.db.worker_pool.fetchval(
            "select coalesce(max(position), 0) from ledger.position", timeout=2
        )
        parts.append(Part(name="database", state="ok"))
        parts.append(await _sequencer(hall))
        parts.append(await _parked(hall))
    except (asyncpg.PostgresError, *DATABASE_AWAY):
        zh, en = "数据库无法连接，暂不能受理。", "The database cannot be reached; nothing can be taken."
        parts.append(Part(name="database", state="down", zh=zh, en=en))
    parts.append(_bus(hall))
    parts.append(_clock(hall))
    more = hall.find(MoreParts)
    parts += [await ask() for ask in more.asks] if more else []
    ready = all(part.state != "down" for part in parts)
    response.status_code = 200 if ready else 503
    return Readiness(ready=ready, at=hall.db.clock.now(), position=position, parts=parts)


async def _sequencer(hall: HallDep) -> Part:
    """Facts that wait longer than a few seconds for their position mean that nobody is told of anything."""
    oldest = await hall.db.worker_pool.fetchval(
        "select min(at) from (select at from ledger.event e where txid >= coalesce((select txid from ledger.horizon),"
        " '0'::xid8) and not exists (select from ledger.position p where p.event_id = e.event_id)"
        " order by origin_seq limit 100) waiting"
    )
    if oldest is not None and hall.db.clock.now() - oldest > timedelta(seconds=5):
        zh, en = "账本定序停滞，界面不会更新。", "The sequencer stands still; screens do not move."
        return Part(name="sequencer", state="degraded", zh=zh, en=en)
    return Part(name="sequencer", state="ok")


async def _parked(hall: HallDep) -> Part:
    count = await hall.db.worker_pool.fetchval("select count(*) from platform.parked where settled_at is null")
    if count:
        zh, en = f"有 {count} 项处理失败，已搁置待查。", f"{count} items failed and were put aside."
        return Part(name="parked", state="degraded", zh=zh, en=en)
    return Part(name="parked", state="ok")


def _bus(hall: HallDep) -> Part:
    if hall.bus.is_connected:
        return Part(name="bus", state="ok")
    zh = "消息总线断开：定位与外部转发暂停，接处警照常。"
    en = "The bus is away: positions and outside relays pause, incidents go on."
    return Part(name="bus", state="degraded", zh=zh, en=en)


def _clock(hall: HallDep) -> Part:
    step_s = hall.hub.clock_step_s
    if step_s:
        zh = f"本机时钟被改动 {step_s:.0f} 秒，系统继续按稳定时间运行，请校时。"
        en = f"The machine's clock was moved by {step_s:.0f} s; the hall keeps steady time. Please set it right."
        return Part(name="clock", state="degraded", zh=zh, en=en)
    return Part(name="clock", state="ok")


@router.get("/metrics", response_class=Response)
async def metrics() -> Response:
    """Counters in the Prometheus text format."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
