"""A whole hall for a bench or a judged run: own engines and processes in a temporary directory, gone afterwards."""

import asyncio
import contextlib
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

from yaoyaoling.apps.demo.programs import own_programs
from yaoyaoling.apps.prepare.database import prepare_database
from yaoyaoling.apps.prepare.engines import prepare_engines
from yaoyaoling.apps.prepare.run import run_prepare
from yaoyaoling.apps.voice_daemons import Voice, plan_voice, voice_programs
from yaoyaoling.platform.settings import HallSettings
from yaoyaoling.platform.supervise.ports import remembered_ports
from yaoyaoling.platform.supervise.process import Keeper
from yaoyaoling.platform.supervise.supervisor import Alarm, Supervisor


@dataclass
class OwnHall:
    """Where it is. ended: processes that died although nobody had told them to. voice: what was chosen."""

    settings: HallSettings
    password: str
    logs: Path
    ended: list[Alarm] = field(default_factory=list)
    voice: Voice | None = None
    supervisor: Supervisor | None = None

    def keeper_of(self, name: str) -> Keeper:
        """Who keeps the process of that name. Raises: LookupError."""
        keepers = self.supervisor.keepers if self.supervisor is not None else []
        found = next((one for one in keepers if one.program.name == name), None)
        if found is None:
            raise LookupError(name)
        return found

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.settings.port}"


@contextlib.asynccontextmanager
async def own_hall(
    *, processes: bool = True, city: str | None = None, pack: Path | None = None, has_voice: bool = False
) -> AsyncIterator[OwnHall]:
    """Start it on free ports; without `processes` only engines and data.

    city: another than that of the settings. pack: where that city was made before, else it is made.
    has_voice: with the daemons of voice, at whatever level is possible.
    """
    settings = await asyncio.to_thread(_own_settings, city, pack)
    folder = settings.data
    hall = OwnHall(settings, secrets.token_urlsafe(12), folder / "log")
    supervisor = hall.supervisor = Supervisor(hall.logs, folder / "status.json", hall.ended.append)
    try:
        engines = await asyncio.to_thread(prepare_engines, settings)
        await supervisor.start(engines.programs)
        hall.settings, _ = await prepare_database(engines)
        await run_prepare(hall.settings, hall.password, lambda _: None)
        hall.voice = await asyncio.to_thread(plan_voice, hall.settings, is_wanted=has_voice, usual_ports=False)
        await supervisor.start(voice_programs(hall.voice))
        if processes:
            await supervisor.start(own_programs(hall.settings, None))
        yield hall
    finally:
        await supervisor.stop()
        if hall.voice is not None:
            hall.voice.close()
        shutil.rmtree(folder, ignore_errors=True)


def _own_settings(city: str | None, pack: Path | None) -> HallSettings:
    """A new directory, with the pack in it when there is one."""
    folder = Path(tempfile.mkdtemp(prefix="yyl-own-"))
    folder.chmod(0o755)  # the unprivileged account of the engines must get through
    port = remembered_ports(folder / "ports.json", ("hall",))["hall"]
    none = dict.fromkeys(("database_url", "app_database_url", "worker_database_url", "nats_url"))
    settings = HallSettings(data=folder, port=port, listen="127.0.0.1", **none)
    if city is not None:
        settings = settings.model_copy(update={"city": city})
    if pack is not None and pack.is_dir():
        (folder / "packs").mkdir()
        (folder / "packs" / settings.city).symlink_to(pack.resolve(), target_is_directory=True)
    return settings
