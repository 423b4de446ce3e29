"""The installation's secrets: files only their owner reads, made at first start, never in the database."""

import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from yaoyaoling.platform.ledger.checkpoint import Signer


class Secrets:
    """Reads the secrets of a data directory, making what is missing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)

    def _read_or_make(self, name: str, make: bytes) -> bytes:
        path = self.folder / name
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_bytes()
        with os.fdopen(descriptor, "wb") as file:
            file.write(make)
            file.flush()
            os.fsync(file.fileno())
        return make

    def password(self, name: str) -> str:
        """A random password kept under that name."""
        return self._read_or_make(f"{name}.password", secrets.token_urlsafe(24).encode()).decode()

    def master_key(self) -> bytes:
        """The 32-byte key that wraps all subject keys. Back it up apart from the database."""
        return self._read_or_make("master.key", secrets.token_bytes(32))

    def link_key(self) -> bytes:
        """The key of the citizens' follow links."""
        return self._read_or_make("links.key", secrets.token_bytes(32))

    def doorplate_key(self) -> bytes:
        """The key of the QR door-plates' codes. A new one makes every printed plate a forged one."""
        return self._read_or_make("doorplates.key", secrets.token_bytes(32))

    def signer(self, origin: str) -> Signer:
        """The key that signs the ledger's checkpoints (Ed25519, PEM)."""
        fresh = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        key = load_pem_private_key(self._read_or_make("ledger.pem", fresh), password=None)
        assert isinstance(key, Ed25519PrivateKey)
        return Signer(name=f"yaoyaoling/{origin}", key=key)
