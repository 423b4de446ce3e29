"""An excerpt of the ledger that proves itself: some facts, their places in the tree, and a signed checkpoint."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import orjson

from yaoyaoling.platform.ledger import verify, verify_excerpt
from yaoyaoling.platform.ledger.envelope import canonical_line
from yaoyaoling.platform.ledger.merkle import HASH_BYTES, HashName, Prover
from yaoyaoling.platform.ledger.tail import SELECT_COLUMNS

_VERIFY = Path(verify.__file__).read_bytes()
_VERIFY_EXCERPT = Path(verify_excerpt.__file__).read_bytes()


@dataclass(frozen=True)
class Seal:
    """What a reader needs to check the installation's signature. verifier_key: its public half as text."""

    verifier_key: str
    hash_name: HashName


@dataclass(frozen=True)
class Excerpt:
    """Files of an excerpt by name. proven: so many facts have a proof; unsigned: so many wait for a checkpoint."""

    files: dict[str, bytes]
    proven: int
    unsigned: int


async def excerpt_of(pool: asyncpg.Pool, seal: Seal, event_ids: Sequence[UUID]) -> Excerpt:
    """The facts of these ids with their inclusion proofs (RFC 6962) under the newest checkpoint.

    The facts come as the very bytes that are hashed; personal data stays sealed in them.
    """
    async with pool.acquire() as conn, conn.transaction(isolation="repeatable_read", readonly=True):
        newest = await conn.fetchrow("select size, note from ledger.checkpoint order by size desc limit 1")
        size, note = (0, "") if newest is None else (newest["size"], newest["note"])
        rows = await conn.fetch(
            f"select {SELECT_COLUMNS} from ledger.event e left join ledger.position p using (event_id)"
            " where e.event_id = any($1::uuid[]) order by e.origin_seq",
            list(event_ids),
        )

        async def read_tile(level: int, index: int) -> list[bytes]:
            held = await conn.fetchval("select hashes from ledger.tile where level = $1 and index = $2", level, index)
            return [held[start : start + HASH_BYTES] for start in range(0, len(held), HASH_BYTES)]

        prover = Prover(size, read_tile, seal.hash_name)
        lines = [await _line(row, prover) for row in rows]
    proven = sum(line["position"] is not None for line in lines)
    about = {
        "format": 1,
        "hash": seal.hash_name,
        "facts": len(lines),
        "proven": proven,
        "how": "python3 verify_excerpt.py",
    }
    files = {
        "excerpt.jsonl": b"".join(orjson.dumps(line) + b"\n" for line in lines),
        "checkpoint.txt": note.encode(),
        "key.txt": (seal.verifier_key + "\n").encode(),
        "about.json": orjson.dumps(about, option=orjson.OPT_INDENT_2),
        "verify.py": _VERIFY,
        "verify_excerpt.py": _VERIFY_EXCERPT,
    }
    return Excerpt(files, proven, len(lines) - proven)


async def _line(row: Any, prover: Prover) -> dict[str, Any]:
    position = row["position"]
    fact = canonical_line(row).decode()
    if position is None or position > prover.size:
        return {"fact": fact, "position": None, "path": []}
    path = await prover.inclusion(position - 1)
    return {"fact": fact, "position": position, "path": [base64.b64encode(node).decode() for node in path]}
