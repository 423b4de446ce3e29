"""What the machine itself should have: daemons of voice; for the tests a browser, Chinese letters, a SIP peer."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from yaoyaoling.telephony.daemons import find_standing
from yaoyaoling.telephony.daemons.level import find_program
from yaoyaoling.telephony.settings import VoiceSettings

Say = Callable[[str], None]
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_FONTS = ("fonts-noto-cjk", "fonts-wqy-zenhei")
_VOICE_TESTS = {"sipp": "sip-tester", "espeak-ng": "espeak-ng"}
_UNITS = ("janus", "kamailio", "rtpengine-daemon", "coturn")
_AGAIN_S = 86_400.0
"""What apt could not bring is asked for again after a day: a start must not wait for a network every time."""


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
    """Install by apt what is missing of browser, Chinese font, daemons of voice, SIP peer; say so when we may not.

    Nothing fails here: tests that want one of them skip visibly where there is none.
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
    missing += [package for program, package in _VOICE_TESTS.items() if find_program(program) is None]
    missing += find_standing(VoiceSettings()).packages.split()
    if not missing:
        return
    names = " ".join(missing)
    apt = _apt()
    if apt is None:
        say(
            f"相关测试将跳过；管理员可执行 · tests that want them will be skipped; an administrator may run:"
            f" apt-get install -y {names}"
        )
        return
    say(f"正在安装 · installing {names} (apt)")
    if _install(apt, missing):
        return
    if _FONTS[0] in missing and _install(apt, [_FONTS[1] if name == _FONTS[0] else name for name in missing]):
        return
    say(f"apt 未能安装 {names}，相关测试将跳过 · apt could not install them; tests that want them will be skipped")


def ensure_voice_packages(say: Say, tried: Path) -> None:
    """Install by apt which daemons of voice are missing, when we may; nothing fails here, voice is only less.

    tried: a file that remembers what could not be installed.
    """
    if VoiceSettings().level == "none":
        return
    missing = find_standing(VoiceSettings()).packages.split()
    # Announcements, and played callers, are spoken by the one and encoded by the other.
    missing += [name for name in ("ffmpeg", "espeak-ng") if find_program(name) is None]
    if not missing or _was_tried(tried, missing):
        return
    apt = _apt()
    if apt is None:
        return  # the level's own sentence has the line for an administrator
    say(f"正在安装语音组件 · installing {' '.join(missing)} (apt)")
    if _install(apt, missing):
        _keep_from_starting(apt)
        return
    say("apt 未能安装 · apt could not install them")
    tried.parent.mkdir(parents=True, exist_ok=True)
    tried.write_text(" ".join(missing))


def _was_tried(tried: Path, missing: Sequence[str]) -> bool:
    try:
        return tried.read_text().split() == list(missing) and time.time() - tried.stat().st_mtime < _AGAIN_S
    except OSError:
        return False


def _keep_from_starting(apt: Sequence[str]) -> None:
    """We start the daemons ourselves. A machine with systemd must not start the distribution's own as well."""
    systemctl = shutil.which("systemctl")
    if systemctl is None or not Path("/run/systemd/system").is_dir():
        return
    units = [unit for unit in _UNITS if Path(f"/lib/systemd/system/{unit}.service").exists()]
    subprocess.run([*apt[:-1], systemctl, "disable", "--now", *units], capture_output=True, check=False)


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
    # RUNLEVEL=1: no service is started. They stand before the command: sudo lets no environment through.
    environment = ["env", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1"]
    for args in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *names]):
        done = subprocess.run([*apt[:-1], *environment, apt[-1], *args], capture_output=True, check=False)
    return done.returncode == 0
