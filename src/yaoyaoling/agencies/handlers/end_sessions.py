"""Sign an account out everywhere."""

from yaoyaoling.agencies import store
from yaoyaoling.agencies.commands import EndSessions
from yaoyaoling.agencies.events import SessionsEnded
from yaoyaoling.agencies.handlers.change_account import AccountReply
from yaoyaoling.agencies.matters import require_administrator
from yaoyaoling.agencies.queries import get_organisation
from yaoyaoling.platform.db.tx import Tx


async def end_sessions(tx: Tx, command: EndSessions) -> AccountReply:
    """End all its sign-ins; nothing happens when there is none. Raises: NotFound, NotAllowed."""
    account = await store.get_account(tx, command.account_id)
    require_administrator(tx, await get_organisation(tx, account.org_code))
    ended = await store.end_sessions(tx, account.id)
    if not ended:
        return AccountReply(account_id=account.id, version=account.version)
    version = await store.save_account(tx, account)
    event = SessionsEnded(account_id=account.id, sessions=ended)
    tx.record(event, stream=account.stream, seq=version, about=account.id)
    return AccountReply(account_id=account.id, version=version, sessions_ended=ended)
