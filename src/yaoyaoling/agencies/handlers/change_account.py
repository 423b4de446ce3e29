"""Change an account: name, number, roles, organisation, crew."""

from uuid import UUID

from yaoyaoling.agencies import store
from yaoyaoling.agencies.commands import ChangeAccount
from yaoyaoling.agencies.events import AccountChanged
from yaoyaoling.agencies.matters import require_administrator
from yaoyaoling.agencies.policy import signs_out
from yaoyaoling.agencies.queries import get_organisation
from yaoyaoling.agencies.rights import check_rights, require_another_administrator
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import Conflict
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.principal import Role


class AccountReply(Value):
    """An account after a command. sessions_ended: how many sign-ins it lost."""

    account_id: UUID
    version: int
    sessions_ended: int = 0


async def change_account(tx: Tx, command: ChangeAccount) -> AccountReply:
    """Write what changed; nothing happens when nothing does.

    Raises: NotFound, NotAllowed, Conflict, RoleMisplaced, CrewWanted, OrganisationGone, LastAdministrator.
    """
    before = await store.get_account(tx, command.account_id)
    if command.expected_version not in (None, before.version):
        raise Conflict
    old = await get_organisation(tx, before.org_code)
    new = await get_organisation(tx, command.org_code)
    require_administrator(tx, old)
    check_rights(tx, new, command.roles, command.crew_id)
    wanted = {
        "name": command.person,
        "police_no": command.police_no,
        "roles": tuple(command.roles),
        "org_code": command.org_code,
        "crew_id": command.crew_id,
    }
    changed = tuple(name for name, value in wanted.items() if value != getattr(before, name))
    if not changed:
        return AccountReply(account_id=before.id, version=before.version)
    loses = Role.ADMIN in before.roles and (Role.ADMIN not in command.roles or new.path != old.path)
    if loses and before.disabled_at is None:
        await require_another_administrator(tx, before.id, before.org_code)
    version = await store.save_account(tx, before, **{name: wanted[name] for name in changed})
    if new.path != old.path:
        await audience.grant(tx, before.id, f"a/{new.path}", "account")
        await audience.revoke(tx, before.id, f"a/{old.path}", "moved")
    event = AccountChanged(
        account_id=before.id,
        person=command.person,
        police_no=command.police_no,
        roles=command.roles,
        org_code=command.org_code,
        crew_id=command.crew_id,
        changed=changed,
    )
    tx.record(event, stream=before.stream, seq=version, about=before.id)
    ended = await store.end_sessions(tx, before.id) if signs_out(changed) else 0
    return AccountReply(account_id=before.id, version=version, sessions_ended=ended)
