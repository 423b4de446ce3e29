"""An order nobody takes comes back before it is late; who is late is told of; at no moment has nobody the order."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from tests.dispatch.test_chain import incident_of
from tests.liaison.partners import GAS_NORTH, HOTLINE, WATER, ask, gas_order, move, standing
from tests.oversight.test_clocks import overdue
from tests.world import HALL, World
from yaoyaoling.liaison.directory import list_services
from yaoyaoling.liaison.events import WorkOrderAdvanced, WorkOrderSent, WorkOrderUrged
from yaoyaoling.liaison.policy import Held, clocks_of, is_open_at, suggested, unowned_s
from yaoyaoling.liaison.states import WorkOrderState
from yaoyaoling.platform.ledger.envelope import Recorded


async def urged(world: World) -> list[bool]:
    return [fact.event.is_automatic for fact in await world.stage.facts() if isinstance(fact.event, WorkOrderUrged)]


async def orders_overdue(world: World, who: str = "commander") -> list[tuple[str, int, str]]:
    return [(state, raised, desk) for thing, state, raised, desk in await overdue(world, who) if thing == "work_order"]


async def test_what_is_not_taken_is_urged_at_half_the_time_and_comes_back_to_its_owner(hall: World) -> None:
    _, order = await gas_order(hall)  # gas: 60 s
    await hall.advance(29)
    assert await urged(hall) == []
    await hall.advance(2)
    assert await urged(hall) == [True]
    await hall.advance(28)
    assert (await standing(hall, order))[0] == "sent"
    await hall.advance(2)
    assert await standing(hall, order) == ("returned", HALL, "taker1")
    view = await hall.stage.snapshot(hall.people["gas_north"])
    assert ("work_order", str(order)) not in view.entities  # it had its time
    assert await orders_overdue(hall) == []
    await hall.advance(300)
    assert await orders_overdue(hall) == [("returned", 1, HALL)]
    await move(hall, "taker1", order, "resend", desk_code=GAS_NORTH)
    assert await orders_overdue(hall) == []
    await move(hall, "gas_north", order, "accept")


async def test_a_second_return_is_raised_at_once(hall: World) -> None:
    _, order = await gas_order(hall)
    await move(hall, "gas_north", order, "return", "不归本公司")
    await hall.advance(1)
    assert await orders_overdue(hall) == []
    await move(hall, "taker1", order, "resend", desk_code=WATER)
    await move(hall, "water", order, "return", "也不归本公司")
    assert await standing(hall, order) == ("returned", HALL, "taker1")
    await hall.advance(1)
    assert await orders_overdue(hall) == [("returned", 1, HALL)]


async def test_what_is_accepted_is_urged_at_half_and_raised_when_it_is_late(hall: World) -> None:
    _, order = await gas_order(hall, urgency="urgent")  # gas: one hour from sending
    await move(hall, "gas_north", order, "accept")
    await hall.advance(1801)
    assert await urged(hall) == [True]
    await hall.advance(1798)
    assert await orders_overdue(hall) == []
    await hall.advance(2)
    assert await orders_overdue(hall) == [("accepted", 1, HALL)]
    await move(hall, "gas_north", order, "finish", "修好了，已恢复供气")
    assert await orders_overdue(hall) == []


def held(facts: Iterable[Recorded]) -> dict[UUID, list[Held]]:
    """Who had which order from when on, from the ledger's facts alone."""
    found: dict[UUID, list[Held]] = {}
    for fact in facts:
        match fact.event:
            case WorkOrderSent() | WorkOrderAdvanced() as event:
                due = event.accept_by if event.state is WorkOrderState.SENT else event.done_by
                one = Held(fact.at, event.state, event.owner_code, event.owner_name, due)
                found.setdefault(event.work_order_id, []).append(one)
    return found


async def test_in_a_mix_of_everything_no_order_was_without_an_owner_for_a_second(hall: World) -> None:
    incident = await incident_of(hall)
    orders = [(await ask(hall, incident, desk)).work_order_id for desk in (GAS_NORTH, WATER, HOTLINE, GAS_NORTH)]
    gas, water, hotline, dark = orders
    await move(hall, "gas_north", gas, "accept")
    await move(hall, "water", water, "return", "水压正常，非本公司")
    await hall.advance(45)
    await move(hall, "taker1", water, "resend", desk_code=HOTLINE)
    await hall.advance(400)  # the desk of the fourth is dark, and the hotline sleeps
    assert (await standing(hall, dark))[0] == "returned"
    await move(hall, "gas_north", gas, "finish", "已处置完毕")
    await move(hall, "taker1", gas, "reopen", "仍然漏气")
    await move(hall, "hotline", hotline, "accept")
    await hall.advance(700)
    assert (await standing(hall, water))[0] == "returned"
    await move(hall, "taker1", water, "keep", "已由民警当面答复")
    await move(hall, "taker1", dark, "resend", desk_code=GAS_NORTH)
    await move(hall, "gas_north", dark, "accept")
    await move(hall, "taker1", dark, "withdraw", "重复工单")
    by_order = held(await hall.stage.facts())
    assert set(by_order) == set(orders)
    now = hall.stage.clock.now()
    assert {order: unowned_s(facts, now) for order, facts in by_order.items()} == dict.fromkeys(orders, 0.0)


NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
"""Of the hall's time."""


def test_the_judge_of_owners_sees_what_nobody_has() -> None:
    sent = Held(NOON, WorkOrderState.SENT, HALL, "taker1", NOON + timedelta(seconds=60))
    late = Held(NOON + timedelta(seconds=90), WorkOrderState.RETURNED, HALL, "", NOON + timedelta(hours=1))
    assert unowned_s([sent], NOON + timedelta(seconds=50)) == 0
    assert unowned_s([sent, late], NOON + timedelta(seconds=100)) == 30 + 10
    assert unowned_s([Held(NOON, WorkOrderState.DONE, "", "", None)], NOON + timedelta(days=1)) == 0


def test_urgent_orders_have_half_the_time_and_hours_may_go_over_midnight() -> None:
    assert clocks_of(60, 600, "normal", NOON).accept_by == NOON + timedelta(seconds=60)
    assert clocks_of(60, 600, "urgent", NOON).done_by == NOON + timedelta(seconds=300)
    assert is_open_at(None, None, NOON) and is_open_at(time(8), time(18), NOON)
    assert not is_open_at(time(22), time(6), NOON) and is_open_at(time(22), time(13), NOON)


def test_services_are_many_and_words_find_them() -> None:
    services = list_services()
    assert len(services) >= 40 and len({one.code for one in services}) == len(services)
    assert all(one.zh and one.en and one.accept_s < one.done_s for one in services)
    words = {one.code: one.words for one in services}
    assert suggested("老板拖欠工资不给", words)[0] == "labour"
    assert suggested("家里天然气漏气了", words) == ("gas",)
    assert suggested("有人打架", words) == ()
