"""A service that takes and sends messages by signed requests (`platform.signing`)."""

import asyncio
import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal

import httpx
from pydantic import Base64Bytes, Field, TypeAdapter, ValidationError

from yaoyaoling.channels.contract import Arrived, Inlet, Never, NoteTaken, NotNow, Parcel, Receipt, TextChannel
from yaoyaoling.channels.refusals import BodyUnreadable
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import StatedPosition
from yaoyaoling.platform.signing import check_signed, signed_headers


class SignedText(Value):
    """A citizen's message. id: the other side's own, the same when it is sent again. sender: number or name.

    pictures: JPEG, PNG or WebP in base64.
    """

    kind: Literal["text"]
    id: str = Field(min_length=1, max_length=120)
    sender: str = Field(min_length=1, max_length=120)
    words: str = Field(default="", max_length=10_000)
    position: StatedPosition | None = None
    accuracy_m: float | None = Field(default=None, ge=0, le=1_000_000, allow_inf_nan=False)
    pictures: tuple[Base64Bytes, ...] = Field(default=(), max_length=9)


class SignedReceipt(Value):
    """What became of a message of ours; id: as it was answered when we sent it."""

    kind: Literal["receipt"]
    id: str = Field(min_length=1, max_length=120)
    state: Literal["delivered", "failed"]
    reason: str | None = Field(default=None, max_length=80)


_BODY: TypeAdapter[SignedText | SignedReceipt] = TypeAdapter(
    Annotated[SignedText | SignedReceipt, Field(discriminator="kind")]
)


def read_body(body: bytes, nonce: str) -> Arrived | Receipt:
    """What a signed request says. Raises: BodyUnreadable."""
    try:
        found = _BODY.validate_json(body)
    except ValidationError as error:
        raise BodyUnreadable from error
    if isinstance(found, SignedReceipt):
        return Receipt(remote_id=found.id, state=found.state, reason=found.reason, nonce=nonce)
    return Arrived(
        sender=found.sender,
        words=found.words,
        key=found.id,
        point=None if found.position is None else found.position.point(),
        uncertainty_m=found.accuracy_m,
        pictures=found.pictures,
        nonce=nonce,
    )


class SignedAdapter:
    """A service that takes messages by POST, and sends us its own (`channels.api`). What it says is signed."""

    def __init__(
        self, name: str, channel: TextChannel, secret: str, url: str | None, *, reply_s: float, within_s: float
    ) -> None:
        self.name = name
        self.channel: TextChannel = channel
        self._secret = secret
        self._url = url
        self._reply_s = reply_s
        self._within_s = within_s
        self._client: httpx.AsyncClient | None = None

    @property
    def is_up(self) -> bool:
        """There is no line to lose: whether the service answers, each message finds out."""
        return self._url is not None

    async def run(self, inlet: Inlet) -> None:  # noqa: ARG002 - requests come to the web processes
        """Keep the connections until cancelled."""
        try:
            await asyncio.Event().wait()
        finally:
            if self._client is not None:
                await self._client.aclose()
                self._client = None

    def read(self, headers: Mapping[str, str], body: bytes) -> Arrived | Receipt:
        """A request of the service. Raises: SignatureWrong, BodyUnreadable."""
        return read_body(body, check_signed(self._secret, headers, body, self._within_s))

    async def send(self, parcel: Parcel, note: NoteTaken) -> None:
        """POST it; the id is the same in every try, so that the service knows a double. Raises: NotNow, Never."""
        if self._url is None:
            raise NotNow("no_url")
        if 1 in parcel.taken:
            return
        told = {"kind": "message", "id": parcel.message_id, "to": parcel.to, "words": parcel.words}
        body = json.dumps(told, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json", "Idempotency-Key": parcel.message_id}
        headers |= signed_headers(self._secret, body)
        if self._client is None:
            # One for all messages: making one takes longer than sending.
            self._client = httpx.AsyncClient(timeout=self._reply_s)
        try:
            reply = await self._client.post(self._url, content=body, headers=headers)
        except httpx.HTTPError as error:
            raise NotNow("no_reply", after_s=2.0) from error
        if reply.status_code in (408, 425, 429) or reply.status_code >= 500:
            raise NotNow(f"http_{reply.status_code}", after_s=_retry_after(reply))
        if not reply.is_success:
            raise Never(f"http_{reply.status_code}")
        await note(1, 1, _named(reply) or parcel.message_id)


def _retry_after(reply: httpx.Response) -> float:
    text = reply.headers.get("retry-after", "")
    return min(300.0, float(text)) if text.isascii() and text.isdigit() else 2.0


def _named(reply: httpx.Response) -> str | None:
    """The service's own name of the message, when it gives one."""
    try:
        found: Any = reply.json()
    except ValueError:
        return None
    named = found.get("id") if isinstance(found, dict) else None
    return named[:120] if isinstance(named, str) and named else None
