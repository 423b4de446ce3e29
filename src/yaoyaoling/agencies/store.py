"""SQL of this room."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from yaoyaoling.agencies.commands import CreateAccount, Organisation
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.db.types import Row
from yaoyaoling.platform.principal import Role

_ACCOUNT = "id, login, name, police_no, roles, org_code, crew_id, created_at, disabled_at, version"
SELECT_ACCOUNT = f"select {_ACCOUNT} from agencies.account"


@dataclass(frozen=True)
class AccountRow:
    """An account's row."""

    id: UUID
    login: str
    name: str
    police_no: str
    roles: tuple[Role, ...]
    org_code: str
    crew_id: UUID | None
    created_at: datetime
    disabled_at: datetime | None
    version: int

    @property
    def stream(self) -> str:
        """Its stream in the ledger."""
        return f"account:{self.id}"


def account_of(row: Row) -> AccountRow:
    """A row with the columns of `SELECT_ACCOUNT`."""
    fields = dict(row)
    fields["roles"] = tuple(Role(role) for role in fields["roles"])
    return AccountRow(**fields)


async def get_account(tx: Tx, account_id: UUID) -> AccountRow:
    """An account the actor may see, held for the rest of the transaction. Raises: NotFound."""
    row = await tx.fetchrow(f"{SELECT_ACCOUNT} where id = $1 for update", account_id)
    if row is None:
        raise NotFound
    return account_of(row)


async def save_account(tx: Tx, account: AccountRow, **changed: Any) -> int:
    """Write changed columns and the next version of a held account; gives that version."""
    version = account.version + 1
    if "roles" in changed:
        changed["roles"] = [role.value for role in changed["roles"]]
    columns = {**changed, "version": version}
    settings = ", ".join(f"{name} = ${number}" for number, name in enumerate(columns, start=2))
    await tx.execute(f"update agencies.account set {settings} where id = $1", account.id, *columns.values())
    return version


async def end_sessions(tx: Tx, account_id: UUID) -> int:
    """End all sign-ins of an account with the commit; gives how many."""
    ended: int = await tx.fetchval("select platform.end_sessions($1, $2)", account_id, tx.now)
    return ended


async def upsert_organisation(tx: Tx, org: Organisation, path: str) -> None:
    """Write an organisation under its path."""
    await tx.execute(
        "insert into agencies.organisation (code, parent_code, path, kind, name_zh, name_en, lon, lat)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (code) do update set"
        " parent_code = excluded.parent_code, path = excluded.path, kind = excluded.kind,"
        " name_zh = case when organisation.renamed_at is null then excluded.name_zh else organisation.name_zh end,"
        " name_en = case when organisation.renamed_at is null then excluded.name_en else organisation.name_en end,"
        " lon = excluded.lon, lat = excluded.lat",
        org.code,
        org.parent_code,
        path,
        org.kind,
        org.name_zh,
        org.name_en,
        org.lon,
        org.lat,
    )


async def insert_account(tx: Tx, account_id: UUID, command: CreateAccount) -> None:
    """Write an account and its password hash."""
    await tx.execute(
        "insert into agencies.account (id, login, name, police_no, roles, org_code, crew_id, created_at, version)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, 1)",
        account_id,
        command.login,
        command.person,
        command.police_no,
        [role.value for role in command.roles],
        command.org_code,
        command.crew_id,
        tx.now,
    )
    await tx.execute(
        "insert into agencies.credential (account_id, password_hash) values ($1, $2)",
        account_id,
        command.password_hash.get_secret_value(),
    )


async def find_sign_in(tx: Tx, login: str) -> Row | None:
    """An account with its credential, locked for the rest of the transaction."""
    return await tx.fetchrow(
        "select a.id, a.name, a.roles, a.org_code, a.crew_id, a.disabled_at, c.password_hash, c.failures,"
        " c.locked_until from agencies.account a join agencies.credential c on c.account_id = a.id"
        " where a.login = $1 for update of c",
        login,
    )
