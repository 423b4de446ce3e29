"""What other rooms may use of `dispatch`."""

from yaoyaoling.dispatch.commands import AcceptOrder, AdvanceOrder, RefuseOrder, SendCrew
from yaoyaoling.dispatch.coverage import Coverage, CoverageWatch, measure_coverage
from yaoyaoling.dispatch.demand.book import DemandBook, keep_demand, past_of
from yaoyaoling.dispatch.demand.mix import Mixed, Past, mix_demand
from yaoyaoling.dispatch.events import CrewOrdered, OrderAdvanced
from yaoyaoling.dispatch.feed import order_fields
from yaoyaoling.dispatch.figures import ResponseFigures, TimedOrder, list_timed_orders, responses_since
from yaoyaoling.dispatch.force_table import seed_force_table
from yaoyaoling.dispatch.force_types import force_files
from yaoyaoling.dispatch.handlers.answer import OrderReply, accept_order, advance_own_order, refuse_order
from yaoyaoling.dispatch.handlers.feed_back import feed_back
from yaoyaoling.dispatch.policy import (
    Basis,
    Candidate,
    ChainRules,
    ForceType,
    Need,
    Ranked,
    Ranking,
    RankingRules,
    Situation,
    match,
    next_step,
    rank,
)
from yaoyaoling.dispatch.states import LIVE, OrderState
from yaoyaoling.dispatch.store import Order, find_live_order, get_order, list_busy_crews, list_departed, list_orders

__all__ = [
    "LIVE",
    "AcceptOrder",
    "AdvanceOrder",
    "Basis",
    "Candidate",
    "ChainRules",
    "Coverage",
    "CoverageWatch",
    "CrewOrdered",
    "DemandBook",
    "ForceType",
    "Mixed",
    "Need",
    "Order",
    "OrderAdvanced",
    "OrderReply",
    "OrderState",
    "Past",
    "Ranked",
    "Ranking",
    "RankingRules",
    "RefuseOrder",
    "ResponseFigures",
    "SendCrew",
    "Situation",
    "TimedOrder",
    "accept_order",
    "advance_own_order",
    "feed_back",
    "find_live_order",
    "force_files",
    "get_order",
    "keep_demand",
    "list_busy_crews",
    "list_departed",
    "list_orders",
    "list_timed_orders",
    "match",
    "measure_coverage",
    "mix_demand",
    "next_step",
    "order_fields",
    "past_of",
    "rank",
    "refuse_order",
    "responses_since",
    "seed_force_table",
]
