"""WeChat's side for tests, written from its public documentation and from nothing of ours.

A real HTTP server for tokens, customer messages and media, and callbacks as WeChat signs and seals them.
"""

import base64
import hashlib
import json
import os
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from yaoyaoling.channels.adapters.wechat import WechatAdapter, wechat_accounts
from yaoyaoling.channels.settings import ChannelsSettings

APP_ID, SECRET, TOKEN = "wx0123456789abcdef", "app-secret-of-the-test", "callback-token"
AES_KEY = base64.b64encode(bytes(range(32))).decode()[:43]
PERSON = "oTestPerson-0000000000000001"


@dataclass
class Weixin:
    """What it has, and what it answers. codes: to the next customer messages; token_codes: to the next requests of a
    token. lasts_s: how long a token holds."""

    url: str = ""
    sent: list[dict[str, Any]] = field(default_factory=list)
    codes: list[int] = field(default_factory=list)
    token_codes: list[int] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)
    lasts_s: int = 7200
    is_away: bool = False
    raw: list[bytes] = field(default_factory=list)
    """Bodies as they came."""
    number: int = 1

    @property
    def token(self) -> str:
        """The one that holds now."""
        return f"TOKEN-{self.number:04d}-keep-me-out-of-the-logs"

    def answer(self, method: str, path: str, query: dict[str, str], body: bytes) -> tuple[int, str, bytes]:
        """Status, kind and body."""
        if self.is_away:
            return 502, "text/html", b"<html>bad gateway</html>"
        if path == "/cgi-bin/stable_token" and method == "POST":
            return 200, "application/json", json.dumps(self._give_token(json.loads(body))).encode()
        if query.get("access_token") != self.token:
            return _told(40001, "invalid credential, access_token is invalid or not latest")
        if path == "/cgi-bin/message/custom/send" and method == "POST":
            code = self.codes.pop(0) if self.codes else 0
            if code == 0:
                self.raw.append(body)
                self.sent.append(json.loads(body))
            return _told(code, "ok" if code == 0 else "response out of time limit or subscription is canceled")
        if path == "/cgi-bin/media/get" and method == "GET":
            found = self.media.get(query["media_id"])
            return _told(40007, "invalid media_id") if found is None else (200, "image/jpeg", found)
        return 404, "text/plain", b"no such interface"

    def _give_token(self, told: dict[str, Any]) -> dict[str, Any]:
        self.asked.append(told)
        code = self.token_codes.pop(0) if self.token_codes else 0
        if (told["appid"], told["secret"], told["grant_type"]) != (APP_ID, SECRET, "client_credential"):
            code = 40125
        if code:
            return {"errcode": code, "errmsg": "invalid appsecret"}
        if told["force_refresh"]:
            self.number += 1
        return {"access_token": self.token, "expires_in": self.lasts_s}


def _told(code: int, words: str) -> tuple[int, str, bytes]:
    return 200, "application/json; encoding=utf-8", json.dumps({"errcode": code, "errmsg": words}).encode()


@contextmanager
def weixin() -> Iterator[Weixin]:
    """It listens on loopback."""
    state = Weixin()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["content-length"])))

        def do_GET(self) -> None:
            self._answer(b"")

        def _answer(self, body: bytes) -> None:
            where = urlsplit(self.path)
            query = {name: found[0] for name, found in parse_qs(where.query).items()}
            status, kind, reply = state.answer(self.command, where.path, query, body)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield state
    finally:
        server.shutdown()


def account_at(url: str, *, is_sealed: bool = True, **more: Any) -> WechatAdapter:
    """Our side of it."""
    settings = ChannelsSettings(
        wechat_url=url, wechat_app_id=APP_ID, wechat_secret=SECRET, wechat_token=TOKEN,
        wechat_aes_key=AES_KEY if is_sealed else None, http_reply_s=2, **more,
    )  # fmt: skip
    [adapter] = wechat_accounts(settings)
    return adapter


def sha1_of(*parts: str) -> str:
    """As the documentation says: sorted, run together, SHA-1."""
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()


def sealed(message: bytes, *, app_id: str = APP_ID, key: bytes = bytes(range(32))) -> str:
    """As the documentation says: AES-CBC of random (16 octets), length, message and app id, padded to 32."""
    plain = os.urandom(16) + struct.pack("!I", len(message)) + message + app_id.encode()
    fill = 32 - len(plain) % 32
    encryptor = Cipher(algorithms.AES256(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(encryptor.update(plain + bytes([fill] * fill)) + encryptor.finalize()).decode()


def xml(**fields: Any) -> bytes:
    """A message in WeChat's XML."""
    inner = "".join(
        f"<{name}>{one}</{name}>" if isinstance(one, int | float) else f"<{name}><![CDATA[{one}]]></{name}>"
        for name, one in fields.items()
    )
    return f"<xml>{inner}</xml>".encode()


def message(kind: str = "text", *, number: int | None = 1, sender: str = PERSON, at: int = 0, **more: Any) -> bytes:
    """A person's message."""
    fields: dict[str, Any] = {
        "ToUserName": "gh_account", "FromUserName": sender, "CreateTime": at or int(time.time()), "MsgType": kind
    }  # fmt: skip
    return xml(**fields, **more, **({} if number is None else {"MsgId": 7_000_000_000_000_000_000 + number}))


def signed(
    age_s: float = 0, nonce: str | None = None, token: str = TOKEN, encrypt: str | None = None
) -> dict[str, str]:
    """The query of a callback."""
    stamp, nonce = str(int(time.time() - age_s)), nonce or str(int.from_bytes(os.urandom(5)))
    query = {"timestamp": stamp, "nonce": nonce, "signature": sha1_of(token, stamp, nonce)}
    if encrypt is not None:
        query |= {"encrypt_type": "aes", "msg_signature": sha1_of(token, stamp, nonce, encrypt)}
    return query


def callback(plain: bytes, **how: Any) -> tuple[dict[str, str], bytes]:
    """Query and body of a callback in safe mode."""
    encrypt = sealed(plain, **{name: how.pop(name) for name in ("app_id", "key") if name in how})
    return signed(encrypt=encrypt, **how), xml(ToUserName="gh_account", Encrypt=encrypt)
