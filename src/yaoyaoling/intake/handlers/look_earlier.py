"""Whoever has a contact in hand looks what came before of its number, vehicle, address or name; the look is a fact."""

from yaoyaoling.intake.events import EarlierLooked
from yaoyaoling.intake.repeats import Ask, Repeats, find_repeats
from yaoyaoling.kernel.contract import Command
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.db.tx import Tx


class LookEarlier(Command):
    """Look back from a contact."""

    ask: Ask


async def look_earlier(tx: Tx, command: LookEarlier) -> Repeats:
    """As far as the actor may see. Raises: NotFound."""
    found = await find_repeats(tx, command.ask)
    event = EarlierLooked(
        contact_id=found.contact_id,
        same=tuple(sorted({same for one in found.earlier for same in one.same})),
        found=tuple(one.contact_id for one in found.earlier),
    )
    tx.record(event, stream=f"look:{new_id()}", seq=1, about=found.contact_id)
    return found
