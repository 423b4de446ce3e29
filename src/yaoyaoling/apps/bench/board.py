"""`yyl bench board`: what the dispatcher's board costs a browser with 2,000 open incidents and 5,000 moving crews.

As many incidents have ended before as the board holds of those (`console/src/sync/ended.ts`): a board in the middle of
its day, which every further incident makes no larger.
"""

import argparse
import asyncio
import sys
from importlib.util import find_spec
from pathlib import Path

import uvloop

from yaoyaoling.apps.bench.board_browser import CHROMIUM, BoardFigures, watch_board
from yaoyaoling.apps.bench.board_crowd import Crowd, fill_hall, keep_moving
from yaoyaoling.apps.bench.hall import bench_hall
from yaoyaoling.apps.bench.report import Report
from yaoyaoling.apps.console_build import refresh_console
from yaoyaoling.platform.principal import Role

_INCIDENTS, _CREWS, _UNDER_WAY, _ENDED = 2_000, 5_000, 600, 1_000
_MOST_MINUTES = 90.0


def main(as_json: bool, args: list[str]) -> int:
    """Run and print; gives the exit code."""
    parser = argparse.ArgumentParser("yyl bench board")
    parser.add_argument("--minutes", type=float, default=2.0, help="how long memory is watched")
    parser.add_argument("--profile", type=Path, help="also write a CPU profile of the page there (.cpuprofile)")
    options = parser.parse_args(args)
    if find_spec("playwright") is None or not Path(CHROMIUM).exists():
        zh, en = "与测试依赖（./yyl test 会安装）", "and the test packages (./yyl test)"
        print(f"需要 {CHROMIUM} {zh} · wanted: {CHROMIUM} {en}", file=sys.stderr)  # noqa: T201
        return 2
    report = uvloop.run(_run(min(_MOST_MINUTES, max(0.5, options.minutes)), options.profile))
    return report.show(as_json)


async def _run(minutes: float, profile: Path | None) -> Report:
    report = Report(
        "board",
        f"/board of a commander in headless Chromium (software drawing), {minutes:g} min: {_INCIDENTS} open incidents,"
        f" {_ENDED} ended ones,"
        f" {_CREWS} crews that all report a new position each second, {_UNDER_WAY} of them on orders, and 3 commands a"
        " second; town xiaozhen",
        shared_with="the whole hall and the bench's own requests on the same cores",
    )
    await refresh_console(lambda _: None)
    async with bench_hall() as hall:
        crowd: Crowd = await fill_hall(hall, incidents=_INCIDENTS, crews=_CREWS, under_way=_UNDER_WAY, ended=_ENDED)
        moving = asyncio.create_task(keep_moving(hall, crowd))
        try:
            token = hall.tokens[hall.logins(Role.COMMANDER)[0]]
            found: BoardFigures = await watch_board(hall.url, token, minutes, profile)
        finally:
            moving.cancel()
            await asyncio.gather(moving, return_exceptions=True)
    report.figures = {"incidents": _INCIDENTS, "crews": _CREWS, **found.figures(), **crowd.figures()}
    report.against = {"scripting_per_update_most_ms": 8.0}
    return report
