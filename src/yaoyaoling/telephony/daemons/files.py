"""Writing what the daemons read: files of their account, which nobody else reads."""

import os
from pathlib import Path

from yaoyaoling.platform.supervise.account import Account


def own_folder(path: Path, account: Account, mode: int = 0o700) -> Path:
    """The folder, made when missing, of the daemons' account."""
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(mode)
    account.own(path)
    return path


def write_own(path: Path, text: str, account: Account) -> None:
    """The file anew; its secrets are never open to others, not even for a moment."""
    partial = path.with_name(f"{path.name}.partial")
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    account.own(partial)
    partial.replace(path)
