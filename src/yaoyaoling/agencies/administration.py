"""Routes of the administration: accounts, organisations, settings, and who changed what."""

import asyncio
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field, SecretStr

from yaoyaoling.agencies.commands import (
    AddOrganisation,
    ChangeAccount,
    ChangeSetting,
    CreateAccount,
    EndSessions,
    RenameOrganisation,
    ResetPassword,
    RetireOrganisation,
    SwitchAccount,
)
from yaoyaoling.agencies.handlers.add_organisation import add_organisation
from yaoyaoling.agencies.handlers.change_account import AccountReply, change_account
from yaoyaoling.agencies.handlers.change_setting import SettingReply, setting_changer
from yaoyaoling.agencies.handlers.create_account import create_account
from yaoyaoling.agencies.handlers.end_sessions import end_sessions
from yaoyaoling.agencies.handlers.rename_organisation import rename_organisation
from yaoyaoling.agencies.handlers.reset_password import reset_password
from yaoyaoling.agencies.handlers.retire_organisation import retire_organisation
from yaoyaoling.agencies.handlers.switch_account import switch_account
from yaoyaoling.agencies.history import HistoryEntry, list_history
from yaoyaoling.agencies.passwords import hash_password
from yaoyaoling.agencies.queries import OrganisationNode, SignIns, find_sign_ins
from yaoyaoling.agencies.tuning import Tunable, Tunables, Tuned, list_tuned
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.http.deps import Desk, DeskDep, HallDep, allow
from yaoyaoling.platform.principal import Principal, Role, system

router = APIRouter(tags=["administration"])
Administrator = Annotated[Principal, allow(Role.ADMIN)]


class AccountBody(Value):
    """Who somebody is and where."""

    person: str = Field(min_length=1, max_length=40)
    police_no: str = Field(default="", max_length=20)
    roles: tuple[Role, ...] = Field(min_length=1)
    org_code: str = Field(pattern=r"^\d{12}$")
    crew_id: UUID | None = None


class NewAccountBody(AccountBody):
    """A new account with its first password."""

    login: str = Field(pattern=r"^[a-z0-9_.-]{3,40}$")
    password: SecretStr = Field(min_length=8, max_length=200)


class ChangedAccountBody(AccountBody):
    """What an account is from now on. expected_version: what you looked at."""

    expected_version: int | None = None


class PasswordBody(Value):
    """The new password."""

    password: SecretStr = Field(min_length=8, max_length=200)


class SwitchBody(Value):
    """On or off, and why."""

    is_active: bool
    reason: str = Field(min_length=2, max_length=200)


class NamesBody(Value):
    """Both names."""

    name_zh: str = Field(min_length=2, max_length=60)
    name_en: str = Field(min_length=2, max_length=120)


class WhyBody(Value):
    """Why."""

    reason: str = Field(min_length=2, max_length=200)


class SettingBody(Value):
    """A value for an organisation and all below it; null: what is wider holds again."""

    org_code: str = Field(pattern=r"^\d{12}$")
    value: float | None
    reason: str = Field(min_length=2, max_length=200)


class SettingsView(Value):
    """What may be set, with bounds and defaults, and what was put where."""

    tunables: list[Tunable]
    tuned: list[Tuned]


class NewAccountReply(Value):
    """The new account."""

    account_id: UUID


async def _hashed(password: SecretStr) -> SecretStr:
    # Slow by design: neither the loop nor a transaction waits for it.
    return SecretStr(await asyncio.to_thread(hash_password, password.get_secret_value()))


async def _run(desk: Desk, principal: Principal, handler: Any, command: Any) -> AccountReply:
    """A command on an account; this process asks about its sign-ins anew."""
    reply: AccountReply = await desk.run(principal, handler, command)
    desk.hall.sessions.forget(reply.account_id)
    return reply


@router.post("/api/agencies/accounts", status_code=201)
async def post_account(body: NewAccountBody, desk: DeskDep, principal: Administrator) -> NewAccountReply:
    """Make an account."""
    fields = body.model_dump(exclude={"password"})
    command = CreateAccount(**fields, password_hash=await _hashed(body.password))
    return NewAccountReply(account_id=await desk.run(principal, create_account, command))


@router.post("/api/agencies/accounts/{account_id}")
async def post_account_change(
    account_id: UUID, body: ChangedAccountBody, desk: DeskDep, principal: Administrator
) -> AccountReply:
    """Change name, number, roles, organisation or crew; whoever's rights change is signed out."""
    return await _run(desk, principal, change_account, ChangeAccount(account_id=account_id, **body.model_dump()))


@router.post("/api/agencies/accounts/{account_id}/active")
async def post_account_active(
    account_id: UUID, body: SwitchBody, desk: DeskDep, principal: Administrator
) -> AccountReply:
    """Deactivate (and sign out at once) or reactivate."""
    return await _run(desk, principal, switch_account, SwitchAccount(account_id=account_id, **body.model_dump()))


@router.post("/api/agencies/accounts/{account_id}/password")
async def post_account_password(
    account_id: UUID, body: PasswordBody, desk: DeskDep, principal: Administrator
) -> AccountReply:
    """Give it another password; it is signed out everywhere."""
    command = ResetPassword(account_id=account_id, password_hash=await _hashed(body.password))
    return await _run(desk, principal, reset_password, command)


@router.post("/api/agencies/accounts/{account_id}/sign-out")
async def post_account_sign_out(account_id: UUID, desk: DeskDep, principal: Administrator) -> AccountReply:
    """Sign it out everywhere."""
    return await _run(desk, principal, end_sessions, EndSessions(account_id=account_id))


@router.get("/api/agencies/accounts/{account_id}/sign-ins")
async def get_account_sign_ins(account_id: UUID, hall: HallDep, principal: Administrator) -> SignIns:
    """When it last signed in, and how many sign-ins are open."""
    async with hall.db.snapshot(principal) as tx:
        if not await tx.fetchval("select exists (select from agencies.account where id = $1)", account_id):
            raise NotFound
    async with hall.db.snapshot(system("sign_ins")) as tx:
        return await find_sign_ins(tx, account_id)


@router.post("/api/agencies/organisations", status_code=201)
async def post_organisation(body: AddOrganisation, desk: DeskDep, principal: Administrator) -> OrganisationNode:
    """Add an organisation below another one."""
    return await desk.run(principal, add_organisation, body)


@router.post("/api/agencies/organisations/{org_code}/names")
async def post_organisation_names(
    org_code: str, body: NamesBody, desk: DeskDep, principal: Administrator
) -> OrganisationNode:
    """Rename it; the city pack does not take that back."""
    return await desk.run(principal, rename_organisation, RenameOrganisation(code=org_code, **body.model_dump()))


@router.post("/api/agencies/organisations/{org_code}/retire")
async def post_organisation_retire(
    org_code: str, body: WhyBody, desk: DeskDep, principal: Administrator
) -> OrganisationNode:
    """Take it out of use."""
    return await desk.run(principal, retire_organisation, RetireOrganisation(code=org_code, reason=body.reason))


@router.get("/api/agencies/settings")
async def get_settings(hall: HallDep, principal: Administrator) -> SettingsView:
    """What may be changed while the hall runs, and what was."""
    async with hall.db.snapshot(principal) as tx:
        return SettingsView(tunables=hall.need(Tunables).list_all(), tuned=await list_tuned(tx))


@router.post("/api/agencies/settings/{room}/{name}")
async def post_setting(
    room: str, name: str, body: SettingBody, desk: DeskDep, principal: Administrator
) -> SettingReply:
    """Put a value for an organisation and all below it; it holds from the next command on."""
    command = ChangeSetting(room=room, name=name, **body.model_dump())
    return await desk.run(principal, setting_changer(desk.hall.need(Tunables)), command)


@router.get("/api/agencies/history")
async def get_history(
    hall: HallDep,
    principal: Administrator,
    before: datetime | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> list[HistoryEntry]:
    """What administrators changed, newest first, from the ledger."""
    async with hall.db.snapshot(principal) as tx:
        return await list_history(tx, hall.decoder, before, limit)
