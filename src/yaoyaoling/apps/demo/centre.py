"""The demo's SMS centre: where it listens, how it is started, and how `yyl sms` finds it."""

import json
import os

from yaoyaoling.apps.demo.programs import child_environment, yyl_command
from yaoyaoling.apps.running import run_folder
from yaoyaoling.channels.settings import ChannelsSettings
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform.settings import HallSettings
from yaoyaoling.platform.supervise import readiness
from yaoyaoling.platform.supervise.ports import remembered_ports
from yaoyaoling.platform.supervise.process import Program

_USUAL_PORT = 2775
_HOST, _PORT = "YYL_CHANNELS_SMPP_HOST", "YYL_CHANNELS_SMPP_PORT"


class NoCentreHere(Refused):
    """The demo was not started, or has a real centre."""

    code = "no_centre_here"
    status = 503
    zh = "本机没有演示短信中心。请先执行 ./yyl demo。"
    en = "There is no demo SMS centre on this machine. Start one: ./yyl demo"


class CentreAt(Value):
    """Where the centre listens, and the number people write to."""

    port: int
    service: str


def plan_centre(settings: HallSettings) -> CentreAt | None:
    """Choose its port, and let the processes to be started bind to it; None when a real centre is set."""
    own = ChannelsSettings()
    if own.smpp_host is not None:
        return None
    folder = run_folder(settings.data, settings.city)
    folder.mkdir(parents=True, exist_ok=True)
    ports = remembered_ports(folder / "sms-ports.json", ("smpp",), {"smpp": _USUAL_PORT})
    centre = CentreAt(port=ports["smpp"], service=own.smpp_source)
    os.environ[_HOST], os.environ[_PORT] = "127.0.0.1", str(centre.port)
    (folder / "sms.json").write_text(centre.model_dump_json())
    return centre


def centre_program(settings: HallSettings, centre: CentreAt) -> Program:
    """The centre, for the supervisor."""
    hall = ChannelsSettings().smpp_system_id
    command = yyl_command("sms-centre", "--port", str(centre.port), "--hall", hall, "--service", centre.service)
    env = child_environment(settings, os.environ)
    return Program("sms-centre", command, env, ready=readiness.line('"sms_centre_ready"'))


def find_centre(settings: HallSettings) -> CentreAt:
    """Where the running demo's centre is. Raises: NoCentreHere."""
    try:
        found = json.loads((run_folder(settings.data, settings.city) / "sms.json").read_text())
    except (OSError, ValueError) as error:
        raise NoCentreHere from error
    return CentreAt(**found)


def forget_centre(settings: HallSettings) -> None:
    """The hall stops."""
    (run_folder(settings.data, settings.city) / "sms.json").unlink(missing_ok=True)
