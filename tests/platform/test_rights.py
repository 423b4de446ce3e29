"""What lies elsewhere does not exist: for tables, views, routes and feeds, as the county next door.

Nothing here is listed by hand: tables come from pg_catalog, routes from OpenAPI. A new table without a
policy, or a new route that tells a foreign id from an absent one, fails.
"""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest
from pydantic import SecretStr

from tests.conftest import world_database
from tests.dispatch.test_chain import incident_of
from tests.engines import Engines
from tests.evidence.test_keep_recording import call_folder
from tests.field.patrols import HAZARD_WORDS, northern_patrol
from tests.force.story import WORDS, northern_duty
from tests.journeys.test_http import opened
from tests.journeys.test_report_to_rating import photo
from tests.liaison.partners import GAS_NORTH, partner_desks
from tests.livehall import LiveHall, live_hall
from tests.stage import Stage
from tests.world import HALL, HERE, NORTH, NORTH_1, SOUTH, World
from yaoyaoling.apps.http import make_app
from yaoyaoling.channels.public import PutAlarmDevice, put_alarm_device
from yaoyaoling.citizen.handlers.withdraw import AskToWithdraw, ask_to_withdraw
from yaoyaoling.dispatch.commands import AcceptOrder, AdvanceOrder, AgreeZone, ProposeSurge
from yaoyaoling.dispatch.handlers.accept_surge import keep_proposal
from yaoyaoling.dispatch.handlers.answer import accept_order, advance_own_order
from yaoyaoling.dispatch.handlers.zones import agree_zone
from yaoyaoling.dispatch.policy import pack, plan_surge
from yaoyaoling.evidence.public import RecordingFiles, keep_recording
from yaoyaoling.field.commands import AskForHelp, RaisePanic, SubmitFeedback
from yaoyaoling.field.handlers.help import ask_for_help
from yaoyaoling.field.handlers.panic import raise_panic
from yaoyaoling.field.handlers.submit_feedback import submit_feedback
from yaoyaoling.force.commands import RegisterTerminal
from yaoyaoling.force.handlers.register_terminal import register_terminal
from yaoyaoling.incidents.commands import AmendIncident
from yaoyaoling.incidents.handlers.amend import amend_incident
from yaoyaoling.intake.commands import NoteAnswers, OpenFromContact, TakeContact
from yaoyaoling.intake.handlers.finish import open_from_contact
from yaoyaoling.intake.handlers.note_answers import note_answers
from yaoyaoling.intake.handlers.take import take_contact
from yaoyaoling.kernel.clock import wall_now
from yaoyaoling.kernel.geo import Datum
from yaoyaoling.liaison.public import PutLine, SendOrder, put_line, send_order
from yaoyaoling.places.public import RestrictRoad, restrict_road
from yaoyaoling.planning.commands import AskPlan, ProposeRelocation
from yaoyaoling.planning.contract import PlanRequest
from yaoyaoling.planning.handlers.ask_plan import ask_plan
from yaoyaoling.planning.handlers.relocate import propose_relocation
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.principal import PUBLIC, Principal, system
from yaoyaoling.telephony.public import Ring, ring
from yaoyaoling.triage.cards.guide import Answer
from yaoyaoling.triage.commands import PreparePayment
from yaoyaoling.triage.handlers.stop_payment import prepare_payment
from yaoyaoling.triage.known.watch import PutWatch, put_watch
from yaoyaoling.triage.public import RaiseAlerts, alerts, raise_alerts

TABLES = """
select n.nspname || '.' || c.relname as name, c.relkind::text as kind,
       c.relrowsecurity as on, c.relforcerowsecurity as forced,
       coalesce(c.reloptions::text, '') as options
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'v', 'm', 'p', 'f') and n.nspname !~ '^(pg_|information_schema)'
order by 1
"""


async def test_every_table_is_under_forced_row_security(stage: Stage) -> None:
    rows = await stage.fetch(TABLES)
    assert len(rows) > 25
    for row in rows:
        if row["kind"] == "v":
            assert "security_invoker=true" in row["options"], (
                f"{row['name']} is a view that looks with its owner's eyes"
            )
        else:
            assert row["kind"] in ("r", "p"), f"{row['name']}: {row['kind']}"
            assert row["on"] and row["forced"], f"{row['name']} lacks row-level security: platform.protect it"


async def test_a_table_without_a_policy_is_noticed(stage: Stage) -> None:
    owner = await asyncpg.connect(stage.urls.owner)
    await owner.execute("create table incidents.forgotten (id uuid)")
    await owner.close()
    with pytest.raises(AssertionError, match=r"incidents\.forgotten lacks"):
        await test_every_table_is_under_forced_row_security(stage)


async def test_the_application_role_is_no_owner_and_bypasses_nothing(stage: Stage) -> None:
    for role in ("yyl_app", "yyl_worker"):
        row = (
            await stage.fetch("select rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = $1", role)
        )[0]
        assert not any(row)
    owned = await stage.fetch(
        "select c.relname from pg_class c join pg_roles r on r.oid = c.relowner"
        " where r.rolname in ('yyl_app', 'yyl_worker')"
    )
    assert not owned


async def northern_story(world: World) -> tuple[UUID, set[str]]:
    """Everything that can lie in the north; gives the incident and all ids and words that must stay there."""
    incident = await incident_of(world)
    await world.send("taker1", incident, "N1", "N2")
    order = await world.order_of("N1")
    await world.do("officer_n1", accept_order, AcceptOrder(order_id=order))
    for to in ("depart", "arrive"):
        await world.do("officer_n1", advance_own_order, AdvanceOrder(order_id=order, to=to))
    contact = await world.stage.value("select contact_id from incidents.incident where id = $1", incident)
    asker = Principal(id=f"citizen:{contact}", name="citizen", scopes=(f"k/{contact}",))
    withdraw = AskToWithdraw(contact_id=contact, is_allowed=True, reason="settled", words="已自行解决了")
    await world.do(asker, ask_to_withdraw, withdraw)
    await world.do("officer_n1", ask_for_help, AskForHelp(order_id=order, reasons=("weapon",)))
    await world.do("officer_n1", raise_panic, RaisePanic(order_id=order))
    answers = (Answer(question="vehicle", text="黑色轿车"),)
    await world.do("taker1", note_answers, NoteAnswers(incident_id=incident, answers=answers))
    await world.do("officer_n1", submit_feedback, SubmitFeedback(order_id=order, outcome="other", text="已处置"))
    secrets = {str(incident), str(order), "13800001234", "有人打架", "已处置", "解放路12号"}
    secrets |= {"已自行解决了", "黑色轿车"} | WORDS
    secrets |= set((await northern_duty(world, world.stage.db)).values())
    secrets |= set((await northern_patrol(world, world.stage.db)).values()) | {HAZARD_WORDS}
    await world.stage.settle()
    for sql in (
        "select id from intake.contact", "select id from oversight.review", "select id from field.feedback",
        "select id from dispatch.callout", "select id from incidents.obligation",
        "select number from incidents.incident",
        "select id from field.panic", "select id from field.help_request", "select id from citizen.withdrawal",
        "select id from force.crew where code like 'N%'",
    ):  # fmt: skip
        secrets |= {str(row[0]) for row in await world.stage.fetch(sql)}
    return incident, secrets


async def visible_text(world: World, who: str) -> str:
    """Every row of every table and view that somebody may read, as text."""
    principal = world.people[who] if who != "public" else PUBLIC
    found: list[str] = []
    for row in await world.stage.fetch(TABLES):
        async with world.stage.db.snapshot(principal) as tx:
            try:
                rows = await tx.fetch(f"select to_jsonb(t)::text as line from {row['name']} t")
            except asyncpg.InsufficientPrivilegeError:
                continue
            found += [f"{row['name']} {one['line']}" for one in rows]
    return "\n".join(found)


async def test_tables_show_the_neighbour_nothing(world: World) -> None:
    _, secrets = await northern_story(world)
    for who in ("south", "south1", "officer_s1", "inspector", "public"):
        text = await visible_text(world, who)
        # The sealed ledger's checkpoints and the reference data are for everybody; nothing of the north is in them.
        leaks = [line for line in text.splitlines() if any(secret in line for secret in secrets)]
        assert not leaks, (who, leaks[:3])
    own = await visible_text(world, "north")
    assert all(secret in own for secret in secrets - {"13800001234"}), (
        "the judge would see nothing if nothing were shown"
    )


async def test_feeds_show_the_neighbour_nothing(world: World) -> None:
    _, secrets = await northern_story(world)
    for who in ("south", "south1", "officer_s1", "inspector"):
        view = await world.stage.snapshot(world.people[who])
        text = "\n".join(str((key, one.fields)) for key, one in view.entities.items())
        assert not [secret for secret in secrets if secret in text], who


@pytest.mark.parametrize("how", ["opened so", "found out later", "found out with a crew under way"])
async def test_complaints_about_police_reach_inspection_alone(world: World, how: str) -> None:
    incident = await incident_of(world, "0701" if how == "opened so" else "0207")
    if how == "found out with a crew under way":
        await world.send("taker1", incident, "N1")
        await world.do("officer_n1", accept_order, AcceptOrder(order_id=await world.order_of("N1")))
    if how != "opened so":
        command = AmendIncident(
            incident_id=incident, class_code="0701", reason="实为投诉民警", hall_code="990000110000"
        )
        await world.do("taker1", amend_incident, command)
    for who in ("north1", "north", "city", "officer_n1", "taker2", "commander", "reviewer", "south"):
        assert ("incident", str(incident)) not in (await world.stage.snapshot(world.people[who])).entities, who
        assert str(incident) not in "\n".join(
            line for line in (await visible_text(world, who)).splitlines() if "revoked" not in line
        ), who
    for who in ("inspector", "taker1"):
        assert ("incident", str(incident)) in (await world.stage.snapshot(world.people[who])).entities, who


# Routes ---------------------------------------------------------------------------------------------------------


def example(schema: dict[str, Any], document: dict[str, Any]) -> Any:
    """A small value that fits a JSON schema: required fields only."""
    if "$ref" in schema:
        return example(document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]], document)
    if "default" in schema:
        return schema["default"]
    if "enum" in schema:
        return schema["enum"][0]
    if "const" in schema:
        return schema["const"]
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return example(schema[several][0], document)
    match schema.get("type"):
        case "object":
            wanted = schema.get("required", [])
            return {name: example(schema["properties"][name], document) for name in wanted}
        case "array":
            return [example(schema["items"], document) for _ in range(schema.get("minItems", 0))]
        case "integer" | "number":
            return schema.get("minimum", 1)
        case "boolean":
            return False
        case _:
            if schema.get("format") == "uuid":
                return str(uuid4())
            if schema.get("format") == "date-time":
                return "2026-11-22T04:00:00Z"
            return (
                "0207"
                if "d{2,6}" in schema.get("pattern", "")
                else "好的好的好的"[: max(4, schema.get("minLength", 4))]
            )


DOCUMENT = make_app(None).openapi()
OPERATIONS = [
    (method, path)
    for path, item in DOCUMENT["paths"].items()
    for method in item
    if "{" in path and method in ("get", "post", "put", "patch", "delete")
]


async def northern_call(hall: LiveHall) -> tuple[UUID, UUID]:
    """A call over our line that became an incident of the north; gives it and its caller's leg."""
    db, taker = hall.hall.db, hall.world.people["taker2"]
    command = Ring(trunk_call_id="north@trunk", dialled="110", caller_number="13800005678", has_media=True)
    rang = await execute(db, system("voice"), ring, command)
    assert rang.leg_id is not None
    await execute(db, taker, take_contact, TakeContact(contact_id=rang.call_id))
    opening = OpenFromContact(
        contact_id=rang.call_id, class_code="0202", place_text="解放路12号", point=HERE, owner=hall.world.owner()
    )
    await execute(db, taker, open_from_contact, opening)
    return rang.call_id, rang.leg_id


async def northern_recording(hall: LiveHall, call_id: UUID, folder: Path) -> tuple[UUID, UUID]:
    """The sound of that call; gives the recording and one of its pieces."""
    made, sheet = call_folder(folder, call_id)
    recording = await keep_recording(hall.hall.db, hall.hall.need(RecordingFiles), made, sheet)
    assert recording is not None
    find_part = "select id from evidence.recording_part where recording_id = $1"
    return recording, await hall.hall.db.worker_pool.fetchval(find_part, recording)


@pytest.fixture(scope="module")
async def live(engines: Engines, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LiveHall]:
    """One hall with an incident in the north."""
    async with live_hall(engines, await world_database(engines), tmp_path_factory.mktemp("hall")) as hall:
        contact, incident, token = await opened(hall)
        async with hall.client("taker1") as taker, hall.client("officer_n1") as officer:
            crew = str(hall.world.crews["N1"])
            path = f"/api/dispatch/incidents/{incident}/orders"
            reply = await taker.post(f"/api/public/follow/{token}/withdrawal", json={"reason": "settled"})
            withdrawal = reply.json()["withdrawal_id"]
            order = (await taker.post(path, json={"crew_id": crew})).json()["order_ids"][0]
            await officer.post(f"/api/field/orders/{order}/accept")
            await officer.post(f"/api/field/orders/{order}/arrive")
            headers = {"Content-Type": "image/jpeg"}
            upload = (await officer.post("/api/evidence/uploads", content=photo(), headers=headers)).json()["upload_id"]
            reply = await officer.post(f"/api/field/orders/{order}/help", json={"reasons": ["weapon"]})
            help_id = reply.json()["help_id"]
            panic = (await officer.post("/api/field/panic", json={"order_id": order})).json()["panic_id"]
            async with hall.client("commander") as commander:
                taken = {"crew_id": str(hall.world.crews["N3"]), "reason": "就近支援"}
                assert (await commander.post(path, json=taken)).status_code == 201
            body = {"outcome": "other", "text": "已处置", "photos": [upload]}
            assert (await officer.post(f"/api/field/orders/{order}/feedback", json=body)).status_code == 201
        review = await hall.hall.db.worker_pool.fetchval("select id from oversight.review")
        closing = RestrictRoad(
            kind="closed", line=((114.30, 30.60), (114.301, 30.60)), place_text="解放路", reason="路面塌陷",
            scopes=(f"t/{hall.world.paths[NORTH_1]}",),
        )  # fmt: skip
        duty = await northern_duty(hall.world, hall.hall.db) | await northern_patrol(hall.world, hall.hall.db)
        notice = await hall.hall.db.worker_pool.fetchval("select id from dispatch.notice")
        decision = await hall.hall.db.worker_pool.fetchval(
            "select event_id from ledger.event where incident = $1 and name = 'dispatch.callout.started'",
            UUID(incident),
        )
        closed = await execute(hall.hall.db, hall.world.people["north"], restrict_road, closing)
        terminal = RegisterTerminal(
            number="13900001111", crew_id=hall.world.crews["N1"], org_path=hall.world.paths[NORTH_1], datum=Datum.WGS84
        )
        await execute(hall.hall.db, system("test"), register_terminal, terminal)
        move = ProposeRelocation(
            crew_id=hall.world.crews["N2"], grid_code="G1", place_text="解放路", point=HERE, drive_s=60,
            cover_before=0.7, cover_meanwhile=0.7, cover_after=0.8,
        )  # fmt: skip
        relocation = (await execute(hall.hall.db, system("test"), propose_relocation, move)).relocation_id
        agree = AgreeZone(name_zh="南北协作区", counties=(NORTH, SOUTH))
        zone = (await execute(hall.hall.db, hall.world.people["commander"], agree_zone, agree)).zone_id
        wanted = AskPlan(request=PlanRequest(kind="posts", county=NORTH))
        plan = (await execute(hall.hall.db, hall.world.people["commander"], ask_plan, wanted)).plan_id
        taker_1 = hall.world.people["taker1"]
        prepare = PreparePayment(contact_id=UUID(contact), account="6222021234567890128", amount_yuan=5_000)
        payment = (await execute(hall.hall.db, taker_1, prepare_payment, prepare)).payment_id
        words = RaiseAlerts(contact_id=UUID(contact), alerts=alerts("有人绑架"), source="typed")
        [alert, *_] = (await execute(hall.hall.db, taker_1, raise_alerts, words)).raised
        call_id, leg_id = await northern_call(hall)
        recording, part = await northern_recording(hall, call_id, tmp_path_factory.mktemp("calls"))
        proposal = ProposeSurge(basis=pack(()), plan=plan_surge(()))
        surge = (await execute(hall.hall.db, hall.world.people["north"], keep_proposal, proposal)).surge_id
        watched = PutWatch(
            kind="number", value="10000000042", reason="反复扬言", authority="治安〔2026〕12号",
            until=wall_now() + timedelta(days=30),
        )  # fmt: skip
        entry = await execute(hall.hall.db, hall.world.people["north"], put_watch, watched)
        await partner_desks(hall.world, hall.hall.db)
        line = PutLine(org_code=GAS_NORTH, url="https://gas.example/inbox", secret=SecretStr("sixteen-or-more-letters"))
        await execute(hall.hall.db, hall.world.people["admin"], put_line, line)
        asked = SendOrder(incident_id=UUID(incident), desk_code=GAS_NORTH, asked="请关阀检修")
        work_order = (await execute(hall.hall.db, taker_1, send_order, asked)).work_order_id
        smoke = PutAlarmDevice(
            device="d9", kind="smoke", name="烟感", place_text="解放路12号", point=HERE, hall_code=HALL,
        )  # fmt: skip
        device = (await execute(hall.hall.db, hall.world.people["commander"], put_alarm_device, smoke)).device_id
        exchange = await hall.hall.db.worker_pool.fetchval("select id from liaison.outgoing")
        hall.hall.provide(
            Elsewhere({"exchange_id": str(exchange), "work_order_id": str(work_order), "entry_id": str(entry),
                       "call_id": str(call_id), "leg_id": str(leg_id), "recording_id": str(recording),
                       "part_id": str(part), "surge_id": str(surge),
                       "incident_id": incident, "contact_id": contact, "order_id": order, "review_id": str(review),
                       "media_id": upload, "panic_id": panic, "help_id": help_id, "crew_id": crew,
                       "restriction_id": str(closed.restriction_id), "zone_id": str(zone),
                       "relocation_id": str(relocation), "notice_id": str(notice), "event_id": str(decision),
                       "plan_id": str(plan), "payment_id": str(payment), "alert_id": str(alert),
                       "device_id": str(device), "withdrawal_id": withdrawal, "token": token, "number": terminal.number,
                       "file": "..%2f..%2fsecrets%2fmaster.key",
                       "account_id": str(hall.world.people["officer_n1"].account_id), **duty})
        )  # fmt: skip
        yield hall


NAMES = {
    "org_code": "990101510000", "point_number": "1", "number": "1001", "room": "dispatch", "name": "accept_s",
    "login": "north", "device": "d1", "adapter": "gateway", "account": "wechat",
}  # fmt: skip
"""What stands in addresses and is no secret: everybody reads the organisations."""


class Elsewhere(dict[str, str]):
    """Ids that exist, in the north."""


async def ask(client: httpx.AsyncClient, method: str, path: str, ids: dict[str, str]) -> tuple[int, str]:
    """Status and body of a reply, without what differs by nature."""
    operation = DOCUMENT["paths"][path][method]
    body = None
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content:
        body = example(content["schema"], DOCUMENT)
    query = {one["name"]: example(one["schema"], DOCUMENT) for one in operation.get("parameters", [])
             if one["in"] == "query" and one.get("required")}  # fmt: skip
    for name, value in (ids | NAMES).items():
        path = path.replace("{" + name + "}", value)
    assert "{" not in path, f"give {path} an id in the fixture"
    reply = await client.request(method, path, json=body, params=query)
    text = reply.text
    if reply.headers.get("content-type", "").startswith("application/json"):
        fields = reply.json()
        if isinstance(fields, dict):
            fields.pop("correlation_id", None)
        text = json.dumps(fields, ensure_ascii=False, sort_keys=True)
    return reply.status_code, text


@pytest.mark.parametrize("who", ["south", "south1", "officer_s1", "inspector", "reviewer_south"])
@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=lambda one: str(one))
async def test_a_foreign_id_is_answered_like_an_absent_one(live: LiveHall, who: str, method: str, path: str) -> None:
    if "{token}" in path:
        pytest.skip("whoever holds the link is the reporter; unguessable, see test_http")
    if who == "reviewer_south" and who not in live.tokens:
        south = live.world.people["south"]
        await live.sign_in(who, south.model_copy(update={"roles": frozenset({"reviewer"})}))
    elsewhere = live.hall.need(Elsewhere)
    absent = {name: str(uuid4()) for name in elsewhere} | {"token": "A" * 43, "file": "none.pmtiles"}
    async with live.client(who) as client:
        foreign_status, foreign = await ask(client, method, path, elsewhere)
        absent_status, nothing = await ask(client, method, path, absent)
    assert (foreign_status, foreign) == (absent_status, nothing)
    assert foreign_status in (403, 404, 422), foreign


LISTS = [(m, p) for p, item in DOCUMENT["paths"].items() for m in item if m == "get" and "{" not in p]


@pytest.mark.parametrize(("method", "path"), LISTS, ids=lambda one: str(one))
async def test_lists_hold_nothing_from_elsewhere(live: LiveHall, method: str, path: str) -> None:
    secrets = set(live.hall.need(Elsewhere).values()) | {"13800001234"}
    async with live.client("south") as client:
        _, text = await ask(client, method, path, {})
    assert not [secret for secret in secrets if secret in text]
