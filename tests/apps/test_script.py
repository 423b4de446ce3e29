"""The script `./yyl`: found from anywhere, quick when all is there, once when two start together."""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from yaoyaoling.apps.checkout import ROOT

SCRIPT = ROOT / "yyl"


def run(script: Path, *args: str, cwd: str = "/") -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(script), *args], cwd=cwd, capture_output=True, text=True, timeout=120)


@pytest.mark.skipif(not (ROOT / ".venv" / "yyl-run.stamp").exists(), reason=".venv was not made by ./yyl")
def test_it_runs_from_anywhere_through_links(tmp_path: Path) -> None:
    folder = tmp_path / "a folder with spaces"
    folder.mkdir()
    (folder / "first").symlink_to(SCRIPT)
    (folder / "second").symlink_to("first")
    done = run(folder / "second", "city", "--help")
    assert done.returncode == 0, done.stderr
    assert "城市包" in done.stdout
    assert done.stderr == ""


def test_it_is_plain_and_small() -> None:
    assert len(SCRIPT.read_text().splitlines()) <= 120
    for shell in filter(shutil.which, ("dash", "sh", "bash")):
        assert subprocess.run([shell, "-n", str(SCRIPT)]).returncode == 0


PYPROJECT = """
[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
[project]
name = "yaoyaoling"
version = "0"
[tool.setuptools.packages.find]
where = ["src"]
"""


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A checkout with the same script, one dependency, and a program that says what it was asked."""
    root = tmp_path / "a small checkout"
    package = root / "src" / "yaoyaoling" / "apps" / "cli"
    package.mkdir(parents=True)
    for folder in (package, package.parent, package.parent.parent):
        (folder / "__init__.py").touch()
    (package / "__main__.py").write_text("import sys; print('ran', *sys.argv[1:])\n")
    (root / "requirements").mkdir()
    locked = (ROOT / "requirements" / "run.txt").read_text()
    found = re.search(r"^setuptools==.*?(?=^\S)", locked + "end", re.M | re.S)
    assert found is not None
    (root / "requirements" / "run.txt").write_text(found[0])
    (root / "pyproject.toml").write_text(PYPROJECT)
    shutil.copy(SCRIPT, root / "yyl")
    return root


@pytest.mark.slow
def test_two_that_start_together_install_once(tiny: Path) -> None:
    both = [
        subprocess.Popen([str(tiny / "yyl"), "demo", name], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for name in ("one", "two")
    ]
    said = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert [out for out, _ in said] == ["ran demo one\n", "ran demo two\n"]
    installed = [err for _, err in said if "[3/3]" in err]
    waited = [err for _, err in said if "稍候" in err]
    assert (len(installed), len(waited)) == (1, 1), said
    # Afterwards it adds next to nothing, and says nothing.
    began = time.monotonic()
    done = run(tiny / "yyl", "again")
    assert (done.stdout, done.stderr) == ("ran again\n", "")
    print(f"a start of nothing took {time.monotonic() - began:.2f} s")


@pytest.mark.slow
def test_a_changed_lock_file_and_a_moved_checkout_install_again(tiny: Path) -> None:
    assert run(tiny / "yyl", "x").returncode == 0
    with (tiny / "requirements" / "run.txt").open("a") as lock:
        lock.write("# changed\n")
    assert "[3/3]" in run(tiny / "yyl", "x").stderr
    moved = tiny.rename(tiny.with_name("moved"))
    done = run(moved / "yyl", "x")
    assert "[3/3]" in done.stderr
    assert done.stdout == "ran x\n"
    assert run(moved / "yyl", "x").stderr == ""


@pytest.mark.slow
def test_a_failed_installation_says_why_and_is_tried_again(tiny: Path) -> None:
    lock = tiny / "requirements" / "run.txt"
    good = lock.read_text()
    lock.write_text(re.sub(r"sha256:[0-9a-f]{4}", "sha256:0000", good))
    done = run(tiny / "yyl", "x")
    assert done.returncode == 1
    assert "依赖安装失败" in done.stderr
    assert "hash" in done.stderr.lower()
    lock.write_text(good)
    assert run(tiny / "yyl", "x").stdout == "ran x\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_checkout_that_cannot_be_written_is_told(tiny: Path) -> None:
    tiny.chmod(0o555)
    done = run(tiny / "yyl", "x")
    tiny.chmod(0o755)
    assert "无法写入" in done.stderr
