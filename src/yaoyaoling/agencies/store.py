"""SQL of this room."""

from uuid import UUID

from yaoyaoling.agencies.commands import CreateAccount, Organisation
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.db.types import Row


async def upsert_organisation(tx: Tx, org: Organisation, path: str) -> None:
    """Write an organisation under its path."""
    await tx.execute(
        "insert into agencies.organisation (code, parent_code, path, kind, name_zh, name_en, lon, lat)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (code) do update set"
        " parent_code = excluded.parent_code, path = excluded.path, kind = excluded.kind,"
        " name_zh = excluded.name_zh, name_en = excluded.name_en, lon = excluded.lon, lat = excluded.lat",
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
