"""Who may import whom: import-linter contracts, generated from the layers, one for each room besides."""

import subprocess
import sys
from pathlib import Path

import yaoyaoling
from yaoyaoling.apps.contracts import contracts

PROJECT = Path(yaoyaoling.__file__).parents[2]


def judged(text: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What import-linter says of a configuration."""
    config = folder / "importlinter.ini"
    config.write_text(text)
    command = [str(Path(sys.executable).with_name("lint-imports")), "--config", str(config), "--no-cache"]
    return subprocess.run(command, capture_output=True, text=True, cwd=PROJECT, check=False)


def test_contracts_hold(tmp_path: Path) -> None:
    run = judged(contracts(), tmp_path)
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]


def test_the_judge_sees_a_breach(tmp_path: Path) -> None:
    """The same contracts with two layers exchanged must fail: else they would hold anything."""
    text = contracts()
    low, high = "    incidents\n", "    dispatch | intake\n"
    assert text.count(low) == 1 and text.count(high) == 1
    run = judged(text.replace(high, "    ?\n").replace(low, high).replace("    ?\n", low), tmp_path)
    assert run.returncode == 1
