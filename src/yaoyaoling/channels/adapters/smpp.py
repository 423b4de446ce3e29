"""SMS by SMPP 3.4: we are the client of the carrier's centre, bound to send and receive."""

import asyncio
import hashlib

from yaoyaoling.channels.contract import Arrived, Inlet, Never, NoteTaken, NotNow, Parcel, Receipt, TextChannel
from yaoyaoling.channels.settings import ChannelsSettings
from yaoyaoling.channels.smpp import pdu
from yaoyaoling.channels.smpp.coding import split_text, with_header
from yaoyaoling.channels.smpp.session import BindRefusedError, Session
from yaoyaoling.platform.logs import logger

log = logger("channels")
_SOON_S, _LATEST_S = 0.5, 60.0


class SmppAdapter:
    """The line to a centre. Lost, it is made again: at once, then more and more seldom."""

    name = "smpp"
    channel: TextChannel = "sms"

    def __init__(self, settings: ChannelsSettings) -> None:
        self._settings = settings
        self._session: Session | None = None
        self._failed = 0

    @property
    def is_up(self) -> bool:
        """Whether we are bound."""
        return self._session is not None and self._session.is_bound

    async def run(self, inlet: Inlet) -> None:
        """Keep the line until cancelled."""

        async def handle(found: Arrived | Receipt) -> None:
            if isinstance(found, Arrived):
                await inlet.arrived(self.name, self.channel, found)
            else:
                also = pdu.spellings(found.remote_id, in_other_base=self._settings.smpp_receipt_ids == "other_base")
                await inlet.receipt(self.name, found.model_copy(update={"also": also}))

        while True:
            try:
                self._session = await Session.open(self._settings)
                await self._session.run(handle, self._bound)
            except (OSError, TimeoutError, NotNow) as error:
                level = log.error if isinstance(error, BindRefusedError) else log.warning
                level("smpp_away", error=repr(error), failed=self._failed)
            finally:
                self._session = None
            await asyncio.sleep(min(_LATEST_S, _SOON_S * 2 ** min(self._failed, 8)))
            self._failed += 1

    def _bound(self) -> None:
        self._failed = 0
        log.info("smpp_bound")

    async def send(self, parcel: Parcel, note: NoteTaken) -> None:
        """Send what the centre does not have yet. Raises: NotNow, Never."""
        pieces = split_text(parcel.words)
        # The same in every try: the phone and the centre know a piece that comes twice.
        reference = int.from_bytes(hashlib.sha256(parcel.message_id.encode()).digest()[:2])
        for number, piece in enumerate(pieces, 1):
            if number in parcel.taken:
                continue
            is_part = len(pieces) > 1
            octets = with_header(piece, reference, len(pieces), number) if is_part else piece
            await note(number, len(pieces), await self._send_piece(parcel.to, octets, reference, is_part=is_part))

    async def _send_piece(self, to: str, octets: bytes, reference: int, *, is_part: bool) -> str:
        session = self._session
        if session is None or not session.is_bound:
            raise NotNow("line_away")
        try:
            status, remote_id = await session.submit(self._settings.smpp_source, to, octets, reference, is_part=is_part)
        except (UnicodeError, ValueError) as error:
            raise Never("receiver_unreadable") from error
        if status in (pdu.THROTTLED, pdu.QUEUE_FULL, pdu.SYSTEM_ERROR, pdu.TRY_AGAIN):
            raise NotNow("throttled" if status == pdu.THROTTLED else "centre_busy", after_s=2.0)
        if status != pdu.OK:
            raise Never(f"smpp_0x{status:x}")
        return remote_id
