"""A mail relay for `yyl bench channels`: hands mails in by the library's LMTP client, takes answers by SMTP."""

import asyncio
import re
import smtplib
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from yaoyaoling.apps.bench.channels_peers import BenchPeer

ADDRESS = "110@hall.example"
_AUTHSERV = "mx.hall.example"
_IN = 16


class MailPeer(BenchPeer):
    """A relay that proves its senders, and takes whatever it is given."""

    name, channel, dies_in = "mail", "mail", "channels"

    def __init__(self, lmtp_port: int) -> None:
        super().__init__()
        self._lmtp_port = lmtp_port
        self._threads = ThreadPoolExecutor(_IN, "bench-mail")

    @staticmethod
    def environment(lmtp_port: int, smtp_port: int) -> dict[str, str]:
        """Settings by which the hall reaches it."""
        given = {
            "ADDRESS": ADDRESS, "LMTP_PORT": lmtp_port, "RELAY_HOST": "127.0.0.1", "RELAY_PORT": smtp_port,
            "RELAY_TLS": "none", "AUTHSERV_ID": _AUTHSERV,
        }  # fmt: skip
        return {f"YYL_CHANNELS_MAIL_{name}": str(one) for name, one in given.items()}

    def person(self, number: int) -> str:
        """An address."""
        return f"bench-{number}@example.com"

    async def says(self, person: str, words: str, number: int) -> bool:
        """A mail, on a connection of its own."""
        mail = EmailMessage(policy=policy.SMTP)
        mail["Authentication-Results"] = f"{_AUTHSERV}; dkim=pass header.d=example.com"
        mail["From"], mail["To"], mail["Message-ID"] = person, ADDRESS, f"<bench-{number}@example.com>"
        mail.set_content(words)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._hand_in, person, mail.as_bytes())

    def _hand_in(self, person: str, octets: bytes) -> bool:
        try:
            with smtplib.LMTP("127.0.0.1", self._lmtp_port, local_hostname="relay", timeout=10) as line:
                return not line.sendmail(person, [ADDRESS], octets)
        except (OSError, smtplib.SMTPException):
            return False

    async def run(self, port: int) -> None:
        """Take answers until cancelled."""
        async with await asyncio.start_server(self._serve, "127.0.0.1", port) as server:
            await server.serve_forever()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 relay ESMTP\r\n")
        while line := await reader.readline():
            verb = line.strip().upper()[:4]
            if verb == b"DATA":
                writer.write(b"354 go on\r\n")
                octets = re.sub(rb"(?m)^\.", b"", (await reader.readuntil(b"\r\n.\r\n"))[:-3])
                body = message_from_bytes(octets, policy=policy.default).get_content()
                self.took(str(body).strip())
            writer.write(b"250 ok\r\n" if verb != b"QUIT" else b"221 bye\r\n")
            await writer.drain()
            if verb == b"QUIT":
                break
        writer.close()


@asynccontextmanager
async def mail_peer(lmtp_port: int, smtp_port: int) -> AsyncIterator[MailPeer]:
    """It works until the end of the block."""
    peer = MailPeer(lmtp_port)
    running = asyncio.create_task(peer.run(smtp_port))
    try:
        yield peer
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
