"""Password hashes: Argon2id with the parameters of RFC 9106's second recommended option."""

import asyncio
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=1)


def hash_password(password: str) -> str:
    """The hash to store."""
    return _HASHER.hash(password)


@cache
def _unknown() -> str:
    """A hash no password fits: verifying against it takes as long as against a real one."""
    return _HASHER.hash("nobody has this password")


def _matches(stored: str, password: str) -> bool:
    try:
        return _HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


async def is_right(stored: str | None, password: str) -> bool:
    """Whether the password fits; takes as long for an account that does not exist (stored None)."""
    fits = await asyncio.to_thread(_matches, stored or _unknown(), password)
    return fits and stored is not None
