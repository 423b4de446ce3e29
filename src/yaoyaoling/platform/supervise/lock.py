"""One supervisor for one data directory: a lock that the kernel drops when its holder dies."""

import errno
import fcntl
import json
import os
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from yaoyaoling.kernel.refused import Refused

_FILE = "lock"
_LOOKS, _LOOK_S = 5, 0.02
"""Whoever asks for the holder (`find_holder`) holds the lock for a moment: that is not to be mistaken for one."""


@dataclass(frozen=True)
class Holder:
    """Who holds a data directory: process, what it does, for which city, since when (ISO 8601, UTC)."""

    pid: int
    what: str
    city: str
    since: str


class DataInUse(Refused):
    """Another supervisor works in this data directory."""

    code = "data_in_use"
    zh = "数据目录 {data} 正被进程 {pid} 使用（{what}，始于 {since}）。请先停止它，或用 YYL_DATA 另选目录。"
    en = (
        "The data directory {data} is in use by process {pid} ({what}, since {since})."
        " Stop that one first, or choose another directory with YYL_DATA."
    )


class DataNotWritable(Refused):
    """We may not write where the data should lie."""

    code = "data_not_writable"
    zh = "数据目录 {data} 无法写入（{why}）。请改用 YYL_DATA 指定可写的目录。"
    en = "The data directory {data} cannot be written ({why}). Name another one with YYL_DATA."


def require_writable(data: Path) -> None:
    """Make the directory when missing. Raises: DataNotWritable."""
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o755)
        (data / _FILE).touch(mode=0o644)
    except OSError as error:
        raise DataNotWritable(data=data, why=error.strerror) from error


class DataLock:
    """Held from `take` until `release`, or until this process dies, however it dies."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    @classmethod
    def take(cls, data: Path, *, what: str, city: str) -> "DataLock":
        """Lock the directory, making it when missing. Raises: DataInUse, DataNotWritable."""
        require_writable(data)
        descriptor = os.open(data / _FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        if not _lock(descriptor):
            os.close(descriptor)
            holder = read_holder(data)
            known = asdict(holder) if holder else {"pid": "?", "what": "?", "city": "?", "since": "?"}
            raise DataInUse(data=data, **known)
        holder = Holder(os.getpid(), what, city, datetime.now(UTC).isoformat(timespec="seconds"))
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(asdict(holder)).encode(), 0)
        return cls(descriptor)

    def release(self) -> None:
        """Let go. The file stays: removing it would let two processes lock two files of one name."""
        os.ftruncate(self._descriptor, 0)
        os.close(self._descriptor)


def _lock(descriptor: int) -> bool:
    for _ in range(_LOOKS):
        if _try_lock(descriptor):
            return True
        time.sleep(_LOOK_S)
    return False


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EWOULDBLOCK, errno.EACCES):
            return False
        raise
    return True


def find_holder(data: Path) -> Holder | None:
    """Who holds the directory now; None when nobody does, whatever an old file says."""
    try:
        descriptor = os.open(data / _FILE, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return read_holder(data)
    finally:
        os.close(descriptor)
    return None


def read_holder(data: Path) -> Holder | None:
    """What the file says of its holder; None when it says nothing sensible (yet)."""
    try:
        return Holder(**json.loads((data / _FILE).read_text()))
    except (OSError, ValueError, TypeError):
        return None
