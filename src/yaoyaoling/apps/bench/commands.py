"""How many commands a second at the command boundary, and what the database alone would do in the same run."""

import asyncio
import itertools
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import asyncpg

from yaoyaoling.apps.bench.hall import BenchHall
from yaoyaoling.apps.bench.report import Figure, spread_ms
from yaoyaoling.dispatch.commands import AcceptOrder, AdvanceOrder, SendCrew
from yaoyaoling.dispatch.handlers.answer import accept_order, advance_own_order
from yaoyaoling.dispatch.handlers.send import send_crew
from yaoyaoling.dispatch.policy import Ranked, Ranking
from yaoyaoling.field.commands import SubmitFeedback
from yaoyaoling.field.handlers.submit_feedback import submit_feedback
from yaoyaoling.force.public import list_crews
from yaoyaoling.incidents.public import Owner, owner_of
from yaoyaoling.intake.commands import OpenFromContact, ReceiveContact, TakeContact
from yaoyaoling.intake.handlers.finish import FinishSeat, finish_seat, open_from_contact
from yaoyaoling.intake.handlers.receive import receive_contact
from yaoyaoling.intake.handlers.take import take_contact
from yaoyaoling.kernel.contract import Command
from yaoyaoling.kernel.geo import Point
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.principal import PUBLIC, Principal, Role, system

_SECONDS = 12.0
_AT_ONCE = 16


@dataclass
class Rate:
    """Figures, and the floor measured beside them."""

    figures: dict[str, Figure] = field(default_factory=dict)
    against: dict[str, Figure] = field(default_factory=dict)


async def command_rate(hall: BenchHall) -> Rate:
    """The stated mix: report, take, open, finish, send, accept, depart, arrive, feed back; sixteen chains at once."""
    floor = await _floor(hall)
    lanes = await _lanes(hall)
    done: list[float] = []
    until = time.perf_counter() + _SECONDS
    began = time.perf_counter()
    await asyncio.gather(*(lane.work(hall.db, until, done) for lane in lanes))
    elapsed = time.perf_counter() - began
    rate = Rate()
    rate.figures = {"commands_per_s": round(len(done) / elapsed, 1), **spread_ms("command", done)}
    rate.against = {"floor_transactions_per_s": floor}
    return rate


@dataclass
class _Lane:
    """One call-taker and one crew, working one incident after the other."""

    taker: Principal
    officer: Principal
    owner: Owner
    point: Point
    hall_code: str

    async def work(self, db: Database, until: float, done: list[float]) -> None:
        while time.perf_counter() < until:
            await self._chain(db, done)

    async def _chain(self, db: Database, done: list[float]) -> None:
        contact = new_id()
        taker, officer = self.taker, self.officer
        report = ReceiveContact(contact_id=contact, channel="web", hall_code=self.hall_code, text="压力测试")
        await _timed(db, PUBLIC, _receive, report, done)
        await _timed(db, taker, take_contact, TakeContact(contact_id=contact), done)
        opening = OpenFromContact(
            contact_id=contact, class_code="0202", place_text="压力测试", point=self.point, owner=self.owner
        )
        incident: UUID = (await _timed(db, taker, open_from_contact, opening, done)).incident_id
        await _timed(db, taker, finish_seat, FinishSeat(), done)
        sending = SendCrew(incident_id=incident, ranking=self._ranking(), crew_id=officer.crew_id)
        order: UUID = (await _timed(db, taker, send_crew, sending, done)).order_ids[0]
        await _timed(db, officer, accept_order, AcceptOrder(order_id=order), done)
        await _timed(db, officer, advance_own_order, AdvanceOrder(order_id=order, to="depart"), done)
        await _timed(db, officer, advance_own_order, AdvanceOrder(order_id=order, to="arrive"), done)
        feedback = SubmitFeedback(order_id=order, outcome="settled_on_scene", text="压力测试")
        await _timed(db, officer, submit_feedback, feedback, done)

    def _ranking(self) -> Ranking:
        assert self.officer.crew_id is not None
        one = Ranked(
            crew_id=self.officer.crew_id, call_sign="-", org_path=self.officer.org_path, eta_s=60, distance_m=500,
            is_estimated=False, cost_s=60, reasons=("nearest",),
        )  # fmt: skip
        return Ranking(ranked=(one,), excluded=())


async def _receive(tx: Tx, command: ReceiveContact) -> None:
    await receive_contact(tx, command)


async def _timed(db: Database, who: Principal, handler: Any, command: Command, done: list[float]) -> Any:
    began = time.perf_counter()
    reply = await execute(db, who, handler, command)
    done.append(time.perf_counter() - began)
    return reply


async def _lanes(hall: BenchHall) -> list[_Lane]:
    """Sixteen call-takers made up for the bench, and as many real crews of the town."""
    model = hall.people[hall.logins(Role.CALL_TAKER)[0]]
    hall_code = model.org_code or ""
    lanes: list[_Lane] = []
    async with hall.db.snapshot(system("bench")) as tx:
        for crew in (await list_crews(tx))[:_AT_ONCE]:
            assert crew.point is not None
            account = new_id()
            taker = model.model_copy(
                update={
                    "id": f"account:{account}",
                    "account_id": account,
                    "scopes": (f"u/{account}", f"h/{hall_code}"),
                }
            )
            officer = Principal(
                id=f"account:{new_id()}",
                name="bench",
                roles=frozenset({Role.OFFICER}),
                scopes=(f"c/{crew.id}",),
                crew_id=crew.id,
                org_path=crew.org_path,
            )
            lanes.append(_Lane(taker, officer, await owner_of(tx, crew.point), crew.point, hall_code))
    return lanes


_FLOOR_SQL = """
with moved as (update floor_row set version = version + 1 where id = $1 returning id)
insert into floor_event (row_id, payload) select id, $2::text::json from moved
"""


async def _floor(hall: BenchHall) -> float:
    """Transactions of four round trips with one writing statement: what PostgreSQL gives without any of our code."""
    url = hall.settings.database_url
    assert url is not None
    owner = await asyncpg.connect(url.get_secret_value())
    conns = [await asyncpg.connect(url.get_secret_value()) for _ in range(_AT_ONCE)]
    count = itertools.count()
    try:
        await owner.execute(
            "create table floor_row (id int primary key, version int not null default 0);"
            " create table floor_event (id bigint generated always as identity primary key, row_id int, payload json);"
            " insert into floor_row (id) select generate_series(1, 16)"
        )
        until = time.perf_counter() + 5

        async def lane(number: int, conn: asyncpg.Connection) -> None:
            while time.perf_counter() < until:
                await conn.execute("begin")
                await conn.fetchrow("select * from floor_row where id = $1 for update", number)
                await conn.execute(_FLOOR_SQL, number, '{"text": "压力测试"}')
                await conn.execute("commit")
                next(count)

        await asyncio.gather(*(lane(number, conn) for number, conn in enumerate(conns, 1)))
        return round(next(count) / 5, 1)
    finally:
        for conn in conns:
            await conn.close()
        await owner.execute("drop table if exists floor_row, floor_event")
        await owner.close()
