"""A terminal came for the first time and gets its code."""

from yaoyaoling.force.commands import PairTerminal
from yaoyaoling.force.events import TerminalPaired
from yaoyaoling.force.terminals.store import get_terminal
from yaoyaoling.platform.db.tx import Tx


async def pair_terminal(tx: Tx, command: PairTerminal) -> bool:
    """Keep the hash of its code; gives False when it has one, is off, or pairs anew. Raises: NotFound."""
    held = await get_terminal(tx, command.number, lock=True)
    if held.pairing != command.pairing or held.paired_at is not None or not held.is_on:
        return False
    await tx.execute(
        "insert into force.terminal_code (number, pairing, code_hash) values ($1, $2, $3)",
        command.number,
        command.pairing,
        command.code_hash,
    )
    version = held.version + 1
    await tx.execute(
        "update force.terminal set paired_at = $2, maker = $3, version = $4 where number = $1",
        command.number,
        tx.now,
        command.maker,
        version,
    )
    event = TerminalPaired(number=command.number, pairing=command.pairing, maker=command.maker)
    tx.record(event, stream=f"terminal:{command.number}", seq=version, about=held.crew_id)
    return True
