"""Requests that are signed, both ways: HMAC-SHA256 over time, nonce and body, so that nobody can change, send or repeat
one who does not have the secret. Rooms say for which requests, under which secret; the contract is one."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping

from yaoyaoling.kernel.clock import wall_now
from yaoyaoling.kernel.refused import Refused

TIME, NONCE, SIGNATURE = "X-Yyl-Timestamp", "X-Yyl-Nonce", "X-Yyl-Signature"
_NONCE = re.compile(r"[A-Za-z0-9_-]{16,64}")


class SignatureWrong(Refused):
    """It is not from whom it says, or was changed, or is too old."""

    code = "signature_wrong"
    status = 401
    zh = "签名不正确或已过期。"
    en = "The signature is wrong or too old."


def sign(secret: str, stamp: str, nonce: str, body: bytes) -> str:
    """The signature, in hexadecimal."""
    return hmac.digest(secret.encode(), f"{stamp}\n{nonce}\n".encode() + body, hashlib.sha256).hex()


def signed_headers(secret: str, body: bytes) -> dict[str, str]:
    """Headers of a request of ours."""
    stamp, nonce = str(int(wall_now().timestamp())), secrets.token_urlsafe(18)
    return {TIME: stamp, NONCE: nonce, SIGNATURE: sign(secret, stamp, nonce, body)}


def check_signed(secret: str, headers: Mapping[str, str], body: bytes, within_s: float) -> str:
    """The nonce of a request that is what it says. Raises: SignatureWrong."""
    stamp, nonce = headers.get(TIME, ""), headers.get(NONCE, "")
    wanted = sign(secret, stamp, nonce, body)
    if not hmac.compare_digest(wanted.encode(), headers.get(SIGNATURE, "").encode()):
        raise SignatureWrong
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 12 and _NONCE.fullmatch(nonce)):
        raise SignatureWrong
    if abs(wall_now().timestamp() - int(stamp)) > within_s:
        raise SignatureWrong
    return nonce
