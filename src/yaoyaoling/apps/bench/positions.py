"""`yyl bench positions`: fixes a second through the whole chain, and what they cost whoever asks meanwhile."""

import argparse
import asyncio
import multiprocessing
import os
import sys
import time
from typing import Any
from uuid import UUID

import numpy as np
import uvloop

from yaoyaoling.apps.addresses import open_bus
from yaoyaoling.apps.bench.hall import BenchFaultError, BenchHall, bench_hall
from yaoyaoling.apps.bench.positions_load import MARKED, Sent, Shown, load, watch
from yaoyaoling.apps.bench.processor import busy_s, spent_s
from yaoyaoling.apps.bench.report import Figure, Report, spread_ms
from yaoyaoling.kernel.geo import Point
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.places.public import RoadClient
from yaoyaoling.platform.positions import Rows
from yaoyaoling.platform.principal import Role, system
from yaoyaoling.platform.supervise.ports import free_port
from yaoyaoling.platform.urgent import go_first

_CREWS, _RATE, _SECONDS = 50_000, 200_000, 20.0
_FREE, _K, _ASK_EVERY_S = 2_000, 10, 0.01
_AT_REST = 1_000
_SHOWN_S = 0.3
_SPREAD_DEG = 0.004
_MAKE = """
with made as (
    insert into force.crew (id, code, call_sign, grid_code, org_code, org_path, force_type, shift, officers,
                            auxiliaries, duty, version)
    select m.id, 'bench-' || m.ord, '压测' || m.ord, c.grid_code, c.org_code, c.org_path, 'patrol', 1, 1, 1,
           'on_duty', 1
    from unnest($1::uuid[], $4::uuid[]) with ordinality as m(id, model, ord) join force.crew c on c.id = m.model
), seen as (
    insert into platform.audience (subject, scope, reason, granted_at)
    select m.id, a.scope, 'crew', $5 from unnest($1::uuid[], $4::uuid[]) as m(id, model)
    join platform.audience a on a.subject = m.model and a.scope not like 'c/%'
)
insert into force.position (crew_id, lon, lat, at, received_at)
select m.id, m.lon, m.lat, $5, $5 from unnest($1::uuid[], $2::float8[], $3::float8[]) as m(id, lon, lat)
"""


def main(as_json: bool, args: list[str]) -> int:
    """Run and print; gives the exit code."""
    parser = argparse.ArgumentParser("yyl bench positions")
    parser.add_argument("--crews", type=int, default=_CREWS)
    parser.add_argument("--rate", type=int, default=_RATE, help="fixes a second that are offered")
    parser.add_argument("--seconds", type=float, default=_SECONDS)
    parser.add_argument("--by-second", action="store_true", help="print on stderr what each second of the load saw")
    parser.add_argument("--history", type=float, default=65.0, help="how long is waited until all history is written")
    parser.add_argument(
        "--by-web", action="store_true", help="batches go to the web process, not to the position process's own port"
    )
    options = parser.parse_args(args)
    door = None if options.by_web else free_port()
    os.environ["YYL_POSITIONS_BATCH_PORT"] = str(door or 0)
    crews, rate, seconds = options.crews, options.rate, options.seconds
    report, sent = uvloop.run(
        _run(min(200_000, max(100, crews)), max(100, rate), max(3.0, seconds), options.history, door)
    )
    if options.by_second:
        for second, (fixes, longest_s) in sorted(sent.by_second.items()):
            print(f"second {second:>3} {fixes:>9,} fixes, longest batch {longest_s * 1e3:>7.0f} ms", file=sys.stderr)  # noqa: T201
    return report.show(as_json)


async def _run(crews: int, rate: int, seconds: float, history_s: float, door: int | None) -> tuple[Report, Sent]:
    async with bench_hall() as hall:
        go_first()
        ids, lon, lat = await _make_crews(hall, crews)
        bus = open_bus(hall.settings)
        await bus.open()
        try:
            roads = RoadClient(bus, deadline_s=2)
            await _until_live(roads, ids, lon, lat)
            at_rest = await _ask(roads, ids, lon, lat, _AT_REST * _ASK_EVERY_S)
            before, processor = await _history(hall), spent_s()
            began, busy, own = time.perf_counter(), busy_s(), time.process_time()
            sent, shown, asked = await _under_load(
                hall, hall.url if door is None else f"http://127.0.0.1:{door}", roads, (ids, lon, lat), rate, seconds
            )
            elapsed_s, all_s, asker_s, after = (
                time.perf_counter() - began, busy_s() - busy, time.process_time() - own, spent_s(),
            )  # fmt: skip
            await asyncio.sleep(history_s)  # history is written in turns of a minute
            kept, size = await _history(hall)
        finally:
            await bus.close()
    figures: dict[str, Figure] = {
        "fixes_per_s": round(sent.outcomes.get("kept", 0) / sent.elapsed_s),
        "offered_per_s": round(sent.fixes / sent.elapsed_s),
        "nearest_p99_ms": spread_ms("x", asked)["x_p99_ms"],
        "nearest_p50_ms": spread_ms("x", asked)["x_p50_ms"],
        **spread_ms("fix_to_map", shown.spent_s),
        **spread_ms("batch", sent.taken_s),
        "lost": sent.fixes - sum(sent.outcomes.values()) + shown.marks - len(shown.spent_s),
        "refused": sum(sent.outcomes.values()) - sent.outcomes.get("kept", 0),
        "marked": shown.marks,
        "screen_opened_ms": round(shown.opened_s * 1000),
        "crews": crews,
        "history_kept_share": round((kept - before[0]) / max(1, sent.fixes), 4),
        "history_bytes_per_fix": round((size - before[1]) / max(1, sent.fixes), 2),
    }
    used = {name: spent - processor.get(name, 0.0) for name, spent in after.items() if name != "devices_and_screen"}
    loads = {"devices": sent.processor_s, "screen": shown.processor_s, "asker": asker_s}
    for name, spent in {**used, **loads}.items():
        if spent > _SHOWN_S:
            figures[f"processor_s_per_million_{name}"] = round(spent / max(1, sent.fixes) * 1e6, 2)
    # Who measures on a machine that others use too says how much of it was left.
    figures["cores_hall"] = round(sum(used.values()) / elapsed_s, 2)
    figures["cores_load"] = round(sum(loads.values()) / elapsed_s, 2)
    figures["cores_others"] = round(max(0.0, all_s - sum(used.values()) - sum(loads.values())) / elapsed_s, 2)
    against = {f"nearest_at_rest_{name[2:]}": value for name, value in spread_ms("x", at_rest).items()}
    way = "`yyl serve`" if door is None else "the port of `yyl positions`"
    work = (
        f"{crews} crews at {rate / crews:.1f} fixes a second each, in batches of 5,000 records over HTTP to {way},"
        f" {seconds:g} s: pipeline, roads, fences, feed of a commander who sees all, database; {MARKED} crews timed"
        f" from their device to that screen; questions for the {_K} soonest of {_FREE} free crews over the bus, one"
        " after the other, by a thread that goes first as the answers do; town xiaozhen"
    )
    shared = "the whole hall, the devices and the screen on the same cores"
    return Report("positions", work, figures, against, shared), sent


async def _make_crews(hall: BenchHall, count: int) -> tuple[bytes, Rows, Rows]:
    """Crews beside those of the town, by SQL: how they are registered is not what is measured."""
    rng = np.random.default_rng(5)
    async with hall.db.transaction(system("bench")) as tx:
        models = await tx.fetch("select c.id, p.lon, p.lat from force.crew c join force.position p on p.crew_id = c.id")
        chosen = [models[i] for i in rng.integers(0, len(models), count)]
        lon = np.round([row["lon"] for row in chosen] + rng.uniform(-_SPREAD_DEG, _SPREAD_DEG, count), 6)
        lat = np.round([row["lat"] for row in chosen] + rng.uniform(-_SPREAD_DEG, _SPREAD_DEG, count), 6)
        ids = [new_id() for _ in range(count)]
        await tx.execute(_MAKE, ids, lon.tolist(), lat.tolist(), [row["id"] for row in chosen], tx.now)
    return b"".join(one.bytes for one in ids), lon, lat


async def _until_live(roads: RoadClient, ids: bytes, lon: Rows, lat: Rows) -> None:
    async with asyncio.timeout(60):
        while True:
            found = await roads.nearest_live(_somewhere(lon, lat, 0), _K, among=_uuids(ids, 500))
            if found is not None and len(found) == _K:
                return
            await asyncio.sleep(0.2)


def _uuids(ids: bytes, count: int) -> list[UUID]:
    return [UUID(bytes=ids[at : at + 16]) for at in range(0, min(len(ids), 16 * count), 16)]


def _somewhere(lon: Rows, lat: Rows, index: int) -> Point:
    return Point(lon=float(lon[index % len(lon)]), lat=float(lat[index % len(lat)]))


async def _ask(roads: RoadClient, ids: bytes, lon: Rows, lat: Rows, seconds: float) -> list[float]:
    """Ask again and again; seconds of each answer. Raises: BenchFaultError when one is missing."""
    free, spent, until = _uuids(ids, _FREE), [], time.perf_counter() + seconds
    index = 0
    while time.perf_counter() < until:
        index += 7
        began = time.perf_counter()
        found = await roads.nearest_live(_somewhere(lon, lat, index), _K, among=free)
        spent.append(time.perf_counter() - began)
        if found is None:
            raise BenchFaultError("the live index did not answer")
        await asyncio.sleep(_ASK_EVERY_S)
    return spent


async def _under_load(
    hall: BenchHall, devices_url: str, roads: RoadClient, crews: tuple[bytes, Rows, Rows], rate: int, seconds: float
) -> tuple[Sent, Shown, list[float]]:
    gateway, commander = (hall.tokens[hall.logins(role)[0]] for role in (Role.TERMINAL, Role.COMMANDER))
    spawn = multiprocessing.get_context("spawn")
    devices, screen = spawn.Queue(), spawn.Queue()
    ids, lon, lat = crews
    marked = (ids[: 16 * MARKED], lon[:MARKED], lat[:MARKED])
    others = (ids[16 * MARKED :], lon[MARKED:], lat[MARKED:])
    opened = spawn.Event()
    # Both processes are there and the screen is open before the devices begin: a start is no throughput. It watches
    # only while they send.
    workers = [
        spawn.Process(
            target=load, args=(devices_url, gateway, others, rate, seconds + 3, opened, devices), daemon=True
        ),
        spawn.Process(
            target=watch,
            args=((hall.url, devices_url), (commander, gateway), marked, seconds - 2, opened, screen),
            daemon=True,
        ),
    ]
    for worker in workers:
        worker.start()
    await asyncio.to_thread(opened.wait, 60)
    await asyncio.sleep(1)
    asked = await _ask(roads, ids, lon, lat, seconds)
    sent: Sent = await asyncio.to_thread(devices.get, True, 120)
    shown: Shown = await asyncio.to_thread(screen.get, True, 120)
    for worker in workers:
        await asyncio.to_thread(worker.join, 10)
    return sent, shown, asked


async def _history(hall: BenchHall) -> tuple[int, int]:
    """Points and bytes of history."""
    row: Any = await hall.db.worker_pool.fetchrow(
        "select coalesce(sum(count), 0)::bigint as points, coalesce(sum(length(points)), 0)::bigint as bytes"
        " from force.track"
    )
    return row["points"], row["bytes"]
