"""Terminals in the database: for administrators as rows, for the position process as a register kept in memory."""

import secrets
from datetime import datetime
from uuid import UUID

from yaoyaoling.force.terminals.session import Terminal, hash_code
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import Datum
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.db.types import Row

_COLUMNS = "number, crew_id, datum, is_on, pairing, paired_at, maker, version"


class TerminalReply(Value):
    """A terminal as administrators see it; paired_at: when it was given its code, None: it has not come yet."""

    number: str
    crew_id: UUID
    datum: Datum
    is_on: bool
    pairing: int
    paired_at: datetime | None
    maker: str
    version: int


class DeviceFault(Value):
    """What a device sends that is not taken. device: crew:<id>, terminal:<number>, address:<ip>."""

    device: str
    fault: str
    times: int
    first_at: datetime
    last_at: datetime


def _reply(row: Row) -> TerminalReply:
    return TerminalReply(**dict(row))


async def get_terminal(tx: Tx, number: str, *, lock: bool = False) -> TerminalReply:
    """A terminal the actor administers. Raises: NotFound."""
    row = await tx.fetchrow(
        f"select {_COLUMNS} from force.terminal where number = $1{' for update' if lock else ''}", number
    )
    if row is None:
        raise NotFound
    return _reply(row)


async def list_terminals(tx: Tx) -> list[TerminalReply]:
    """All terminals the actor administers, by number."""
    rows = await tx.fetch(f"select {_COLUMNS} from force.terminal order by length(number), number")
    return [_reply(row) for row in rows]


async def list_device_faults(tx: Tx) -> list[DeviceFault]:
    """What went wrong lately with devices the actor administers, the newest first."""
    rows = await tx.fetch(
        "select device, fault, times, first_at, last_at from force.device_fault order by last_at desc, device limit 500"
    )
    return [DeviceFault(**dict(row)) for row in rows]


_REGISTER = """
select t.number, t.crew_id, t.org_path, t.datum, t.is_on, t.pairing, c.code_hash
from force.terminal t left join force.terminal_code c on c.number = t.number and c.pairing = t.pairing
"""


def terminal_of(row: Row) -> Terminal:
    """A row of the register."""
    return Terminal(
        row["number"], UUID(int=row["crew_id"].int), row["org_path"], Datum(row["datum"]), row["is_on"], row["pairing"],
        row["code_hash"],
    )  # fmt: skip


async def load_register(tx: Tx) -> dict[str, Terminal]:
    """All terminals with the hashes of their codes, by number: for the program itself."""
    return {row["number"]: terminal_of(row) for row in await tx.fetch(_REGISTER)}


def new_code() -> tuple[str, bytes]:
    """A code and its hash."""
    code = secrets.token_hex(16)
    return code, hash_code(code)
