"""Let halls see the special duties that were planned before they were told of them by themselves."""

from yaoyaoling.force.watch.halls import halls_over
from yaoyaoling.kernel.contract import Command
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx


class ShowSpecialDuties(Command):
    """Show those that are not over to the halls that answer the calls from there."""


async def show_special_duties(tx: Tx, _: ShowSpecialDuties) -> None:
    """Grant what is missing; nothing happens where a hall sees it already."""
    rows = await tx.fetch(
        "select id, org_path from force.special_duty where state not in ('over', 'cancelled') order by id"
    )
    for row in rows:
        for scope in await halls_over(tx, row["org_path"]):
            await audience.grant(tx, row["id"], scope, "special_duty")
