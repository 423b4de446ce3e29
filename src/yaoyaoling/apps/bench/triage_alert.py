"""From the key that ends a sensitive word to the alert at those who must know, in a hall that runs.

A hall of its own (town xiaozhen, all processes). A seat has a contact in hand; a report is typed key by key, each
pause asks `POST /api/triage/suggest` with contact and place as the console does. `alert_asked_…`: from that request
to the alert in the feed of the commander, and of the county's desk, over WebSockets. `alert_key_…`: the same from the
last key, so with the pause after which the console asks (80 ms, `console/src/panels/form/useSuggestion.ts`); that
pause is added as it is, no browser runs here. Every contact tells of another rule's word; all of them reach
the county. Baseline: how long the same request takes for words that alert nobody.

It ends whatever happens: `refused` counts reports that the public entrance turned away (`reports_per_minute`; a hall on
the same machine is exempt), `missed_…` alerts that were not there within two seconds, which no spread holds; after four
minutes no further contact begins, and `contacts` is how many were measured.
"""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID

import httpx
import uvloop

from yaoyaoling.apps.bench.chain import place_in
from yaoyaoling.apps.bench.hall import BenchFaultError, BenchHall, bench_hall
from yaoyaoling.apps.bench.report import Figure, spread_ms
from yaoyaoling.apps.bench.watch import Watcher, watching
from yaoyaoling.platform.principal import Role

_CONTACTS = 100
_PAUSE_S = 0.08
"""What the console waits after a key before it asks."""
_LATEST_S = 2.0
_ENDS_AFTER_S = 240.0
_TOO_MANY = 429
_SAID = (
    "楼下有人拿着刀砍人", "便利店被抢劫了", "我女儿被绑架了，要赎金", "他劫持了人质", "煤气罐爆炸了", "听到枪声了",
    "人贩子抱走了我的孩子", "楼顶有人要跳楼", "有人放火", "隔壁发现一具尸体",
)  # fmt: skip
_CALM = "楼下音响太吵，睡不着"


def figures(contacts: int = _CONTACTS) -> dict[str, object]:
    """Milliseconds on the clock: hall, desks and bench share the cores."""
    return uvloop.run(_run(contacts))


async def _run(contacts: int) -> dict[str, object]:
    taken = _Taken()
    async with bench_hall() as hall:
        commander, county = hall.logins(Role.COMMANDER)[0], hall.logins(Role.COUNTY_DESK)[0]
        place = await place_in(hall, hall.people[county].org_path)
        async with _seat(hall) as seat, watching(hall, commander) as one, watching(hall, county) as other:
            watchers = {"commander": one, "county": other}
            ends = time.perf_counter() + _ENDS_AFTER_S
            for number, said in zip(range(contacts), itertools.cycle(_SAID), strict=False):
                if time.perf_counter() > ends:
                    break
                contact = await _in_hand(hall, seat, number)
                if contact is None:
                    taken.refused += 1
                    continue
                await _measure(hall, seat, watchers, contact, place, said, taken)
                await _good(seat, f"/api/intake/contacts/{contact}/settle", {"disposition": "answered", "note": ""})
                await _good(seat, "/api/intake/seat/finish", None)
    return taken.figures()


@dataclass
class _Taken:
    """Seconds from the request to the alert, by who; calm: of requests that alert nobody."""

    asked: dict[str, list[float]] = field(default_factory=lambda: {"commander": [], "county": []})
    missed: dict[str, int] = field(default_factory=lambda: {"commander": 0, "county": 0})
    calm: list[float] = field(default_factory=list)
    refused: int = 0

    def figures(self) -> dict[str, object]:
        """Raises: BenchFaultError, when not one contact could be had."""
        if not self.calm:
            raise BenchFaultError(f"no contact was measured; {self.refused} reports were refused")
        found: dict[str, Figure] = {"contacts": len(self.calm), "refused": self.refused}
        for who, seconds in self.asked.items():
            found[f"missed_{who}"] = self.missed[who]
            if seconds:
                found |= spread_ms(f"asked_{who}", seconds) | spread_ms(f"key_{who}", [_PAUSE_S + s for s in seconds])
        return {"work": (__doc__ or "").splitlines()[0], **found, **spread_ms("baseline_calm_request", self.calm)}


async def _measure(
    hall: BenchHall,
    seat: httpx.AsyncClient,
    watchers: dict[str, Watcher],
    contact: UUID,
    place: dict[str, object],
    said: str,
    taken: _Taken,
) -> None:
    taken.calm.append(await _typed(seat, contact, place, _CALM))
    began = time.perf_counter()
    await _typed(seat, contact, place, f"{_CALM}，{said}")
    alert = await _alert_of(hall, contact)
    for who, watcher in watchers.items():
        try:
            taken.asked[who].append(await watcher.wait_for("alert", str(alert), _LATEST_S) - began)
        except TimeoutError:
            taken.missed[who] += 1


@asynccontextmanager
async def _seat(hall: BenchHall) -> AsyncIterator[httpx.AsyncClient]:
    async with hall.client(hall.logins(Role.CALL_TAKER)[0]) as client:
        yield client


async def _in_hand(hall: BenchHall, seat: httpx.AsyncClient, number: int) -> UUID | None:
    """A contact that the seat has taken; None: the public entrance refused the report, too many came."""
    async with hall.client() as citizen:
        told = await citizen.post("/api/public/reports", json={"text": f"演示 {number}"})
    if told.status_code == _TOO_MANY:
        return None
    if told.status_code >= 400:
        raise BenchFaultError(f"/api/public/reports: {told.status_code} {told.text}")
    contact: UUID = await hall.db.worker_pool.fetchval(
        "select id from intake.contact where number = $1", told.json()["contact_number"]
    )
    await _good(seat, f"/api/intake/contacts/{contact}/take", None)
    return contact


async def _typed(seat: httpx.AsyncClient, contact: UUID, place: dict[str, object], text: str) -> float:
    at = {name: place[name] for name in ("text", "lon", "lat", "datum")} | {"radius_m": 10}
    began = time.perf_counter()
    await _good(seat, "/api/triage/suggest", {"text": text, "contact_id": str(contact), "place": at})
    return time.perf_counter() - began


async def _alert_of(hall: BenchHall, contact: UUID) -> UUID:
    found: UUID | None = await hall.db.worker_pool.fetchval(
        "select id from triage.alert where contact_id = $1 order by raised_at limit 1", contact
    )
    if found is None:
        raise BenchFaultError("words that must alert alerted nobody")
    return found


async def _good(client: httpx.AsyncClient, path: str, body: dict[str, object] | None) -> None:
    reply = await client.post(path, json=body)
    if reply.status_code >= 400:
        raise BenchFaultError(f"{path}: {reply.status_code} {reply.text}")
    await asyncio.sleep(0)
