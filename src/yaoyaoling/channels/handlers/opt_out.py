"""A person wants no messages but those about an open report, or wants them again."""

from yaoyaoling.channels.events import OptedIn, OptedOut
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.db.tx import Tx


async def opt_out(tx: Tx, digest: bytes, channel: str) -> None:
    """From now on; said twice it is noted once."""
    opt_out_id = await tx.fetchval(
        "insert into channels.opt_out (id, digest, channel, at, version) values ($1, $2, $3, $4, 1)"
        " on conflict do nothing returning id",
        new_id(),
        digest,
        channel,
        tx.now,
    )
    if opt_out_id is not None:
        event = OptedOut(opt_out_id=opt_out_id, channel=channel)
        tx.record(event, stream=f"opt_out:{opt_out_id}", seq=1, about=None)


async def opt_in(tx: Tx, digest: bytes, channel: str) -> None:
    """Again."""
    opt_out_id = await tx.fetchval(
        "update channels.opt_out set ended_at = $3, version = 2"
        " where digest = $1 and channel = $2 and ended_at is null returning id",
        digest,
        channel,
        tx.now,
    )
    if opt_out_id is not None:
        tx.record(OptedIn(opt_out_id=opt_out_id, channel=channel), stream=f"opt_out:{opt_out_id}", seq=2, about=None)
