"""The mail world around the hall for tests: a relay that takes our answers, and hands mails in.

The relay's SMTP side is written from RFC 5321, 3461 and 4954, and from nothing of ours; what it hands in goes by the
standard library's LMTP client.
"""

import asyncio
import base64
import hashlib
import re
import smtplib
import socketserver
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial
from threading import Thread
from typing import Any

from yaoyaoling.channels.adapters.mail import MailAdapter, make_mail
from yaoyaoling.channels.settings import ChannelsSettings

HALL = "110@hall.example"
RELAY = "mx.hall.example"
PERSON = "zhang@example.com"


@dataclass
class Taken:
    """A mail the relay took: envelope, what was asked of it, and the mail."""

    sender: str
    to: str
    options: str
    octets: bytes

    @property
    def mail(self) -> EmailMessage:
        """Read by the standard library."""
        found = message_from_bytes(self.octets, policy=policy.default)
        assert isinstance(found, EmailMessage)
        return found

    @property
    def words(self) -> str:
        """What it says."""
        body = self.mail.get_body()
        assert body is not None
        return str(body.get_content()).replace("\r\n", "\n").removesuffix("\n")


@dataclass
class Relay:
    """What it took, and what it answers. codes: to the next RCPT; data_codes: to the next mails. hangs_up: in the
    middle of the next mail."""

    port: int = 0
    taken: list[Taken] = field(default_factory=list)
    codes: list[int] = field(default_factory=list)
    data_codes: list[int] = field(default_factory=list)
    has_dsn: bool = True
    sign_in: tuple[str, str] | None = None
    hangs_up: bool = False
    server: Any = None

    def stop(self) -> None:
        """It is away."""
        self.server.shutdown()
        self.server.server_close()


class _Talk(socketserver.StreamRequestHandler):
    relay: Relay

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())

    def handle(self) -> None:
        relay = self.relay
        sender, to, options, is_in = "", "", "", relay.sign_in is None
        self._say("220 relay ESMTP")
        while line := self.rfile.readline():
            text = line.decode().strip()
            verb = text.upper()
            if verb.startswith("EHLO"):
                offered = [*(["DSN"] if relay.has_dsn else []), *([] if relay.sign_in is None else ["AUTH PLAIN"])]
                self._say(*(f"250-{one}" for one in ("relay", *offered)), "250 ENHANCEDSTATUSCODES")
            elif verb.startswith("AUTH PLAIN"):
                told = tuple(base64.b64decode(text.split()[2]).decode().split("\0")[1:])
                is_in = told == relay.sign_in
                self._say("235 2.7.0 welcome" if is_in else "535 5.7.8 who are you")
            elif verb.startswith("MAIL FROM:"):
                sender, options = re.findall(r"<(.*?)>", text)[0], text
                self._say("250 2.1.0 ok" if is_in else "530 5.7.0 sign in first")
            elif verb.startswith("RCPT TO:"):
                to, options = re.findall(r"<(.*?)>", text)[0], f"{options}\n{text}"
                code = relay.codes.pop(0) if relay.codes else 250
                self._say(f"{code} told to")
            elif verb == "DATA":
                self._say("354 go on")
                octets = self._octets()
                if relay.hangs_up:
                    relay.hangs_up = False
                    return
                code = relay.data_codes.pop(0) if relay.data_codes else 250
                if code == 250:
                    relay.taken.append(Taken(sender, to, options, octets))
                self._say(f"{code} told to")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok" if verb in ("NOOP", "RSET") else "502 what")

    def _octets(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def relay() -> Iterator[Relay]:
    """It listens on loopback."""
    state = Relay()
    talk = type("Talk", (_Talk,), {"relay": state})
    state.server = _Server(("127.0.0.1", 0), talk)
    state.port = state.server.server_address[1]
    Thread(target=state.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield state
    finally:
        state.stop()


def mail_settings(relay: Relay, **more: Any) -> dict[str, Any]:
    """How the hall is told of it."""
    given = {"mail_address": HALL, "mail_relay_host": "127.0.0.1", "mail_relay_port": relay.port, "mail_lmtp_port": 0}
    return given | {"mail_relay_tls": "none", "mail_authserv_id": RELAY, "mail_reply_s": 3} | more


def mailbox_at(relay: Relay, **more: Any) -> MailAdapter:
    """Our side of it."""
    adapter = make_mail(ChannelsSettings(**mail_settings(relay, **more)))
    assert adapter is not None
    return adapter


def hand_in(port: int, octets: bytes, *, sender: str = PERSON, to: str | list[str] = HALL) -> Any:
    """The relay hands a mail in, by the standard library's client; gives what was refused. Blocking."""
    with smtplib.LMTP("127.0.0.1", port, local_hostname="relay", timeout=10) as line:
        return line.sendmail(sender, to, octets)


_CLIENTS = ThreadPoolExecutor(32, "relay")


async def handed_in(port: int, octets: bytes, **how: Any) -> Any:
    """The same, from a thread of the relay's own."""
    return await asyncio.get_running_loop().run_in_executor(_CLIENTS, partial(hand_in, port, octets, **how))


def mail_of(
    words: str, *, sender: str = PERSON, proof: str | None = "dkim=pass header.d=example.com", **more: str
) -> bytes:
    """A mail as a person's program writes it, with what our relay found of its sender."""
    mail = EmailMessage(policy=policy.SMTP)
    if proof is not None:
        mail["Authentication-Results"] = f"{RELAY}; {proof}"
    mail["From"] = sender
    mail["To"] = HALL
    mail["Message-ID"] = (
        more.pop("message_id", None) or f"<{hashlib.sha256(f'{sender}{words}'.encode()).hexdigest()[:24]}@example.com>"
    )
    for name, one in more.items():
        mail[name.replace("_", "-")] = one
    mail.set_content(words)
    return mail.as_bytes()
