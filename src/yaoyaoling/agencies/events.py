"""Facts about accounts, organisations and settings."""

from typing import ClassVar
from uuid import UUID

from yaoyaoling.kernel.contract import Event
from yaoyaoling.platform.principal import Role


class AccountCreated(Event):
    """An account was made."""

    name: ClassVar[str] = "agencies.account.created"

    account_id: UUID
    login: str
    person: str
    roles: tuple[Role, ...]
    org_code: str
    crew_id: UUID | None = None
    police_no: str = ""


class AccountChanged(Event):
    """Name, number, roles, organisation or crew of an account changed; the fields are what holds now."""

    name: ClassVar[str] = "agencies.account.changed"

    account_id: UUID
    person: str
    police_no: str
    roles: tuple[Role, ...]
    org_code: str
    crew_id: UUID | None = None
    changed: tuple[str, ...]
    """Which fields changed."""


class AccountDeactivated(Event):
    """The account cannot sign in any more; whoever was signed in with it is signed out."""

    name: ClassVar[str] = "agencies.account.deactivated"

    account_id: UUID
    reason: str


class AccountReactivated(Event):
    """The account may sign in again."""

    name: ClassVar[str] = "agencies.account.reactivated"

    account_id: UUID
    reason: str


class PasswordReset(Event):
    """An administrator gave the account another password, and signed it out everywhere."""

    name: ClassVar[str] = "agencies.account.password_reset"

    account_id: UUID


class SessionsEnded(Event):
    """An administrator signed the account out everywhere."""

    name: ClassVar[str] = "agencies.account.sessions_ended"

    account_id: UUID
    sessions: int


class OrganisationAdded(Event):
    """An organisation was added to the tree."""

    name: ClassVar[str] = "agencies.organisation.added"

    code: str
    parent_code: str
    kind: str
    name_zh: str
    name_en: str


class OrganisationRenamed(Event):
    """An organisation has another name; the city pack does not take it back."""

    name: ClassVar[str] = "agencies.organisation.renamed"

    code: str
    name_zh: str
    name_en: str
    was_zh: str
    was_en: str


class OrganisationRetired(Event):
    """An organisation takes no accounts any more; what happened under it keeps its name."""

    name: ClassVar[str] = "agencies.organisation.retired"

    code: str
    reason: str


class SettingChanged(Event):
    """A setting holds another value for an organisation and all below it; value None: the wider one holds again."""

    name: ClassVar[str] = "agencies.setting.changed"

    room: str
    setting: str
    org_code: str
    value: float | int | bool | None
    was: float | int | bool | None
    reason: str


class SignedIn(Event):
    """Somebody signed in."""

    name: ClassVar[str] = "agencies.account.signed_in"

    account_id: UUID
    roles: tuple[Role, ...]


class SignInFailed(Event):
    """A sign-in to an existing account failed; after several the account is locked for a while."""

    name: ClassVar[str] = "agencies.account.sign_in_failed"

    account_id: UUID
    failures: int
    is_locked: bool


REFERENCE = (OrganisationAdded, OrganisationRenamed, OrganisationRetired, SettingChanged)
"""Facts that change what every desk reads."""
EVENTS = (
    AccountCreated,
    AccountChanged,
    AccountDeactivated,
    AccountReactivated,
    PasswordReset,
    SessionsEnded,
    *REFERENCE,
    SignedIn,
    SignInFailed,
)
