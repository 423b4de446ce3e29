"""What both kinds of call share as a dialog: hanging up, keys, a renewed offer, living through a restart."""

from collections.abc import Awaitable, Callable
from typing import Any

from sippy.CCEvents import CCEventConnect, CCEventDisconnect, CCEventInfo, CCEventUpdate
from sippy.MsgBody import MsgBody
from sippy.SipContentType import SipContentType
from sippy.SipReason import SipReason
from sippy.UA import UA

from yaoyaoling.platform.errands import Errands
from yaoyaoling.platform.logs import logger
from yaoyaoling.telephony.sip.headers import digits_in
from yaoyaoling.telephony.sip.octets import readable, written
from yaoyaoling.telephony.sip.sdp import answer_direction
from yaoyaoling.telephony.sip.signals import Digits, Ended, Signal

OnSignal = Callable[["Dialog", Signal], None]
# A renewed offer of the peer (re-INVITE) to our answer; None: our media stays as it is.
OnReoffer = Callable[["Dialog", str], Awaitable[str | None]]
_RELAY = "application/dtmf-relay"
log = logger("telephony")


def sdp_body(sdp: str) -> MsgBody:
    """An SDP as sippy sends it."""
    return MsgBody(written(sdp))


class Dialog:
    """One call's signalling. on_signal: called on the event loop, never after the last signal; must not block."""

    def __init__(self, call_id: str, ua: UA, on_signal: OnSignal | None, forget: Callable[["Dialog"], None]) -> None:
        self.call_id = call_id
        self.on_signal = on_signal
        self.on_reoffer: OnReoffer | None = None
        self.ended = False
        self.local_sdp: str | None = None
        self.remote_sdp: str | None = None
        self._answered = False
        self._ua = ua
        self._forget = forget
        self._errands = Errands()
        ua.event_cb = self._on_event

    @property
    def answered(self) -> bool:
        """Whether there is (or was) a 200."""
        return self._answered

    def hang_up(self, reason: str | None = None) -> None:
        """End it in whatever state: BYE, CANCEL or a refusal. reason: RFC 3326 text. Again and again without harm."""
        if self.ended:
            return
        self._ua.recvEvent(self._disconnect(reason))
        self._end(self._last_of_ours())

    def _disconnect(self, reason: str | None) -> CCEventDisconnect:
        event = CCEventDisconnect()
        if reason:
            event.reason_rfc3326 = SipReason(protocol="SIP", cause=200, reason=written(reason.replace('"', "'")))
        return event

    def _last_of_ours(self) -> Signal:
        return Ended(by_us=True)

    def send_digits(self, digits: str, duration_ms: int = 160) -> None:
        """Press keys (0-9 * # A-D) for the other side, by INFO. Only in an answered call."""
        for digit in digits if self._answered and not self.ended else "":
            kind = SipContentType(_RELAY)
            kind.parse()
            self._ua.recvEvent(CCEventInfo(MsgBody(f"Signal={digit}\r\nDuration={duration_ms}\r\n", kind)))

    def state(self) -> dict[str, Any]:
        """What `SipStack.revive` needs in another process, as JSON; keep it after each signal and each answer.

        Of a call that still rings inbound it holds the INVITE, so that even that one can be answered after a restart.
        """
        ua = self._ua
        (host, port), _ = ua.rAddr
        return {
            "call_id": self.call_id,
            "answered": self._answered,
            "local": readable(str(ua.lUri)),
            "remote": readable(str(ua.rUri)),
            "target": readable(str(ua.rTarget)),
            "routes": [readable(str(one)) for one in ua.routes or ()],
            "address": [host, int(port)],
            "local_seq": ua.lCSeq,
            "remote_seq": ua.rCSeq,
            "local_sdp": self.local_sdp,
            "remote_sdp": self.remote_sdp,
        }

    def answer_early(self, method: str, content_type: str, body: str) -> tuple[int, str | None]:
        """Status and SDP for a request of the peer before the answer, which sippy does not know of."""
        if method == "INFO":
            self._tell_digits(content_type, body)
        if method == "UPDATE" and self.local_sdp:
            return 200, answer_direction(self.local_sdp, body) if body else self.local_sdp
        return (200 if method in ("INFO", "PRACK", "UPDATE", "OPTIONS") else 405), None

    def _on_event(self, event: Any, _ua: Any) -> None:
        if self.ended:
            return
        if isinstance(event, CCEventInfo):
            body = event.getData()
            if body is not None:
                self._tell_digits(str(body.mtype), str(body))
        elif isinstance(event, CCEventUpdate):
            self._reoffered(event)
        elif isinstance(event, CCEventDisconnect) and self._answered:
            text = getattr(event.reason_rfc3326, "reason", None) if event.reason_rfc3326 is not None else None
            self._end(Ended(by_us=False, reason=readable(str(text)) if text else None))
        else:
            self._on_own(event)

    def _on_own(self, event: Any) -> None:
        """Events that only one of the kinds knows."""

    def _tell_digits(self, content_type: str, body: str) -> None:
        digits = digits_in(content_type, body)
        if digits:
            self._tell(Digits(digits))

    def _reoffered(self, event: Any) -> None:
        self.remote_sdp = offer = readable(str(event.getData()))
        self._errands.begin(self._answer_reoffer(offer))

    async def _answer_reoffer(self, offer: str) -> None:
        answer = None
        if self.on_reoffer is not None:
            try:
                answer = await self.on_reoffer(self, offer)
            except Exception:  # whatever fails in the media, the call goes on as it was
                log.exception("sip.reoffer_failed", call_id=self.call_id)
        if self.ended:
            return
        unchanged = answer_direction(self.local_sdp or "", offer)
        self.local_sdp = answer or unchanged
        self._ua.recvEvent(CCEventConnect((200, "OK", sdp_body(self.local_sdp))))

    def _tell(self, signal: Signal) -> None:
        if self.on_signal is None:
            return
        try:
            self.on_signal(self, signal)
        except Exception:  # a fault of the listener must not take the stack with it
            log.exception("sip.listener_failed", call_id=self.call_id, signal=type(signal).__name__)

    def _end(self, signal: Signal) -> None:
        self.ended = True
        self._forget(self)
        self._tell(signal)
