"""What the judge reads: ledger and tables, on a connection of its own, as the worker role."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import asyncpg

from yaoyaoling.apps.traffic.judge import (
    Case,
    Finding,
    IncidentCase,
    Review,
    Work,
    clocks_run,
    exactly_once,
    judge_case,
    work_kept,
)
from yaoyaoling.apps.traffic.receipts import Paper
from yaoyaoling.platform.steady import steady_clock

_LIVE = "('ordered', 'accepted', 'departed', 'arrived')"
_TWICE = {
    "two incidents of one contact": "select contact_id::text from incidents.incident group by 1 having count(*) > 1",
    "two live orders of a crew": "select crew_id::text from dispatch.crew_order"
    f" where state in {_LIVE} group by 1 having count(*) > 1",
    "two numbers alike": "select number from incidents.incident group by 1 having count(*) > 1",
}
_WITHOUT_CLOCK = (
    " and not exists (select from platform.timer t where t.key = x.id::text"
    " and t.name in ('oversight.clock', 'dispatch.chain', 'field.patrol_due', 'field.hazard_due', 'liaison.order'))"
)
_STANDING = {
    "a contact that waits": "select x.number from intake.contact x where x.state = 'waiting'",
    "an incident": "select x.number from incidents.incident x"
    " where x.state in ('opened', 'under_way', 'on_scene', 'handled')",
    "a call-out": "select x.incident_id::text from dispatch.callout x"
    " where x.state in ('ringing', 'desk', 'desk_taken', 'alarmed')",
    "a feedback sent back": "select x.id::text from field.feedback x join incidents.incident i on i.id = x.incident_id"
    " where x.state = 'returned' and i.closed_at is null",
    "a check": "select x.id::text from oversight.review x where x.state = 'open'",
    "a panic call": "select x.call_sign from field.panic x where x.ended_at is null",
    "a request for help": "select x.call_sign from field.help_request x where x.ended_at is null",
    "a patrol": "select x.id::text from field.patrol x where x.ended_at is null",
    "a hazard": "select x.id::text from field.hazard x where x.state = 'open'",
    "whose an incident is": "select x.incident_id::text from triage.jurisdiction x"
    " where x.state in ('unclear', 'disputed')",
    "a work order": "select x.number from liaison.work_order x where x.state in ('sent', 'accepted', 'returned')",
    "a request to withdraw": "select x.id::text from citizen.withdrawal x where x.ended_at is null",
}
"""What stands, by what it is, until somebody does something."""
_SEQUENCED_S = 20.0

_CONTACTS = """
select c.number, c.state, c.text, c.incident_id, c.waiting_since, c.taken_by_name,
       coalesce(s.account_name, held.account_name) as seat,
       coalesce(offer.due, silent.due, waits.due) as timer,
       (select actor from ledger.event e where e.stream = 'contact:' || c.id and e.name = 'intake.contact.advanced'
         and e.payload->>'state' = c.state order by e.stream_seq desc limit 1) as decided_by
from intake.contact c
left join intake.seat s on s.id = c.offered_seat
left join intake.seat held on held.account_id = c.taken_by and held.contact_id = c.id
left join platform.timer offer on offer.name = 'intake.offer_expired' and offer.key = c.id::text
left join platform.timer silent on silent.name = 'intake.seat_silent' and silent.key = held.id::text
left join platform.timer waits on waits.name = 'oversight.clock' and waits.key = c.id::text
where c.number = any($1)
"""
_INCIDENTS = f"""
select i.id, i.state, o.desk_code, t.due as timer, k.due as clock,
       (select actor from ledger.event e where e.stream = 'incident:' || i.id
         and e.name = 'incidents.incident.advanced' and e.payload->>'state' = i.state
         order by e.stream_seq desc limit 1) as ended_by,
       array(select call_sign from dispatch.crew_order r where r.incident_id = i.id and r.state in {_LIVE}) as live,
       array(select kind from incidents.obligation b where b.incident_id = i.id and b.settled_at is null) as owed
from incidents.incident i
left join dispatch.callout o on o.incident_id = i.id
left join platform.timer t on t.name = 'dispatch.chain' and t.key = o.id::text
left join platform.timer k on k.name = 'oversight.clock' and k.key = i.id::text
where i.id = any($1)
"""


@dataclass
class Verdict:
    """endings: how many reports ended how; waits_s: seconds by name, for the figures."""

    findings: list[Finding] = field(default_factory=list)
    endings: Counter[str] = field(default_factory=Counter)
    incidents: int = 0
    waits_s: dict[str, list[float]] = field(default_factory=dict)


async def read_found(conn: asyncpg.Connection, mark: str, since: datetime | None = None) -> list[tuple[str, str]]:
    """(number, words it came with) of contacts whose words begin with a mark, received since then."""
    rows = await conn.fetch(
        "select number, text from intake.contact where starts_with(text, $1)"
        " and ($2::timestamptz is null or received_at >= $2)",
        mark,
        since,
    )
    return [(row["number"], row["text"].split("\n")[0]) for row in rows]


async def read_facts(conn: asyncpg.Connection, numbers: Sequence[str]) -> dict[str, int]:
    """How often the ledger received each contact."""
    rows = await conn.fetch(
        "select payload->>'number' as number, count(*) from ledger.event"
        " where name = 'intake.contact.received' and payload->>'number' = any($1) group by 1",
        list(numbers),
    )
    return {row["number"]: row["count"] for row in rows}


async def read_work(conn: asyncpg.Connection) -> Work:
    """Incidents, orders with their stamps, feedback."""
    incidents = {str(row[0]) for row in await conn.fetch("select id from incidents.incident")}
    stamps = ("accepted_at", "departed_at", "arrived_at")
    rows = await conn.fetch(f"select id, {', '.join(stamps)} from dispatch.crew_order")
    orders = {str(row["id"]): {name for name in stamps if row[name] is not None} for row in rows}
    feedback = {str(row[0]) for row in await conn.fetch("select id from field.feedback")}
    return Work(incidents, orders, feedback)


async def read_twice(conn: asyncpg.Connection) -> list[Finding]:
    """What the schema allows once, there twice; and what was put aside."""
    findings = [Finding("doubled", row[0], what) for what, sql in _TWICE.items() for row in await conn.fetch(sql)]
    parked = await conn.fetch("select name, reference, error from platform.parked where settled_at is null")
    return findings + [Finding("lost", f"{row['name']} {row['reference']}", row["error"]) for row in parked]


async def read_without_clock(conn: asyncpg.Connection) -> list[Finding]:
    """What somebody must still do something about, and nothing would remind them."""
    return [
        Finding("unowned", row[0], f"{what} without a running clock")
        for what, sql in _STANDING.items()
        for row in await conn.fetch(sql + _WITHOUT_CLOCK)
    ]


async def judge_hall(conn: asyncpg.Connection, paper: Paper, mark: str, since: datetime) -> Verdict:
    """Everything, against the receipts of a run that began at `since`."""
    await _sequenced(conn)
    verdict = Verdict()
    numbers = [reply["number"] for reply in paper.acknowledged.values() if "number" in reply]
    found = await read_found(conn, mark, since)
    verdict.findings += exactly_once(paper, found, await read_facts(conn, numbers))
    verdict.findings += work_kept(paper, await read_work(conn))
    verdict.findings += await read_twice(conn)
    verdict.findings += await read_without_clock(conn)
    now = (await steady_clock(conn)).now()
    timers = await conn.fetch("select name || ' ' || key as name, due from platform.timer order by due limit 500")
    verdict.findings += clocks_run([(row["name"], row["due"]) for row in timers], now)
    ready = await conn.fetchval("select min(since) from intake.seat where state = 'ready'")
    cases = await _cases(conn, numbers)
    for case in cases:
        ending, finding = judge_case(case, now, ready)
        verdict.endings[ending or "amiss"] += 1
        verdict.findings += [finding] if finding else []
    verdict.incidents = sum(case.state == "incident_opened" for case in cases)
    verdict.waits_s = await _waits(conn, numbers)
    return verdict


async def _sequenced(conn: asyncpg.Connection) -> None:
    """Wait until the ledger's present end has its position: what is committed is what is read."""
    for _ in range(int(_SEQUENCED_S / 0.1)):
        open_ = await conn.fetchval(
            "select (select count(*) from ledger.event) - (select count(*) from ledger.position)"
        )
        if open_ == 0:
            return
        await asyncio.sleep(0.1)


async def _cases(conn: asyncpg.Connection, numbers: Sequence[str]) -> list[Case]:
    rows = await conn.fetch(_CONTACTS, list(numbers))
    roles = {
        f"account:{row['id']}": frozenset(row["roles"])
        for row in await conn.fetch("select id, roles from agencies.account")
    }
    incidents = await _incidents(conn, [row["incident_id"] for row in rows if row["incident_id"]], roles)
    return [
        Case(
            number=row["number"],
            state=row["state"],
            decided_by=roles.get(row["decided_by"], frozenset()),
            owner=row["taken_by_name"] or row["seat"],
            timer=row["timer"],
            since=row["waiting_since"],
            incident=incidents.get(row["incident_id"]),
        )
        for row in rows
    ]


async def _incidents(
    conn: asyncpg.Connection, ids: Sequence[Any], roles: Mapping[str, frozenset[str]]
) -> dict[Any, IncidentCase]:
    reviews: dict[Any, list[Review]] = {}
    for row in await conn.fetch("select * from oversight.review where incident_id = any($1)", list(ids)):
        decided = None if row["decided_by"] is None else f"account:{row['decided_by']}"
        reviews.setdefault(row["incident_id"], []).append(Review(row["kind"], row["state"], row["author"], decided))
    return {
        row["id"]: IncidentCase(
            state=row["state"],
            ended_by=roles.get(row["ended_by"], frozenset()),
            reviews=tuple(reviews.get(row["id"], ())),
            owed=tuple(row["owed"]),
            live=tuple(row["live"]),
            desk=row["desk_code"],
            timer=row["timer"],
            clock=row["clock"],
        )
        for row in await conn.fetch(_INCIDENTS, list(ids))
    }


_SPANS = {
    "answer": "select taken_at - received_at as span from intake.contact"
    " where number = any($1) and taken_at > received_at",
    "open_to_order": "select min(o.ordered_at) - i.opened_at as span from incidents.incident i"
    " join dispatch.crew_order o on o.incident_id = i.id"
    " where i.contact_id in (select id from intake.contact where number = any($1)) group by i.id",
    "order_to_accept": "select o.accepted_at - o.ordered_at as span from dispatch.crew_order o"
    " join incidents.incident i on i.id = o.incident_id where o.accepted_at is not null"
    " and i.contact_id in (select id from intake.contact where number = any($1))",
    "accept_to_arrive": "select o.arrived_at - o.accepted_at as span from dispatch.crew_order o"
    " join incidents.incident i on i.id = o.incident_id where o.arrived_at is not null"
    " and i.contact_id in (select id from intake.contact where number = any($1))",
}


async def _waits(conn: asyncpg.Connection, numbers: Sequence[str]) -> dict[str, list[float]]:
    return {
        name: [row["span"].total_seconds() for row in await conn.fetch(sql, list(numbers))]
        for name, sql in _SPANS.items()
    }
