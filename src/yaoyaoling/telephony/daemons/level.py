"""How much voice is possible here: by what is installed, and by what is wanted."""

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from yaoyaoling.telephony.settings import VoiceSettings


class Level(StrEnum):
    """How much voice there is."""

    FULL = "full"
    NO_RTPENGINE = "no_rtpengine"  # only G.711 of 20 ms packets from near by, no encryption of media, no keys heard
    NONE = "none"  # text channels only


PACKAGES = {
    "janus": "janus janus-tools",
    "kamailio": "kamailio kamailio-tls-modules",
    "rtpengine": "rtpengine-daemon",
    "turnserver": "coturn",
}
"""What Debian and Ubuntu call the package of each program."""

_NEEDED = {
    Level.FULL: ("janus", "kamailio", "rtpengine"),
    Level.NO_RTPENGINE: ("janus", "kamailio"),
    Level.NONE: (),
}
_SENTENCES = {
    Level.FULL: ("语音完整可用。", "Voice is complete."),
    Level.NO_RTPENGINE: (
        "语音受限：无 rtpengine，只接近端 20 毫秒 G.711，无加密、无按键识别。",
        "Voice is limited: without rtpengine only near G.711 of 20 ms, no encryption, no keys heard.",
    ),
    Level.NONE: ("无语音，只有文字渠道。", "No voice; text channels only."),
}
_PATHS = ("/usr/local/sbin", "/usr/sbin", "/sbin")
"""Where Debian keeps daemons; an ordinary person's PATH lacks it."""


def find_program(name: str) -> str | None:
    """Where a daemon's program is, or None."""
    return shutil.which(name, path=os.pathsep.join((os.environ.get("PATH", os.defpath), *_PATHS)))


@dataclass(frozen=True)
class Standing:
    """level: what is possible and wanted. missing: programs that are not installed. zh, en: a sentence for people.

    is_less: less than was wanted.
    """

    level: Level
    missing: tuple[str, ...]
    zh: str
    en: str
    is_less: bool = False

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Standing":
        """As `told` gave it. Raises: KeyError, TypeError, ValueError."""
        return cls(**{**told, "level": Level(told["level"]), "missing": tuple(told["missing"])})

    def told(self) -> dict[str, Any]:
        """For a file."""
        return asdict(self)

    @property
    def packages(self) -> str:
        """Names of the packages that would bring what is missing."""
        return " ".join(PACKAGES[name] for name in self.missing)


def find_standing(settings: VoiceSettings, find: Callable[[str], str | None] = find_program) -> Standing:
    """The highest level at or below the wanted one whose programs are all here."""
    missing = tuple(name for name in PACKAGES if find(name) is None)
    levels = list(Level)
    wanted = levels[levels.index(Level(settings.level)) :]
    level = next(one for one in wanted if not set(_NEEDED[one]) & set(missing))
    zh, en = _SENTENCES[level]
    lacking = tuple(name for name in missing if name in _NEEDED[Level(settings.level)])
    if lacking:
        line = f"apt-get install -y --no-install-recommends {' '.join(PACKAGES[name] for name in lacking)}"
        zh += f"缺少 {'、'.join(lacking)}：{line}"
        en += f" Missing: {', '.join(lacking)}: {line}"
    return Standing(level, missing, zh, en, is_less=bool(lacking))


def unplanned() -> Standing:
    """Voice was left out, or nobody started it here."""
    zh, en = _SENTENCES[Level.NONE]
    return Standing(Level.NONE, (), zh, en)
