"""What other rooms and the programs may use of planning."""

from yaoyaoling.planning.commands import BeginPlan, FailPlan, FinishPlan, NotePlanStep, PurgePlans, ReturnPlans
from yaoyaoling.planning.contract import DemandKind, Objective, PlanRequest, PlanRow, PlanRows, Refusal
from yaoyaoling.planning.grids.arrival import (
    Arrival,
    Part,
    arrival_of_nearest,
    arrival_of_own,
    parts_by_nearest,
    parts_by_own,
)
from yaoyaoling.planning.grids.atoms import Atoms, make_atoms
from yaoyaoling.planning.grids.districts import Districts, NotConnected, parts_of, solve_districts
from yaoyaoling.planning.handlers.begin_plan import begin_plan, return_plans
from yaoyaoling.planning.handlers.end_plan import fail_plan, finish_plan, refusal_of
from yaoyaoling.planning.handlers.note_step import note_step
from yaoyaoling.planning.handlers.remove_plan import purge_plans
from yaoyaoling.planning.plans import is_running
from yaoyaoling.planning.posts.covering import Cover, solve_covering
from yaoyaoling.planning.posts.orlib import Instance, NotAnInstance, read_orlib
from yaoyaoling.planning.posts.pmedian import Medians, NoSuchChoice, solve_pmedian
from yaoyaoling.planning.relocation.moves import (
    FreeCrew,
    Move,
    Posts,
    Terms,
    best_post,
    expected_cover,
    propose_moves,
)
from yaoyaoling.planning.states import IllegalPlanSignal, PlanState
from yaoyaoling.planning.twin.bound import least_late, most_free
from yaoyaoling.planning.twin.contract import Calls, Ground, Played
from yaoyaoling.planning.twin.core import Play, Policy, Unit, play
from yaoyaoling.planning.twin.figures import Estimate, Service, difference, estimate, service, workloads
from yaoyaoling.planning.twin.hypercube import (
    EXAMPLE,
    PUBLISHED,
    City,
    Steady,
    draw_requests,
    hypercube_ground,
    hypercube_ranks,
    solve_hypercube,
)
from yaoyaoling.planning.twin.policies import AsTheHall, Batch, ByTable, Closest, Relocating
from yaoyaoling.planning.twin.streams import poisson_moments, stream

__all__ = [
    "EXAMPLE",
    "PUBLISHED",
    "Arrival",
    "AsTheHall",
    "Atoms",
    "Batch",
    "BeginPlan",
    "ByTable",
    "Calls",
    "City",
    "Closest",
    "Cover",
    "DemandKind",
    "Districts",
    "Estimate",
    "FailPlan",
    "FinishPlan",
    "FreeCrew",
    "Ground",
    "IllegalPlanSignal",
    "Instance",
    "Medians",
    "Move",
    "NoSuchChoice",
    "NotAnInstance",
    "NotConnected",
    "NotePlanStep",
    "Objective",
    "Part",
    "PlanRequest",
    "PlanRow",
    "PlanRows",
    "PlanState",
    "Play",
    "Played",
    "Policy",
    "Posts",
    "PurgePlans",
    "Refusal",
    "Relocating",
    "ReturnPlans",
    "Service",
    "Steady",
    "Terms",
    "Unit",
    "arrival_of_nearest",
    "arrival_of_own",
    "begin_plan",
    "best_post",
    "difference",
    "draw_requests",
    "estimate",
    "expected_cover",
    "fail_plan",
    "finish_plan",
    "hypercube_ground",
    "hypercube_ranks",
    "is_running",
    "least_late",
    "make_atoms",
    "most_free",
    "note_step",
    "parts_by_nearest",
    "parts_by_own",
    "parts_of",
    "play",
    "poisson_moments",
    "propose_moves",
    "purge_plans",
    "read_orlib",
    "refusal_of",
    "return_plans",
    "service",
    "solve_covering",
    "solve_districts",
    "solve_hypercube",
    "solve_pmedian",
    "stream",
    "workloads",
]
