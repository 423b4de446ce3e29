"""Anybody may do anything at any moment: what must always hold, holds after each step.

A Hypothesis machine plays call-takers, crews, desks, reviewers and time on a real database.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.engines import Engines, fresh_name
from tests.world import CREWS, World, load_world
from yaoyaoling.dispatch.commands import (
    AcceptOrder,
    AdvanceOrder,
    ReassignOrder,
    RefuseOrder,
    ReleaseOrder,
    TakeCallout,
)
from yaoyaoling.dispatch.handlers.answer import accept_order, advance_own_order, refuse_order
from yaoyaoling.dispatch.handlers.escalate import take_callout
from yaoyaoling.dispatch.handlers.reassign import reassign_order
from yaoyaoling.dispatch.handlers.release import release_order
from yaoyaoling.field.commands import SubmitFeedback
from yaoyaoling.field.handlers.submit_feedback import submit_feedback
from yaoyaoling.incidents.commands import AdvanceIncident, AmendIncident, MergeIncident, UnmergeIncident
from yaoyaoling.incidents.handlers.advance import advance_incident
from yaoyaoling.incidents.handlers.amend import amend_incident
from yaoyaoling.incidents.handlers.merge import merge_incident, unmerge_incident
from yaoyaoling.incidents.states import IncidentSignal
from yaoyaoling.intake.commands import DeclineContact, LinkContact, MoveSeat, SettleContact
from yaoyaoling.intake.handlers.finish import FinishSeat, finish_seat, link_contact, settle_contact
from yaoyaoling.intake.handlers.seats import move_own_seat
from yaoyaoling.intake.handlers.take import decline_contact
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.oversight.handlers.decide_review import DecideReview, decide_review

T = TypeVar("T")
TAKERS = st.sampled_from(["taker1", "taker2"])
CREW = st.sampled_from([code for code, _ in CREWS])
DESKS = st.sampled_from(["north1", "north", "city", "south", "commander"])
VERBS = st.sampled_from(
    [["accept"], ["depart"], ["arrive"], ["refuse"], ["feedback"], ["accept", "depart", "arrive", "feedback"]]
)
CLASSES = st.sampled_from(["0207", "0102", "0104", "0702"])


def machine(engines: Engines, template: str, loop: asyncio.AbstractEventLoop) -> type[RuleBasedStateMachine]:
    """The machine, bound to the session's engines."""
    from tests.conftest import close_stage, open_stage

    class Hall(RuleBasedStateMachine):
        contacts: Bundle[UUID] = Bundle("contacts")
        incidents: Bundle[UUID] = Bundle("incidents")

        def __init__(self) -> None:
            super().__init__()
            self.name = fresh_name()

            async def begin() -> World:
                return await load_world(await open_stage(await engines.create_database(self.name, template)))

            self.world = self.run(begin())

        def run(self, work: Coroutine[Any, Any, T]) -> T:
            return loop.run_until_complete(work)

        def attempt(self, work: Coroutine[Any, Any, T]) -> T | None:
            """Refusals are fine; anything else is a fault."""
            try:
                return self.run(work)
            except Refused:
                self.run(self.world.stage.settle())
                return None

        def teardown(self) -> None:
            async def end() -> None:
                await close_stage(self.world.stage)
                await engines.drop_database(self.name)

            self.run(end())

        # What people do ------------------------------------------------------------------------------

        @rule(target=contacts, silent=st.booleans())
        def report(self, silent: bool) -> UUID:
            return self.run(self.world.report(is_silent=silent))

        @rule(who=TAKERS, to=st.sampled_from(["ready", "paused", "off"]))
        def seat(self, who: str, to: Any) -> None:
            self.attempt(self.world.do(who, move_own_seat, MoveSeat(to=to)))

        @rule(who=TAKERS, contact=contacts)
        def take(self, who: str, contact: UUID) -> None:
            self.attempt(self.world.take(who, contact))

        @rule(who=TAKERS, contact=contacts)
        def decline(self, who: str, contact: UUID) -> None:
            self.attempt(self.world.do(who, decline_contact, DeclineContact(contact_id=contact)))

        @rule(who=TAKERS, contact=contacts)
        def settle(self, who: str, contact: UUID) -> None:
            command = SettleContact(contact_id=contact, disposition="answered")
            self.attempt(self.world.do(who, settle_contact, command))

        @rule(target=incidents, who=TAKERS, contact=contacts, class_code=CLASSES)
        def open(self, who: str, contact: UUID, class_code: str) -> UUID:
            self.attempt(self.world.take(who, contact))
            opened = self.attempt(self.world.open(who, contact, class_code))
            self.attempt(self.world.do(who, finish_seat, FinishSeat()))
            return opened or contact  # an id that is none: everybody must get "not found" for it

        @rule(who=st.one_of(TAKERS, DESKS), incident=incidents, crews=st.lists(CREW, unique=True, max_size=4))
        def send(self, who: str, incident: UUID, crews: list[str]) -> None:
            self.attempt(self.world.send(who, incident, *crews))

        @rule(who=DESKS, incident=incidents, crew=CREW)
        def send_chosen(self, who: str, incident: UUID, crew: str) -> None:
            self.attempt(self.world.send(who, incident, crew, crew=crew))

        @rule(crew=CREW, verbs=VERBS)
        def officer(self, crew: str, verbs: list[str]) -> None:
            order = self.run(self.world.find_order_of(crew))
            if order is None:
                return
            commands: dict[str, tuple[Any, Any]] = {
                "accept": (accept_order, AcceptOrder(order_id=order)),
                "depart": (advance_own_order, AdvanceOrder(order_id=order, to="depart")),
                "arrive": (advance_own_order, AdvanceOrder(order_id=order, to="arrive")),
                "refuse": (refuse_order, RefuseOrder(order_id=order, reason="车辆故障")),
                "feedback": (submit_feedback, SubmitFeedback(order_id=order, outcome="other", text="已处置")),
            }
            for verb in verbs:
                handler, command = commands[verb]
                self.attempt(self.world.do(f"officer_{crew.lower()}", handler, command))

        @rule(who=DESKS, crew=CREW)
        def release(self, who: str, crew: str) -> None:
            order = self.run(self.world.find_order_of(crew))
            if order is not None:
                self.attempt(self.world.do(who, release_order, ReleaseOrder(order_id=order, reason="调整")))

        @rule(who=DESKS, crew=CREW, other=CREW, chosen=st.booleans())
        def reassign(self, who: str, crew: str, other: str, chosen: bool) -> None:
            order = self.run(self.world.find_order_of(crew))
            if order is None:
                return
            command = ReassignOrder(
                order_id=order,
                ranking=self.world.ranking(other),
                crew_id=self.world.crews[other] if chosen else None,
                reason="改派",
            )
            self.attempt(self.world.do(who, reassign_order, command))

        @rule(who=TAKERS, contact=contacts, incident=incidents)
        def link(self, who: str, contact: UUID, incident: UUID) -> None:
            self.attempt(self.world.take(who, contact))
            self.attempt(self.world.do(who, link_contact, LinkContact(contact_id=contact, incident_id=incident)))

        @rule(
            who=st.sampled_from(["commander", "taker1", "north", "south", "city"]),
            incident=incidents,
            primary=incidents,
            carries=st.booleans(),
        )
        def merge(self, who: str, incident: UUID, primary: UUID, carries: bool) -> None:
            command = MergeIncident(incident_id=incident, primary_id=primary, carries_crews=carries, reason="重复")
            self.attempt(self.world.do(who, merge_incident, command))

        @rule(who=st.sampled_from(["commander", "north", "south"]), incident=incidents)
        def unmerge(self, who: str, incident: UUID) -> None:
            command = UnmergeIncident(incident_id=incident, reason="不是同一起")
            self.attempt(self.world.do(who, unmerge_incident, command))

        @rule(who=DESKS, incident=incidents)
        def take_over(self, who: str, incident: UUID) -> None:
            self.attempt(self.world.do(who, take_callout, TakeCallout(incident_id=incident)))

        @rule(incident=incidents, class_code=CLASSES)
        def reclassify(self, incident: UUID, class_code: str) -> None:
            command = AmendIncident(
                incident_id=incident, class_code=class_code, reason="更正", hall_code="990000110000"
            )
            self.attempt(self.world.do("taker1", amend_incident, command))

        @rule(
            who=st.sampled_from(["taker1", "inspector"]),
            incident=incidents,
            signal=st.sampled_from(
                [IncidentSignal.CANCELLED, IncidentSignal.HANDLED_DIRECTLY, IncidentSignal.REOPENED]
            ),
        )
        def signal(self, who: str, incident: UUID, signal: IncidentSignal) -> None:
            command = AdvanceIncident(incident_id=incident, signal=signal, reason="-", outcome="-")
            self.attempt(self.world.do(who, advance_incident, command))

        @rule(
            who=st.sampled_from(["reviewer", "reviewer2", "inspector", "inspector2"]),
            decision=st.sampled_from(["pass", "return"]),
        )
        def review(self, who: str, decision: Any) -> None:
            reviews = self.run(
                self.world.stage.fetch("select id from oversight.review where decided_at is null order by opened_at")
            )
            for row in reviews[:1]:
                command = DecideReview(review_id=row["id"], decision=decision, remarks="请补充")
                self.attempt(self.world.do(who, decide_review, command))

        @rule(seconds=st.sampled_from([1, 6, 11, 31, 70]))
        def time_passes(self, seconds: int) -> None:
            self.run(self.world.advance(seconds))

        # What always holds -----------------------------------------------------------------------------

        @invariant()
        def nothing_is_broken(self) -> None:
            self.run(self.check())

        async def check(self) -> None:
            for what, sql in ALWAYS.items():
                rows = await self.world.stage.fetch(sql)
                assert not rows, f"{what}: {[dict(row) for row in rows]}"

    return Hall


LIVE = "('ordered', 'accepted', 'departed', 'arrived')"
UNDER_WAY = "('accepted', 'departed', 'arrived')"
ALWAYS = {
    "a crew has two live orders": f"""
        select crew_id from dispatch.crew_order where state in {LIVE} group by 1 having count(*) > 1""",
    "an ended incident has a live order": f"""
        select i.id from incidents.incident i join dispatch.crew_order o on o.incident_id = i.id
        where i.closed_at is not null and o.state in {LIVE}""",
    "an ended incident is still rung for": """
        select i.id from incidents.incident i join dispatch.callout c on c.incident_id = i.id
        where i.state in ('cancelled', 'merged') and c.state <> 'stopped'""",
    "a merged incident has reporters, or no primary": """
        select i.id from incidents.incident i where i.state = 'merged' and (i.merged_into is null
        or exists (select from intake.contact c where c.incident_id = i.id)
        or not exists (select from intake.contact c where c.merged_incident_id = i.id))""",
    "an incident that is not merged says it is": """
        select id from incidents.incident where state <> 'merged' and merged_into is not null""",
    "a reporter does not belong to the incident they opened": """
        select i.id from incidents.incident i join intake.contact c on c.id = i.contact_id
        where c.incident_id is distinct from coalesce(i.merged_into, i.id)""",
    "a closed incident is owed something": """
        select i.id from incidents.incident i join incidents.obligation o on o.incident_id = i.id
        where i.state = 'closed' and o.settled_at is null""",
    "a crew is under way to an incident that waits for dispatch": f"""
        select i.id from incidents.incident i join dispatch.crew_order o on o.incident_id = i.id
        where i.state in ('opened', 'dispatched') and o.state in {UNDER_WAY}""",
    "a call-out that nobody answered has no clock": """
        select c.id from dispatch.callout c where c.state in ('ringing', 'desk', 'desk_taken', 'alarmed')
        and not exists (select from platform.timer t where t.name = 'dispatch.chain' and t.key = c.id::text)""",
    "an order that waits for acceptance has no clock": """
        select o.id from dispatch.crew_order o where o.state = 'ordered'
        and not exists (select from platform.timer t where t.name = 'dispatch.chain' and t.key = o.callout_id::text)""",
    "a handled incident owes nobody a review and is not closed": """
        select i.id from incidents.incident i where i.state = 'handled' and not exists
        (select from incidents.obligation o where o.incident_id = i.id and o.settled_at is null)""",
    "a contact is in two hands, or a seat has two": """
        select contact_id from intake.seat where contact_id is not null group by 1 having count(*) > 1""",
    "a ringing contact rings nowhere": """
        select c.id from intake.contact c where c.state = 'offered' and not exists
        (select from intake.seat s where s.id = c.offered_seat and s.state = 'offered' and s.contact_id = c.id)""",
    "a contact in hand is in nobody's seat": """
        select c.id from intake.contact c where c.state = 'taken' and not exists
        (select from intake.seat s where s.state = 'busy' and s.contact_id = c.id and s.account_id = c.taken_by)""",
    "a contact waits though a seat is ready": """
        select c.id from intake.contact c, intake.seat s where c.state = 'waiting' and s.state = 'ready'""",
    "a complaint about police is seen by the accused's territory or the hall": """
        select i.id, a.scope from incidents.incident i join platform.audience a on a.subject = i.id
        where i.is_inspection_only and a.scope !~ '^[iu]/'""",
    "something was parked": "select * from platform.parked",
    "the ledger has a gap": """
        select 1 from ledger.position having count(*) <> coalesce(max(position), 0)""",
}


@pytest.mark.parametrize("examples", [12, pytest.param(150, marks=[pytest.mark.slow, pytest.mark.timeout(1500)])])
def test_whatever_people_do(engines: Engines, examples: int) -> None:
    from tests.conftest import world_database

    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    template = loop.run_until_complete(world_database(engines))
    run_state_machine_as_test(
        machine(engines, template, loop),
        settings=settings(
            max_examples=examples,
            stateful_step_count=35,
            deadline=None,
            # A failing story is printed step by step; shrinking it on a real database takes minutes.
            phases=(Phase.explicit, Phase.reuse, Phase.generate),
            suppress_health_check=list(HealthCheck),
        ),
    )
    loop.close()
