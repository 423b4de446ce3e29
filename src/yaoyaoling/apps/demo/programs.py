"""Our own processes as the supervisor keeps them."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from yaoyaoling.apps.certificate import Certificate, reachable_address
from yaoyaoling.apps.running import engine_variables
from yaoyaoling.apps.voice_daemons import find_voice
from yaoyaoling.channels.adapters.chosen import chosen_adapters
from yaoyaoling.channels.settings import ChannelsSettings
from yaoyaoling.platform.settings import HallSettings
from yaoyaoling.platform.supervise import readiness
from yaoyaoling.platform.supervise.process import Program

_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "SSL_CERT_FILE", "SSL_CERT_DIR")
"""Of our own environment; apart from it a process gets its settings and nothing else."""


def yyl_command(*args: str) -> tuple[str, ...]:
    """How to run one of our own commands with the Python we run in."""
    return (sys.executable, "-P", "-m", "yaoyaoling.apps.cli", *args)


def child_environment(settings: HallSettings, environ: Mapping[str, str]) -> dict[str, str]:
    """The environment of our processes: the person's YYL_ settings, and the engines we found or started."""
    kept = {name: environ[name] for name in _KEPT if name in environ}
    given = {name.upper(): value for name, value in environ.items() if name.upper().startswith("YYL_")}
    for private in ("YYL_DEMO_PASSWORD", "YYL_DATABASE_URL"):  # no business of a process that serves others
        given.pop(private, None)
    own = {"YYL_DATA": str(settings.data), "YYL_CITY": settings.city, **engine_variables(settings)}
    # Whoever keeps machine code for several installations says where.
    cache = environ.get("NUMBA_CACHE_DIR") or str(settings.data / "cache" / "numba")
    return {**kept, **given, **own, "PYTHONUNBUFFERED": "1", "NUMBA_CACHE_DIR": cache}


def base_url(settings: HallSettings, certificate: Certificate | None) -> str:
    """Under which address this machine itself reaches the hall."""
    scheme = "https" if certificate else "http"
    host = reachable_address(settings.listen)
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{settings.port}"


def own_programs(settings: HallSettings, certificate: Certificate | None) -> tuple[Program, ...]:
    """serve, worker, sequencer, relay, roads, positions; channels where a line is set, voice where it is possible."""
    env = child_environment(settings, os.environ)
    (settings.data / "cache" / "numba").mkdir(parents=True, exist_ok=True)
    trusted: Path | None = certificate.path if certificate else None
    # Ready is what it says itself; the workers' lines say that they hold what they need.
    ready = {
        "sequencer": readiness.line('"sequencer_started"'),
        "relay": readiness.line('"relay_started"'),
        "worker": readiness.line('"worker_ready"'),
        "roads": readiness.line('"roads_ready"'),
        "positions": readiness.line('"positions_ready"'),
        "serve": readiness.page(reachable_address(settings.listen), settings.port, "/readyz", trusted),
    }
    if chosen_adapters(ChannelsSettings()) or ChannelsSettings().mqtt_host is not None:
        ready["channels"] = readiness.line('"channels_ready"')
    if find_voice(settings).daemons is not None:
        ready["voice"] = readiness.line('"voice_ready"')
    # The first start of `roads` and `positions` compiles: on a small machine that takes its time.
    return tuple(
        Program(
            name,
            yyl_command(name, *(("--demo",) if name == "serve" else ())),
            env,
            ready=one,
            ready_within_s=600 if name in ("roads", "positions") else 120,
        )
        for name, one in ready.items()
    )


def traffic_program(
    settings: HallSettings, certificate: Certificate | None, password: str, options: tuple[str, ...]
) -> Program:
    """The player of a living city, which goes through the front door like everybody."""
    env = child_environment(settings, os.environ) | {"YYL_DEMO_PASSWORD": password}
    where = ("--url", base_url(settings, certificate), *(("--trust", str(certificate.path)) if certificate else ()))
    return Program("traffic", yyl_command("traffic", *where, *options), env, ready=readiness.line('"traffic_ready"'))


def callers_program(settings: HallSettings, rate: float, most: int) -> Program:
    """The spoken callers, who ring the edge like everybody."""
    env = child_environment(settings, os.environ)
    command = yyl_command("callers", "--rate", str(rate), "--most", str(most))
    return Program("callers", command, env, ready=readiness.line('"callers_ready"'))
