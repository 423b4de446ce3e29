"""A third Janus that plays the browsers: one with full ICE, for two that are lite never find each other."""

import asyncio
import contextlib
import dataclasses
import functools
from collections.abc import AsyncIterator

from tests.engines import start, stop
from tests.telephony.daemons import RunningDaemons, free_both
from yaoyaoling.platform.supervise.account import engine_account
from yaoyaoling.telephony.daemons import Daemons
from yaoyaoling.telephony.daemons.alive import answers_janus
from yaoyaoling.telephony.daemons.janus import folder_of, janus_command, prepare_janus
from yaoyaoling.telephony.daemons.layout import Address, JanusAt


@functools.cache
def _port(_folder: str) -> int:
    return free_both()


def browsers_at(at: Daemons) -> JanusAt:
    """Where it is; its media ports lie beyond those of the hall, in the range that it claims."""
    after = (at.turn.ports if at.turn else at.media_ports)[1] + 1
    port = _port(str(at.folder))
    return dataclasses.replace(
        at.standby,
        name="browsers",
        ws=Address("127.0.0.1", port),
        webrtc_ports=(after, after + 199),
        rtp_ports=(after + 200, after + 399),
    )


async def is_up(at: JanusAt) -> bool:
    """Whether it answers."""
    try:
        return await answers_janus(at)
    except OSError:
        return False


@contextlib.asynccontextmanager
async def browsers(daemons: RunningDaemons) -> AsyncIterator[None]:
    """It runs."""
    at, account = browsers_at(daemons.at), engine_account()
    prepare_janus(daemons.settings, daemons.at, at, account)
    config = folder_of(daemons.at, at) / "janus.jcfg"
    config.write_text(config.read_text().replace("ice_lite = true", "ice_lite = false"))
    command = janus_command("/usr/bin/janus", daemons.at, at)
    process = start(list(command), daemons.log("browsers"), cwd="/", **account.popen())
    try:
        async with asyncio.timeout(20):
            while not await is_up(at):
                assert process.poll() is None, daemons.log("browsers").read_text()[-3000:]
                await asyncio.sleep(0.05)
        yield
    finally:
        stop(process)
