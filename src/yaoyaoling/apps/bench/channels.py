"""`yyl bench channels`: messages a second each way by each line, and what is lost when processes are killed: nothing.

The other sides are in this process and speak their protocols over loopback: an SMS centre (a library's, not our own),
a gateway and a service that sign, WeChat in safe mode, a mail relay. In: acknowledged when committed, sixteen people at
once. Out: queued while the sending process is stopped, then from its going on until the other side has the last.
"""

import argparse
import asyncio
import itertools
import os
import random
import signal
import time
from collections.abc import Awaitable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from yaoyaoling.apps.bench.channels_peers import BenchPeer, environment, peers_of
from yaoyaoling.apps.bench.hall import BenchFaultError, BenchHall, bench_hall
from yaoyaoling.apps.bench.mail_peer import MailPeer, mail_peer
from yaoyaoling.apps.bench.report import Figure, Report, spread_ms
from yaoyaoling.channels.public import QueueMessage, queue_message
from yaoyaoling.channels.settings import ChannelsSettings
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.principal import system
from yaoyaoling.platform.supervise.ports import remembered_ports
from yaoyaoling.platform.supervise.process import State

_SELF = system("channels")
_AT_ONCE = 16
_PATIENCE_S = 180.0
_PACE_S = 0.05
_numbers = itertools.count(1)


def main(as_json: bool, args: list[str]) -> int:
    """Run and print; gives the exit code: 1 when anything was lost."""
    parser = argparse.ArgumentParser("yyl bench channels")
    parser.add_argument("--messages", type=int, default=400, help="each way, by each line")
    parser.add_argument("--kills", type=int, default=3, help="of each process, by each line; 0: none")
    options = parser.parse_args(args)
    report = asyncio.run(_measure(options.messages, options.kills))
    lost = sum(one or 0 for name, one in report.figures.items() if name.endswith("_lost"))
    return report.show(as_json) or int(lost > 0)


async def _measure(messages: int, kills: int) -> Report:
    work = (
        f"{messages} messages each way by each line, {_AT_ONCE} people at once; then {messages // 4} each way while the"
        f" processes that take and send are killed (SIGKILL) {kills} times each; the other sides are in this process"
    )
    report = Report("channels", work, shared_with="everything on the same cores")
    with TemporaryDirectory() as folder:
        ports = remembered_ports(Path(folder) / "ports.json", ("smpp", "http", "lmtp", "smtp"))
    smpp_port, http_port = ports["smpp"], ports["http"]
    given = environment(smpp_port, http_port) | MailPeer.environment(ports["lmtp"], ports["smtp"])
    os.environ.update(given)
    try:
        async with (
            bench_hall(killed=frozenset({"channels", "serve"})) as hall,
            peers_of(ChannelsSettings(), hall.url, http_port) as others,
            mail_peer(ports["lmtp"], ports["smtp"]) as mail,
        ):
            peers = [*others, mail]
            await _until_up(hall, [peer.name for peer in peers])
            for peer in peers:
                report.figures |= await _into(hall, peer, messages)
                report.figures |= await _out(hall, peer, messages)
            for peer in peers if kills else ():
                report.figures |= await _kills(hall, peer, max(20, messages // 4), kills)
    finally:
        for name in given:
            os.environ.pop(name, None)
    return report


async def _until_up(hall: BenchHall, names: Sequence[str]) -> None:
    sql = "select count(*) from channels.adapter where is_up and name = any($1::text[])"
    await _until(hall, sql, len(names), list(names))


async def _until(hall: BenchHall, sql: str, wanted: int, *args: Any) -> None:
    """Raises: BenchFaultError when it does not become so."""
    until = time.monotonic() + _PATIENCE_S
    while (found := await hall.db.worker_pool.fetchval(sql, *args)) != wanted:
        if time.monotonic() > until:
            raise BenchFaultError(f"{found} and not {wanted}: {sql}")
        await asyncio.sleep(_PACE_S)


async def _at_once(work: Sequence[Awaitable[Any]], most: int = _AT_ONCE) -> None:
    gate = asyncio.Semaphore(most)

    async def one(doing: Awaitable[Any]) -> None:
        async with gate:
            await doing

    await asyncio.gather(*(one(doing) for doing in work))


async def _into(hall: BenchHall, peer: BenchPeer, count: int) -> dict[str, Figure]:
    """As many people, one message each; a message not acknowledged is told again."""
    took: list[float] = []
    numbers = [next(_numbers) for _ in range(count)]

    async def say(number: int) -> None:
        began = time.perf_counter()
        while not await peer.says(peer.person(number), f"{peer.name} 有人打架 {number}", number):
            await asyncio.sleep(_PACE_S)
        took.append(time.perf_counter() - began)

    began = time.perf_counter()
    await _at_once([say(number) for number in numbers])
    elapsed = time.perf_counter() - began
    stored = await _stored(hall, peer, [peer.person(number) for number in numbers])
    return {
        f"{peer.name}_in_per_s": round(count / elapsed, 1),
        f"{peer.name}_in_lost": count - len(stored),
        **spread_ms(f"{peer.name}_in_acknowledged", took),
    }


async def _stored(hall: BenchHall, peer: BenchPeer, people: Sequence[str]) -> dict[str, list[Any]]:
    """Contacts of each person's messages, once for each message."""
    rows = await hall.db.worker_pool.fetch(
        "select sender, contact_id from channels.text where adapter = $1 and sender = any($2::text[])",
        peer.name,
        list(people),
    )
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row["sender"], []).append(row["contact_id"])
    return found


async def _queue(hall: BenchHall, peer: BenchPeer, count: int) -> list[str]:
    """Messages to people who wrote by this line, one each; gives their words."""
    rows = await hall.db.worker_pool.fetch(
        "select distinct on (sender) sender, contact_id from channels.text"
        " where adapter = $1 and contact_id is not null order by sender limit $2",
        peer.name,
        count,
    )
    words = [f"{peer.name} 请躲到安全的地方 {next(_numbers)}" for _ in rows]
    await _at_once(
        [
            execute(
                hall.db,
                _SELF,
                queue_message,
                QueueMessage(
                    message_id=new_id(),
                    contact_id=row["contact_id"],
                    channel=peer.channel,
                    line=peer.name,
                    receiver=row["sender"],
                    words=said,
                ),
            )
            for row, said in zip(rows, words, strict=True)
        ],
        8,
    )
    return words


async def _all_taken(peer: BenchPeer, words: Sequence[str]) -> None:
    until = time.monotonic() + _PATIENCE_S
    while any(one not in peer.taken for one in words) and time.monotonic() < until:
        await asyncio.sleep(0.01)


async def _out(hall: BenchHall, peer: BenchPeer, count: int) -> dict[str, Figure]:
    pid = hall.own.keeper_of("channels").pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    try:
        words = await _queue(hall, peer, count)
    finally:
        os.kill(pid, signal.SIGCONT)
    began = asyncio.get_running_loop().time()
    await _all_taken(peer, words)
    elapsed = peer.last_at - began
    await _until(hall, "select count(*) from channels.message where state = 'queued'", 0)
    return {
        f"{peer.name}_out_per_s": round(len(words) / elapsed, 1),
        f"{peer.name}_out_lost": sum(one not in peer.taken for one in words),
        f"{peer.name}_out_doubles": sum(peer.taken.get(one, 1) - 1 for one in words),
    }


async def _kill(hall: BenchHall, program: str) -> None:
    """SIGKILL, and until the supervisor has it ready again."""
    keeper = hall.own.keeper_of(program)
    restarts = keeper.restarts
    if keeper.pid is not None:
        os.kill(keeper.pid, signal.SIGKILL)
    async with asyncio.timeout(_PATIENCE_S):
        while keeper.restarts == restarts or keeper.state is not State.READY:
            await asyncio.sleep(_PACE_S)


async def _kills(hall: BenchHall, peer: BenchPeer, count: int, kills: int) -> dict[str, Figure]:
    """Kill whoever takes and whoever sends, while both go on. In: what was acknowledged must be there. Out: what was
    queued must come."""
    rng = random.Random(110)  # noqa: S311 - moments, no secrets
    numbers = [next(_numbers) for _ in range(count)]
    queued: list[str] = []

    async def say(number: int) -> None:
        await asyncio.sleep(rng.random() * 2 * kills)
        while not await peer.says(peer.person(number), f"{peer.name} 救命 {number}", number):
            await asyncio.sleep(0.2)

    async def write() -> None:
        for _ in range(kills):
            queued.extend(await _queue(hall, peer, count // kills))
            await asyncio.sleep(1)

    async def kill() -> None:
        for _ in range(kills):
            for program in dict.fromkeys(("channels", peer.dies_in)):
                await asyncio.sleep(rng.uniform(0.2, 0.8))
                await _kill(hall, program)

    async with asyncio.timeout(2 * _PATIENCE_S):
        await asyncio.gather(kill(), write(), _at_once([say(number) for number in numbers]))
    await _all_taken(peer, queued)
    stored = await _stored(hall, peer, [peer.person(number) for number in numbers])
    return {
        f"{peer.name}_killed_in_lost": sum(peer.person(number) not in stored for number in numbers),
        f"{peer.name}_killed_in_doubles": sum(len(found) - 1 for found in stored.values()),
        f"{peer.name}_killed_out_lost": sum(one not in peer.taken for one in queued),
        f"{peer.name}_killed_out_doubles": sum(peer.taken.get(one, 1) - 1 for one in queued),
    }
