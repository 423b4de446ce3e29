"""A real MQTT broker for tests: the NATS server that the project has anyway, listening for MQTT on loopback.

Everybody signs in; a device may publish below its own topic alone, the hall may only read.
"""

import asyncio
import socket
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from tests.engines import free_port
from yaoyaoling.platform.supervise.nats import Nats

PREFIX = "yyl/alarm"
SECRETS = {"hall": "hall-password", "d1": "d1-password", "d2": "d2-password"}


@dataclass
class Broker:
    """Where it listens, and its process."""

    folder: Path
    port: int
    nats_port: int
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, with what it had kept."""
        users = "\n".join(
            f'{{ user: "{name}", password: "{secret}"'
            + ("" if name == "hall" else f', permissions: {{ publish: ["yyl.alarm.{name}.>"], subscribe: [] }}')
            + " }"
            for name, secret in SECRETS.items()
        )
        conf = self.folder / "broker.conf"
        conf.write_text(
            f'server_name: alarms\nlisten: "127.0.0.1:{self.nats_port}"\n'
            f'jetstream {{ store_dir: "{self.folder / "store"}" }}\n'
            f'mqtt {{ listen: "127.0.0.1:{self.port}", ack_wait: "2s" }}\n'
            f"authorization {{ users: [\n{users}\n] }}\n"
        )
        [program, *_] = Nats(self.folder, self.nats_port, "").command()
        self.process = subprocess.Popen([program, "-c", str(conf)], stderr=subprocess.DEVNULL)

    def stop(self) -> None:
        """Stop it."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(10)
            self.process = None


@asynccontextmanager
async def broker_in(folder: Path) -> AsyncIterator[Broker]:
    """A broker that listens until the end of the block."""
    one = Broker(folder, free_port(), free_port())
    one.start()
    try:
        await listening(one.port)
        yield one
    finally:
        await asyncio.to_thread(one.stop)


async def listening(port: int) -> None:
    """Wait until somebody listens there."""
    async with asyncio.timeout(20):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
                continue
            writer.close()
            return


class Device:
    """A device of another make: it publishes with QoS 1, and leaves a last will."""

    def __init__(self, broker: Broker, name: str, *, password: str | None = None) -> None:
        self.name = name
        self._client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=name, reconnect_on_failure=False)
        self._client.username_pw_set(name, password or SECRETS[name])
        self._client.will_set(f"{PREFIX}/{name}/status", "offline", qos=1, retain=True)
        self.refused: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        loop = asyncio.get_running_loop()

        def on_connect(_: Any, __: Any, ___: Any, reason: Any, ____: Any) -> None:
            loop.call_soon_threadsafe(self.refused.set_result, reason.is_failure)

        self._client.on_connect = on_connect
        self._client.connect("127.0.0.1", broker.port, 30)
        self._client.loop_start()

    async def publish(self, payload: bytes, leaf: str = "event", *, under: str | None = None, **how: Any) -> None:
        """Send; returns when the broker has it (QoS 1)."""
        topic = f"{PREFIX}/{under or self.name}/{leaf}"
        info = self._client.publish(topic, payload, **({"qos": 1} | how))
        await asyncio.to_thread(info.wait_for_publish, 10)

    async def drop(self) -> None:
        """The power is cut: the socket dies without a word, and the broker publishes the will."""
        sock: Any = self._client.socket()
        if sock is not None:
            sock.shutdown(socket.SHUT_RDWR)
        await asyncio.to_thread(self._client.loop_stop)
