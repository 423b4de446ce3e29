"""The supervisor's files: lock, ports, logs."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from yaoyaoling.platform.supervise.account import Account, Unreachable
from yaoyaoling.platform.supervise.lock import DataInUse, DataLock, DataNotWritable, find_holder
from yaoyaoling.platform.supervise.logfile import LogFile
from yaoyaoling.platform.supervise.ports import (
    AddressNotOurs,
    PortInUse,
    claim_any_range,
    claim_range,
    is_free,
    remembered_ports,
    require_free,
)

HOLD = """
import sys
from pathlib import Path
from yaoyaoling.platform.supervise.lock import DataLock
lock = DataLock.take(Path(sys.argv[1]), what="yyl demo --city xiaozhen", city="xiaozhen")
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_start_is_refused_with_the_name_of_the_holder(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(DataInUse) as caught:
            DataLock.take(tmp_path, what="yyl demo", city="other")
        for language in ("zh", "en"):
            sentence = caught.value.sentence(language)
            assert str(holder.pid) in sentence
            assert "yyl demo --city xiaozhen" in sentence
        found = find_holder(tmp_path)
        assert found is not None
        assert (found.pid, found.city) == (holder.pid, "xiaozhen")
        holder.kill()
        holder.wait()
    # The file still names the dead; nobody minds.
    assert (tmp_path / "lock").read_text() != ""
    assert find_holder(tmp_path) is None
    DataLock.take(tmp_path, what="yyl demo", city="other").release()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": 1}', "\0" * 20])
def test_a_damaged_lock_file_is_in_nobodys_way(tmp_path: Path, content: str) -> None:
    (tmp_path / "lock").write_text(content)
    assert find_holder(tmp_path) is None
    lock = DataLock.take(tmp_path, what="yyl demo", city="xiaozhen")
    with pytest.raises(DataInUse):
        DataLock.take(tmp_path, what="yyl demo", city="xiaozhen")
    lock.release()


def test_a_data_directory_that_cannot_be_made_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DataNotWritable) as caught:
        DataLock.take(tmp_path / "file" / "data", what="yyl demo", city="xiaozhen")
    assert "YYL_DATA" in caught.value.sentence("zh")


def test_a_folder_closed_to_the_engines_account_is_named(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    (closed / "data").mkdir(parents=True)
    closed.chmod(0o700)
    tmp_path.chmod(0o755)
    somebody = Account(uid=os.geteuid() + 4242, gid=4242)
    with pytest.raises(Unreachable) as caught:
        somebody.require_reach(closed / "data")
    assert str(caught.value.details["folder"]) in str(closed / "data")
    Account().require_reach(closed / "data")


def test_ports_stay_the_same_while_they_are_free(tmp_path: Path) -> None:
    file = tmp_path / "run" / "ports.json"
    first = remembered_ports(file, ("postgres", "nats"))
    assert remembered_ports(file, ("postgres", "nats")) == first
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", first["nats"]))
        taken.listen()
        second = remembered_ports(file, ("postgres", "nats"))
    assert second["postgres"] == first["postgres"]
    assert second["nats"] not in first.values()
    file.write_text("not json")
    assert set(remembered_ports(file, ("postgres",))) == {"postgres"}
    assert set(json.loads(file.read_text())) == {"postgres"}


def test_a_port_in_use_is_refused_with_a_remedy() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not is_free(port)
        with pytest.raises(PortInUse) as caught:
            require_free("127.0.0.1", port)
    assert f"{port}" in caught.value.sentence("zh")
    assert str(os.getpid()) in caught.value.sentence("en")
    assert "YYL_PORT=" in caught.value.sentence("en")
    require_free("127.0.0.1", port)


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(AddressNotOurs):
        require_free("192.0.2.1", 8110)


def test_a_log_is_put_aside_when_it_grows(tmp_path: Path) -> None:
    log = LogFile(tmp_path / "x.log", limit_bytes=100, keep=2)
    for number in range(10):
        log.write(f"{number} {'-' * 60}\n".encode())
    log.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.log", "x.log.1", "x.log.2"]
    kept = "".join((tmp_path / name).read_text() for name in ("x.log.2", "x.log.1", "x.log"))
    numbers = [int(line.split()[0]) for line in kept.splitlines()]
    assert numbers == list(range(numbers[0], 10))


def test_a_full_disk_costs_lines_not_the_process(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    (tmp_path / "x.log").symlink_to("/dev/full")
    log = LogFile(tmp_path / "x.log")
    log.write(b"twelve bytes")
    assert log.lost_bytes == 12


def test_a_range_is_claimed_by_one_and_free_again_afterwards() -> None:
    ours = claim_any_range(4_000)
    assert ours is not None
    assert ours.last == ours.first + 3_999
    assert claim_range(ours.first, 100) is None
    assert claim_range(ours.first + 2_000, 2_000) is None, "its middle"
    assert claim_range(ours.first - 1_000, 2_000) is None, "one that ends in it"
    ours.close()
    again = claim_range(ours.first, 4_000)
    assert again is not None
    again.close()


def test_who_receives_datagrams_at_the_beginning_keeps_the_range() -> None:
    ours = claim_any_range(2_000)
    assert ours is not None
    ours.close()
    with socket.socket(type=socket.SOCK_DGRAM) as somebody:
        somebody.bind(("127.0.0.1", ours.first + 4))
        assert claim_range(ours.first, 2_000) is None
