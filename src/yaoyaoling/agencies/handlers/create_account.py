"""Make an account."""

from uuid import UUID

import asyncpg

from yaoyaoling.agencies import store
from yaoyaoling.agencies.commands import CreateAccount
from yaoyaoling.agencies.events import AccountCreated
from yaoyaoling.agencies.policy import account_scope
from yaoyaoling.agencies.queries import get_organisation
from yaoyaoling.agencies.rights import check_rights
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx


class LoginTaken(Refused):
    """There is an account of that name."""

    code = "login_taken"
    status = 409
    zh = "登录名 {login} 已被使用。"
    en = "The login {login} is taken."


async def create_account(tx: Tx, command: CreateAccount) -> UUID:
    """Write the account; gives its id.

    Raises: LoginTaken, NotFound for an unknown organisation; NotAllowed, OrganisationGone, RoleMisplaced, CrewWanted
    to an administrator.
    """
    org = await get_organisation(tx, command.org_code)
    check_rights(tx, org, command.roles, command.crew_id)
    account_id = new_id()
    try:
        await store.insert_account(tx, account_id, command)
    except asyncpg.UniqueViolationError as error:
        raise LoginTaken(login=command.login) from error
    for scope in (account_scope(account_id), f"a/{org.path}"):
        await audience.grant(tx, account_id, scope, "account", initial=True)
    event = AccountCreated(
        account_id=account_id,
        login=command.login,
        person=command.person,
        roles=command.roles,
        org_code=command.org_code,
        crew_id=command.crew_id,
        police_no=command.police_no,
    )
    tx.record(event, stream=f"account:{account_id}", seq=1, about=account_id)
    return account_id
