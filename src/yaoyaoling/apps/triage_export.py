"""`yyl triage export`: confirmed incidents with their final class, for training."""

import asyncio
from pathlib import Path

from yaoyaoling.apps.open import open_database
from yaoyaoling.platform.principal import system
from yaoyaoling.platform.settings import HallSettings
from yaoyaoling.triage.learnt import learnt_lines


async def export_learnt(settings: HallSettings, to: Path) -> int:
    """Write the lines to a file that only its owner reads; gives how many."""
    db, _ = await open_database(settings)
    try:
        async with db.transaction(system("export")) as tx:
            lines = [line async for line in learnt_lines(tx)]
    finally:
        await db.close()
    await asyncio.to_thread(_write, to, lines)
    return len(lines)


def _write(to: Path, lines: list[bytes]) -> None:
    to.touch(mode=0o600)
    to.write_bytes(b"".join(lines))
