"""Deactivate an account, or let it sign in again."""

from yaoyaoling.agencies import store
from yaoyaoling.agencies.commands import SwitchAccount
from yaoyaoling.agencies.events import AccountDeactivated, AccountReactivated
from yaoyaoling.agencies.handlers.change_account import AccountReply
from yaoyaoling.agencies.matters import require_administrator
from yaoyaoling.agencies.queries import get_organisation
from yaoyaoling.agencies.rights import check_rights, require_another_administrator
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.principal import Role


async def switch_account(tx: Tx, command: SwitchAccount) -> AccountReply:
    """Switch it; whoever is signed in with a deactivated account is signed out with the same commit.

    Switching to what it is changes nothing. Raises: NotFound, NotAllowed, LastAdministrator; OrganisationGone when
    one is to come back to a retired organisation.
    """
    account = await store.get_account(tx, command.account_id)
    org = await get_organisation(tx, account.org_code)
    require_administrator(tx, org)
    if command.is_active == (account.disabled_at is None):
        return AccountReply(account_id=account.id, version=account.version)
    if command.is_active:
        check_rights(tx, org, account.roles, account.crew_id)
        version = await store.save_account(tx, account, disabled_at=None)
        back = AccountReactivated(account_id=account.id, reason=command.reason)
        tx.record(back, stream=account.stream, seq=version, about=account.id)
        return AccountReply(account_id=account.id, version=version)
    if Role.ADMIN in account.roles:
        await require_another_administrator(tx, account.id, account.org_code)
    version = await store.save_account(tx, account, disabled_at=tx.now)
    gone = AccountDeactivated(account_id=account.id, reason=command.reason)
    tx.record(gone, stream=account.stream, seq=version, about=account.id)
    ended = await store.end_sessions(tx, account.id)
    return AccountReply(account_id=account.id, version=version, sessions_ended=ended)
