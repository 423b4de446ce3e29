"""Processor time of the processes below this one, by what they are."""

import os
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


def spent_s() -> dict[str, float]:
    """Seconds of processor time by process name so far; several of one name are added up."""
    parents: dict[int, int] = {}
    found: dict[int, tuple[str, float]] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            stat = (entry / "stat").read_text()
            words = (entry / "cmdline").read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue  # it ended meanwhile
        name, fields = stat[stat.index("(") + 1 : stat.rindex(")")], stat[stat.rindex(")") + 2 :].split()
        pid = int(entry.name)
        parents[pid] = int(fields[1])
        found[pid] = (_role(name, words), (int(fields[11]) + int(fields[12])) / _TICK)
    total: dict[str, float] = {}
    for pid, (name, seconds) in found.items():
        if pid != os.getpid() and _is_below(pid, parents):
            total[name] = total.get(name, 0.0) + seconds
    return total


def busy_s() -> float:
    """Seconds of processor time that this machine spent on anything at all so far."""
    user, nice, kernel, _, _, irq, softirq = map(int, Path("/proc/stat").read_text().split(None, 8)[1:8])
    return (user + nice + kernel + irq + softirq) / _TICK


def _role(name: str, words: list[str]) -> str:
    if "yaoyaoling.apps.cli" in words:
        return words[words.index("yaoyaoling.apps.cli") + 1]
    if any("multiprocessing" in word for word in words):
        return "devices_and_screen"
    return "nats" if "nats" in name else name


def _is_below(pid: int, parents: dict[int, int]) -> bool:
    while pid > 1:
        pid = parents.get(pid, 0)
        if pid == os.getpid():
            return True
    return False
