"""The console's own tests and its linter, run with the same Node that builds it."""

import asyncio
import os
from pathlib import Path

import pytest

from yaoyaoling.apps import console_build
from yaoyaoling.apps.console_build import CONSOLE, build_console, find_node


async def npm(*args: str) -> str:
    """Run one of the console's scripts; gives what it printed when it failed."""
    node = await find_node()
    path = f"{node.path}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    process = await asyncio.create_subprocess_exec(
        *node.command,
        *args,
        cwd=CONSOLE,
        env={**os.environ, "PATH": path, "CI": "1", "NO_COLOR": "1"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    return "" if process.returncode == 0 else output.decode(errors="replace")[-6000:]


@pytest.mark.timeout(600)
@pytest.mark.parametrize("script", ["lint", "test"])
async def test_console(script: str) -> None:
    await build_console(print)
    assert not await npm("run", script)


async def test_a_failing_script_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert "missing script" in (await npm("run", "no-such-script")).lower()
    assert console_build.is_there()
