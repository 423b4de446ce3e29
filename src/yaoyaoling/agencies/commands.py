"""Requests about organisations and accounts."""

from typing import Literal
from uuid import UUID

from pydantic import Field, SecretStr

from yaoyaoling.kernel.contract import Command, Value
from yaoyaoling.platform.principal import Role

OrgKind = Literal["province", "hall", "city", "county", "station", "inspection"]


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
