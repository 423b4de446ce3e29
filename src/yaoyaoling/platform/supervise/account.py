"""The unprivileged account the engines run as when we are root: PostgreSQL refuses to run as root."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from yaoyaoling.kernel.refused import Refused

NAME = "yaoyaoling"


class AccountMissing(Refused):
    """We are root, and the account could not be made."""

    code = "account_missing"
    zh = "无法创建系统账户 yaoyaoling（{why}）。请先执行 useradd --system --user-group yaoyaoling，或改用普通用户启动。"
    en = (
        "The system account yaoyaoling could not be made ({why}). Run `useradd --system --user-group yaoyaoling`"
        " first, or start as an ordinary user."
    )


class Unreachable(Refused):
    """The account may not enter a directory on the way."""

    code = "data_unreachable"
    zh = "数据库以账户 yaoyaoling 运行，但它无法进入 {folder}。请用 YYL_DATA 另选目录，例如 /var/lib/yaoyaoling。"
    en = (
        "The database runs as the account yaoyaoling, which may not enter {folder}."
        " Choose another directory with YYL_DATA, e.g. /var/lib/yaoyaoling."
    )


@dataclass(frozen=True)
class Account:
    """uid and gid to drop to; None in both: stay who we are."""

    uid: int | None = None
    gid: int | None = None

    def popen(self) -> dict[str, object]:
        """Arguments for `subprocess.Popen`."""
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give a path to the account."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    def require_reach(self, folder: Path) -> None:
        """Raise Unreachable when the account may not enter a directory or one above it."""
        if self.uid is None:
            return
        for step in reversed((folder, *folder.parents)):
            status = step.stat()
            if not (status.st_mode & 0o001 or (status.st_uid == self.uid and status.st_mode & 0o100)):
                raise Unreachable(folder=step)


def engine_account() -> Account:
    """Ourselves when unprivileged; as root, the system account `yaoyaoling`, made when missing.

    Raises: AccountMissing.
    """
    if os.geteuid() != 0:
        return Account()
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        _make_account()
        entry = pwd.getpwnam(NAME)
    return Account(entry.pw_uid, entry.pw_gid)


def _make_account() -> None:
    useradd = shutil.which("useradd") or "/usr/sbin/useradd"
    options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    try:
        subprocess.run([useradd, *options, "--shell", "/usr/sbin/nologin", NAME], check=True, capture_output=True)
    except OSError as error:
        raise AccountMissing(why=error) from error
    except subprocess.CalledProcessError as error:
        raise AccountMissing(why=error.stderr.decode(errors="replace").strip() or error) from error
