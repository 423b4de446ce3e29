"""Signed checkpoints: the C2SP tlog-checkpoint text under an Ed25519 signed note.

Whoever keeps one can later prove that nothing before it was changed.
"""

import base64
import hashlib
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_ED25519 = b"\x01"


@dataclass(frozen=True)
class Signer:
    """The installation's signing key under its name, e.g. "yaoyaoling/A1"."""

    name: str
    key: Ed25519PrivateKey

    @property
    def public_bytes(self) -> bytes:
        """The raw 32-byte public key."""
        return self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    @property
    def key_id(self) -> bytes:
        """First four bytes of SHA-256(name ‖ LF ‖ algorithm ‖ key), as signed notes have it."""
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.public_bytes).digest()[:4]

    @property
    def verifier_key(self) -> str:
        """The public half as text: `name+keyid+base64(algorithm ‖ key)`."""
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(_ED25519 + self.public_bytes).decode()}"

    def sign(self, size: int, root: bytes, hash_name: str) -> str:
        """The signed note over a tree. The hash's name stands in an extension line when it is not SHA-256."""
        extension = "" if hash_name == "sha256" else f"hash {hash_name}\n"
        body = f"{self.name}\n{size}\n{base64.b64encode(root).decode()}\n{extension}"
        signature = base64.b64encode(self.key_id + self.key.sign(body.encode())).decode()
        return f"{body}\n\u2014 {self.name} {signature}\n"
