"""What the machine itself should have for the tests: a browser, and letters to write Chinese with."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

Say = Callable[[str], None]
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_FONTS = ("fonts-noto-cjk", "fonts-wqy-zenhei")


def find_browser() -> str | None:
    """A Chromium that can be started, or None. Ubuntu's `chromium` is a stub that wants snap: it does not count."""
    for name in _BROWSERS:
        path = shutil.which(name)
        if path is not None and not _is_snap_stub(Path(path)):
            return path
    return None


def _is_snap_stub(path: Path) -> bool:
    with path.resolve().open("rb") as file:
        head = file.read(4000)
    return head.startswith(b"#!") and (b"snap install" in head or b"/snap/bin" in head)


def has_chinese_font() -> bool:
    """Whether the machine can draw Chinese characters."""
    program = shutil.which("fc-list")
    if program is None:
        return False
    found = subprocess.run([program, ":lang=zh-cn"], capture_output=True, check=False)
    return bool(found.stdout.strip())


def ensure_test_packages(say: Say) -> None:
    """Install a browser and a Chinese font by apt when they are missing and we may; say so when we may not.

    Nothing fails here: tests that want a browser skip visibly where there is none.
    """
    missing: list[str] = []
    if not find_browser():
        if _is_ubuntu():
            # Its package `chromium` is a stub that fetches a snap, which containers and chroots cannot run.
            say("无 Chromium，浏览器测试将跳过 · no Chromium (Ubuntu's is a snap): browser tests are skipped")
        else:
            missing.append("chromium")
    if not has_chinese_font():
        missing += ["fontconfig", _FONTS[0]]
    if not missing:
        return
    names = " ".join(missing)
    apt = _apt()
    if apt is None:
        say(
            f"浏览器测试将跳过；管理员可执行 · browser tests will be skipped; an administrator may run:"
            f" apt-get install -y {names}"
        )
        return
    say(f"正在安装 · installing {names} (apt)")
    if _install(apt, missing):
        return
    if _FONTS[0] in missing and _install(apt, [_FONTS[1] if name == _FONTS[0] else name for name in missing]):
        return
    say(f"apt 未能安装 {names}，浏览器测试将跳过 · apt could not install them; browser tests will be skipped")


def _is_ubuntu() -> bool:
    try:
        return "ubuntu" in Path("/etc/os-release").read_text().lower()
    except OSError:
        return False


def _apt() -> list[str] | None:
    """How to call apt-get with the rights it wants; None when we have none."""
    program = shutil.which("apt-get")
    if program is None:
        return None
    if os.geteuid() == 0:
        return [program]
    sudo = shutil.which("sudo")
    if sudo is None or subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode != 0:
        return None
    return [sudo, "-n", program]


def _install(apt: list[str], names: list[str]) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for args in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *names]):
        done = subprocess.run([*apt, *args], env=environment, capture_output=True, check=False)
    return done.returncode == 0
