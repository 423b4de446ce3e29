"""How another terminal finds the running hall: a file only its owner reads, valid while the hall's lock is held."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from yaoyaoling.apps.settings import load_settings
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform.settings import HallSettings
from yaoyaoling.platform.supervise.lock import find_holder

_URLS = ("app_database_url", "worker_database_url", "nats_url")
_NAMES = (*_URLS, "listen", "port")
"""The owner's address is not among them: whoever works here does not migrate."""


class NoHallRuns(Refused):
    """Nothing runs here, and the environment names no engines."""

    code = "no_hall_runs"
    status = 503
    zh = "数据目录 {data} 中没有正在运行的大厅。请先在另一终端执行 ./yyl demo。"
    en = "No hall is running in {data}. Start one in another terminal: ./yyl demo"


def run_folder(data: Path, city: str) -> Path:
    """Where a city's run files lie: addresses of the engines, state of the processes."""
    return data / "cities" / city / "run"


def _engines_file(data: Path, city: str) -> Path:
    return run_folder(data, city) / "engines.json"


def engine_variables(settings: HallSettings) -> dict[str, str]:
    """The environment that leads another process to the same engines, and to this hall."""
    urls = {name: getattr(settings, name) for name in _URLS}
    return {
        "YYL_LISTEN": settings.listen,
        "YYL_PORT": str(settings.port),
        **{f"YYL_{name.upper()}": url.get_secret_value() for name, url in urls.items() if url is not None},
    }


def note_running(settings: HallSettings) -> None:
    """Write down where the engines are."""
    path = _engines_file(settings.data, settings.city)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(engine_variables(settings), file, indent=1)


def forget_running(settings: HallSettings) -> None:
    """The hall stops."""
    _engines_file(settings.data, settings.city).unlink(missing_ok=True)


def load_running(environ: Mapping[str, str] | None = None) -> HallSettings:
    """Settings from the environment; what it does not name is taken from the hall that runs in the data directory.

    Raises: SettingsWrongError; NoHallRuns when no engine is named and none runs.
    """
    given = dict(os.environ if environ is None else environ)
    settings = load_settings(given)
    holder = find_holder(settings.data)
    if holder is None or ("YYL_CITY" in given and given["YYL_CITY"] != holder.city):
        if settings.worker_database_url is None:
            raise NoHallRuns(data=settings.data)
        return settings
    try:
        found: dict[str, str] = json.loads(_engines_file(settings.data, holder.city).read_text())
    except (OSError, ValueError) as error:
        raise NoHallRuns(data=settings.data) from error
    values = {
        name: found[f"YYL_{name.upper()}"]
        for name in _NAMES
        if f"YYL_{name.upper()}" in found and f"YYL_{name.upper()}" not in given
    }
    return HallSettings(**{"city": holder.city, **values})  # type: ignore[arg-type]
