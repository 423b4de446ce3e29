"""The bus whose address was given: can it be used?"""

import asyncio

import nats
from nats.errors import Error as NatsError
from nats.js.errors import APIError

from yaoyaoling.kernel.refused import Refused

_WAIT_S = 5


class BusUnfit(Refused):
    """The NATS server whose address was given cannot be used as it is."""

    code = "bus_unfit"
    status = 503
    zh = "YYL_NATS_URL 指向的消息总线不能使用：{why_zh}"
    en = "The bus of YYL_NATS_URL cannot be used: {why_en}"


async def probe_bus(url: str) -> None:
    """Connect once, and ask for JetStream. Raises: BusUnfit."""

    async def quiet(_: Exception) -> None:
        """The fault is told in words below."""

    try:
        client = await asyncio.wait_for(nats.connect(url, allow_reconnect=False, error_cb=quiet), _WAIT_S)
    except (OSError, TimeoutError, NatsError) as error:
        raise BusUnfit(why_zh=f"无法连接（{error!r}）。", why_en=f"no connection ({error!r}).") from error
    try:
        await client.jetstream(timeout=_WAIT_S).account_info()
    except (TimeoutError, NatsError, APIError) as error:
        raise BusUnfit(why_zh="没有启用 JetStream。", why_en=f"JetStream is not enabled there ({error!r}).") from error
    finally:
        await client.close()
