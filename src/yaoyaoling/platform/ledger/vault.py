"""Keys of personal data: one a subject, wrapped by the master key, destroyed to erase.

Sealing is AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce; the event's id is authenticated with
it, so that a ciphertext cannot be moved to another event.
"""

import hmac
import os
from collections import OrderedDict
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from yaoyaoling.platform.db.types import Conn

_NONCE_BYTES = 12
_KEYS_HELD = 20_000


class KeyDestroyedError(LookupError):
    """The subject was erased: what was sealed with its key is gone for ever."""


class Vault:
    """Fetches, makes and uses subject keys; holds the last used ones in memory.

    master_key: 32 bytes from the installation's secrets, never in the database.
    """

    def __init__(self, master_key: bytes) -> None:
        self._master = AESGCM(master_key)
        self._compare_key = hmac.digest(master_key, b"yaoyaoling compare v1", "sha256")
        self._held: OrderedDict[UUID, bytes] = OrderedDict()

    async def key_for(self, conn: Conn, subject: UUID, now: datetime) -> bytes:
        """The subject's key, made in this transaction if there is none.

        Raises: KeyDestroyedError when the subject was erased.
        """
        found = await self.find_key(conn, subject)
        if found is not None:
            return found
        key = AESGCM.generate_key(bit_length=256)
        await conn.execute("select vault.add_key($1, $2, $3)", subject, self.wrap(subject, key), now)
        # Not held before commit: a rolled-back key must never seal anything. The next use fetches it.
        return key

    async def find_key(self, conn: Conn, subject: UUID) -> bytes | None:
        """The subject's key, or None when it never had one.

        Raises: KeyDestroyedError when the subject was erased.
        """
        held = self._held.get(subject)
        if held is not None:
            self._held.move_to_end(subject)
            return held
        row = await conn.fetchrow("select wrapped from vault.key_of($1) as k(wrapped)", subject)
        if row is None:
            return None
        if row["wrapped"] is None:
            raise KeyDestroyedError(str(subject))
        key = self.unwrap(subject, row["wrapped"])
        self._held[subject] = key
        if len(self._held) > _KEYS_HELD:
            self._held.popitem(last=False)
        return key

    def forget_all(self) -> None:
        """Drop the keys held in memory: one of them was destroyed."""
        self._held.clear()

    def seal(self, key: bytes, event_id: UUID, fields: dict[str, Any]) -> bytes:
        """Nonce and ciphertext of the fields."""
        nonce = os.urandom(_NONCE_BYTES)
        plain = orjson.dumps(fields, option=orjson.OPT_SORT_KEYS)
        return nonce + AESGCM(key).encrypt(nonce, plain, event_id.bytes)

    def open(self, key: bytes, event_id: UUID, sealed: bytes) -> dict[str, Any]:
        """The fields again."""
        plain = AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], event_id.bytes)
        fields: dict[str, Any] = orjson.loads(plain)
        return fields

    def digest(self, text: str) -> bytes:
        """What a text is compared by without being kept: 16 bytes under a key only this installation has."""
        return hmac.digest(self._compare_key, text.encode(), "sha256")[:16]

    def wrap(self, subject: UUID, key: bytes) -> bytes:
        """A key under the master key, as the vault stores it."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._master.encrypt(nonce, key, subject.bytes)

    def unwrap(self, subject: UUID, wrapped: bytes) -> bytes:
        """The key again."""
        return self._master.decrypt(wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:], subject.bytes)
