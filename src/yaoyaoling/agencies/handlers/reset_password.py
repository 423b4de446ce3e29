"""Give an account another password."""

from yaoyaoling.agencies import store
from yaoyaoling.agencies.commands import ResetPassword
from yaoyaoling.agencies.events import PasswordReset
from yaoyaoling.agencies.handlers.change_account import AccountReply
from yaoyaoling.agencies.matters import require_administrator
from yaoyaoling.agencies.queries import get_organisation
from yaoyaoling.platform.db.tx import Tx


async def reset_password(tx: Tx, command: ResetPassword) -> AccountReply:
    """Store the hash, unlock the account, sign it out everywhere. Raises: NotFound, NotAllowed."""
    account = await store.get_account(tx, command.account_id)
    require_administrator(tx, await get_organisation(tx, account.org_code))
    await tx.execute("select agencies.renew_password($1, $2)", account.id, command.password_hash.get_secret_value())
    version = await store.save_account(tx, account)
    tx.record(PasswordReset(account_id=account.id), stream=account.stream, seq=version, about=account.id)
    ended = await store.end_sessions(tx, account.id)
    return AccountReply(account_id=account.id, version=version, sessions_ended=ended)
