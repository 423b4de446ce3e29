"""An alarm device that says one thing to the demo's broker, as a real one would."""

import asyncio
import secrets
from datetime import datetime

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from yaoyaoling.channels.alarms.said import AlarmKind, AlarmSaid

_WITHIN_S = 10.0


async def tell(port: int, user: str, password: str, topic: str, kind: AlarmKind, words: str, at: datetime) -> AlarmSaid:
    """Publish it on loopback; returns when the broker has it. Raises: OSError, TimeoutError when it has not."""
    said = AlarmSaid(id=secrets.token_hex(8), kind=kind, at=at, words=words)
    client = mqtt.Client(CallbackAPIVersion.VERSION2, reconnect_on_failure=False)
    client.username_pw_set(user, password)
    await asyncio.to_thread(client.connect, "127.0.0.1", port, 30)
    client.loop_start()
    try:
        told = client.publish(topic, said.model_dump_json(exclude={"sig"}), qos=1)
        await asyncio.to_thread(told.wait_for_publish, _WITHIN_S)
        if not told.is_published():
            raise TimeoutError("the broker did not take it")
    finally:
        client.disconnect()
        await asyncio.to_thread(client.loop_stop)
    return said
