"""Follow links: the contact's id under a keyed hash. Nothing is stored, nothing can be guessed."""

import base64
import binascii
import hmac
from uuid import UUID

from yaoyaoling.kernel.refused import Refused

_MAC_BYTES = 16


class LinkInvalid(Refused):
    """Never given, or expired."""

    code = "link_invalid"
    status = 404
    zh = "链接无效或已过期。如需帮助请拨打 110。"
    en = "This link is not valid or has expired. If you need help, ring 110."


class Links:
    """Makes and reads links with the installation's secret."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def _mac(self, contact_id: UUID) -> bytes:
        return hmac.digest(self._secret, b"follow:" + contact_id.bytes, "sha256")[:_MAC_BYTES]

    def token(self, contact_id: UUID) -> str:
        """The link's token: 32 bytes, URL-safe."""
        return base64.urlsafe_b64encode(contact_id.bytes + self._mac(contact_id)).decode().rstrip("=")

    def contact_of(self, token: str) -> UUID:
        """The contact of a token. Raises: LinkInvalid."""
        try:
            raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        except (binascii.Error, ValueError) as error:
            raise LinkInvalid from error
        if len(raw) != 16 + _MAC_BYTES:
            raise LinkInvalid
        contact_id = UUID(bytes=raw[:16])
        if not hmac.compare_digest(raw[16:], self._mac(contact_id)):
            raise LinkInvalid
        return contact_id
