"""E-mail: mails come by LMTP from our own relay, answers go by SMTP submission through it."""

import asyncio
import contextlib
import smtplib
import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from yaoyaoling.channels.contract import Arrived, Inlet, Never, NoteTaken, NotNow, Parcel, TextChannel
from yaoyaoling.channels.mail.lmtp import LmtpDoor
from yaoyaoling.channels.mail.reading import Ours, read_mail
from yaoyaoling.channels.mail.sender import domain_of, is_address
from yaoyaoling.channels.mail.writing import mail_id_of, write_mail
from yaoyaoling.channels.settings import ChannelsSettings
from yaoyaoling.platform.logs import logger

log = logger("channels")
_LOOK_S, _AGAIN_S = 30.0, 3.0
_AT_ONCE, _READERS = 8, 2


class MailAdapter:
    """One mailbox of the hall."""

    name = "mail"
    channel: TextChannel = "mail"

    def __init__(self, settings: ChannelsSettings, address: str, relay: str) -> None:
        self._settings = settings
        self._address = address
        self._relay = relay
        self._ours = Ours(address, settings.mail_authserv_id)
        self._is_up = False
        # Threads of its own: a relay that hangs must hold up neither what comes in nor anything else of this process.
        self._senders = ThreadPoolExecutor(_AT_ONCE, "mail-out")
        self._readers = ThreadPoolExecutor(_READERS, "mail-in")
        self.door: LmtpDoor | None = None

    @property
    def is_up(self) -> bool:
        """Whether the relay answered when it was last asked."""
        return self._is_up

    async def run(self, inlet: Inlet) -> None:
        """Let mails in, and look after the relay, until cancelled."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._listen(inlet))
                tasks.create_task(self._look())
        finally:
            self._senders.shutdown(wait=False, cancel_futures=True)
            self._readers.shutdown(wait=False, cancel_futures=True)

    async def _listen(self, inlet: Inlet) -> None:
        async def take(envelope: str, octets: bytes) -> None:
            # Taking a large mail apart takes a while: others are answered meanwhile.
            loop = asyncio.get_running_loop()
            one = await loop.run_in_executor(self._readers, read_mail, octets, envelope, self._ours)
            if isinstance(one, Arrived):
                await inlet.arrived(self.name, self.channel, one)
            elif one is not None:
                await inlet.receipt(self.name, one)
            else:
                log.info("mail_of_no_concern", octets=len(octets))

        self.door = LmtpDoor(self._is_own, take, self._settings.mail_most_mb * 1_000_000)
        while True:
            try:
                await self.door.run(self._settings.mail_lmtp_host, self._settings.mail_lmtp_port)
            except OSError as error:
                log.error("mail_door_shut", error=repr(error))
            await asyncio.sleep(_AGAIN_S)

    def _is_own(self, receiver: str) -> bool:
        local, _, domain = receiver.casefold().rpartition("@")
        own, _, own_domain = self._address.casefold().rpartition("@")
        return domain == own_domain and local.partition("+")[0] == own

    async def _look(self) -> None:
        while True:
            try:
                await asyncio.get_running_loop().run_in_executor(self._senders, self._greet)
                self._is_up = True
            except (OSError, smtplib.SMTPException) as error:
                if self._is_up:
                    log.warning("mail_relay_away", error=type(error).__name__)
                self._is_up = False
            await asyncio.sleep(_LOOK_S if self._is_up else _AGAIN_S)

    def _greet(self) -> None:
        with self._line() as line:
            line.noop()

    @contextlib.contextmanager
    def _line(self) -> Iterator[smtplib.SMTP]:
        """A connection to the relay, as it wants it. Raises: OSError, SMTPException."""
        given, timeout_s = self._settings, self._settings.mail_reply_s
        host = domain_of(self._address)
        context = ssl.create_default_context() if given.mail_relay_tls != "none" else None
        if given.mail_relay_tls == "tls":
            line: smtplib.SMTP = smtplib.SMTP_SSL(
                self._relay, given.mail_relay_port, host, timeout=timeout_s, context=context
            )
        else:
            line = smtplib.SMTP(self._relay, given.mail_relay_port, host, timeout=timeout_s)
        try:
            if given.mail_relay_tls == "starttls":
                line.starttls(context=context)
            line.ehlo_or_helo_if_needed()
            if given.mail_relay_user is not None:
                line.login(given.mail_relay_user, given.mail_relay_password.get_secret_value())
            yield line
        finally:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                line.quit()
            line.close()

    async def send(self, parcel: Parcel, note: NoteTaken) -> None:
        """Hand it to the relay, which tells what becomes of it by a notification. Raises: NotNow, Never."""
        if 1 in parcel.taken:
            return
        if not is_address(parcel.to):
            raise Never("receiver_unreadable")
        try:
            octets = write_mail(parcel, self._address)
        except ValueError as error:
            raise Never("receiver_unreadable") from error
        named = mail_id_of(parcel.message_id, self._address)
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(self._senders, self._hand_over, parcel.to, octets, named)
        except smtplib.SMTPRecipientsRefused as error:
            raise _refusal(next(iter(error.recipients.values()), (550, b""))[0]) from error
        except smtplib.SMTPAuthenticationError as error:
            self._is_up = False
            raise NotNow("relay_sign_in", after_s=30.0) from error
        except smtplib.SMTPResponseException as error:
            raise _refusal(error.smtp_code) from error
        except (OSError, smtplib.SMTPException) as error:
            self._is_up = False
            raise NotNow("relay_away", after_s=5.0) from error
        self._is_up = True
        await note(1, 1, named)

    def _hand_over(self, to: str, octets: bytes, named: str) -> None:
        with self._line() as line:
            has_dsn = line.has_extn("dsn")
            # The name we know it by comes back in the notification, whatever the other side keeps of our headers.
            options = ["RET=HDRS", f"ENVID={named}"] if has_dsn else []
            wanted = ["NOTIFY=SUCCESS,FAILURE"] if has_dsn else []
            line.sendmail(self._address, [to], octets, options, wanted)


def _refusal(code: int) -> NotNow | Never:
    """What the relay's code means for the next try."""
    if 400 <= code < 500:
        return NotNow(f"smtp_{code}", after_s=5.0)
    return Never(f"smtp_{code}")


def make_mail(settings: ChannelsSettings) -> MailAdapter | None:
    """The mailbox, when its address and relay are set."""
    if settings.mail_address is None or settings.mail_relay_host is None:
        return None
    return MailAdapter(settings, settings.mail_address, settings.mail_relay_host)
