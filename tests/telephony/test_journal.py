"""Calls that nothing of ours could take: the edge lays them down, the controller tells the hall."""

import pytest

from tests.telephony.daemons import RunningDaemons, running_daemons
from tests.telephony.node import node_at
from tests.telephony.test_edge import TRUNK, dialog_on, is_final, line_to, plan
from yaoyaoling.apps.callers.call import Caller, End
from yaoyaoling.telephony.sip.inbound import read_kept_invite


def kinds(edge: RunningDaemons) -> list[str]:
    return sorted(path.suffix for path in edge.at.journal.iterdir() if path.suffix != ".last")


async def test_the_edge_lays_down_every_call_before_a_node_is_asked() -> None:
    async with running_daemons("kamailio", trunks=f"{TRUNK}/32", last_resort="sip:120@127.0.0.8:9") as edge:
        told = await Caller((edge.at.sip.host, edge.at.sip.port), plan(patience_s=1)).ring()
        assert told.end is End.ABANDONED
        assert kinds(edge) == [".open", ".over"]
        [file] = edge.at.journal.glob("*.open")
        invite = read_kept_invite(file.read_bytes(), is_vouched=False)
        assert (invite.caller, invite.dialled) == ("13800138000", "110")
        assert invite.offer is None or "m=audio" in invite.offer

        line = await line_to(edge, TRUNK)
        asserted = dialog_on(edge, line, caller="anonymous")
        headers = ("P-Asserted-Identity: <sip:13811112222@trunk>", "X-Yyl-Repeat: 99")
        reply = await line.ask(asserted.invite(b"v=0\r\n", headers), is_final)
        assert reply.status >= 400
        assert kinds(edge) == [".open", ".over", ".over", ".passed", ".trunk"]
        [file] = edge.at.journal.glob("*.trunk")
        invite = read_kept_invite(file.read_bytes(), is_vouched=True)
        assert invite.caller == "13811112222" and not invite.tags
        assert read_kept_invite(file.read_bytes(), is_vouched=False).caller is None
        line.close()


async def test_what_a_node_took_and_what_is_repeated_is_one_file() -> None:
    async with running_daemons("kamailio") as edge, node_at(edge.at.node, edge.at.inside):
        assert (await Caller((edge.at.sip.host, edge.at.sip.port), plan()).ring()).end is End.SPOKEN
        assert kinds(edge) == [".open"], "the node takes it away when the hall has it"


@pytest.mark.parametrize("octets", [b"", b"INVITE", b"INVITE sip:110@x SIP/2.0\r\nFrom: \xff\r\n\r\n", bytes(99)])
def test_what_is_no_call_is_named(octets: bytes) -> None:
    with pytest.raises(ValueError, match="no INVITE"):
        read_kept_invite(octets, is_vouched=True)
