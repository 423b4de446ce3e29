"""Sign-ins: opaque tokens whose hash is stored with who they stand for. Passwords are `agencies`' matter."""

import hashlib
import secrets
import time
from datetime import timedelta
from uuid import UUID

from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.principal import Principal

COOKIE = "yyl_session"
_HELD_S = 5.0


class NotSignedIn(Refused):
    """No valid sign-in came with the request."""

    code = "not_signed_in"
    status = 401
    zh = "请先登录（登录可能已过期）。"
    en = "Please sign in (your sign-in may have expired)."


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


async def open_session(tx: Tx, principal: Principal, *, hours: float) -> str:
    """Store a sign-in; gives its token, which is nowhere stored."""
    token = "yyl_" + secrets.token_urlsafe(32)
    await tx.execute(
        "insert into platform.session (token_hash, account_id, principal, created_at, expires_at)"
        " values ($1, $2, $3::text::json, $4, $5)",
        _hash(token),
        principal.account_id,
        principal.model_dump_json(),
        tx.now,
        tx.now + timedelta(hours=hours),
    )
    return token


class Sessions:
    """Tells who a token stands for; holds answers for a few seconds."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._held: dict[bytes, tuple[float, Principal]] = {}

    async def principal_of(self, token: str | None) -> Principal:
        """The actor behind a token. Raises: NotSignedIn."""
        if not token or len(token) > 200:
            raise NotSignedIn
        digest = _hash(token)
        held = self._held.get(digest)
        if held is not None and time.monotonic() - held[0] < _HELD_S:
            return held[1]
        text = await self._db.worker_pool.fetchval(
            "select principal::text from platform.session"
            " where token_hash = $1 and ended_at is null and expires_at > $2",
            digest,
            self._db.clock.now(),
        )
        if text is None:
            self._held.pop(digest, None)
            raise NotSignedIn
        principal = Principal.model_validate_json(text)
        if len(self._held) > 10_000:
            self._held.clear()
        self._held[digest] = (time.monotonic(), principal)
        return principal

    async def end(self, token: str) -> None:
        """Sign out."""
        self._held.pop(_hash(token), None)
        await self._db.worker_pool.execute(
            "update platform.session set ended_at = $2 where token_hash = $1",
            _hash(token),
            self._db.clock.now(),
        )

    def forget(self, account_id: UUID) -> None:
        """Ask the database again about an account whose sign-ins may have ended."""
        for digest in [digest for digest, (_, held) in self._held.items() if held.account_id == account_id]:
            del self._held[digest]
