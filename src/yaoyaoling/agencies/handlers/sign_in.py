"""Sign in and out."""

from datetime import timedelta
from uuid import UUID

from pydantic import Field, SecretStr

from yaoyaoling.agencies import store
from yaoyaoling.agencies.events import SignedIn, SignInFailed
from yaoyaoling.agencies.passwords import is_right
from yaoyaoling.agencies.policy import scopes_of
from yaoyaoling.agencies.queries import get_hall_code, get_organisation
from yaoyaoling.kernel.contract import Command, Value
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform.auth import open_session
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.db.types import Row
from yaoyaoling.platform.principal import Principal, Role, system

_FAILURES_BEFORE_LOCK = 5
_LOCK_S = 60


class WrongPassword(Refused):
    """Login or password is wrong; which of them is not said."""

    code = "wrong_password"
    status = 401
    zh = "登录名或密码不正确。"
    en = "The login or the password is wrong."


class AccountLocked(Refused):
    """Too many failures."""

    code = "account_locked"
    status = 429
    zh = "连续输错次数过多，请 {wait_s} 秒后再试。"
    en = "Too many failures; try again in {wait_s} s."


class SignIn(Command):
    """Login and password."""

    login: str = Field(min_length=1, max_length=40)
    password: SecretStr = Field(min_length=1, max_length=200)


class SignedInReply(Value):
    """The token of the session, and who it stands for."""

    token: str
    principal: Principal


async def sign_in(db: Database, command: SignIn, *, hours: float) -> SignedInReply:
    """Open a session. Raises: WrongPassword, AccountLocked."""
    async with db.transaction(system("sign_in")) as tx:
        account = await store.find_sign_in(tx, command.login.lower())
        if account is not None and account["locked_until"] and account["locked_until"] > tx.now:
            raise AccountLocked(wait_s=int((account["locked_until"] - tx.now).total_seconds()) + 1)
        stored = None if account is None or account["disabled_at"] else account["password_hash"]
    # The hash is slow by design: no transaction waits for it.
    right = await is_right(stored, command.password.get_secret_value())
    async with db.transaction(system("sign_in")) as tx:
        account = await store.find_sign_in(tx, command.login.lower())
        if account is not None and right:
            return await _opened(tx, account, hours)
        if account is not None:
            await _failed(tx, account)
    raise WrongPassword


async def principal_for(tx: Tx, account_id: UUID) -> Principal:
    """The actor an account stands for, with its scopes as they are now."""
    row = await tx.fetchrow("select id, name, roles, org_code, crew_id from agencies.account where id = $1", account_id)
    assert row is not None
    org = await get_organisation(tx, row["org_code"])
    territory = org.path.rsplit("/", 1)[0] if org.kind in ("hall", "inspection") else org.path
    roles = frozenset(Role(role) for role in row["roles"])
    return Principal(
        id=f"account:{row['id']}",
        name=row["name"],
        roles=roles,
        scopes=scopes_of(
            roles,
            account_id=row["id"],
            territory_path=territory,
            hall_code=await get_hall_code(tx),
            crew_id=row["crew_id"],
        ),
        org_code=org.code,
        org_path=org.path,
        account_id=row["id"],
        crew_id=row["crew_id"],
    )


async def _opened(tx: Tx, account: Row, hours: float) -> SignedInReply:
    await tx.execute(
        "update agencies.credential set failures = 0, locked_until = null where account_id = $1", account["id"]
    )
    principal = await principal_for(tx, account["id"])
    token = await open_session(tx, principal, hours=hours)
    event = SignedIn(account_id=account["id"], roles=tuple(sorted(principal.roles)))
    tx.record(event, stream=f"sign_in:{new_id()}", seq=1, about=account["id"])
    return SignedInReply(token=token, principal=principal)


async def _failed(tx: Tx, account: Row) -> None:
    failures = account["failures"] + 1
    is_locked = failures >= _FAILURES_BEFORE_LOCK
    await tx.execute(
        "update agencies.credential set failures = $2, locked_until = $3 where account_id = $1",
        account["id"],
        0 if is_locked else failures,
        tx.now + timedelta(seconds=_LOCK_S) if is_locked else None,
    )
    event = SignInFailed(account_id=account["id"], failures=failures, is_locked=is_locked)
    tx.record(event, stream=f"sign_in:{new_id()}", seq=1, about=account["id"])
