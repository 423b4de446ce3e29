"""Whether a person can speak at the own line: told by the node that has it, and kept for who gives out calls."""

from uuid import UUID

from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.telephony.commands import NoteLine
from yaoyaoling.telephony.events import LineMoved


async def note_line(tx: Tx, command: NoteLine) -> None:
    """Note it; told twice it is noted once. A node has no say in a line that another one has by now."""
    row = await tx.fetchrow(
        "select node, is_up, version from telephony.line where person_id = $1 for update", command.person_id
    )
    if row is None and not command.is_up:
        return
    if row is not None and (row["is_up"] is command.is_up or (row["node"] != command.node and not command.is_up)):
        if command.is_up and row["node"] != command.node:
            sql = "update telephony.line set node = $2 where person_id = $1"
            await tx.execute(sql, command.person_id, command.node)
        return
    version = await tx.fetchval(
        "insert into telephony.line (person_id, node, is_up, since, version) values ($1, $2, $3, $4, 1)"
        " on conflict (person_id) do update set node = $2, is_up = $3, since = $4, version = telephony.line.version + 1"
        " returning version",
        command.person_id,
        command.node,
        command.is_up,
        tx.now,
    )
    event = LineMoved(person_id=command.person_id, is_up=command.is_up)
    tx.record(event, stream=f"line:{command.person_id}", seq=version, about=command.person_id)


async def has_line(tx: Tx, person_id: UUID) -> bool:
    """Whether the person can speak at the own line now."""
    return bool(await tx.fetchval("select is_up from telephony.line where person_id = $1", person_id))


async def list_lines(tx: Tx, node: str) -> set[UUID]:
    """Whose lines a node said are up."""
    rows = await tx.fetch("select person_id from telephony.line where is_up and node = $1", node)
    return {row["person_id"] for row in rows}
