"""People who go on working while processes die under them; each keeps receipts on paper of its own.

Whatever has no answer is asked again under the same idempotency key until there is one.
"""

import asyncio
import contextlib
import random
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx

from tests.faults.installation import Installation
from yaoyaoling.apps.traffic.receipts import Paper
from yaoyaoling.platform.db.types import DATABASE_AWAY
from yaoyaoling.platform.principal import Role

_RETRY_S = 0.15


@dataclass
class Traffic:
    """Citizens, call-takers and crews of an installation."""

    hall: Installation
    paper: Paper
    rng: random.Random
    pause_s: float = 0.02
    stopping: bool = False

    async def post(
        self, client: httpx.AsyncClient, path: str, body: dict[str, Any] | None, key: str
    ) -> tuple[int, dict[str, Any]]:
        """Ask until there is an answer that is one: done, or refused."""
        while True:
            try:
                reply = await client.post(path, json=body, headers={"Idempotency-Key": key})
            except httpx.HTTPError:
                await asyncio.sleep(_RETRY_S)
                continue
            if reply.status_code < 500:
                return reply.status_code, reply.json() if reply.content else {}
            await asyncio.sleep(_RETRY_S)

    async def citizen(self) -> None:
        """Reports, and sends some of them twice."""
        async with self.hall.client() as client:
            while not self.stopping:
                key = f"report-{uuid4()}"
                body = {"text": f"压力测试 {key}", "phone": "13800001234"}
                self.paper.ask(key, {"text": body["text"]})
                status, reply = await self.post(client, "/api/public/reports", body, key)
                assert status == 201, reply
                self.paper.receive(key, {"number": reply["contact_number"], "token": reply["token"]})
                if self.rng.random() < 0.3:
                    status, again = await self.post(client, "/api/public/reports", body, key)
                    assert status == 201, again
                    self.paper.receive(key, {"number": again["contact_number"], "token": again["token"]})
                await asyncio.sleep(self.pause_s)

    async def staff(self, taker: str, officers: list[str]) -> None:
        """Takes contacts, opens incidents, sends crews; the crews answer, arrive and report."""
        async with self.hall.client(taker) as seat:
            while not self.stopping:
                contact = await self._next_contact()
                if contact is None:
                    await asyncio.sleep(0.1)
                    continue
                await self._work(seat, contact, officers)

    async def _next_contact(self) -> UUID | None:
        try:
            conn = await self.hall.connect()
        except (asyncpg.PostgresError, *DATABASE_AWAY):
            return None
        try:
            found: UUID | None = await conn.fetchval(
                "select id from intake.contact where state = 'waiting' order by random() limit 1"
            )
            return found
        except (asyncpg.PostgresError, *DATABASE_AWAY):
            return None
        finally:
            with contextlib.suppress(asyncpg.PostgresError, *DATABASE_AWAY):
                await conn.close(timeout=2)

    async def _work(self, seat: httpx.AsyncClient, contact: UUID, officers: list[str]) -> None:
        status, _ = await self.post(seat, f"/api/intake/contacts/{contact}/take", None, f"take-{uuid4()}")
        if status != 200:
            return  # somebody else has it
        place = {"text": "压力测试", **self._somewhere()}
        key = f"open-{uuid4()}"
        path = f"/api/intake/contacts/{contact}/incident"
        status, reply = await self.post(seat, path, {"class_code": "0207", "place": place}, key)
        await self.post(seat, "/api/intake/seat/finish", None, f"finish-{uuid4()}")
        if status != 201:
            return
        self.paper.receive(key, {"incident": reply["incident_id"], "incident_number": reply["incident_number"]})
        officer = self.rng.choice(officers)
        crew = str(self.hall.people[officer].crew_id)
        path = f"/api/dispatch/incidents/{reply['incident_id']}/orders"
        key = f"order-{uuid4()}"
        status, sent = await self.post(seat, path, {"crew_id": crew}, key)
        if status == 201 and sent["order_ids"]:
            self.paper.receive(key, {"order": sent["order_ids"][0]})
            await self._respond(officer, sent["order_ids"][0])

    def _somewhere(self) -> dict[str, Any]:
        return {"lon": self.point[0], "lat": self.point[1], "datum": "WGS84"}

    point: tuple[float, float] = (0.0, 0.0)

    async def _respond(self, officer: str, order: str) -> None:
        async with self.hall.client(officer) as phone:
            for verb in ("accept", "depart", "arrive"):
                key = f"{verb}-{uuid4()}"
                status, reply = await self.post(phone, f"/api/field/orders/{order}/{verb}", None, key)
                if status != 200:
                    return
                self.paper.receive(key, {"order": order, "state": reply["state"]})
            key = f"feedback-{uuid4()}"
            body = {"outcome": "other", "text": "已处置"}
            status, reply = await self.post(phone, f"/api/field/orders/{order}/feedback", body, key)
            if status == 201:
                self.paper.receive(key, {"feedback": reply["feedback_id"], "order": order})

    def logins(self, role: Role) -> list[str]:
        """Everybody of a role."""
        return sorted(login for login, one in self.hall.people.items() if role in one.roles)

    async def run(self, citizens: int = 5) -> list[asyncio.Task[None]]:
        """Everybody begins; gives the tasks, which end after `stopping` is set."""
        conn = await self.hall.connect()
        row = await conn.fetchrow("select lon, lat from places.address where kind = 'doorplate' order by id limit 1")
        await conn.close()
        assert row is not None
        self.point = (row["lon"], row["lat"])
        takers, officers = self.logins(Role.CALL_TAKER), self.logins(Role.OFFICER)
        work = [self.citizen() for _ in range(citizens)]
        work += [self.staff(taker, officers) for taker in takers]
        return [asyncio.create_task(one) for one in work]
