"""Facts: written with the state, positioned after commit, sealed, provable."""

import asyncio
from typing import ClassVar
from uuid import UUID

import asyncpg
import pytest

from tests.stage import Stage
from yaoyaoling.kernel.contract import Command, Event, Personal
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.execute import KeyReused, execute
from yaoyaoling.platform.ledger.merkle import Prover, leaf_hash, root_from_inclusion
from yaoyaoling.platform.principal import PUBLIC, Principal, system

WORKER = system("test")


class Noted(Event):
    """A fact made up for this test."""

    name: ClassVar[str] = "test.thing.noted"

    thing: UUID
    text: Personal[str | None] = None


class Note(Command):
    """Record a fact."""

    thing: UUID
    text: str = "private words"
    seq: int = 1


async def note(tx: Tx, command: Note) -> str:
    await audience.grant(tx, command.thing, "t/99", "test", initial=True)
    event = Noted(thing=command.thing, text=command.text)
    tx.record(event, stream=f"thing:{command.thing}", seq=command.seq, about=command.thing, subject=command.thing)
    return f"noted {command.thing}"


async def test_personal_fields_are_sealed_and_nothing_else(stage: Stage) -> None:
    thing = new_id()
    await execute(stage.db, WORKER, note, Note(thing=thing))
    row = (await stage.fetch("select payload::text, sealed from ledger.event where name = $1", Noted.name))[0]
    assert "private" not in row["payload"] and str(thing) in row["payload"]
    assert b"private" not in row["sealed"]


async def test_positions_are_gap_free_and_follow_commits(stage: Stage) -> None:
    await asyncio.gather(*(execute(stage.db, WORKER, note, Note(thing=new_id())) for _ in range(40)))
    await stage.settle()
    positions = [row["position"] for row in await stage.fetch("select position from ledger.position order by 1")]
    assert positions == list(range(1, 81))  # each note grants and notes


async def test_an_event_of_an_open_transaction_is_positioned_later_not_lost(stage: Stage) -> None:
    slow, quick = new_id(), new_id()
    async with stage.db.transaction(WORKER) as tx:
        await note(tx, Note(thing=slow))
        await tx.flush()
        tx._written.clear()  # written now, committed at the end of the block
        await execute(stage.db, WORKER, note, Note(thing=quick))
        await stage.settle()
        assert await stage.value("select count(*) from ledger.position") == 2
    await stage.settle()
    assert await stage.value("select count(*) from ledger.position") == 4


async def test_every_position_proves_its_inclusion_in_the_signed_root(stage: Stage) -> None:
    for _ in range(9):
        await execute(stage.db, WORKER, note, Note(thing=new_id()))
    await stage.settle()
    stage.clock.advance(2)
    await (await stage.sequencer()).step()
    checkpoint = (await stage.fetch("select size, root from ledger.checkpoint order by size desc limit 1"))[0]
    leaves = [row["leaf"] for row in await stage.fetch("select leaf from ledger.position order by position")]
    assert checkpoint["size"] == len(leaves) == 18

    async def read(level: int, index: int) -> list[bytes]:
        packed = await stage.value("select hashes from ledger.tile where level = $1 and index = $2", level, index)
        return [packed[i : i + 32] for i in range(0, len(packed), 32)]

    prover = Prover(18, read)
    for index, leaf in enumerate(leaves):
        path = await prover.inclusion(index)
        assert root_from_inclusion(leaf, index, 18, path) == checkpoint["root"]
    with pytest.raises(IndexError):
        await prover.inclusion(18)
    assert root_from_inclusion(leaf_hash(b"forged"), 3, 18, await prover.inclusion(3)) != checkpoint["root"]


async def test_nobody_changes_or_removes_a_fact(stage: Stage) -> None:
    await execute(stage.db, WORKER, note, Note(thing=new_id()))
    for sql in ("update ledger.event set actor = 'nobody'", "delete from ledger.event", "truncate ledger.event"):
        for pool in (stage.db.worker_pool, stage.db._app):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await pool.execute(sql)


async def test_same_key_same_reply_done_once(stage: Stage) -> None:
    thing = new_id()
    replies = await asyncio.gather(
        *(execute(stage.db, WORKER, note, Note(thing=thing), key="key-number-1") for _ in range(5))
    )
    assert set(replies) == {f"noted {thing}"}
    assert await stage.value("select count(*) from ledger.event where name = $1", Noted.name) == 1
    with pytest.raises(KeyReused):
        await execute(stage.db, WORKER, note, Note(thing=new_id()), key="key-number-1")


async def test_two_writers_of_one_version_exclude_each_other(stage: Stage) -> None:
    thing = new_id()
    await execute(stage.db, WORKER, note, Note(thing=thing))
    with pytest.raises(Refused) as refused:
        await execute(stage.db, WORKER, note, Note(thing=thing))
    assert refused.value.code == "changed_meanwhile"


async def test_a_viewer_sees_facts_of_its_territory_only(stage: Stage) -> None:
    await execute(stage.db, WORKER, note, Note(thing=new_id()))
    within = Principal(id="account:1", name="county", scopes=("t/99",))
    beside = Principal(id="account:2", name="other", scopes=("t/9", "t/998", "h/99"))
    for viewer, count in ((within, 2), (beside, 0), (PUBLIC, 0)):
        async with stage.db.snapshot(viewer) as tx:
            assert await tx.fetchval("select count(*) from ledger.event") == count


async def test_a_failed_command_leaves_nothing(stage: Stage) -> None:
    async def fail(tx: Tx, command: Note) -> None:
        await note(tx, command)
        raise Refused

    with pytest.raises(Refused):
        await execute(stage.db, WORKER, fail, Note(thing=new_id()), key="key-number-2")
    for table in ("ledger.event", "platform.audience", "platform.idempotency", "vault.subject_key"):
        assert await stage.value(f"select count(*) from {table}") == 0
