"""A call that goes out: to a partner's line, a crew's phone, a caller who was cut off."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sippy.CCEvents import CCEventConnect, CCEventDisconnect, CCEventFail, CCEventRedirect, CCEventRing, CCEventTry
from sippy.SipHeader import SipHeader
from sippy.UA import UA

from yaoyaoling.telephony.sip.dialog import Dialog, OnSignal, sdp_body
from yaoyaoling.telephony.sip.octets import readable, written
from yaoyaoling.telephony.sip.signals import Answered, Failed, Ringing, Signal

_NO_MEDIA = 488


@dataclass(frozen=True)
class Outgoing:
    """Whom to call and as whom.

    caller: number in From. asserted: number in P-Asserted-Identity (the citizen's);
    the caller's when None, no header when "". diverted_by: our number in Diversion, of a transfer. display: name in
    From, any language. offer: our SDP. domain: host in these addresses, the stack's when None. headers: more, in order.
    """

    dialled: str
    caller: str
    offer: str
    display: str | None = None
    asserted: str | None = None
    diverted_by: str | None = None
    domain: str | None = None
    headers: tuple[tuple[str, str], ...] = field(default=())

    def own_headers(self, domain: str) -> list[tuple[str, str]]:
        """Headers of identity and transfer, then the caller's own."""
        asserted = self.caller if self.asserted is None else self.asserted
        identity = [("P-Asserted-Identity", f"<sip:{asserted}@{domain}>")] if asserted else []
        diverted = (
            [("Diversion", f"<sip:{self.diverted_by}@{domain}>;reason=unconditional")] if self.diverted_by else []
        )
        return [*identity, *diverted, *self.headers]


class Outbound(Dialog):
    """A call to the trunk. Signals: Ringing …, then Answered or Failed; Digits …, Ended.

    `hang_up` before the answer cancels, and Failed(487) follows at once.
    """

    def __init__(self, call_id: str, ua: UA, on_signal: OnSignal | None, forget: Callable[[Dialog], None]) -> None:
        super().__init__(call_id, ua, on_signal, forget)
        self._early_sdp: str | None = None

    def start(self, call_id: Any, outgoing: Outgoing, domain: str) -> None:
        """Send the INVITE. call_id: sippy's header."""
        self.local_sdp = outgoing.offer
        name = written(outgoing.display.replace('"', "'")) if outgoing.display else None
        event = _Try((call_id, outgoing.caller, outgoing.dialled, sdp_body(outgoing.offer), None, name))
        event.domain = domain
        event.extra_headers = [
            SipHeader(name=name, bodys=written(value)) for name, value in outgoing.own_headers(domain)
        ]
        self._ua.recvEvent(event)

    def state(self) -> dict[str, Any]:
        """As promised in `Dialog`."""
        return {"kind": "outbound", "local_tag": self._ua.lTag, **super().state()}

    def _last_of_ours(self) -> Signal:
        return super()._last_of_ours() if self._answered else Failed(487, "cancelled")

    def _on_own(self, event: Any) -> None:
        if isinstance(event, CCEventRing):
            status, _, body = event.getData()
            if status > 100:
                sdp = readable(str(body)) if body is not None else None
                self._early_sdp = self.remote_sdp = sdp or self._early_sdp
                self._tell(Ringing(status, sdp))
        elif isinstance(event, CCEventConnect):
            body = event.getData()[2]
            sdp = readable(str(body)) if body is not None else self._early_sdp
            self._answered = True
            if sdp is None:
                self._ua.recvEvent(self._disconnect("no media"))
                self._end(Failed(_NO_MEDIA, "answered without media"))
                return
            self.remote_sdp = sdp
            self._tell(Answered(sdp))
        elif isinstance(event, CCEventFail | CCEventRedirect):
            status, reason, *_ = event.getData()
            self._end(Failed(int(status), readable(str(reason))))
        elif isinstance(event, CCEventDisconnect):
            self._end(Failed(487, "ended before the answer"))


class _Try(CCEventTry):  # type: ignore[misc]
    """Sets what sippy would take from the machine's own name."""

    domain = ""

    def onUacSetupComplete(self, uac: Any) -> None:  # noqa: N802
        """Called by sippy before the INVITE leaves."""
        uac.lUri.getUrl().host = self.domain
        uac.rUri.getUrl().host = self.domain
