"""Plans as tables for people, and as one line of JSON."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from yaoyaoling.apps.demo.sheet import table
from yaoyaoling.apps.plan.grids import GridsPlan
from yaoyaoling.apps.plan.ground import CityGround
from yaoyaoling.apps.plan.posts import PostsPlan
from yaoyaoling.apps.plan.rehearse import Rehearsal
from yaoyaoling.apps.plan.solve import Solved
from yaoyaoling.planning.public import Arrival, Estimate, PlanRequest


def comparison(today: Arrival | None, proposal: Arrival, within_s: float, crews: tuple[int, int]) -> list[str]:
    """Today beside the proposal, a line for each figure. crews: how many stand out in each."""

    def column(one: Arrival | None) -> list[str]:
        if one is None:
            return ["—"] * 5
        drives = [f"{one.mean_s:.0f} s", f"{one.p90_s:.0f} s"]
        return [f"{one.within:.1%}", *drives, f"{one.heaviest:.2f}", f"{one.unreached:.1%}"]

    names = [
        f"{within_s:.0f} 秒内到场 · there within {within_s:.0f} s",
        "平均行车 · mean drive",
        "九成以内 · nine in ten",
        "最忙者与平均之比 · heaviest over mean",
        "无人可达 · nobody gets there",
    ]
    rows = [("", "现状 today", "方案 proposal"), ("警组 · crews", *map(str, crews))]
    rows += list(zip(names, column(today), column(proposal), strict=True))
    return table(rows)


def rehearsed(played: Sequence[Rehearsal], calls_per_day: float, within_s: float) -> list[str]:
    """What became of today's and the proposed posts under the same calls."""
    names = ["现状 today", "方案 proposal"][-len(played) :]
    head = f"推演 · played: 每日 {calls_per_day:g} 起 · calls a day"
    rows = [(head, *names)]
    rows.append((f"{within_s:.0f} 秒内到场 · there within", *(_shares(one.within) for one in played)))
    rows.append(("平均行车 · mean drive", *(f"{one.mean_s.mean:.0f} ± {one.mean_s.half:.1f} s" for one in played)))
    rows.append(("在忙的时间 · share of time at work", *(_shares(one.busy) for one in played)))
    return table(rows)


def _shares(one: Estimate) -> str:
    return f"{one.mean:.1%} ± {one.half:.1%}"


def played_line(played: Sequence[Rehearsal]) -> dict[str, Any]:
    """The JSON of a play: for each side mean and half a 95 % interval of each figure."""
    names = ["today", "proposal"][-len(played) :]
    return {
        name: {
            key: [round(one.mean, 4), round(one.half, 5)]
            for key, one in vars(side).items()
            if one is not None
        }
        for name, side in zip(names, played, strict=True)
    }  # fmt: skip


def told(ground: CityGround) -> list[str]:
    """Where demand is from, and what was left out."""
    lines = [f"需求 · demand: {ground.demand.zh} · {ground.demand.en}"]
    lines += [f"注意 · note: {one.file}: {one.zh} {one.en}" for one in ground.problems]
    return lines


def _common(ground: CityGround, today: Arrival | None, proposal: Arrival, within_s: float) -> dict[str, Any]:
    return {
        "city": ground.pack.info.name,
        "demand": ground.demand.en,
        "demand_zh": ground.demand.zh,
        "points": len(ground.demand.lon),
        "atoms": len(ground.atoms),
        "within_s": within_s,
        "today": None if today is None else _rounded(today),
        "proposal": _rounded(proposal),
        "problems": [{"file": one.file, "zh": one.zh, "en": one.en} for one in ground.problems],
    }


def _rounded(one: Arrival) -> dict[str, float]:
    return {name: round(value, 4) for name, value in asdict(one).items()}


def posts_line(ground: CityGround, plan: PostsPlan, within_s: float) -> dict[str, Any]:
    """The JSON of planned posts."""
    own = {"posts": len(plan.sites), "objective": round(plan.objective, 5), "bound": round(plan.bound, 5)}
    own |= {"seconds": round(plan.seconds, 2), "today_crews": len(plan.today_at)}
    return own | _common(ground, plan.today, plan.proposal, within_s)


def grids_line(ground: CityGround, plan: GridsPlan, within_s: float) -> dict[str, Any]:
    """The JSON of planned grids."""
    own: dict[str, Any] = {
        "today_crews": plan.today_crews,
        "grids": len(plan.districts.posts),
        "connected": plan.connected,
        "today_connected": list(plan.today_connected),
        "objective": round(plan.districts.objective, 5),
        "mean_s_bound": round(plan.districts.least_mean_s, 2),
        "seconds": round(plan.seconds, 2),
    }
    return own | _common(ground, plan.today, plan.proposal, within_s)


def plan_line(solved: Solved) -> dict[str, Any]:
    """The JSON of a plan: what `yyl plan --json` ends with, and what the console shows."""
    plan, within_s = solved.plan, solved.request.within_s
    if isinstance(plan, PostsPlan):
        line = posts_line(solved.ground, plan, within_s)
    else:
        line = grids_line(solved.ground, plan, within_s)
    if solved.played:
        line["played"] = played_line(solved.played)
    return line


def plan_lines(solved: Solved) -> list[str]:
    """The same for people."""
    plan, asked = solved.plan, solved.request
    if isinstance(plan, PostsPlan):
        crews = (len(plan.today_at), len(plan.sites))
        last = _bound(plan, asked)
    else:
        crews = (plan.today_crews, len(plan.districts.posts))
        last = _joined(plan)
    lines = [*told(solved.ground), *comparison(plan.today, plan.proposal, asked.within_s, crews), last]
    return lines if not solved.played else [*lines, *rehearsed(solved.played, asked.played or 0, asked.within_s)]


def _bound(plan: PostsPlan, asked: PlanRequest) -> str:
    what = "平均秒数 · mean seconds" if asked.objective == "mean" else "覆盖比例 · share covered"
    return f"{what} {plan.objective:.4g}；下界/上界 · bound {plan.bound:.4g}；{plan.seconds:.1f} s"


def _joined(plan: GridsPlan) -> str:
    joined = "每个网格连通 · every grid is connected" if plan.connected else "有网格不连通 · a grid is not connected"
    now = f"现状 {plan.today_connected[0]}/{plan.today_connected[1]} 连通 · of today's are connected"
    return f"{joined}；{now}；{plan.seconds:.1f} s"
