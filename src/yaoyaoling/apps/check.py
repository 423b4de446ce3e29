"""`yyl check`: what can be told without running the program. Each part says what is wrong, and the remedy."""

import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence

from yaoyaoling.apps.checkout import ROOT, SCRATCH
from yaoyaoling.apps.contracts import contracts
from yaoyaoling.apps.demo.progress import say
from yaoyaoling.apps.documents import DOCUMENTS
from yaoyaoling.apps.lock import lock_faults


def _tool(*command: str) -> bool:
    """Run a tool of our own environment; its output is what the person reads."""
    return subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=False).returncode == 0


def _ruff() -> bool:
    checked = _tool("ruff", "check", "src", "tests")
    return _tool("ruff", "format", "--check", "--quiet", "src", "tests") and checked


def _mypy() -> bool:
    return _tool("mypy")


def _contracts() -> bool:
    SCRATCH.mkdir(exist_ok=True)
    config = SCRATCH / "importlinter.ini"
    config.write_text(contracts())
    program = "from importlinter.cli import lint_imports_command as main; main()"
    options = ["--config", str(config), "--no-logo", "--cache-dir", str(SCRATCH / "imports")]
    return subprocess.run([sys.executable, "-c", program, *options], cwd=ROOT, check=False).returncode == 0


def _document(name: str) -> Callable[[], bool]:
    def is_current() -> bool:
        document = DOCUMENTS[name]
        wanted = document.make()
        if document.path.exists() and document.path.read_text(encoding="utf-8") == wanted:
            return True
        where = document.path.relative_to(ROOT)
        say(f"{where} 已过时 · is out of date; write it with: ./yyl docs")
        return False

    return is_current


def _lock() -> bool:
    faults = lock_faults()
    for fault in faults:
        say(f"requirements: {fault}")
    return not faults


def _shell() -> bool:
    return all(
        subprocess.run(["sh", "-n", str(ROOT / name)], check=False).returncode == 0 for name in ("yyl", ".ci/run")
    )


PARTS: Mapping[str, Callable[[], bool]] = {
    "ruff": _ruff,
    "mypy": _mypy,
    "contracts": _contracts,
    **{name: _document(name) for name in DOCUMENTS},
    "lock": _lock,
    "shell": _shell,
}


def run_check(names: Sequence[str]) -> bool:
    """Run these parts, all of them whatever fails; gives whether all were fine."""
    failed = []
    for name in names:
        began = time.monotonic()
        say(f"── {name}")
        if not PARTS[name]():
            failed.append(name)
        say(f"   {'失败 FAILED' if name in failed else '通过 ok'} ({time.monotonic() - began:.1f} s)")
    say(f"未通过 · failed: {', '.join(failed)}" if failed else "全部通过 · all fine")
    return not failed
