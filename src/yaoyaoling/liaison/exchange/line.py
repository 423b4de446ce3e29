"""The lines to partners' platforms: where they take messages, and the secret both sides sign with."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, UUID, uuid5

from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.vault import Vault

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True)
class Line:
    """A line, its secret opened."""

    desk_code: str
    org_path: str
    url: str
    secret: str
    is_active: bool
    version: int


def _seal_id(desk_code: str) -> UUID:
    """What the sealed secret is bound to: it cannot be moved to another desk."""
    return uuid5(NAMESPACE_URL, f"liaison.line:{desk_code}")


def seal_secret(vault: Vault, desk_code: str, secret: str) -> bytes:
    """The secret as the table holds it."""
    return vault.wrap(_seal_id(desk_code), secret.encode())


def line_of(vault: Vault, row: Any) -> Line:
    """A row of `liaison.line`."""
    secret = vault.unwrap(_seal_id(row["desk_code"]), row["secret"]).decode()
    return Line(row["desk_code"], row["org_path"], row["url"], secret, row["is_active"], row["version"])


async def find_line(tx: Tx, desk_code: str) -> Line | None:
    """The line of a desk, in use or not; or None."""
    row = await tx.fetchrow("select * from liaison.line where desk_code = $1", desk_code)
    return None if row is None else line_of(tx.vault, row)


def is_right_url(url: str) -> bool:
    """https, or http to this machine; no name and password in it."""
    try:
        found = urlsplit(url)
        port_is_right = found.port is None or found.port > 0
    except ValueError:
        return False
    if not found.hostname or "@" in found.netloc or not port_is_right:
        return False
    return found.scheme == "https" or (found.scheme == "http" and found.hostname in _LOOPBACK)
