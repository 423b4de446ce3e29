"""Every route fuzzed from its own OpenAPI document: nothing breaks (no 5xx), and refusals have one shape."""

import asyncio
import random
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from tests.faults.installation import Installation, install
from tests.faults.traffic import Traffic
from yaoyaoling.apps.http import make_app
from yaoyaoling.apps.open import open_database
from yaoyaoling.apps.traffic.receipts import Paper
from yaoyaoling.platform.auth import open_session
from yaoyaoling.platform.principal import Principal, Role, system

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]
SCHEMA = schemathesis.openapi.from_dict(make_app(None).openapi())
_EXAMPLES = 15


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A real installation with some traffic's worth of data, and somebody who may do everything."""
    loop = asyncio.new_event_loop()
    made = loop.run_until_complete(install(11))

    async def prepare() -> None:
        db, _ = await open_database(made.settings)
        model = next(one for one in made.people.values() if Role.OFFICER in one.roles)
        everything = tuple(sorted({scope for one in made.people.values() for scope in one.scopes}))
        somebody = model.model_copy(update={"roles": frozenset(Role), "scopes": everything})
        async with db.transaction(system("test")) as tx:
            made.tokens["somebody"] = await open_session(tx, Principal.model_validate(somebody.model_dump()), hours=1)
        await db.close()
        traffic = Traffic(made, Paper(tmp_path_factory.mktemp("fuzz") / "receipts.jsonl"), random.Random(11))
        tasks = await traffic.run(citizens=2)
        await asyncio.sleep(6)
        traffic.stopping = True
        await asyncio.gather(*tasks)
        await known_ids(made)

    loop.run_until_complete(prepare())
    yield made
    # Here, and no test of its own: routes are shared out, and each worker has a hall that they may have broken.
    died = [name for name in ("serve", "worker", "sequencer", "relay") if made._running[name].poll() is not None]
    answers = httpx.get(made.url + "/readyz", timeout=10).status_code
    made.close()
    loop.close()
    assert not died and answers == 200, (died, answers)


async def known_ids(made: Installation) -> None:
    """Ids that exist, so that half of the fuzzing gets beyond "not found"."""
    conn = await made.connect()
    for name, sql in {
        "incident_id": "select id from incidents.incident order by random() limit 20",
        "contact_id": "select id from intake.contact order by random() limit 20",
        "order_id": "select id from dispatch.crew_order order by random() limit 20",
        "review_id": "select id from oversight.review order by random() limit 20",
    }.items():
        KNOWN[name] = [str(row[0]) for row in await conn.fetch(sql)]
    await conn.close()


KNOWN: dict[str, list[str]] = {}
DICE = random.Random(5)


@SCHEMA.parametrize()
@settings(
    max_examples=_EXAMPLES,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
def test_no_route_breaks(case: Any, hall: Installation) -> None:
    for name in list(case.path_parameters or {}):
        if KNOWN.get(name) and DICE.random() < 0.6:
            case.path_parameters[name] = DICE.choice(KNOWN[name])
    if case.path == "/api/auth/sign-out":
        headers = {}
    else:
        headers = {"Authorization": f"Bearer {hall.tokens['somebody']}"} if DICE.random() < 0.9 else {}
    hall.revive()
    response = case.call(base_url=hall.url, headers=headers, timeout=20)
    case.validate_response(response, checks=[not_a_server_error, status_code_conformance, response_schema_conformance])
    if response.status_code >= 400 and response.content and "json" in (response.headers.get("content-type") or [""])[0]:
        body = response.json()
        assert body["code"] and body["zh"] and body["en"]
