"""Lock files: every package with its hashes, for every platform and Python we run on, without index addresses."""

import subprocess
import sys
from pathlib import Path

from yaoyaoling.apps.checkout import ROOT

_OLDEST_PYTHON = "3.11"
REQUIREMENTS = ROOT / "requirements"


def run_lock(*, upgrade: bool) -> int:
    """Compile dev.txt, then run.txt with the same versions; gives the exit code."""
    for name, options in (("dev", []), ("run", ["-c", "requirements/dev.txt"])):
        code = subprocess.run(
            [
                *_uv(), "pip", "compile", f"requirements/{name}.in", *options, "-o", f"requirements/{name}.txt",
                "--universal", "--python-version", _OLDEST_PYTHON, "--generate-hashes", "--no-emit-index-url",
                "--no-annotate", "--custom-compile-command", "./yyl lock", "--quiet",
                *(["--upgrade"] if upgrade else []),
            ],
            cwd=ROOT,
            check=False,
        ).returncode  # fmt: skip
        if code:
            return code
    return 0


def _uv() -> list[str]:
    beside = Path(sys.executable).parent / "uv"
    return [str(beside)] if beside.exists() else ["uv"]


def lock_faults() -> list[str]:
    """What is wrong with the lock files as they stand, in words."""
    faults = []
    pinned = {name: _pinned((REQUIREMENTS / f"{name}.txt").read_text()) for name in ("run", "dev")}
    faults += [f"run.txt has {line}, dev.txt has not" for line in sorted(pinned["run"] - pinned["dev"])]
    for name in pinned:
        text = (REQUIREMENTS / f"{name}.txt").read_text()
        faults += [
            f"{name}.txt:{number}: an address does not belong here"
            for number, line in enumerate(text.splitlines(), 1)
            if "://" in line or line.startswith("--")
        ]
        faults += [f"{name}.in: {wanted} is not locked; run ./yyl lock" for wanted in _unlocked(name, pinned[name])]
    return faults


def _pinned(text: str) -> set[str]:
    return {line.split(" \\")[0].strip() for line in text.splitlines() if "==" in line}


def _unlocked(name: str, pinned: set[str]) -> list[str]:
    locked = {line.split("==")[0] for line in pinned}
    lines = (REQUIREMENTS / f"{name}.in").read_text().splitlines()
    wanted = [line.split("#")[0].strip() for line in lines]
    names = [line.split(">")[0].split("=")[0].strip() for line in wanted if line and not line.startswith("-")]
    return [one for one in names if one.lower() not in locked]
