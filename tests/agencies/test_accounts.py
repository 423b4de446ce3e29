"""Accounts by administrators: made, changed, switched off; nobody locks everybody out; each change is a fact."""

from uuid import UUID

import pytest

from tests.world import CITY, HALL, NORTH, NORTH_1, SOUTH, SOUTH_1, World
from yaoyaoling.agencies.commands import (
    ChangeAccount,
    CreateAccount,
    EndSessions,
    ResetPassword,
    SwitchAccount,
)
from yaoyaoling.agencies.handlers.change_account import AccountReply, change_account
from yaoyaoling.agencies.handlers.create_account import create_account
from yaoyaoling.agencies.handlers.end_sessions import end_sessions
from yaoyaoling.agencies.handlers.reset_password import reset_password
from yaoyaoling.agencies.handlers.sign_in import SignIn, WrongPassword, sign_in
from yaoyaoling.agencies.handlers.switch_account import switch_account
from yaoyaoling.agencies.history import list_history
from yaoyaoling.agencies.public import hash_password
from yaoyaoling.agencies.refusals import CrewWanted, LastAdministrator, RoleMisplaced
from yaoyaoling.kernel.refused import Conflict, NotAllowed, NotFound
from yaoyaoling.platform.auth import NotSignedIn, Sessions
from yaoyaoling.platform.principal import Principal, Role


def account(world: World, who: str) -> UUID:
    account_id = world.people[who].account_id
    assert account_id is not None
    return account_id


def a_person(login: str = "newcomer", org: str = NORTH_1, role: Role = Role.STATION_DESK) -> CreateAccount:
    return CreateAccount(login=login, password_hash="-", person="新人", police_no="001234", roles=(role,), org_code=org)


def changed(world: World, who: str, org: str, *roles: Role, crew: str | None = None) -> ChangeAccount:
    crew_id = None if crew is None else world.crews[crew]
    return ChangeAccount(account_id=account(world, who), person=who, roles=roles, org_code=org, crew_id=crew_id)


async def test_an_administrator_makes_and_changes_accounts_below_and_nowhere_else(world: World) -> None:
    made = await world.do("admin_north", create_account, a_person())
    view = await world.stage.snapshot(world.people["admin_north"])
    assert view.entities[("account", str(made))].fields["police_no"] == "001234"
    with pytest.raises(NotAllowed):
        await world.do("admin_north", create_account, a_person("elsewhere", SOUTH_1))
    with pytest.raises(NotAllowed):
        await world.do("commander", create_account, a_person("by_nobody"))
    with pytest.raises(NotFound):
        await world.do("admin_north", change_account, changed(world, "south1", NORTH_1, Role.STATION_DESK))
    with pytest.raises(NotAllowed):  # and gives none of its own away to where it has no say
        await world.do("admin_north", change_account, changed(world, "north1", SOUTH_1, Role.STATION_DESK))
    assert ("account", str(account(world, "south1"))) not in view.entities


async def test_nobody_gives_a_role_that_sees_more_than_the_organisation(world: World) -> None:
    with pytest.raises(RoleMisplaced):
        await world.do("admin_north", create_account, a_person(org=NORTH, role=Role.CALL_TAKER))
    with pytest.raises(RoleMisplaced):
        await world.do("admin", change_account, changed(world, "north1", NORTH_1, Role.INSPECTOR))
    with pytest.raises(CrewWanted):
        await world.do("admin", create_account, a_person(role=Role.OFFICER))
    with pytest.raises(CrewWanted):
        await world.do("admin", change_account, changed(world, "north1", NORTH_1, Role.STATION_DESK, crew="N1"))


async def test_changed_rights_sign_out_at_once_and_a_changed_name_does_not(world: World) -> None:
    hashed = hash_password("correct horse")
    await world.do("admin", reset_password, ResetPassword(account_id=account(world, "north1"), password_hash=hashed))
    sessions = Sessions(world.stage.db)

    async def signed_in() -> str:
        command = SignIn(login="north1", password="correct horse")
        return (await sign_in(world.stage.db, command, hours=1)).token

    token = await signed_in()
    rename = changed(world, "north1", NORTH_1, Role.STATION_DESK).model_copy(update={"person": "刘值班"})
    reply: AccountReply = await world.do("admin", change_account, rename)
    assert reply.sessions_ended == 0
    await sessions.principal_of(token)
    reply = await world.do("admin", change_account, changed(world, "north1", NORTH, Role.COUNTY_DESK))
    assert reply.sessions_ended == 1
    sessions.forget(account(world, "north1"))
    with pytest.raises(NotSignedIn):
        await sessions.principal_of(token)

    token = await signed_in()
    off = SwitchAccount(account_id=account(world, "north1"), is_active=False, reason="调离")
    assert (await world.do("admin", switch_account, off)).sessions_ended == 1
    assert (await world.do("admin", switch_account, off)).sessions_ended == 0  # it is off already
    with pytest.raises(WrongPassword):
        await signed_in()
    await world.do("admin", switch_account, off.model_copy(update={"is_active": True, "reason": "调回"}))
    await signed_in()
    ended = await world.do("admin", end_sessions, EndSessions(account_id=account(world, "north1")))
    assert ended.sessions_ended == 1


async def test_the_last_administrator_stays(world: World) -> None:
    off = SwitchAccount(account_id=account(world, "admin"), is_active=False, reason="离职")
    with pytest.raises(LastAdministrator):  # the county's administrator does not administer the province
        await world.do("admin", switch_account, off)
    with pytest.raises(LastAdministrator):
        await world.do("admin", change_account, changed(world, "admin", HALL, Role.COMMANDER))
    with pytest.raises(LastAdministrator):
        await world.do("admin", change_account, changed(world, "admin", CITY, Role.ADMIN))
    await world.do("admin", create_account, a_person("admin2", HALL, Role.ADMIN))
    await world.do("admin", switch_account, off)
    north = off.model_copy(update={"account_id": account(world, "admin_north")})
    with pytest.raises(LastAdministrator):  # not in its own eyes: it sees nobody above
        await world.do("admin_north", switch_account, north)


async def test_what_somebody_else_changed_meanwhile_is_not_overwritten(world: World) -> None:
    command = changed(world, "south1", SOUTH, Role.COUNTY_DESK).model_copy(update={"expected_version": 1})
    await world.do("admin", change_account, command)
    with pytest.raises(Conflict):
        await world.do("admin", change_account, command.model_copy(update={"person": "别人"}))


async def test_each_change_is_told_to_administrators_of_the_place_alone(world: World) -> None:
    await world.do("admin", create_account, a_person("told"))
    await world.do("admin", change_account, changed(world, "south1", SOUTH, Role.COUNTY_DESK))

    async def told(who: str | Principal) -> list[str]:
        principal = world.people[who] if isinstance(who, str) else who
        async with world.stage.db.snapshot(principal) as tx:
            entries = await list_history(tx, world.stage.decoder, None, 500)
        return [str(one.data.get("login") or one.data.get("person")) for one in entries]

    assert (await told("admin"))[:2] == ["south1", "told"]
    assert "told" in await told("admin_north") and "south1" not in await told("admin_north")
    assert await told("north1") == ["north1"]  # one's own beginning
