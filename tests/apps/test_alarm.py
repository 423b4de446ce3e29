"""The demo's broker takes what `yyl alarm` says, and the hall's line hears it; nobody comes in without a password."""

import asyncio
import os
import stat
import subprocess
from pathlib import Path

import pytest

from tests.channels.broker import listening
from tests.channels.test_alarms import Kept, until
from yaoyaoling.apps.callers.alarm import tell
from yaoyaoling.apps.demo.broker import (
    DEVICES,
    NoBrokerHere,
    broker_program,
    find_broker,
    forget_broker,
    plan_broker,
)
from yaoyaoling.channels.alarms.line import AlarmLine
from yaoyaoling.channels.alarms.said import read_alarm
from yaoyaoling.channels.settings import ChannelsSettings
from yaoyaoling.kernel.clock import wall_now
from yaoyaoling.platform.settings import HallSettings


async def test_a_visitor_sets_off_a_device(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOST", "PORT", "TLS", "USER", "PASSWORD"):
        # What the plan leaves in the environment is gone after the test.
        monkeypatch.setenv(f"YYL_CHANNELS_MQTT_{name}", "")
        monkeypatch.delenv(f"YYL_CHANNELS_MQTT_{name}")
    settings = HallSettings(data=tmp_path)
    planned = plan_broker(settings)
    assert planned is not None and planned == find_broker(settings)
    assert plan_broker(settings) is None, "a broker is set now"
    command = broker_program(settings, planned).command
    for told in (command[-1], next(tmp_path.rglob("alarms.json"))):
        assert stat.S_IMODE(Path(told).stat().st_mode) == 0o600
    process = subprocess.Popen(command, env=dict(os.environ), stderr=subprocess.DEVNULL)
    kept = Kept()
    line = asyncio.create_task((one := AlarmLine(ChannelsSettings())).run(kept))
    try:
        await listening(planned.port)
        await until(lambda: one.is_up)
        topic = f"{planned.prefix}/smoke/event"
        said = await tell(planned.port, DEVICES, planned.password, topic, "alarm", "演示", wall_now())
        await until(lambda: len(kept.came) == 1)
        assert kept.came[0][0] == "smoke" and read_alarm(kept.came[0][2]) == said
        with pytest.raises((OSError, TimeoutError, RuntimeError, ValueError)):
            await tell(planned.port, DEVICES, "wrong", topic, "alarm", "", wall_now())
        assert len(kept.came) == 1
    finally:
        line.cancel()
        await asyncio.gather(line, return_exceptions=True)
        process.terminate()
        await asyncio.to_thread(process.wait, 10)
    forget_broker(settings)
    with pytest.raises(NoBrokerHere):
        find_broker(settings)
