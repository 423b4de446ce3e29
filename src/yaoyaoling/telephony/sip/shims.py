"""Where sippy 2.5 is bent, each with its reason (docs/adr/0039-sippy.md). Nothing else touches its insides.

It is written for a loop of its own, three threads a socket, ASCII and honest peers; we have asyncio, UTF-8 bodies, and
callers who must never hear silence because a header was odd.
"""

import asyncio
import socket
from _thread import get_ident
from collections.abc import Callable
from hashlib import md5
from ipaddress import ip_address
from typing import Any

from sippy.Core.EventDispatcher import ED2
from sippy.Network_server import Network_server, Remote_address
from sippy.SipAddress import SipAddress
from sippy.SipHeader import SipHeader
from sippy.SipRequest import SipRequest
from sippy.SipResponse import SipResponse
from sippy.SipTransactionManager import RINGING, TRYING, SipTMRetransmitO, SipTransactionManager
from sippy.SipURL import SipURL
from sippy.Time.MonoTime import MonoTime
from sippy.UaStateConnected import UaStateConnected
from sippy.Udp_server import Udp_server_opts

from yaoyaoling.platform.logs import logger
from yaoyaoling.telephony.sip.octets import to_octets, to_text
from yaoyaoling.telephony.sip.reply import bare_reply

log = logger("telephony")
_TICK_S = 0.01
_LONGEST_DATAGRAM = 65535
_AT_A_TIME = 64
# A proxy forgets a call that only rings after three minutes without a word (RFC 3261, 16.6); so we repeat the last one.
_REPEAT_PROGRESS_S = 50
_KNOWN_SCHEMES = ("sip:", "sips:", "tel:")


class Quiet:
    """sippy's log would be a file and a thread; ours says what matters."""

    def write(self, *_args: object, **_options: object) -> None:
        """Nothing."""


def drive_timers(loop: asyncio.AbstractEventLoop) -> Callable[[], None]:
    """Run sippy's timers on our loop, for its dispatcher wants to own the main thread. Gives what stops it."""
    ED2.my_ident = get_ident()
    ticking: list[asyncio.TimerHandle] = []

    def tick() -> None:
        ED2.last_ts = MonoTime()
        ED2.dispatchTimers()
        ticking[:] = [loop.call_later(_TICK_S, tick)]

    tick()
    return lambda: ticking[0].cancel()


class LoopSocket(Network_server):  # type: ignore[misc]
    """UDP on our loop: its own server has threads that overtake each other (100 after 200) and takes 8 KiB at most.

    It never resolves a name: an address that is none is not sent to, for a caller's Contact must not stop the loop.
    """

    transport = "udp"

    def __init__(self, _config: object, options: Any) -> None:
        super().__init__(options)
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 * 1024 * 1024)
        self._socket.bind(self.uopts.laddress)
        self.uopts.laddress = self._socket.getsockname()
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._socket, self._read)

    @property
    def port(self) -> int:
        """Where it listens."""
        port: int = self.uopts.laddress[1]
        return port

    def _read(self) -> None:
        for _ in range(_AT_A_TIME):
            try:
                data, address = self._socket.recvfrom(_LONGEST_DATAGRAM)
            except (BlockingIOError, ConnectionError):
                return
            if data:
                self.uopts.data_callback(data, Remote_address(address, self.transport), self, MonoTime())

    def send_to(self, data: bytes | str, address: tuple[str, int], _delayed: bool = False) -> None:
        """Send now; what the network does not take is lost, as on any UDP: transactions repeat it."""
        octets = data if isinstance(data, bytes) else to_octets(data)
        try:
            ip_address(address[0])
            self._socket.sendto(octets, (address[0], int(address[1])))
        except (ValueError, OSError, OverflowError) as fault:
            log.warning("sip.not_sent", host=str(address[0])[:80], fault=type(fault).__name__)

    def join(self) -> None:
        """No threads, nothing to wait for."""

    def shutdown(self) -> None:
        """Close."""
        if self._socket.fileno() >= 0:
            self._loop.remove_reader(self._socket)
            self._socket.close()


class Transactions(SipTransactionManager):  # type: ignore[misc]
    """Its transaction layer, without a way to lose a request silently.

    Text is octets (`octets`): it counts Content-Length in characters, so an INVITE with a UTF-8 place was dropped. What
    cannot be parsed gets 400, what fails inside gets 500. An inbound INVITE never expires by itself: it would have cut
    off who waits in the queue for five minutes. on_unreadable: told of each of them.
    """

    model_udp_server = (LoopSocket, Udp_server_opts)
    provisional_retr = _REPEAT_PROGRESS_S

    def __init__(self, config: dict[str, Any], on_request: Callable[..., Any]) -> None:
        super().__init__(config, on_request)
        self.unreadable = 0

    def handleIncoming(self, data_in: bytes, ra: Any, server: Any, rtime: Any) -> None:  # noqa: N802
        """One datagram."""
        if len(data_in) < 32:  # keepalives of NATs
            return
        checksum = md5(data_in, usedforsecurity=False).digest()
        before = self.l1rcache.get(checksum) or self.l2rcache.get(checksum)
        if before is not None:
            if before.data is not None:
                self.transmitData(before.userv, before.data, before.address)
            return
        try:
            text = to_text(data_in)
            if text.startswith("SIP/2.0 "):
                self._response(text, ra, checksum, rtime)
            else:
                self._request(text, ra, server, checksum, rtime)
        except Exception as fault:  # noqa: BLE001  # a hostile datagram may make the parser raise anything
            self.unreadable += 1
            log.warning("sip.unreadable", source=str(ra), fault=repr(fault)[:200])
            self.l1rcache[checksum] = SipTMRetransmitO()
            reply = bare_reply(data_in, 400, "Bad Request")
            if reply is not None:
                self.transmitData(server, to_text(reply), ra.address, checksum)

    def _response(self, text: str, ra: Any, checksum: bytes, rtime: Any) -> None:
        response = SipResponse(text)
        response.rtime = rtime
        transaction = self.tclient.get(response.getTId(True, True))
        if transaction is None or not 100 <= response.getSCode()[0] <= 699:
            self.l1rcache[checksum] = SipTMRetransmitO()
            return
        response.setSource(ra)
        self.incomingResponse(response, transaction, checksum)

    def _request(self, text: str, ra: Any, server: Any, checksum: bytes, rtime: Any) -> None:
        request = SipRequest(text)
        tids = request.getTIds()
        request.rtime = rtime
        via = request.getHFBody("via")
        if via.getAddr()[0] != ra.address[0]:
            via.params["received"] = ra.received
        if "rport" in via.params:
            via.params["rport"] = str(ra.address[1])
        request.setSource(ra)
        request.text = text
        try:
            if not self._given_up(request, checksum, server):
                self.incomingRequest(request, checksum, tids, server)
        except Exception as fault:
            # Headers are parsed when they are looked at, so a bad one shows only here. What raises these three is the
            # sender's; anything else is ours, and somebody should see where.
            is_theirs = isinstance(fault, ValueError | IndexError | KeyError)
            log.warning("sip.request_failed", source=str(ra), fault=repr(fault)[:200], exc_info=not is_theirs)
            self.unreadable += 1
            transaction = self.tserver.pop(request.getTId(wBRN=True), None)
            if transaction is not None:
                transaction.cleanup()
            status, reason = (400, "Bad Request") if is_theirs else (500, "Server Internal Error")
            reply = bare_reply(to_octets(text), status, reason)
            if reply is not None:
                self.transmitData(server, to_text(reply), ra.address, checksum)

    def _given_up(self, request: Any, checksum: bytes, server: Any) -> bool:
        """Whether it is a CANCEL of a call that rings here, by another branch than its INVITE came.

        An edge that was started anew does not know the branch any more, and only passes it on.
        """
        tid = request.getTId(wBRN=True)
        if request.getMethod() != "CANCEL" or tid in self.tserver:
            return False
        found = [one for known, one in self.tserver.items() if known[:3] == tid[:3] and one.method == "INVITE"]
        for transaction in found:
            if transaction.state in (TRYING, RINGING):
                answer = request.genResponse(200, "OK")
                self.transmitMsg(server, answer, answer.getHFBody("via").getTAddr(), checksum)
                self.doCancel(transaction, request.rtime, request)
                return True
        return False

    def timerE(self, _transaction: Any) -> None:  # noqa: N802
        """An INVITE of ours to answer does not expire."""

    def transmitData(  # noqa: N802
        self, userv: Any, data: bytes | str, address: tuple[str, int], cachesum: bytes | None = None, lossemul: int = 0
    ) -> None:
        """Send; the same without its log."""
        userv.send_to(data, address)
        if cachesum is not None:
            self.l1rcache[cachesum] = SipTMRetransmitO(userv, data, address, None, lossemul)


# --- Addresses: urn:service:sos is what an emergency call is sent to (RFC 5031), and sippy refuses all but sip and tel.
_plain_init, _plain_text = SipURL.__init__, SipURL.localStr
_plain_copy, _plain_address = SipURL.getCopy, SipURL.getTAddr


def _init(self: Any, url: str | None = None, *args: Any, **options: Any) -> None:
    opaque = url is not None and ":" in url and not url.lower().startswith(_KNOWN_SCHEMES) and not _is_bare(url)
    _plain_init(self, "sip:opaque.invalid" if opaque else url, *args, **options)
    self.opaque = url if opaque else None


def _is_bare(url: str) -> bool:
    """An address without scheme ("10.0.0.1:5060") is taken for sip, as ever."""
    return url.split(":", 1)[1][:1].isdigit()


def _text(self: Any, *args: Any, **options: Any) -> Any:
    return self.opaque if getattr(self, "opaque", None) else _plain_text(self, *args, **options)


def _copy(self: Any) -> Any:
    copy = _plain_copy(self)
    copy.opaque = getattr(self, "opaque", None)
    return copy


def _address(self: Any) -> Any:
    # "transport=UDP" in capitals made the BYE fail.
    address, transport = _plain_address(self)
    return address, transport.lower() if isinstance(transport, str) else transport


SipURL.__init__, SipURL.localStr, SipURL.getCopy, SipURL.getTAddr = _init, _text, _copy, _address
_plain_name_addr = SipAddress.__init__


def _name_addr(self: Any, address: str | None = None, *args: Any, **options: Any) -> None:
    # "From: tel:+86138…;tag=x" without brackets is legal, and sippy can do that only with "sip:".
    if address is not None and "<" not in address and not address.startswith('"'):
        uri, semicolon, parameters = address.partition(";")
        address = f"<{uri.strip()}>{semicolon}{parameters}"
    _plain_name_addr(self, address, *args, **options)


SipAddress.__init__ = _name_addr


# --- In a call: UPDATE, PRACK, MESSAGE were never answered; a re-INVITE without offer was taken for a hold and parsed.
def _update(self: Any, request: Any) -> None:
    response = request.genResponse(200, "OK", server=self.ua.local_ua)
    if request.getBody() is not None and self.ua.lSDP is not None:
        response.setBody(self.ua.lSDP)
    response.appendHeader(SipHeader(name="contact", body=self.ua.lContact))
    self.ua.global_config["_sip_tm"].sendResponse(response)


_plain_reinvite = UaStateConnected._recvRequestInvite


def _reinvite(self: Any, request: Any) -> Any:
    if request.getBody() is not None:
        return _plain_reinvite(self, request)
    self.ua.uasResp = request.genResponse(100, "Trying", server=self.ua.local_ua)
    self.ua.global_config["_sip_tm"].sendResponse(self.ua.uasResp)
    self.ua.sendUasResponse(200, "OK", self.ua.lSDP, (self.ua.lContact,))
    return None


def _accept(_self: Any, request: Any) -> None:
    request.sendResponse(200, "OK")


def _forbid(_self: Any, request: Any) -> None:
    # A peer may not send our caller elsewhere: transfers are ours, and sippy would simply hang up.
    request.sendResponse(403, "Forbidden")


def _not_allowed(_self: Any, request: Any) -> None:
    request.sendResponse(405, "Method Not Allowed")


UaStateConnected.recv_request_handlers = {
    **UaStateConnected.recv_request_handlers,
    "INVITE": _reinvite,
    "UPDATE": _update,
    "PRACK": _accept,
    "REFER": _forbid,
    **dict.fromkeys(("MESSAGE", "SUBSCRIBE", "NOTIFY", "PUBLISH", "REGISTER"), _not_allowed),
}
