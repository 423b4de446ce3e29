"""The demo's broker of alarm devices: the bus's own server, started once more to speak MQTT on loopback."""

import json
import os
import secrets
from pathlib import Path

from yaoyaoling.apps.running import run_folder
from yaoyaoling.channels.settings import ChannelsSettings
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform.settings import HallSettings
from yaoyaoling.platform.supervise import readiness
from yaoyaoling.platform.supervise.nats import wheel_program
from yaoyaoling.platform.supervise.ports import remembered_ports
from yaoyaoling.platform.supervise.process import Program

_USUAL_PORTS = {"mqtt": 1883, "bus": 4333}
_PREFIX = "YYL_CHANNELS_MQTT_"
DEVICES = "devices"
"""Under which name the demo's devices sign in, all of them; a real broker has one for each."""


class NoBrokerHere(Refused):
    """The demo was not started, or has a real broker."""

    code = "no_broker_here"
    status = 503
    zh = "本机没有演示报警设备服务器。请先执行 ./yyl demo。"
    en = "There is no demo broker of alarm devices on this machine. Start one: ./yyl demo"


class BrokerAt(Value):
    """Where the broker listens, and what the demo's devices sign in with."""

    port: int
    password: str
    prefix: str


def _file(settings: HallSettings) -> Path:
    return run_folder(settings.data, settings.city) / "alarms.json"


def plan_broker(settings: HallSettings) -> BrokerAt | None:
    """Choose its ports, write its configuration, let the processes to be started sign in; None when a real one is set.

    Passwords are made anew at each start; the file that tells the devices' is read by its owner alone.
    """
    own = ChannelsSettings()
    if own.mqtt_host is not None:
        return None
    folder = run_folder(settings.data, settings.city)
    (folder / "alarms").mkdir(parents=True, exist_ok=True)
    ports = remembered_ports(folder / "alarms-ports.json", tuple(_USUAL_PORTS), _USUAL_PORTS)
    broker = BrokerAt(port=ports["mqtt"], password=secrets.token_urlsafe(18), prefix=own.mqtt_prefix)
    hall = secrets.token_urlsafe(18)
    below = broker.prefix.replace("/", ".")
    _write(
        folder / "alarms" / "broker.conf",
        f'server_name: alarms\nlisten: "127.0.0.1:{ports["bus"]}"\n'
        f'jetstream {{ store_dir: "{folder / "alarms"}", max_mem: 16MB, max_file: 256MB }}\n'
        f'mqtt {{ listen: "127.0.0.1:{ports["mqtt"]}" }}\n'
        "authorization { users: [\n"
        f'  {{ user: "hall", password: "{hall}" }}\n'
        f'  {{ user: "{DEVICES}", password: "{broker.password}",'
        f' permissions: {{ publish: ["{below}.>"], subscribe: [] }} }}\n'
        "] }\n",
    )
    _write(_file(settings), broker.model_dump_json())
    given = {"HOST": "127.0.0.1", "PORT": str(broker.port), "TLS": "false", "USER": "hall", "PASSWORD": hall}
    os.environ.update({f"{_PREFIX}{name}": one for name, one in given.items()})
    return broker


def _write(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(text)


def broker_program(settings: HallSettings, broker: BrokerAt) -> Program:
    """The broker, for the supervisor."""
    conf = run_folder(settings.data, settings.city) / "alarms" / "broker.conf"
    command = (str(wheel_program()), "-c", str(conf))
    return Program("alarm-broker", command, ready=readiness.port(broker.port))


def find_broker(settings: HallSettings) -> BrokerAt:
    """Where the running demo's broker is. Raises: NoBrokerHere."""
    try:
        found = json.loads(_file(settings).read_text())
    except (OSError, ValueError) as error:
        raise NoBrokerHere from error
    return BrokerAt(**found)


def forget_broker(settings: HallSettings) -> None:
    """The hall stops."""
    _file(settings).unlink(missing_ok=True)
