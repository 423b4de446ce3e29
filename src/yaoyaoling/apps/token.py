"""A sign-in without a password, for whoever may read the installation's files: tests, benches, the curious."""

from yaoyaoling.agencies.public import find_account_id, principal_for
from yaoyaoling.apps.open import open_database
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform.auth import open_session
from yaoyaoling.platform.principal import Role, system
from yaoyaoling.platform.settings import HallSettings


class NoSuchAccount(Refused):
    """No account holds that role, or has that login."""

    code = "no_such_account"
    status = 404
    zh = "没有角色为 {role} 的账号{login_zh}。"
    en = "There is no account with the role {role}{login_en}."


async def make_token(settings: HallSettings, role: Role, login: str | None) -> str:
    """A bearer token of the first account of a role, or of that login. Raises: NoSuchAccount."""
    db, _ = await open_database(settings)
    try:
        async with db.transaction(system("token")) as tx:
            account_id = await find_account_id(tx, role, login)
            if account_id is None:
                with_login = {"login_zh": f"（登录名 {login}）", "login_en": f" and the login {login}"} if login else {}
                raise NoSuchAccount(role=role.value, **{"login_zh": "", "login_en": "", **with_login})
            principal = await principal_for(tx, account_id)
            return await open_session(tx, principal, hours=settings.session_hours)
    finally:
        await db.close()
