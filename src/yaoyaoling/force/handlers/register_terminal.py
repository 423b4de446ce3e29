"""Let a vehicle terminal speak for a crew."""

from yaoyaoling.force.commands import RegisterTerminal
from yaoyaoling.force.events import TerminalRegistered
from yaoyaoling.force.terminals.store import TerminalReply, get_terminal
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform.db.tx import Tx


class TerminalTaken(Refused):
    """The number is registered already."""

    code = "terminal_taken"
    status = 409
    zh = "终端号 {number} 已登记，请核对；如需改绑，请在列表中修改。"
    en = "Terminal {number} is registered already. Look at the number; to bind it anew, change it in the list."


async def register_terminal(tx: Tx, command: RegisterTerminal) -> TerminalReply:
    """Write it; it pairs when it comes for the first time. Raises: TerminalTaken."""
    written = await tx.execute(
        "insert into force.terminal (number, crew_id, org_path, datum, is_on, pairing, version)"
        " values ($1, $2, $3, $4, true, 1, 1) on conflict do nothing",
        command.number,
        command.crew_id,
        command.org_path,
        command.datum.value,
    )
    if not written:
        raise TerminalTaken(number=command.number)
    event = TerminalRegistered(number=command.number, crew_id=command.crew_id, datum=command.datum)
    tx.record(event, stream=f"terminal:{command.number}", seq=1, about=command.crew_id)
    return await get_terminal(tx, command.number)
