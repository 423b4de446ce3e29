"""The line to the broker of alarm devices (MQTT 3.1.1): each message is acknowledged when it is stored, and not before.

The session is kept by the broker under one name, so what came while nobody was there is delivered afterwards. A broker
bounds what is not acknowledged; what it sends beyond that without wanting an acknowledgement (QoS 0) is let go.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from yaoyaoling.channels.settings import ChannelsSettings
from yaoyaoling.platform.db.types import DATABASE_AWAY
from yaoyaoling.platform.logs import logger

log = logger("channels")
TakeSaid = Callable[[str, str, bytes, bool], Awaitable[None]]
"""Stores what came: device, last word of the topic (`event`, `status`), payload, whether the broker had retained it."""
_WAITING = 1_000
_KEEPALIVE_S = 30
_SOON_S, _LATEST_S = 0.5, 60.0


class AlarmLine:
    """Lost, it is made again: at once, then more and more seldom."""

    def __init__(self, settings: ChannelsSettings) -> None:
        assert settings.mqtt_host is not None
        self._host = settings.mqtt_host
        self._settings = settings
        self._prefix = settings.mqtt_prefix.strip("/")
        self._failed = 0
        self.is_up = False

    async def run(self, take: TakeSaid) -> None:
        """Keep the line until cancelled."""
        while True:
            try:
                await self._session(take)
            except (OSError, TimeoutError, ValueError) as error:
                log.warning("alarms_away", error=repr(error), failed=self._failed)
            self.is_up = False
            await asyncio.sleep(min(_LATEST_S, _SOON_S * 2 ** min(self._failed, 8)))
            self._failed += 1

    def _client(self) -> mqtt.Client:
        settings = self._settings
        client = mqtt.Client(
            CallbackAPIVersion.VERSION2,
            client_id=settings.mqtt_client_id,
            clean_session=False,
            protocol=mqtt.MQTTv311,
            reconnect_on_failure=False,
            manual_ack=True,
        )
        if settings.mqtt_user is not None:
            secret = settings.mqtt_password
            client.username_pw_set(settings.mqtt_user, None if secret is None else secret.get_secret_value())
        if settings.mqtt_tls:
            client.tls_set(ca_certs=settings.mqtt_ca)
        return client

    async def _session(self, take: TakeSaid) -> None:
        loop = asyncio.get_running_loop()
        inbox: asyncio.Queue[mqtt.MQTTMessage | None] = asyncio.Queue()
        taken_in: asyncio.Future[str] = loop.create_future()
        client = self._client()

        def on_connect(_: Any, __: Any, ___: Any, reason: Any, ____: Any) -> None:
            loop.call_soon_threadsafe(_settle, taken_in, "" if not reason.is_failure else str(reason))

        def on_message(_: Any, __: Any, message: mqtt.MQTTMessage) -> None:
            loop.call_soon_threadsafe(_keep, inbox, message)

        def on_disconnect(*_: Any) -> None:
            loop.call_soon_threadsafe(_settle, taken_in, "hung up")
            loop.call_soon_threadsafe(inbox.put_nowait, None)

        client.on_connect, client.on_message, client.on_disconnect = on_connect, on_message, on_disconnect
        try:
            await asyncio.to_thread(client.connect, self._host, self._settings.mqtt_port, _KEEPALIVE_S)
            client.loop_start()
            async with asyncio.timeout(self._settings.http_reply_s):
                refused = await taken_in
            if refused:
                raise ConnectionError(refused)
            client.subscribe([(f"{self._prefix}/+/event", 1), (f"{self._prefix}/+/status", 1)])
            self.is_up, self._failed = True, 0
            log.info("alarms_ready")
            await self._work(client, inbox, take)
        finally:
            self.is_up = False
            with contextlib.suppress(OSError, ValueError):
                client.disconnect()
            await asyncio.to_thread(client.loop_stop)

    async def _work(self, client: mqtt.Client, inbox: "asyncio.Queue[mqtt.MQTTMessage | None]", take: TakeSaid) -> None:
        """One after another, in the broker's order. Raises: ConnectionError when the line is gone."""
        while (message := await inbox.get()) is not None:
            device, _, leaf = message.topic.removeprefix(f"{self._prefix}/").partition("/")
            try:
                await take(device, leaf, bytes(message.payload), bool(message.retain))
            except DATABASE_AWAY as error:
                # Not acknowledged, so the broker keeps it; it comes again over a new line.
                raise ConnectionError("not stored") from error
            except Exception:
                # Whatever one device's word does to us, the others are heard; it comes again with the next line.
                log.exception("alarm_not_stored", device=device)
                continue
            client.ack(message.mid, message.qos)
        raise ConnectionError("the broker hung up")


def _settle(future: "asyncio.Future[str]", said: str) -> None:
    if not future.done():
        future.set_result(said)


def _keep(inbox: "asyncio.Queue[mqtt.MQTTMessage | None]", message: mqtt.MQTTMessage) -> None:
    if message.qos == 0 and inbox.qsize() >= _WAITING:
        log.warning("alarms_flood", topic=message.topic[:120])
        return
    inbox.put_nowait(message)
