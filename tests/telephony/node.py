"""A node as the edge sees it: answers as told. The other end of the edge's tests, where no controller is wanted."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from yaoyaoling.apps.callers.line import Line
from yaoyaoling.apps.callers.message import Message
from yaoyaoling.telephony.daemons import Address

ANSWER = (
    b"v=0\r\no=node 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 8\r\na=ptime:20\r\n"
)


class Node:
    """status: what every INVITE gets. calls: the INVITEs that came, in order; asked: everything else but OPTIONS."""

    def __init__(self, line: Line, status: str) -> None:
        self.line = line
        self.status = status
        self.calls: asyncio.Queue[Message] = asyncio.Queue()
        self.seen: list[Message] = []
        self.asked: asyncio.Queue[Message] = asyncio.Queue()

    async def run(self) -> None:
        """Answer, for ever."""
        while True:
            message = await self.line.requests.get()
            if message.method == "INVITE":
                self.seen.append(message)
                self.calls.put_nowait(message)
                body = ANSWER if self.status.startswith(("2", "183")) else b""
                contact = f"sip:node@{self.line.own}"
                self.line.send(message.reply(self.status, tag="node", contact=contact, body=body))
            elif message.method != "OPTIONS":
                if message.method == "CANCEL":
                    self.line.send(message.reply("200 OK", tag="node"))
                    self.line.send(self.seen[-1].reply("487 Request Terminated", tag="node"))
                self.asked.put_nowait(message)


@asynccontextmanager
async def node_at(at: Address, edge: Address, status: str = "200 OK") -> AsyncIterator[Node]:
    """A node that listens there and answers towards the edge's inner side."""
    line = await Line.open((edge.host, edge.port), (at.host, at.port))
    node = Node(line, status)
    task = asyncio.create_task(node.run())
    try:
        yield node
    finally:
        task.cancel()
        line.close()
