"""A signed request is taken once."""

from datetime import timedelta

from yaoyaoling.channels.refusals import AlreadyTakenRequest
from yaoyaoling.channels.settings import SETTINGS
from yaoyaoling.platform.db.tx import Tx


async def note_nonce(tx: Tx, adapter: str, nonce: str | None) -> None:
    """Note it in the transaction of what the request says. Raises: AlreadyTakenRequest."""
    if nonce is None:
        return
    old = tx.now - timedelta(seconds=3 * SETTINGS.signed_within_s)
    await tx.execute("delete from channels.nonce where at < $1", old)
    new = await tx.execute(
        "insert into channels.nonce (adapter, nonce, at) values ($1, $2, $3) on conflict do nothing",
        adapter,
        nonce,
        tx.now,
    )
    if not new:
        raise AlreadyTakenRequest
