"""The judge: receipts on one side; database, ledger, proof and bus on the other; both ways."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import asyncpg
import nats
from nats.js.errors import NotFoundError

from tests.faults.installation import Installation
from yaoyaoling.apps.traffic.judge import Finding, exactly_once, work_kept
from yaoyaoling.apps.traffic.reader import read_facts, read_found, read_twice, read_work
from yaoyaoling.apps.traffic.receipts import Paper
from yaoyaoling.platform.ledger.envelope import canonical_line
from yaoyaoling.platform.ledger.export import export_ledger
from yaoyaoling.platform.ledger.tail import SELECT_AFTER
from yaoyaoling.platform.relay import POSITION_HEADER, stream_name
from yaoyaoling.platform.secrets import Secrets


class Lost(AssertionError):
    """Something acknowledged is not there."""


class Doubled(AssertionError):
    """Something is there twice, or nobody asked for it."""


def _raise_first(findings: Sequence[Finding]) -> None:
    for finding in findings:
        raise (Lost if finding.kind == "lost" else Doubled)(f"{finding.about}: {finding.why}")


async def judge_reports(conn: asyncpg.Connection, paper: Paper) -> None:
    """Each acknowledged report is exactly one contact and one fact; each contact was asked for."""
    numbers = [reply["number"] for reply in paper.acknowledged.values() if "number" in reply]
    found = await read_found(conn, "压力测试 report-")
    _raise_first(exactly_once(paper, found, await read_facts(conn, numbers)))
    facts = await conn.fetchval("select count(*) from ledger.event where name = 'intake.contact.received'")
    if facts != await conn.fetchval("select count(*) from intake.contact"):
        raise Doubled("contacts and their facts do not match")


async def judge_work(conn: asyncpg.Connection, paper: Paper) -> None:
    """Every acknowledged incident, order, answer and feedback is there, once."""
    _raise_first(work_kept(paper, await read_work(conn)) + await read_twice(conn))


async def judge_ledger(hall: Installation, conn: asyncpg.Connection, folder: Path) -> None:
    """Gap-free, each fact once, and provable by a stranger."""
    for _ in range(100):
        row = await conn.fetchrow(
            "select (select count(*) from ledger.event) as events, (select count(*) from ledger.position) as positions,"
            " (select coalesce(max(position), 0) from ledger.position) as last"
        )
        assert row is not None
        if row["events"] == row["positions"] == row["last"]:
            break
        # The hall lives: a clock of its own may just have recorded a fact, which gets its position in a moment.
        await asyncio.sleep(0.1)
    else:
        raise Lost(f"facts, positions and the last position differ: {dict(row or {})}")
    signer = Secrets(hall.settings.data / "secrets").signer(hall.settings.origin)
    assert hall.settings.worker_database_url is not None
    pool = await asyncpg.create_pool(hall.settings.worker_database_url.get_secret_value(), min_size=1, max_size=1)
    await export_ledger(pool, folder, signer.verifier_key, hall.settings.ledger_hash)
    await pool.close()
    run = subprocess.run([sys.executable, "verify.py"], cwd=folder, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        raise Lost(json.loads(run.stdout)["error"])


async def judge_bus(hall: Installation, conn: asyncpg.Connection) -> int:
    """The stream holds the ledger, every fact once, in order, to the byte; gives how many."""
    assert hall.settings.nats_url is not None
    client = await nats.connect(hall.settings.nats_url.get_secret_value())
    try:
        js = client.jetstream(timeout=10)
        name = stream_name(f"yyl.{hall.settings.city}")
        try:
            info = await js.stream_info(name)
        except NotFoundError as error:
            raise Lost("there is no stream") from error
        rows: list[Any] = []
        while batch := await conn.fetch(SELECT_AFTER, rows[-1]["position"] if rows else 0, 5000):
            rows += batch
        if info.state.messages != len(rows):
            kind = Lost if info.state.messages < len(rows) else Doubled
            raise kind(f"the stream holds {info.state.messages} messages, the ledger {len(rows)} facts")
        for number, row in enumerate(rows, info.state.first_seq):
            message = await js.get_msg(name, number)
            if (message.headers or {})[POSITION_HEADER] != str(row["position"]):
                raise Doubled(f"message {number} is not fact {row['position']}")
            if message.data != canonical_line(row):
                raise Lost(f"message {number} differs from fact {row['position']}")
        return len(rows)
    finally:
        await client.close()
