"""Requests about organisations, accounts and settings."""

from typing import Literal
from uuid import UUID

from pydantic import Field, SecretStr

from yaoyaoling.kernel.contract import Command, Value
from yaoyaoling.platform.principal import Role

OrgKind = Literal["province", "hall", "city", "county", "station", "inspection", "partner"]


class Organisation(Value):
    """A node of the organisation tree; code after GA 380-2002."""

    code: str = Field(pattern=r"^\d{12}$")
    parent_code: str | None
    kind: OrgKind
    name_zh: str
    name_en: str
    lon: float | None = None
    lat: float | None = None


class ImportOrganisations(Command):
    """Take a whole tree, parents before children; existing codes are renewed."""

    organisations: tuple[Organisation, ...]


class CreateAccount(Command):
    """Make an account. `password` is stored only as an Argon2id hash."""

    login: str = Field(pattern=r"^[a-z0-9_.-]{3,40}$")
    password_hash: SecretStr
    person: str = Field(min_length=1, max_length=40)
    police_no: str = ""
    roles: tuple[Role, ...] = Field(min_length=1)
    org_code: str
    crew_id: UUID | None = None


class ChangeAccount(Command):
    """Put another name, roles, organisation or crew; whoever's rights change signs in again."""

    account_id: UUID
    person: str = Field(min_length=1, max_length=40)
    police_no: str = Field(default="", max_length=20)
    roles: tuple[Role, ...] = Field(min_length=1)
    org_code: str
    crew_id: UUID | None = None
    expected_version: int | None = None


class SwitchAccount(Command):
    """Deactivate an account, or let it sign in again."""

    account_id: UUID
    is_active: bool
    reason: str = Field(min_length=2, max_length=200)


class ResetPassword(Command):
    """Give an account another password, of which the hash comes."""

    account_id: UUID
    password_hash: SecretStr


class EndSessions(Command):
    """Sign an account out everywhere."""

    account_id: UUID


class AddOrganisation(Command):
    """Put an organisation below another one."""

    code: str = Field(pattern=r"^\d{12}$")
    parent_code: str
    kind: OrgKind
    name_zh: str = Field(min_length=2, max_length=60)
    name_en: str = Field(min_length=2, max_length=120)


class RenameOrganisation(Command):
    """Give an organisation another name."""

    code: str
    name_zh: str = Field(min_length=2, max_length=60)
    name_en: str = Field(min_length=2, max_length=120)


class RetireOrganisation(Command):
    """Take an organisation out of use."""

    code: str
    reason: str = Field(min_length=2, max_length=200)


class ChangeSetting(Command):
    """Let a setting hold another value for an organisation and all below it; None: what is wider holds again."""

    room: str
    name: str
    org_code: str
    value: float | int | bool | None
    reason: str = Field(min_length=2, max_length=200)
