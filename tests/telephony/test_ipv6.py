"""The SIP edge by IPv6 with sipp: what is generated is taken, and calls go through to a node that knows IPv4 only."""

import shutil
import socket
from pathlib import Path

import pytest

from tests.engines import free_port
from tests.telephony.daemons import running_daemons
from tests.telephony.node import node_at
from tests.telephony.test_edge_peers import run


@pytest.mark.parametrize("transport", ["u1", "t1"])
async def test_sipp_calls_over_ipv6(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, transport: str) -> None:
    sipp = shutil.which("sipp")
    if sipp is None:
        pytest.skip("sipp is not installed: apt-get install sip-tester")
    if not socket.has_ipv6 or not Path("/proc/net/if_inet6").exists():
        pytest.skip("this machine has no IPv6")
    monkeypatch.chdir(tmp_path)  # where it leaves its own files
    scenario = Path(__file__).parent / "sipp_call.xml"
    async with (
        running_daemons("kamailio", sip_address="::1", trunks="::1/128") as edge,
        node_at(edge.at.node, edge.at.inside) as node,
    ):
        code, output = await run(
            sipp, str(edge.at.sip), "-sf", str(scenario), "-t", transport, "-i", "[::1]", "-p", str(free_port()),
            "-m", "100", "-r", "50", "-nostdin", "-timeout", "30s",
        )  # fmt: skip
        assert code == 0, output[-3000:]
        assert len({call.get("call-id") for call in node.seen}) == 100
        assert node.seen[0].get("x-yyl-source").startswith("kind=trunk;")
