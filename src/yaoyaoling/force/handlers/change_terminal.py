"""Bind a terminal to another crew, switch it off or on, or let it pair anew."""

from yaoyaoling.force.commands import ChangeTerminal
from yaoyaoling.force.events import TerminalChanged
from yaoyaoling.force.terminals.store import TerminalReply, get_terminal
from yaoyaoling.kernel.refused import Conflict
from yaoyaoling.platform.db.tx import Tx


async def change_terminal(tx: Tx, command: ChangeTerminal) -> TerminalReply:
    """Write what it is from now on; whoever is connected with it hears within seconds. Raises: NotFound, Conflict."""
    held = await get_terminal(tx, command.number, lock=True)
    if held.version != command.expected_version:
        raise Conflict
    pairing, version = held.pairing + command.pairs_anew, held.version + 1
    await tx.execute(
        "update force.terminal set crew_id = $2, org_path = $3, datum = $4, is_on = $5, pairing = $6,"
        " paired_at = case when $6 = pairing then paired_at end, version = $7 where number = $1",
        command.number,
        command.crew_id,
        command.org_path,
        command.datum.value,
        command.is_on,
        pairing,
        version,
    )
    event = TerminalChanged(
        number=command.number, crew_id=command.crew_id, datum=command.datum, is_on=command.is_on, pairing=pairing
    )
    tx.record(event, stream=f"terminal:{command.number}", seq=version, about=command.crew_id)
    return await get_terminal(tx, command.number)
