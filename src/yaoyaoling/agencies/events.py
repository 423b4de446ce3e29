"""Facts about accounts."""

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


EVENTS = (AccountCreated, SignedIn, SignInFailed)
