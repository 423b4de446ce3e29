"""One plan from what was asked: the same piece for `yyl plan` and for the console's jobs."""

from collections.abc import Callable
from dataclasses import dataclass

from yaoyaoling.apps.plan.grids import GridsPlan, plan_grids
from yaoyaoling.apps.plan.ground import CityGround
from yaoyaoling.apps.plan.posts import PostsPlan, plan_posts, posts_of_shift
from yaoyaoling.apps.plan.rehearse import Rehearsal, rehearse, sides_of_grids, sides_of_posts
from yaoyaoling.planning.public import PlanRequest

Tell = Callable[[str], None]
"""Hears the name of each step as it begins."""


@dataclass(frozen=True)
class Solved:
    """played: today's side, if there is one, and the proposal; empty when nothing was to be played."""

    request: PlanRequest
    ground: CityGround
    plan: PostsPlan | GridsPlan
    played: list[Rehearsal]


def solve(ground: CityGround, request: PlanRequest, tell: Tell) -> Solved:
    """Plan, and play it when asked. Raises: NoSuchChoice, NotConnected, NoSuchShift."""
    tell("solve")
    plan = _plan(ground, request)
    played: list[Rehearsal] = []
    if request.played is not None:
        tell("play")
        if isinstance(plan, PostsPlan):
            sides = sides_of_posts(ground, plan.today_at, plan.sites)
        else:
            sides = sides_of_grids(ground, plan, posts_of_shift(ground, request.shift))
        played = rehearse(ground, sides, request.played, request.scene_min * 60, request.within_s)
    return Solved(request, ground, plan, played)


def _plan(ground: CityGround, asked: PlanRequest) -> PostsPlan | GridsPlan:
    if asked.kind == "posts":
        return plan_posts(ground, asked.count, asked.objective, asked.within_s, asked.shift, asked.seconds)
    return plan_grids(ground, asked.count, asked.within_s, asked.shift, asked.balance, asked.seconds)
