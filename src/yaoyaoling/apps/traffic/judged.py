"""A run with an end: play for so long, wind down, let the judge read, look through the logs, say what came of it."""

import contextlib
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import asyncpg

from yaoyaoling.apps.addresses import city_folder, pack_folder, worker_url
from yaoyaoling.apps.bench.report import Figure, Report, spread_ms
from yaoyaoling.apps.own_hall import own_hall
from yaoyaoling.apps.prepare.stamp import read_people
from yaoyaoling.apps.traffic.door import Door
from yaoyaoling.apps.traffic.reader import Verdict, judge_hall
from yaoyaoling.apps.traffic.receipts import Paper, read_paper
from yaoyaoling.apps.traffic.run import TrafficOptions, playing
from yaoyaoling.apps.traffic.words.scenes import MARK
from yaoyaoling.platform.settings import HallSettings
from yaoyaoling.platform.steady import steady_clock

_WIND_DOWN_S = 600.0
_BAD_LEVELS = {"error", "critical"}
_ENGINES = {"postgres.log", "nats.log"}


@dataclass
class Outcome:
    """What a judged run came to. tally: what was played how often; log_errors: lines of our processes' logs."""

    verdict: Verdict
    tally: Counter[str]
    amiss: list[str] = field(default_factory=list)
    log_errors: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def is_good(self) -> bool:
        """Nothing lost, doubled, unowned or broken."""
        return not (self.verdict.findings or self.amiss or self.log_errors)

    def sentences(self) -> list[str]:
        """What is amiss, a line each."""
        found = [f"{one.kind}: {one.about}: {one.why}" for one in self.verdict.findings]
        return found + [f"played: {one}" for one in self.amiss] + [f"log: {one}" for one in self.log_errors]


@dataclass(frozen=True)
class Place:
    """A hall to play in: where it answers, and whose logs tell of it."""

    settings: HallSettings
    url: str
    trust: str | None
    password: str
    logs: Path
    ended: Callable[[], list[str]] = list


@contextlib.asynccontextmanager
async def own_place(settings: HallSettings) -> AsyncIterator[Place]:
    """A hall of its own with the city of the settings."""
    async with own_hall(pack=pack_folder(settings)) as hall:
        ended = lambda: [f"{one.name} ended: {one.end}" for one in hall.ended]  # noqa: E731
        yield Place(hall.settings, hall.url, None, hall.password, hall.logs, ended)


async def run_judged(
    place: Place,
    options: TrafficOptions,
    folder: Path,
    say: Callable[[str], None],
    *,
    wind_down_s: float = _WIND_DOWN_S,
) -> Outcome:
    """Play for `options.seconds`, then judge while everybody still is at work.

    folder: where the receipts go, and where our own log may lie. Raises: SignInRefused, NobodyToPlay.
    """
    assert options.seconds is not None
    marks = {path: path.stat().st_size for path in place.logs.glob("*.log")}
    conn = await asyncpg.connect(worker_url(place.settings))
    door = Door(place.url, place.trust, place.password)
    began = time.monotonic()
    try:
        paper = Paper(folder / "receipts.jsonl")
        since = (await steady_clock(conn)).now()
        people = read_people(place.settings)
        async with playing(place.settings, door, people, options, paper) as show:
            say(f"演练 {options.seconds:.0f} 秒，每分钟 {options.rate:g} 起 · playing at pace {show.pace:.1f}")
            await show.citizens.report(options.seconds)
            say(f"等待办结 · winding down: {len(show.unfinished())} unfinished")
            await show.wind_down(wind_down_s)
            say("核对账本与回执 · judging")
            verdict = await _judge(conn, paper.path, since)
        errors = error_lines(place.logs, marks) + error_lines(folder, {})
        return Outcome(
            verdict, show.company.tally, [*show.company.amiss, *place.ended()], errors, time.monotonic() - began
        )
    finally:
        await door.close()
        await conn.close()


async def _judge(conn: asyncpg.Connection, receipts: Path, since: datetime) -> Verdict:
    """From the file, as a stranger would: nothing of the players' memory is used."""
    return await judge_hall(conn, read_paper(receipts), MARK, since)


def error_lines(logs: Path, marks: dict[Path, int]) -> list[str]:
    """Lines of our own processes' logs since those sizes that tell of an error."""
    found = []
    for path in sorted(logs.glob("*.log")):
        if path.name in _ENGINES:
            continue
        with path.open("rb") as file:
            size = marks.get(path, 0)
            file.seek(size if size <= path.stat().st_size else 0)
            lines = file.read().decode(errors="replace").splitlines()
        found += [f"{path.stem}: {line[:400]}" for line in lines if _is_error(line)]
    return found


def _is_error(line: str) -> bool:
    try:
        told = json.loads(line)
        return isinstance(told, dict) and told.get("level") in _BAD_LEVELS
    except ValueError:
        return line.startswith(("Traceback", "ERROR", "CRITICAL"))


def report_of(outcome: Outcome, options: TrafficOptions) -> Report:
    """As a bench reports."""
    verdict = outcome.verdict
    figures: dict[str, Figure] = {
        "reports": sum(verdict.endings.values()),
        "incidents": verdict.incidents,
        **{name: verdict.endings[name] for name in ("settled", "closed", "cancelled", "owned", "amiss")},
        "findings": len(verdict.findings),
        "players_amiss": len(outcome.amiss),
        "log_errors": len(outcome.log_errors),
        "whole_run_s": round(outcome.seconds, 1),
    }
    for name, spans in verdict.waits_s.items():
        if spans:
            figures |= spread_ms(name, spans)
    figures |= {f"played_{name}": count for name, count in sorted(outcome.tally.items())}
    work = (
        f"a city played through the public API and feeds for {options.seconds:g} s at {options.rate:g} reports a"
        f" minute, misbehaving in {options.misbehave:.0%}, seed {options.seed}; then judged from ledger and receipts"
    )
    asked: dict[str, Figure] = {"asked_reports": round((options.seconds or 0) * options.rate / 60)}
    shared = "the hall's processes and engines on the same cores as the players"
    return Report("traffic", work, figures, asked, shared)


def logs_of(settings: HallSettings) -> Path:
    """Where a running demo's processes write."""
    return city_folder(settings) / "log"
