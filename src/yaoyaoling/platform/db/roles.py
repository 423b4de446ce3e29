"""The two roles the program works under; the owner only migrates."""

import asyncpg

APP_ROLE = "yyl_app"
WORKER_ROLE = "yyl_worker"

# A command holds locks for milliseconds; what lasts longer is a fault and must not stall the sequencer.
_LIMITS = {
    APP_ROLE: {"transaction_timeout": "15s", "statement_timeout": "10s", "lock_timeout": "4s"},
    WORKER_ROLE: {"transaction_timeout": "0", "statement_timeout": "60s", "lock_timeout": "10s"},
}


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


async def ensure_roles(owner: asyncpg.Connection, app_password: str, worker_password: str) -> None:
    """Create both login roles or renew their passwords; the owner needs CREATEROLE.

    On a managed server where the owner may not create roles, they are made by its administrator and given
    by `YYL_APP_DATABASE_URL` and `YYL_WORKER_DATABASE_URL`.
    """
    for role, password in ((APP_ROLE, app_password), (WORKER_ROLE, worker_password)):
        exists = await owner.fetchval("select 1 from pg_roles where rolname = $1", role)
        # Only a superuser may name the rights of a role that exists, even to leave them as they are.
        rights = "" if exists else " nosuperuser nobypassrls"
        verb = "alter" if exists else "create"
        await owner.execute(f"{verb} role {role} login{rights} password {_literal(password)}")
        for setting, value in _LIMITS[role].items():
            await owner.execute(f"alter role {role} set {setting} = {_literal(value)}")
