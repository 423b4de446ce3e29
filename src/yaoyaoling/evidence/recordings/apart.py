"""Reading a recording in a process of its own: it yields to the calls that go on, and what breaks it breaks only it."""

import asyncio
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from yaoyaoling.evidence.recordings.names import kind_of
from yaoyaoling.evidence.recordings.render import Task
from yaoyaoling.evidence.recordings.sheet import CallSheet, PartFound, Rendering
from yaoyaoling.platform.logs import logger
from yaoyaoling.platform.supervise.process import tied

log = logger("evidence")
LIMIT_S = 3600.0


async def render_apart(folder: Path, sheet: CallSheet, names: Sequence[str]) -> Rendering:
    """Render a folder; when the process ends by itself, its originals are kept with the fault `reader_failed`."""
    task = Task(folder=folder, sheet=sheet, names=tuple(names))
    command = tied([sys.executable, "-m", "yaoyaoling.evidence.recordings.render"], signal.SIGKILL)
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, stderr=pipe)
    try:
        async with asyncio.timeout(LIMIT_S):
            out, errors = await process.communicate(task.model_dump_json().encode())
    except TimeoutError:
        out, errors = b"", b"took too long"
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode == 0:
        return Rendering.model_validate_json(out)
    said = errors[-2000:].decode("utf-8", "replace")
    log.error("recording_not_read", folder=folder.name, code=process.returncode, said=said)
    parts = tuple(PartFound(name=name, kind=kind_of(folder / name), fault="reader_failed") for name in names)
    return Rendering(has_sound=False, started_at=None, seconds=0, peaks="", lanes=(), parts=parts)
