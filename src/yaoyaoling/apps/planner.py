"""Plans in the background: one at a time for an installation, each in a process of its own that can be stopped."""

import asyncio
import contextlib
import math
import signal
import time
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import asyncpg
import orjson

from yaoyaoling.apps.addresses import worker_url
from yaoyaoling.apps.demo.programs import yyl_command
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.planning.public import (
    BeginPlan,
    FailPlan,
    FinishPlan,
    IllegalPlanSignal,
    NotePlanStep,
    PlanRequest,
    PlanState,
    PurgePlans,
    Refusal,
    ReturnPlans,
    begin_plan,
    fail_plan,
    finish_plan,
    is_running,
    note_step,
    purge_plans,
    refusal_of,
    return_plans,
)
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.logs import logger
from yaoyaoling.platform.principal import system
from yaoyaoling.platform.settings import HallSettings
from yaoyaoling.platform.supervise.process import tied

log = logger("apps")
LOCK = 7_110_113
_LOOK_S = 1.0
_PURGE_S = 3600.0
_MOST_BYTES = 256 * 1024 * 1024
_ACTOR = system("planner")
OnStep = Callable[[dict[str, Any]], Awaitable[None]]


class PlanBroke(Refused):
    """The process that planned ended by itself."""

    code = "plan_broke"
    status = 503
    zh = "规划进程意外结束（{how}）；请重试，或查看 worker 日志。"
    en = "The process that planned ended by itself ({how}); try again, or look into the worker's log."


async def run_plans(settings: HallSettings, db: Database) -> None:
    """Plan until cancelled. Whoever holds the lock plans; what its predecessor left in the middle begins anew."""
    conn = await asyncpg.connect(worker_url(settings))
    try:
        await conn.execute("select pg_advisory_lock($1)", LOCK)
        await execute(db, _ACTOR, return_plans, ReturnPlans())
        purged_at = -math.inf
        while True:
            if time.monotonic() - purged_at >= _PURGE_S:
                purged_at = time.monotonic()
                if count := await execute(db, _ACTOR, purge_plans, PurgePlans()):
                    log.info("plans_purged", plans=count)
            # Asked on the connection of the lock: when that is lost, so is the right to plan.
            if await conn.fetchval("select exists (select from planning.plan where state = 'queued')"):
                begun = await execute(db, _ACTOR, begin_plan, BeginPlan())
                if begun.plan_id is not None and begun.request is not None:
                    await _plan(db, begun.plan_id, begun.request)
            await asyncio.sleep(_LOOK_S)
    finally:
        await conn.close()


async def _plan(db: Database, plan_id: UUID, request: PlanRequest) -> None:
    command = tied(yyl_command("plan-job"), signal.SIGKILL)
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *command, stdin=pipe, stdout=pipe, stderr=pipe, limit=_MOST_BYTES, start_new_session=True
    )

    async def on_step(line: dict[str, Any]) -> None:
        step = NotePlanStep(
            plan_id=plan_id, step=line["step"], share=line["from"], until=line["to"], most_s=line["most_s"]
        )
        await execute(db, _ACTOR, note_step, step)

    answer = asyncio.create_task(_talk(process, request, on_step))
    try:
        while not answer.done():
            await asyncio.wait({answer}, timeout=_LOOK_S)
            if not answer.done() and not await is_running(db, plan_id):
                log.info("plan_stopped", plan=str(plan_id))
                return
        await _end(db, plan_id, answer.result())
    finally:
        answer.cancel()
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def _talk(process: asyncio.subprocess.Process, request: PlanRequest, on_step: OnStep) -> dict[str, Any]:
    """The last line; what it says on standard error goes into our log."""
    assert process.stdin is not None and process.stdout is not None and process.stderr is not None
    process.stdin.write(request.model_dump_json().encode())
    process.stdin.close()
    errors = asyncio.create_task(process.stderr.read())
    answer: dict[str, Any] = {}
    async for text in process.stdout:
        line = orjson.loads(text)
        if "step" in line:
            await on_step(line)
        else:
            answer = line
    said, code = (await errors).decode(errors="replace"), await process.wait()
    if answer:
        return answer
    log.error("plan_broke", code=code, said=said[-4000:])
    return {"refused": refusal_of(PlanBroke(how=code)).model_dump()}


async def _end(db: Database, plan_id: UUID, answer: dict[str, Any]) -> None:
    with contextlib.suppress(IllegalPlanSignal):  # cancelled in the last moment
        if "refused" in answer:
            refusal = Refusal(**answer["refused"])
            await execute(db, _ACTOR, fail_plan, FailPlan(plan_id=plan_id, refusal=refusal))
            log.info("plan_refused", plan=str(plan_id), code=refusal.code)
        else:
            await execute(db, _ACTOR, finish_plan, FinishPlan(plan_id=plan_id, **answer["found"]))
            log.info("plan_done", plan=str(plan_id), state=PlanState.DONE.value)
