"""The SIP stack of a voice process."""

import asyncio
from collections.abc import Callable
from typing import Any

from sippy.MsgBody import MsgBody
from sippy.Network_server import Remote_address
from sippy.SipAddress import SipAddress
from sippy.SipCallId import SipCallId
from sippy.SipConf import SipConf
from sippy.SipContact import SipContact
from sippy.SipFrom import SipFrom
from sippy.SipHeader import SipHeader
from sippy.SipRoute import SipRoute
from sippy.SipTo import SipTo
from sippy.SipURL import SipURL
from sippy.Time.MonoTime import MonoTime
from sippy.UA import UA

from yaoyaoling.platform.logs import logger
from yaoyaoling.telephony.sip.dialog import Dialog, OnSignal, sdp_body
from yaoyaoling.telephony.sip.inbound import Inbound, read_invite
from yaoyaoling.telephony.sip.octets import readable, to_octets, written
from yaoyaoling.telephony.sip.outbound import Outbound, Outgoing
from yaoyaoling.telephony.sip.shims import Quiet, Transactions, drive_timers

log = logger("telephony")
_ALLOW = "INVITE, ACK, BYE, CANCEL, OPTIONS, INFO, UPDATE, PRACK"
_PRODUCT = "yaoyaoling"
# A kept state may be older than the last request we sent in the dialog.
_SEQUENCE_MARGIN = 1000


class SipStack:
    """UDP on one address, behind the edge. One for each event loop; made and used on that loop only.

    on_call: called with each new call after 100 was sent; it must set `on_signal` before it returns and not block.
    next_hop: where calls go out to (the edge). port 0: a free one, see `port`.
    """

    def __init__(
        self, host: str, port: int, on_call: Callable[[Inbound], None], *, next_hop: tuple[str, int] | None = None
    ) -> None:
        SipConf.my_uaname = _PRODUCT
        SipConf.autoconvert_tel_url = True
        self._on_call = on_call
        self._host = host
        self._next_hop = next_hop
        self._dialogs: dict[str, Dialog] = {}
        self._reviving: tuple[str, OnSignal] | None = None
        self._config: dict[str, Any] = {"_sip_address": host, "_sip_port": port, "_sip_logger": Quiet()}
        self._stop_timers = drive_timers(asyncio.get_running_loop())
        self._transactions = Transactions(self._config, self._request)
        self._config["_sip_tm"] = self._transactions
        self._server = self._transactions.l4r.getServer((host, port))
        self.port: int = self._server.port

    @property
    def unreadable(self) -> int:
        """Datagrams that were no SIP, or failed inside."""
        return int(self._transactions.unreadable)

    @property
    def dialogs(self) -> int:
        """Calls that are not over."""
        return len(self._dialogs)

    def call(self, outgoing: Outgoing, on_signal: OnSignal, next_hop: tuple[str, int] | None = None) -> Outbound:
        """Send the INVITE now. next_hop: another than the stack's own. Raises: ValueError when there is none."""
        hop = next_hop or self._next_hop
        if hop is None:
            raise ValueError("no next hop")
        ua = UA(self._config, None, nh_address=hop)
        ua.lContact = self._contact()
        call_id = SipCallId()
        dialog = Outbound(str(call_id), ua, on_signal, self._forget)
        self._dialogs[dialog.call_id] = dialog
        dialog.start(call_id, outgoing, outgoing.domain or self._host)
        return dialog

    def revive(self, state: dict[str, Any], on_signal: OnSignal) -> Dialog | None:
        """Take up a dialog of a process that is gone, from `Dialog.state`; None when there is nothing to take up.

        An answered one can be hung up, pressed keys in, and answers BYE, re-INVITE and UPDATE. One that rang inbound is
        as if it had just come (send `progress` again, then `answer`). One that rang outbound is lost.
        """
        if "invite" in state:
            host, port = state["source"].rsplit(":", 1)
            self._reviving = (state["local_tag"], on_signal)
            octets = to_octets(written(state["invite"]))
            source = Remote_address((host, int(port)), "udp")
            try:
                self._transactions.handleIncoming(octets, source, self._server, MonoTime())
            finally:
                self._reviving = None
            return self._dialogs.get(state["call_id"])
        return self._revived(state, on_signal) if state["answered"] else None

    def close(self) -> None:
        """Close the socket; dialogs are left as they are (to be revived)."""
        self._stop_timers()
        self._transactions.cp_timer.cancel()
        self._server.shutdown()

    def _revived(self, state: dict[str, Any], on_signal: OnSignal) -> Dialog:
        ua = UA(self._config, None, nh_address=tuple(state["address"]), ltag=state["local_tag"])
        ua.cId = SipCallId(state["call_id"])
        ua.lUri, ua.rUri = SipFrom(written(state["local"])), SipTo(written(state["remote"]))
        ua.lUri.parse(), ua.rUri.parse()
        ua.rTarget = SipURL(written(state["target"]))
        ua.routes = [SipRoute(written(one)) for one in state["routes"]]
        for route in ua.routes:
            route.parse()
        ua.lCSeq, ua.rCSeq = state["local_seq"] + _SEQUENCE_MARGIN, state["remote_seq"]
        ua.lContact = self._contact()
        ua.lSDP, ua.rSDP = (sdp_body(state[key]) if state[key] else None for key in ("local_sdp", "remote_sdp"))
        revived = _Revived(state["call_id"], ua, on_signal, self._forget)
        revived.take(state)
        ua.changeState((ua.UaStateConnected,))
        self._transactions.regConsumer(ua, state["call_id"])
        self._dialogs[revived.call_id] = revived
        return revived

    def _forget(self, dialog: Dialog) -> None:
        if self._dialogs.get(dialog.call_id) is dialog:
            del self._dialogs[dialog.call_id]

    def _contact(self) -> SipContact:
        return SipContact(address=SipAddress(url=SipURL(username=_PRODUCT, host=self._host, port=self.port)))

    def _request(self, request: Any, transaction: Any) -> Any:
        """A request outside the calls sippy knows."""
        method = request.getMethod()
        if request.getHFBody("to").getTag() is not None:
            return self._early(request, method), None, None
        if method == "INVITE":
            return self._invite(request, transaction)
        if method == "OPTIONS":
            return _allowing(request.genResponse(200, "OK")), None, None
        return _allowing(request.genResponse(405, "Method Not Allowed")), None, None

    def _early(self, request: Any, method: str) -> Any:
        """In a call of ours that is not answered yet; else nobody's."""
        dialog = self._dialogs.get(str(request.getHFBody("call-id")))
        if dialog is None or dialog.answered:
            return request.genResponse(481, "Call Leg/Transaction Does Not Exist")
        body = request.getBody()
        text, kind = (readable(str(body)), str(body.mtype)) if body is not None else ("", "")
        status, sdp = dialog.answer_early(method, kind, text)
        return request.genResponse(
            status, "OK" if status == 200 else "Method Not Allowed", sdp_body(sdp) if sdp else None
        )

    def _invite(self, request: Any, transaction: Any) -> Any:
        if not request.countHFs("contact") or request.getHFBody("contact").asterisk:
            return request.genResponse(400, "Contact Missing"), None, None
        invite = read_invite(request)
        tag, on_signal = self._reviving or (None, None)
        ua = UA(self._config, None, ltag=tag)
        ua.lContact = self._contact()
        request.body = MsgBody(written(invite.offer)) if invite.offer else None
        call = Inbound(invite, request.text, ua, on_signal, self._forget)
        answer = ua.recvRequest(request, transaction)
        self._dialogs[call.call_id] = call
        if on_signal is None:
            self._on_call(call)
        return answer


def _allowing(response: Any) -> Any:
    response.appendHeader(SipHeader(name="Allow", bodys=_ALLOW))
    return response


class _Revived(Dialog):
    """An answered call of a process that is gone."""

    def take(self, state: dict[str, Any]) -> None:
        """Be what it was."""
        self._answered = True
        self._kind = state["kind"]
        self.local_sdp, self.remote_sdp = state["local_sdp"], state["remote_sdp"]

    def state(self) -> dict[str, Any]:
        """As promised in `Dialog`."""
        return {"kind": self._kind, "local_tag": self._ua.lTag, **super().state()}
