"""Looks again and again whether a crew would cover more from elsewhere, and proposes it."""

import asyncio
from dataclasses import dataclass, field

import numpy as np

from yaoyaoling.dispatch.public import Coverage, DemandBook, measure_coverage
from yaoyaoling.places.public import Post, ask_matrix, find_pack_digest, list_posts
from yaoyaoling.planning.commands import ProposeRelocation
from yaoyaoling.planning.handlers.relocate import SETTINGS, propose_relocation
from yaoyaoling.planning.relocation.moves import Array, FreeCrew, Move, Posts, Terms, propose_moves
from yaoyaoling.planning.states import RelocationState
from yaoyaoling.platform.bus import Bus
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.db.types import DATABASE_AWAY
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.logs import logger
from yaoyaoling.platform.principal import system

log = logger("planning")
_BUSY = (0.1, 0.8)
"""The share of time a crew is busy is taken from now, within these: a quiet minute is no quiet day."""


@dataclass(frozen=True)
class Running:
    """Relocations that are open: crews by id, grid each is bound for, and how many wait for an answer."""

    grids: dict[str, str]
    waiting: int


@dataclass
class Kept:
    """What is kept from look to look: demand, and the places to wait, which change with the city only."""

    book: DemandBook = field(default_factory=DemandBook)
    digest: str | None = None
    posts: list[Post] = field(default_factory=list)

    async def posts_of(self, tx: Tx) -> list[Post]:
        """A place to wait in every grid."""
        digest = await find_pack_digest(tx)
        if digest != self.digest:
            self.posts, self.digest = await list_posts(tx), digest
        return self.posts


async def watch_relocations(db: Database, bus: Bus) -> None:
    """Look until cancelled; a database that is away for a moment is asked again."""
    kept = Kept()
    while SETTINGS.relocation_every_s:
        try:
            await look(db, bus, kept)
        except DATABASE_AWAY as error:
            log.warning("relocation_not_looked_at", error=str(error))
        await asyncio.sleep(SETTINGS.relocation_every_s)


async def look(db: Database, bus: Bus, kept: Kept) -> int:
    """Propose what is worth it now; gives how many proposals were made."""
    coverage = await measure_coverage(db, bus, kept.book)
    if coverage is None or not coverage.crews or not coverage.demand:
        return 0
    async with db.snapshot(system("planner")) as tx:
        posts = await kept.posts_of(tx)
        rows = await tx.fetch("select crew_id, grid_code, state from planning.relocation where ended_at is null")
    running = Running(
        {str(row["crew_id"]): row["grid_code"] for row in rows},
        sum(row["state"] == RelocationState.PROPOSED.value for row in rows),
    )
    room = SETTINGS.relocation_open - running.waiting
    if room < 1 or not posts:
        return 0
    moves = await _moves(bus, coverage, posts, running, room)
    made = 0
    for move in moves:
        reply = await execute(db, system("planner"), propose_relocation, _command(move, coverage, posts))
        made += reply.relocation_id is not None
    return made


async def _moves(bus: Bus, coverage: Coverage, posts: list[Post], running: Running, most: int) -> tuple[Move, ...]:
    zones = [one.point for one in coverage.demand]
    at_posts = [post.point for post in posts]
    reach = await ask_matrix(bus, zones, at_posts, coverage.within_s)
    drive = await ask_matrix(bus, at_posts, coverage.crews, SETTINGS.relocation_drive_s)
    if reach is None or drive is None:
        return ()
    ground = Posts(reach.T.astype(np.float64), coverage.weight, coverage.within_s, np.ones(len(posts), np.int64))
    index = {post.grid_code: number for number, post in enumerate(posts)}
    crews = []
    for number, crew in enumerate(coverage.crews):
        bound = running.grids.get(str(crew.id))
        drive_s = _own_ground(drive[:, number].astype(np.float64), posts, crew.org_path)
        if bound is not None:  # it is on its way or asked already: it counts where it is bound for, and stays
            drive_s = np.full(len(posts), np.inf)
        seconds = coverage.seconds[:, number].astype(np.float64)
        crews.append(FreeCrew(str(crew.id), drive_s, index.get(bound or "", -1), seconds))
    terms = Terms(
        busy=min(max(coverage.busy_share, _BUSY[0]), _BUSY[1]),
        most_drive_s=SETTINGS.relocation_drive_s,
        lasts_s=SETTINGS.relocation_lasts_s,
        least_gain=SETTINGS.relocation_least_gain,
        most_moves=most,
    )
    return await asyncio.to_thread(propose_moves, ground, crews, terms)


def _own_ground(drive_s: Array, posts: list[Post], org_path: str) -> Array:
    """A crew waits in its own county: whoever commands more than one sends it further himself."""
    county = org_path.split("/")[2:3]
    return np.where([[post.county_code] == county for post in posts], drive_s, np.inf)


def _command(move: Move, coverage: Coverage, posts: list[Post]) -> ProposeRelocation:
    crew = next(one for one in coverage.crews if str(one.id) == move.crew)
    post = posts[move.post]
    return ProposeRelocation(
        crew_id=crew.id,
        grid_code=post.grid_code,
        place_text=post.place_text,
        point=post.point,
        drive_s=round(move.drive_s, 1),
        cover_before=round(move.before, 4),
        cover_meanwhile=round(move.meanwhile, 4),
        cover_after=round(move.after, 4),
    )
