"""The city's database: fit for us, with its roles, migrated."""

import asyncpg

from yaoyaoling.apps.addresses import app_url, complete, secrets_of, worker_url
from yaoyaoling.apps.layers import migrations
from yaoyaoling.apps.prepare.engines import OWNER_ROLE, OwnEngines
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform.db.migrate import migrate
from yaoyaoling.platform.db.roles import APP_ROLE, WORKER_ROLE, ensure_roles
from yaoyaoling.platform.settings import HallSettings

_OLDEST = 17


class DatabaseUnfit(Refused):
    """The database whose address was given cannot be used as it is."""

    code = "database_unfit"
    status = 503
    zh = "YYL_DATABASE_URL 指向的数据库不能使用：{why_zh}"
    en = "The database of YYL_DATABASE_URL cannot be used: {why_en}"


async def prepare_database(engines: OwnEngines) -> tuple[HallSettings, list[str]]:
    """Make database and roles where missing, and migrate.

    Gives the settings with all addresses, and which migrations were run. Raises: DatabaseUnfit,
    MigrationChangedError.
    """
    settings = complete(engines.settings)
    assert settings.database_url is not None
    if engines.admin_url is not None:
        await _make_database(engines.admin_url, settings)
    owner = await _connect_owner(settings.database_url.get_secret_value())
    try:
        if engines.admin_url is None:
            await _probe(owner)
            await _ensure_outside_roles(owner, engines.settings, settings)
        return settings, await migrate(owner, migrations())
    finally:
        await owner.close()


async def _make_database(admin_url: str, settings: HallSettings) -> None:
    """In our own server: owner, application and worker role, and the city's database."""
    secrets = secrets_of(settings)
    admin = await asyncpg.connect(admin_url)
    try:
        exists = await admin.fetchval("select 1 from pg_roles where rolname = $1", OWNER_ROLE)
        verb = "alter" if exists else "create"
        await admin.execute(f"{verb} role {OWNER_ROLE} login password '{secrets.password(OWNER_ROLE)}'")
        if not await _can_sign_in(settings):
            await ensure_roles(admin, secrets.password(APP_ROLE), secrets.password(WORKER_ROLE))
        name = f"yyl_{settings.city}"
        if not await admin.fetchval("select 1 from pg_database where datname = $1", name):
            await admin.execute(f"create database {name} owner {OWNER_ROLE}")
            # Another city's program has no business here.
            await admin.execute(f"revoke connect on database {name} from public")
            await admin.execute(f"grant connect on database {name} to {APP_ROLE}, {WORKER_ROLE}")
    finally:
        await admin.close()


async def _can_sign_in(settings: HallSettings) -> bool:
    try:
        for url in (app_url(settings), worker_url(settings)):
            await (await asyncpg.connect(url)).close()
    except (asyncpg.InvalidAuthorizationSpecificationError, asyncpg.InvalidCatalogNameError):
        return False
    except asyncpg.InsufficientPrivilegeError:
        return False
    return True


async def _connect_owner(url: str) -> asyncpg.Connection:
    try:
        return await asyncpg.connect(url, timeout=10)
    except (OSError, TimeoutError) as error:
        raise DatabaseUnfit(why_zh=f"无法连接（{error}）。", why_en=f"no connection ({error}).") from error
    except asyncpg.PostgresError as error:
        zh, en = f"服务器拒绝登录：{_said(error)}", f"the server refuses the sign-in: {_said(error)}"
        raise DatabaseUnfit(why_zh=zh, why_en=en) from error


async def _probe(owner: asyncpg.Connection) -> None:
    """Refuse what would go wrong later, in a way nobody understands."""
    row = await owner.fetchrow(
        "select current_setting('server_version_num')::int / 10000 as major,"
        " current_setting('server_encoding') as encoding, '中' ~ '^[[:alpha:]]$' as knows_letters,"
        " has_database_privilege(current_database(), 'CREATE') as may_create,"
        " current_setting('default_transaction_read_only') = 'on' or pg_is_in_recovery() as is_read_only"
    )
    assert row is not None
    if row["major"] < _OLDEST:
        raise DatabaseUnfit(
            why_zh=f"PostgreSQL 版本为 {row['major']}，需要 {_OLDEST} 或更高。",
            why_en=f"PostgreSQL is {row['major']}; {_OLDEST} or newer is needed.",
        )
    if row["is_read_only"]:
        raise DatabaseUnfit(why_zh="它是只读的（备机？）。", why_en="it is read-only (a standby?).")
    if row["encoding"] != "UTF8" or not row["knows_letters"]:
        how = "CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'"
        raise DatabaseUnfit(
            why_zh=f"其编码或排序规则不认识汉字；请这样创建：{how}",
            why_en=f"its encoding or collation knows no Chinese characters; create it so: {how}",
        )
    if not row["may_create"]:
        raise DatabaseUnfit(why_zh="该账户不是数据库属主。", why_en="that account does not own the database.")


async def _ensure_outside_roles(owner: asyncpg.Connection, given: HallSettings, settings: HallSettings) -> None:
    """Make the two roles ourselves unless an administrator did and gave their addresses."""
    if given.app_database_url is not None and given.worker_database_url is not None:
        return
    if await _can_sign_in(settings):
        return
    secrets = secrets_of(settings)
    try:
        await ensure_roles(owner, secrets.password(APP_ROLE), secrets.password(WORKER_ROLE))
    except asyncpg.InsufficientPrivilegeError as error:
        raise DatabaseUnfit(
            why_zh=f"该账户不能创建角色（{_said(error)}）。请由管理员创建 {APP_ROLE} 与 {WORKER_ROLE}，"
            "并以 YYL_APP_DATABASE_URL 和 YYL_WORKER_DATABASE_URL 给出地址。",
            why_en=f"that account may not make roles ({_said(error)}). Have the administrator make {APP_ROLE} and"
            f" {WORKER_ROLE}, and give their addresses as YYL_APP_DATABASE_URL and YYL_WORKER_DATABASE_URL.",
        ) from error


def _said(error: asyncpg.PostgresError) -> str:
    """The server's own sentence, without details and hints."""
    return str(error.args[0]) if error.args else repr(error)
