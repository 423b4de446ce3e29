"""Reading accounts and renewing passwords, for setting up an installation."""

from collections.abc import Sequence
from uuid import UUID

from yaoyaoling.kernel.contract import Value
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.principal import Role


class Account(Value):
    """An account with the hash of its password; for the program itself only."""

    id: UUID
    login: str
    crew_id: UUID | None
    password_hash: str


async def list_accounts(tx: Tx) -> list[Account]:
    """All accounts, by login."""
    rows = await tx.fetch(
        "select a.id, a.login, a.crew_id, c.password_hash from agencies.account a"
        " join agencies.credential c on c.account_id = a.id order by a.login"
    )
    return [Account(**dict(row)) for row in rows]


async def find_account_id(tx: Tx, role: Role, login: str | None = None) -> UUID | None:
    """The first account in use that holds a role, or the one of that login if it holds it; or None."""
    account_id: UUID | None = await tx.fetchval(
        "select id from agencies.account where $1 = any(roles) and disabled_at is null"
        " and ($2::text is null or login = $2) order by length(login), login limit 1",
        role.value,
        login,
    )
    return account_id


async def renew_passwords(tx: Tx, logins: Sequence[str], password_hash: str) -> None:
    """Give these accounts another password, and unlock them."""
    await tx.execute(
        "update agencies.credential c set password_hash = $2, failures = 0, locked_until = null"
        " from agencies.account a where a.id = c.account_id and a.login = any($1)",
        list(logins),
        password_hash,
    )


class Person(Value):
    """Somebody by name, for whoever plans their duty."""

    id: UUID
    name: str


async def list_people(tx: Tx, role: Role, org_code: str) -> list[Person]:
    """People in use who hold a role at an organisation, by login."""
    rows = await tx.fetch(
        "select id, name from agencies.account where $1 = any(roles) and org_code = $2 and disabled_at is null"
        " order by length(login), login",
        role.value,
        org_code,
    )
    return [Person(**dict(row)) for row in rows]
