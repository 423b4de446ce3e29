"""`yyl bench chain`: how soon the people of the chain see each other's steps, and how many commands a second."""

import asyncio
import time
from datetime import timedelta
from uuid import UUID

import httpx
import uvloop

from yaoyaoling.apps.bench.commands import command_rate
from yaoyaoling.apps.bench.hall import BenchFaultError, BenchHall, bench_hall
from yaoyaoling.apps.bench.report import Report, merge, spread_ms
from yaoyaoling.apps.bench.watch import watching
from yaoyaoling.platform.principal import Role

_RINGS = 200
_ORDERS = 120
_PAUSE_S = 0.05
_CLASS = "0202"


def main(as_json: bool, args: list[str]) -> int:
    """Run and print; gives the exit code."""
    report = uvloop.run(_run())
    if not as_json:
        print(report.table())  # noqa: T201 - the result is what this command is for
    print(report.line())  # noqa: T201
    return 0 if not args else 2


async def _run() -> Report:
    report = Report(
        "chain",
        f"{_RINGS} rings to one ready seat and {_ORDERS} incidents opened and sent, one after the other, in the town"
        " xiaozhen over HTTP and WebSockets; then the stated mix of commands by 16 at once in one process",
        shared_with="PostgreSQL, NATS, serve, worker, sequencer, relay and roads on the same cores as the bench",
    )
    async with bench_hall() as hall:
        rings = await _rings(hall)
        saves, county, sends = await _orders(hall)
        lag = await _sequencing_lag(hall)
        http_rate = await _http_rate(hall)
        rate = await command_rate(hall)
    report.figures = merge(
        spread_ms("ring_to_strip", rings),
        spread_ms("save_to_terminal", saves),
        spread_ms("order_to_county", county),
        spread_ms("send_request", sends),
        lag,
        http_rate,
        rate.figures,
    )
    report.against = rate.against
    return report


async def _rings(hall: BenchHall) -> list[float]:
    """From the edge telling of a ring to the contact on the screen of the seat."""
    taker = hall.logins(Role.CALL_TAKER)[0]
    durations: list[float] = []
    async with hall.client(hall.logins(Role.TRUNK)[0]) as trunk, watching(hall, taker) as screen:
        for number in range(_RINGS):
            body = {"trunk_call_id": f"bench-{number}", "caller_number": f"139{number:08d}"}
            began = time.perf_counter()
            reply = await trunk.post("/api/telephony/rings", json=body)
            arrived = await screen.wait_for("contact", _good(reply)["call_id"])
            durations.append(arrived - began)
            await asyncio.sleep(_PAUSE_S)
    return durations


async def _orders(hall: BenchHall) -> tuple[list[float], list[float], list[float]]:
    """From "send" to the officer's terminal and to the county desk."""
    taker = hall.logins(Role.CALL_TAKER)[1]
    desk = hall.logins(Role.COUNTY_DESK)[0]
    county = hall.people[desk].org_path
    officers = [one for one in hall.logins(Role.OFFICER) if hall.people[one].org_path.startswith(county)]
    place = await place_in(hall, county)
    to_terminal: list[float] = []
    to_county: list[float] = []
    requests: list[float] = []
    async with hall.client(taker) as seat, watching(hall, desk) as board:
        for number in range(_ORDERS):
            officer = officers[number % len(officers)]
            incident = await _incident(hall, seat, place)
            async with watching(hall, officer) as terminal:
                began = time.perf_counter()
                path = f"/api/dispatch/incidents/{incident}/orders"
                reply = await seat.post(path, json={"crew_id": str(hall.crew_of(officer))})
                requests.append(time.perf_counter() - began)
                order = _good(reply)["order_ids"][0]
                to_terminal.append(await terminal.wait_for("order", order) - began)
                to_county.append(await board.wait_for("order", order) - began)
            await _good_later(seat, f"/api/incidents/{incident}/cancel", {"reason": "bench"})
    return to_terminal, to_county, requests


async def _incident(hall: BenchHall, seat: httpx.AsyncClient, place: dict[str, object]) -> str:
    async with hall.client() as citizen:
        number = _good(await citizen.post("/api/public/reports", json={"text": "演示"}))["contact_number"]
    contact: UUID = await hall.db.worker_pool.fetchval("select id from intake.contact where number = $1", number)
    await _good_later(seat, f"/api/intake/contacts/{contact}/take", None)
    body = {"class_code": _CLASS, "place": place}
    incident: str = _good(await seat.post(f"/api/intake/contacts/{contact}/incident", json=body))["incident_id"]
    await _good_later(seat, "/api/intake/seat/finish", None)
    return incident


async def place_in(hall: BenchHall, county_path: str) -> dict[str, object]:
    """A door-plate in a county, as a form has it. Raises: BenchFaultError."""
    row = await hall.db.worker_pool.fetchrow(
        "select a.full_zh, a.lon, a.lat from places.address a where a.county_code = $1 and a.kind = 'doorplate'"
        " order by a.id limit 1",
        county_path.rsplit("/", 1)[-1],
    )
    if row is None:
        raise BenchFaultError("the town has no door-plate in that county")
    return {"text": row["full_zh"], "lon": row["lon"], "lat": row["lat"], "datum": "WGS84"}


async def _sequencing_lag(hall: BenchHall) -> dict[str, float | int | None]:
    """From a fact's transaction to its position."""
    rows = await hall.db.worker_pool.fetch(
        "select p.sequenced_at - e.at as lag from ledger.position p join ledger.event e using (event_id)"
        " order by p.position desc limit 2000"
    )
    lags = [max(timedelta(0), row["lag"]).total_seconds() for row in rows]
    return spread_ms("sequenced_lag", lags)


async def _http_rate(hall: BenchHall) -> dict[str, float | int | None]:
    """Reports a second through HTTP, 16 clients at once, for five seconds."""
    done: list[float] = []
    until = time.perf_counter() + 5

    async def client_loop(client: httpx.AsyncClient) -> None:
        while time.perf_counter() < until:
            began = time.perf_counter()
            _good(await client.post("/api/public/reports", json={"text": "压力测试"}))
            done.append(time.perf_counter() - began)

    async with hall.client() as client:
        await asyncio.gather(*(client_loop(client) for _ in range(16)))
    return {"http_reports_per_s": round(len(done) / 5, 1), **spread_ms("http_report", done)}


def _good(reply: httpx.Response) -> dict[str, str]:
    if reply.status_code >= 400:
        raise BenchFaultError(f"{reply.request.method} {reply.request.url.path}: {reply.status_code} {reply.text}")
    fields: dict[str, str] = reply.json()
    return fields


async def _good_later(client: httpx.AsyncClient, path: str, body: dict[str, str] | None) -> None:
    _good(await client.post(path, json=body))
