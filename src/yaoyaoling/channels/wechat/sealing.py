"""Signatures and sealed messages of WeChat's callbacks (消息加解密, "safe mode"), from its public documentation.

Signed is SHA-1 of the sorted parts, run together. Sealed is AES-256-CBC, its IV the key's first 16 octets, over 16
random octets, length (4, big-endian), message and app id, padded as PKCS#7 does, to 32. Pure but for the random octets.
"""

import base64
import binascii
import hashlib
import hmac
import secrets

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_RANDOM, _LENGTH, _PAD = 16, 4, 32


class SealBrokenError(ValueError):
    """It was not sealed with this key for this app, or was changed."""


def signature(*parts: str) -> str:
    """Hexadecimal; of token, timestamp, nonce, and in safe mode of the sealed message."""
    return hashlib.sha1("".join(sorted(parts)).encode(), usedforsecurity=False).hexdigest()


def is_signed(given: str, *parts: str) -> bool:
    """Whether that is the signature, in a time that tells nothing."""
    return hmac.compare_digest(signature(*parts).encode(), given.encode())


def key_octets(encoding_key: str) -> bytes:
    """The 32 octets of an EncodingAESKey (43 characters). Raises: ValueError."""
    key = base64.b64decode(encoding_key + "=")
    if len(key) != 32:
        raise ValueError("an EncodingAESKey has 43 characters")
    return key


def unseal(key: bytes, sealed: str, app_id: str) -> bytes:
    """The message. Raises: SealBrokenError."""
    try:
        octets = base64.b64decode(sealed, validate=True)
    except (binascii.Error, ValueError) as error:
        raise SealBrokenError("no base64") from error
    if len(octets) % 16 or len(octets) < _PAD:
        raise SealBrokenError("no whole blocks")
    decryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
    plain = decryptor.update(octets) + decryptor.finalize()
    pad = plain[-1]
    if not 1 <= pad <= _PAD or pad > len(plain) or plain[-pad:] != bytes([pad]) * pad:
        raise SealBrokenError("padding")
    plain = plain[:-pad]
    begin = _RANDOM + _LENGTH
    end = begin + int.from_bytes(plain[_RANDOM:begin])
    if len(plain) < begin or end > len(plain) or plain[end:] != app_id.encode():
        raise SealBrokenError("length or app id")
    return plain[begin:end]


def seal(key: bytes, message: bytes, app_id: str) -> str:
    """A sealed message, in base64."""
    plain = secrets.token_bytes(_RANDOM) + len(message).to_bytes(_LENGTH) + message + app_id.encode()
    pad = _PAD - len(plain) % _PAD
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    octets = encryptor.update(plain + bytes([pad]) * pad) + encryptor.finalize()
    return base64.b64encode(octets).decode()
