"""The whole demo: first start, life, stop, second start, the worst ends. Real engines, real processes."""

import contextlib
import hashlib
import os
import re
import shutil
import signal
import socket
import ssl
import tempfile
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest

from tests.apps.demo_run import DemoRun
from tests.platform.test_supervise_process import lives
from yaoyaoling.platform.principal import Role
from yaoyaoling.telephony.daemons import Level, find_standing
from yaoyaoling.telephony.daemons.level import find_program
from yaoyaoling.telephony.settings import VoiceSettings

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
PASSWORD = "eight-letters"
_VOICE = {
    Level.FULL: ["janus", "janus-standby", "rtpengine", "kamailio"],
    Level.NO_RTPENGINE: ["janus", "janus-standby", "kamailio"],
    Level.NONE: [],
}
STANDING = find_standing(VoiceSettings())
VOICE = _VOICE[STANDING.level] + (["coturn"] if _VOICE[STANDING.level] and find_program("turnserver") else [])
OWN = ["sequencer", "relay", "worker", "roads", "positions", "serve", "channels", *(["voice"] if VOICE else [])]
PROCESSES = ["postgres", "nats", *VOICE, "sms-centre", "alarm-broker", "wechat-centre", "hotline-centre", *OWN]


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    """A data directory the engines' account can reach."""
    folder = Path(tempfile.mkdtemp(prefix="yyl-demo-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def demo(data: Path) -> Iterator[DemoRun]:
    """A first start."""
    # With no machine code from elsewhere: it compiles as a person's first start does.
    run = DemoRun(data, "--no-traffic", YYL_DEMO_PASSWORD=PASSWORD, NUMBA_CACHE_DIR="")
    try:
        run.until_open()
        yield run
    finally:
        run.stop()


def sign_in(demo: DemoRun, login: str, password: str = PASSWORD) -> httpx.Response:
    return httpx.post(f"{demo.url}/api/auth/sign-in", json={"login": login, "password": password})


def test_the_start_tells_its_steps_and_ends_with_the_sign_ins(demo: DemoRun) -> None:
    steps = re.findall(r"^\[(\d)/5\] ", demo.text, re.M)
    assert steps == ["1", "2", "3", "4", "5"]
    assert "正在生成城镇" in demo.text
    assert demo.url in demo.text
    for login in ("jiejing1", "jiejing2", "zhihui", "xianju", "paichusuo", "minjing1", "fuhe1", "fuhe2", "ducha1",
                  "ducha2", "admin", "trunk", "terminal", "re12345", "ranqi"):  # fmt: skip
        assert re.search(rf"^{login} ", demo.text, re.M), login
        reply = sign_in(demo, login)
        assert reply.status_code == 200, reply.text
    assert PASSWORD in demo.text


def test_all_processes_are_ready(demo: DemoRun) -> None:
    status = demo.status()
    assert list(status) == PROCESSES
    assert {one["state"] for one in status.values()} == {"ready"}
    reply = httpx.get(f"{demo.url}/readyz")
    assert reply.status_code == 200
    states = {part["name"]: part["state"] for part in reply.json()["parts"]}
    assert states.pop("voice") == ("degraded" if STANDING.is_less else "ok")
    assert set(states.values()) == {"ok"}


def test_the_number_to_dial_is_told(demo: DemoRun) -> None:
    assert STANDING.zh in demo.text
    token = sign_in(demo, "jiejing1").json()["token"]
    reply = httpx.get(f"{demo.url}/api/telephony/level", headers={"Authorization": f"Bearer {token}"})
    assert reply.status_code == 200
    assert reply.json()["level"] == STANDING.level.value
    assert httpx.get(f"{demo.url}/api/telephony/level").status_code == 401
    if VOICE:
        assert f"110 · {reply.json()['sip']}" in demo.text


def test_engines_do_not_run_as_root(demo: DemoRun) -> None:
    status = demo.status()
    for name in ("postgres", "nats", *VOICE):
        assert Path(f"/proc/{status[name]['pid']}").stat().st_uid != 0


@pytest.mark.parametrize("role", list(Role))
def test_a_token_of_every_role_is_printed_alone_and_works(demo: DemoRun, role: Role) -> None:
    done = demo.yyl("token", "--role", role.value)
    assert re.fullmatch(r"yyl_[\w-]+\n", done.stdout)
    reply = httpx.get(f"{demo.url}/api/auth/me", headers={"Authorization": f"Bearer {done.stdout.strip()}"})
    assert role.value in reply.json()["roles"]


def test_a_token_of_nobody_is_refused(demo: DemoRun) -> None:
    done = demo.yyl("token", "--role", "officer", "--login", "nobody")
    assert (done.returncode, done.stdout) == (2, "")
    assert "nobody" in done.stderr


def test_a_second_start_on_the_same_data_is_refused(demo: DemoRun) -> None:
    second = demo.yyl("demo", "--no-console", "--port", "1")
    assert second.returncode == 2
    assert str(demo.process.pid) in second.stderr


def test_a_port_in_use_is_told_with_the_remedy(demo: DemoRun, tmp_path: Path) -> None:
    other = DemoRun(tmp_path / "other", port=demo.port)
    assert other.ended() == 2
    assert f"端口 127.0.0.1:{demo.port} 已被占用" in other.text
    assert "YYL_PORT=" in other.text


def test_the_ledger_is_exported_and_verified(demo: DemoRun, tmp_path: Path) -> None:
    exported = demo.yyl("ledger", "export", "--to", str(tmp_path / "out"))
    assert exported.returncode == 0, exported.stderr
    assert demo.yyl("ledger", "verify", str(tmp_path / "out")).returncode == 0
    assert "yaoyaoling/" in demo.yyl("ledger", "checkpoint").stdout
    again = demo.yyl("ledger", "export", "--to", str(tmp_path / "out"))
    assert again.returncode == 2
    assert demo.yyl("parked", "list").stdout.startswith("没有搁置的事项")


@pytest.mark.parametrize("name", PROCESSES)
def test_whatever_is_killed_comes_back(demo: DemoRun, name: str) -> None:
    pid = demo.status()[name]["pid"]
    os.kill(pid, signal.SIGKILL)

    def is_back() -> bool:
        status = demo.status()
        return status[name]["pid"] not in (None, pid) and all(one["state"] == "ready" for one in status.values())

    demo.until(is_back, 60)
    demo.until(lambda: f"{name} 意外结束" in demo.text)

    def works() -> bool:
        try:
            return httpx.get(f"{demo.url}/readyz", timeout=5).status_code == 200
        except httpx.HTTPError:
            return False

    demo.until(works)


def test_ctrl_c_stops_all_it_started(demo: DemoRun) -> None:
    reply = httpx.post(f"{demo.url}/api/public/reports", json={"text": "昨天的报警"})
    assert reply.status_code == 201
    pids = demo.pids()
    assert len(pids) == len(PROCESSES)
    assert demo.stop() == 0
    assert "已停止" in demo.text
    assert not [pid for pid in pids if lives(pid)]
    assert not (demo.data / "cities" / "xiaozhen" / "run" / "engines.json").exists()


def test_a_second_start_is_quick_and_finds_yesterdays_data(demo: DemoRun, data: Path, tmp_path: Path) -> None:
    demo.stop()
    again = DemoRun(data, "--no-traffic", port=demo.port)
    try:
        seconds = again.until_open(60)
        assert "正在生成城镇" not in again.text
        found = re.search(r"密码 password .*: (\S+)", again.text)
        assert found is not None
        # This time no password was given: the installation's own holds, the earlier one does not.
        assert re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){2}", found[1])
        assert sign_in(again, "admin", found[1]).status_code == 200
        assert sign_in(again, "admin", PASSWORD).status_code == 401
        again.yyl("ledger", "export", "--to", str(tmp_path / "out"))
        assert "intake.contact.received" in (tmp_path / "out" / "events.jsonl").read_text()
        print(f"second start: {seconds:.1f} s")
    finally:
        again.stop()


def test_a_killed_supervisor_leaves_nothing_behind_and_the_next_start_works(demo: DemoRun, data: Path) -> None:
    demo.stop()
    first = DemoRun(data, "--no-traffic", port=demo.port)
    first.until_open(60)
    pids = first.pids()
    first.stop(signal.SIGKILL)
    second = DemoRun(data, "--no-traffic", port=demo.port)  # at once, while the children may still be ending
    try:
        second.until_open(60)
        assert not [pid for pid in pids if lives(pid)]
    finally:
        second.stop()


def loopback_name() -> str:
    """A name of this machine that is loopback without looking so: tests listen nowhere else."""
    for name in ("ip6-localhost", "ip6-loopback", socket.gethostname()):
        with contextlib.suppress(OSError):
            if all(ip_address(one[4][0]).is_loopback for one in socket.getaddrinfo(name, 80)):
                return name
    pytest.skip("this machine has no second name for loopback")


def test_another_address_speaks_https_with_a_certificate_of_its_own(demo: DemoRun, data: Path) -> None:
    demo.stop()
    name = loopback_name()
    tls = DemoRun(data, "--listen", name)
    try:
        tls.until_open(60)
        url = f"https://{name}:{tls.port}"
        assert f"{url}/" in tls.text
        trusted = ssl.create_default_context(cafile=str(data / "secrets" / "https.pem"))
        assert httpx.get(f"{url}/healthz", verify=trusted).json() == {"status": "ok"}
        der = ssl.PEM_cert_to_DER_cert((data / "secrets" / "https.pem").read_text())
        shown = re.search(r"SHA-256 +([0-9A-F:]{95})", tls.text)
        assert shown is not None
        assert shown[1].replace(":", "").lower() == hashlib.sha256(der).hexdigest()
        # The player goes through the same door.
        sent = 'route="/api/field/positions",status="200"'
        tls.until(lambda: sent in httpx.get(f"{url}/metrics", verify=trusted).text)
    finally:
        tls.stop()
