"""The demo's WeChat: where it listens, how it is started, and how `yyl wechat` finds it."""

import base64
import json
import os
import secrets
from pathlib import Path

from yaoyaoling.apps.certificate import Certificate
from yaoyaoling.apps.demo.programs import base_url, child_environment, yyl_command
from yaoyaoling.apps.running import run_folder
from yaoyaoling.channels.settings import ChannelsSettings
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform.settings import HallSettings
from yaoyaoling.platform.supervise import readiness
from yaoyaoling.platform.supervise.ports import remembered_ports
from yaoyaoling.platform.supervise.process import Program

_USUAL_PORT = 2776
_PREFIX = "YYL_CHANNELS_WECHAT_"


class NoWeixinHere(Refused):
    """The demo was not started, or has a real account."""

    code = "no_wechat_here"
    status = 503
    zh = "本机没有演示微信。请先执行 ./yyl demo。"
    en = "There is no demo WeChat on this machine. Start one: ./yyl demo"


def _file(settings: HallSettings) -> Path:
    return run_folder(settings.data, settings.city) / "wechat.json"


def plan_weixin(settings: HallSettings) -> int | None:
    """Choose its port, and make an account that the processes to be started share with it; None when a real one is set.

    Its secrets are made anew at each start, and stand nowhere but in the environment of our own processes.
    """
    if ChannelsSettings().wechat_app_id is not None:
        return None
    folder = run_folder(settings.data, settings.city)
    folder.mkdir(parents=True, exist_ok=True)
    port = remembered_ports(folder / "wechat-ports.json", ("http",), {"http": _USUAL_PORT})["http"]
    account = {
        "URL": f"http://127.0.0.1:{port}",
        "APP_ID": f"wx{secrets.token_hex(8)}",
        "SECRET": secrets.token_hex(16),
        "TOKEN": secrets.token_hex(12),
        "AES_KEY": base64.b64encode(secrets.token_bytes(32)).decode()[:43],
    }
    os.environ.update({f"{_PREFIX}{name}": one for name, one in account.items()})
    _file(settings).write_text(json.dumps({"port": port}))
    return port


def weixin_program(settings: HallSettings, port: int, certificate: Certificate | None) -> Program:
    """WeChat, for the supervisor."""
    callback = f"{base_url(settings, certificate)}/api/public/wechat/wechat"
    trust = ("--trust", str(certificate.path)) if certificate else ()
    command = yyl_command("wechat-centre", "--port", str(port), "--callback", callback, *trust)
    env = child_environment(settings, os.environ)
    return Program("wechat-centre", command, env, ready=readiness.line('"wechat_centre_ready"'))


def find_weixin(settings: HallSettings) -> int:
    """At which port the running demo's WeChat is. Raises: NoWeixinHere."""
    try:
        return int(json.loads(_file(settings).read_text())["port"])
    except (OSError, ValueError, KeyError) as error:
        raise NoWeixinHere from error


def forget_weixin(settings: HallSettings) -> None:
    """The hall stops."""
    _file(settings).unlink(missing_ok=True)
