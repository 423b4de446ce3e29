"""One plan in a process of its own: the request on standard input, steps and what was found on standard output.

Lines of JSON: {"step": …, "from": 0..1, "to": 0..1, "most_s": …} as each step begins; at the end either
{"found": {"figures", "rows", "drawing"}} or {"refused": {"code", "zh", "en"}}. What goes wrong otherwise is on
standard error, and the process ends with another code than 0.
"""

import asyncio
import os
import sys
from typing import Any

import orjson

from yaoyaoling.apps.addresses import pack_folder
from yaoyaoling.apps.plan.demand import demand_of_hall
from yaoyaoling.apps.plan.draw import drawing
from yaoyaoling.apps.plan.ground import open_ground
from yaoyaoling.apps.plan.rows import plan_rows
from yaoyaoling.apps.plan.show import plan_line
from yaoyaoling.apps.plan.solve import solve
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.places.public import read_pack
from yaoyaoling.planning.public import PlanRequest, refusal_of
from yaoyaoling.platform.settings import HallSettings

_NICE = 10
"""Whoever waits for a crew comes before whoever plans for next month."""
_STEPS = {"roads": (0.0, 0.2), "solve": (0.2, 0.75), "play": (0.75, 0.9), "draw": (0.9, 1.0)}


def run_job(settings: HallSettings) -> None:
    """Read, plan, answer."""
    os.nice(_NICE)
    request = PlanRequest.model_validate_json(sys.stdin.buffer.read())

    def tell(step: str) -> None:
        since, until = _STEPS[step]
        _say({"step": step, "from": since, "to": until, "most_s": request.seconds if step == "solve" else 20.0})

    try:
        _say({"found": _found(settings, request, tell)})
    except Refused as refused:
        _say({"refused": refusal_of(refused).model_dump()})


def _found(settings: HallSettings, request: PlanRequest, tell: Any) -> dict[str, Any]:
    tell("roads")
    pack = read_pack(pack_folder(settings))
    demand = asyncio.run(demand_of_hall(settings, pack, request.demand, request.days))
    ground = open_ground(pack, demand, county=request.county)
    solved = solve(ground, request, tell)
    tell("draw")
    shapes = orjson.dumps(drawing(solved)).decode()
    return {"figures": plan_line(solved), "rows": plan_rows(solved).model_dump(), "drawing": shapes}


def _say(line: dict[str, Any]) -> None:
    sys.stdout.buffer.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
    sys.stdout.buffer.flush()
