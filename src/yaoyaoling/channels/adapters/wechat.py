"""WeChat: messages of an official account (公众号) and of a mini-program (小程序), signed, sealed in safe mode.

WeChat tells us by callbacks (`channels.api`), and takes customer messages by its service. It tells of no delivery.
"""

import re
from collections.abc import Mapping

from pydantic import SecretStr

from yaoyaoling.channels.contract import Inlet, Media, NoteTaken, NotNow, Parcel, TextChannel
from yaoyaoling.channels.refusals import BodyUnreadable
from yaoyaoling.channels.settings import ChannelsSettings
from yaoyaoling.channels.wechat.account import Account
from yaoyaoling.channels.wechat.messages import BadMessageError, Told, read_fields, read_message
from yaoyaoling.channels.wechat.sealing import SealBrokenError, is_signed, key_octets, unseal
from yaoyaoling.kernel.clock import wall_now
from yaoyaoling.platform.signing import SignatureWrong

OFFICIAL, MINI = "wechat", "weapp"
_NONCE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_MOST_OCTETS = 64 * 1024
_PIECE_OCTETS = 1_800
"""WeChat takes 2,048 octets of text at once."""


class WechatAdapter:
    """One account. Its person's name is known to it alone."""

    channel: TextChannel = "wechat"

    def __init__(
        self, name: str, app_id: str, token: SecretStr, aes_key: SecretStr | None, account: Account, within_s: float
    ) -> None:
        self.name = name
        self._app_id = app_id
        self._token = token
        self._key = None if aes_key is None else key_octets(aes_key.get_secret_value())
        self._account = account
        self._within_s = within_s

    @property
    def is_up(self) -> bool:
        """Whether WeChat gave us a token that holds."""
        return self._account.has_token

    async def run(self, inlet: Inlet) -> None:  # noqa: ARG002 - what comes, comes to the web processes
        """Keep the token."""
        await self._account.keep_token()

    def greet(self, query: Mapping[str, str]) -> str:
        """What WeChat wants to hear when the address is set there. Raises: SignatureWrong."""
        self._check_time(query)
        if not is_signed(query.get("signature", ""), *self._signed(query)):
            raise SignatureWrong
        return query.get("echostr", "")[:200]

    def read(self, query: Mapping[str, str], body: bytes) -> Told | None:
        """A callback; None: nothing to store. Raises: SignatureWrong, BodyUnreadable."""
        nonce = self._check_time(query)
        if len(body) > _MOST_OCTETS:
            raise BodyUnreadable
        try:
            if self._key is None:
                if not is_signed(query.get("signature", ""), *self._signed(query)):
                    raise SignatureWrong
                return read_message(read_fields(body), nonce)
            # With a key nothing is read that is not sealed: the plain signature does not cover the message.
            sealed = "".join(read_fields(body).get("Encrypt", "").split())
            if not sealed or not is_signed(query.get("msg_signature", ""), *self._signed(query), sealed):
                raise SignatureWrong
            return read_message(read_fields(unseal(self._key, sealed, self._app_id)), nonce)
        except SealBrokenError as error:
            raise SignatureWrong from error
        except BadMessageError as error:
            raise BodyUnreadable from error

    def _signed(self, query: Mapping[str, str]) -> tuple[str, str, str]:
        return self._token.get_secret_value(), query.get("timestamp", ""), query.get("nonce", "")

    def _check_time(self, query: Mapping[str, str]) -> str:
        """The request's own name: time and nonce together."""
        stamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 12 and _NONCE.fullmatch(nonce)):
            raise SignatureWrong
        if abs(wall_now().timestamp() - int(stamp)) > self._within_s:
            raise SignatureWrong
        return f"{stamp}.{nonce}"

    async def send(self, parcel: Parcel, note: NoteTaken) -> None:
        """Send what WeChat does not have yet. Raises: NotNow, Never."""
        if not self.is_up:
            raise NotNow("no_token", after_s=2.0)
        pieces = split_octets(parcel.words, _PIECE_OCTETS)
        for number, piece in enumerate(pieces, 1):
            if number not in parcel.taken:
                await self._account.send_text(parcel.to, piece)
                # WeChat names no customer message; ours is unique.
                await note(number, len(pieces), f"{parcel.message_id}:{number}")

    async def fetch(self, media: Media) -> bytes:
        """A picture. Raises: NotNow, Never."""
        return await self._account.fetch(media.remote_id)


def split_octets(words: str, most: int) -> list[str]:
    """Words in pieces of at most so many octets of UTF-8, between characters."""
    pieces, run, size = [], "", 0
    for one in words:
        octets = len(one.encode("utf-8", "surrogatepass"))
        if size + octets > most:
            pieces.append(run)
            run, size = "", 0
        run, size = run + one, size + octets
    return [*pieces, run]


def wechat_accounts(settings: ChannelsSettings) -> tuple[WechatAdapter, ...]:
    """The accounts that are set: app id, secret and token belong together."""
    given = (
        (OFFICIAL, settings.wechat_app_id, settings.wechat_secret, settings.wechat_token, settings.wechat_aes_key),
        (MINI, settings.weapp_app_id, settings.weapp_secret, settings.weapp_token, settings.weapp_aes_key),
    )
    found = []
    for name, app_id, secret, token, aes_key in given:
        if app_id is not None and secret is not None and token is not None:
            account = Account(settings.wechat_url, app_id, secret, settings.http_reply_s)
            found.append(WechatAdapter(name, app_id, token, aes_key, account, settings.signed_within_s))
    return tuple(found)
