"""A small world by hand: one city, two counties, three stations, crews, and a person for every role."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from tests.stage import Stage
from yaoyaoling.agencies.handlers.sign_in import principal_for
from yaoyaoling.agencies.public import (
    CreateAccount,
    ImportOrganisations,
    Organisation,
    create_account,
    get_organisation,
    import_organisations,
)
from yaoyaoling.apps.traffic.reader import read_without_clock
from yaoyaoling.dispatch.commands import SendCrew
from yaoyaoling.dispatch.force_table import seed_force_table
from yaoyaoling.dispatch.handlers.send import SendReply, send_crew
from yaoyaoling.dispatch.policy import Ranked, Ranking
from yaoyaoling.force.public import CrewSeed, RegisterCrews, register_crews
from yaoyaoling.incidents.public import Owner, seed_classes
from yaoyaoling.intake.commands import MoveSeat, OpenFromContact, ReceiveContact, TakeContact
from yaoyaoling.intake.handlers.finish import open_from_contact
from yaoyaoling.intake.handlers.receive import receive_contact
from yaoyaoling.intake.handlers.seats import SeatReply, move_own_seat
from yaoyaoling.intake.handlers.take import ContactReply, take_contact
from yaoyaoling.kernel.geo import Point
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.feeds.contract import View
from yaoyaoling.platform.principal import PUBLIC, Principal, Role, system
from yaoyaoling.telephony.public import NoteLine, note_line

PROVINCE, HALL, CITY = "990000000000", "990000110000", "990100000000"
NORTH, SOUTH = "990101000000", "990102000000"
NORTH_1, NORTH_2, SOUTH_1 = "990101510000", "990101520000", "990102510000"
INSPECTION = "990100450000"
HERE = Point(lon=114.30, lat=30.60)

ORGANISATIONS = (
    (PROVINCE, None, "province", "示范省公安厅"),
    (HALL, PROVINCE, "hall", "省110接警大厅"),
    (CITY, PROVINCE, "city", "小镇市公安局"),
    (INSPECTION, CITY, "inspection", "小镇市公安局督察支队"),
    (NORTH, CITY, "county", "北县公安局"),
    (SOUTH, CITY, "county", "南县公安局"),
    (NORTH_1, NORTH, "station", "城北派出所"),
    (NORTH_2, NORTH, "station", "河东派出所"),
    (SOUTH_1, SOUTH, "station", "城南派出所"),
)
CREWS = (("N1", NORTH_1), ("N2", NORTH_1), ("N3", NORTH_2), ("S1", SOUTH_1), ("S2", SOUTH_1))
PEOPLE: tuple[tuple[str, Role, str, str | None], ...] = (
    ("taker1", Role.CALL_TAKER, HALL, None),
    ("taker2", Role.CALL_TAKER, HALL, None),
    ("commander", Role.COMMANDER, HALL, None),
    ("north", Role.COUNTY_DESK, NORTH, None),
    ("south", Role.COUNTY_DESK, SOUTH, None),
    ("city", Role.COUNTY_DESK, CITY, None),
    ("north1", Role.STATION_DESK, NORTH_1, None),
    ("south1", Role.STATION_DESK, SOUTH_1, None),
    ("reviewer", Role.REVIEWER, CITY, None),
    ("reviewer2", Role.REVIEWER, CITY, None),
    ("admin", Role.ADMIN, HALL, None),
    ("admin_north", Role.ADMIN, NORTH, None),
    ("inspector", Role.INSPECTOR, INSPECTION, None),
    ("inspector2", Role.INSPECTOR, INSPECTION, None),
    *((f"officer_{code.lower()}", Role.OFFICER, org, code) for code, org in CREWS),
)


@dataclass
class World:
    """A stage with people on it.

    After every command the world holds the feeds to their promise: the snapshot before, with the changes of
    all facts since applied, equals a fresh snapshot. And nothing stands without a running clock.
    """

    stage: Stage
    people: dict[str, Principal] = field(default_factory=dict)
    crews: dict[str, UUID] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    view: View = field(default_factory=View)
    lines: dict[UUID, bool] = field(default_factory=dict)

    async def do(self, who: str | Principal, handler: Any, command: Any, **rest: Any) -> Any:
        """Run a command as somebody, and let everything follow from it."""
        principal = self.people[who] if isinstance(who, str) else who
        reply = await execute(self.stage.db, principal, handler, command, **rest)
        await self.stage.settle()
        await self.check()
        return reply

    async def advance(self, seconds: float) -> None:
        """Let time pass."""
        await self.stage.advance(seconds)
        await self.check()

    async def check(self) -> None:
        """What holds after every command."""
        await self.check_feeds()
        assert await read_without_clock(self.stage.conn) == []

    async def check_feeds(self) -> None:
        """apply(snapshot, events) == fresh snapshot."""
        facts = await self.stage.facts(after=self.view.cursor)
        for change in self.stage.changes(facts):
            self.view.apply(change)
        self.view.cursor = facts[-1].position or 0 if facts else self.view.cursor
        fresh = await self.stage.snapshot()
        held = {key: (one.version, one.fields) for key, one in self.view.entities.items()}
        wanted = {key: (one.version, one.fields) for key, one in fresh.entities.items()}
        assert held == wanted

    async def report(self, **fields: Any) -> UUID:
        """A citizen reports; gives the contact."""
        contact_id = new_id()
        command = ReceiveContact(
            contact_id=contact_id,
            channel="web",
            hall_code=HALL,
            caller_number="13800001234",
            text="有人打架",
            citizen_scope=f"k/{contact_id}",
            **fields,
        )

        async def receive(tx: Tx, command: ReceiveContact) -> None:
            await receive_contact(tx, command)

        await self.do(PUBLIC, receive, command)
        return contact_id

    async def ready(self, who: str) -> UUID:
        """Somebody sits down, and can speak; gives the seat."""
        await self.line(who)
        reply: SeatReply = await self.do(who, move_own_seat, MoveSeat(to="ready"))
        return reply.seat_id

    async def line(self, who: str, *, is_up: bool = True) -> None:
        """The voice line of somebody at a seat comes up, or is gone."""
        person_id = self.people[who].account_id
        if person_id is None or self.lines.get(person_id, False) is is_up:
            return
        self.lines[person_id] = is_up
        await self.do(system("telephony.voice"), note_line, NoteLine(person_id=person_id, node="one", is_up=is_up))

    async def take(self, who: str, contact_id: UUID) -> ContactReply:
        """Somebody who can speak takes a contact."""
        await self.line(who)
        reply: ContactReply = await self.do(who, take_contact, TakeContact(contact_id=contact_id))
        return reply

    def owner(self, station: str = NORTH_1) -> Owner:
        """Ownership by a station."""
        return Owner(
            county_code=self.paths[station].split("/")[2],
            station_code=station,
            station_path=self.paths[station],
            grid_code="G1",
        )

    async def open(self, who: str, contact_id: UUID, class_code: str = "0202", **rest: Any) -> UUID:
        """Somebody opens an incident; gives its id."""
        command = OpenFromContact(
            contact_id=contact_id,
            class_code=class_code,
            place_text="解放路12号",
            point=rest.pop("point", HERE),
            owner=self.owner(rest.pop("station", NORTH_1)),
            **rest,
        )
        reply: ContactReply = await self.do(who, open_from_contact, command)
        assert reply.incident_id is not None
        return reply.incident_id

    def ranking(self, *codes: str) -> Ranking:
        """A ranking in this order."""
        ranked = tuple(
            Ranked(
                crew_id=self.crews[code],
                call_sign=code,
                org_path=self.paths[dict(CREWS)[code]],
                eta_s=60.0 * place,
                distance_m=500.0 * place,
                is_estimated=False,
                cost_s=60.0 * place,
                reasons=("neighbour",),
            )
            for place, code in enumerate(codes, 1)
        )
        return Ranking(ranked=ranked, excluded=())

    async def send(self, who: str, incident_id: UUID, *codes: str, crew: str | None = None) -> SendReply:
        """Somebody sends: crews ranked in this order, perhaps one chosen."""
        command = SendCrew(
            incident_id=incident_id,
            ranking=self.ranking(*codes),
            crew_id=None if crew is None else self.crews[crew],
        )
        reply: SendReply = await self.do(who, send_crew, command)
        return reply

    async def order_of(self, code: str) -> UUID:
        """The newest order of a crew. Raises: AssertionError when it has none."""
        order_id = await self.find_order_of(code)
        assert order_id is not None
        return order_id

    async def find_order_of(self, code: str) -> UUID | None:
        """The newest order of a crew, or None."""
        order_id: UUID | None = await self.stage.value(
            "select id from dispatch.crew_order where crew_id = $1 order by ordered_at desc, id desc limit 1",
            self.crews[code],
        )
        return order_id

    async def states(self, incident_id: UUID) -> dict[str, Any]:
        """State of the incident, its call-out and its orders by call sign."""
        row = await self.stage.value("select state from incidents.incident where id = $1", incident_id)
        callout = await self.stage.value("select state from dispatch.callout where incident_id = $1", incident_id)
        orders = await self.stage.fetch(
            "select call_sign, state from dispatch.crew_order where incident_id = $1 order by ordered_at, call_sign",
            incident_id,
        )
        return {
            "incident": row,
            "callout": callout,
            "orders": {order["call_sign"]: order["state"] for order in orders},
        }


async def build_world(stage: Stage) -> World:
    """Organisations, classes, crews and accounts."""
    world = World(stage)
    db = stage.db
    orgs = tuple(
        Organisation(code=code, parent_code=parent, kind=kind, name_zh=name, name_en=name)
        for code, parent, kind, name in ORGANISATIONS
    )
    await execute(db, system("setup"), import_organisations, ImportOrganisations(organisations=orgs))
    async with db.transaction(system("setup")) as tx:
        await seed_classes(tx)
        await seed_force_table(tx)
        for code, *_ in ORGANISATIONS:
            world.paths[code] = (await get_organisation(tx, code)).path
    seeds = tuple(
        CrewSeed(
            code=code,
            call_sign=code,
            grid_code="G1",
            org_code=org,
            org_path=world.paths[org],
            force_type="patrol",
            officers=1,
            auxiliaries=3,
            post=HERE,
        )
        for code, org in CREWS
    )
    await execute(db, system("setup"), register_crews, RegisterCrews(crews=seeds, hall_code=HALL))
    world.crews = {row["code"]: row["id"] for row in await stage.fetch("select code, id from force.crew")}
    await _areas(world)
    for login, role, org, crew in PEOPLE:
        await _person(world, login, role, org, crew)
    await stage.settle()
    return world


async def _areas(world: World) -> None:
    """Two counties above each other, the northern one with two stations side by side; a grid for each station."""
    boxes = (
        ("county", NORTH, None, NORTH, (114.2, 30.55, 114.4, 30.7)),
        ("county", SOUTH, None, SOUTH, (114.2, 30.4, 114.4, 30.55)),
        ("station", NORTH_1, NORTH, NORTH_1, (114.2, 30.55, 114.32, 30.7)),
        ("station", NORTH_2, NORTH, NORTH_2, (114.32, 30.55, 114.4, 30.7)),
        ("station", SOUTH_1, SOUTH, SOUTH_1, (114.2, 30.4, 114.4, 30.55)),
        ("grid", "G1", NORTH_1, NORTH_1, (114.2, 30.55, 114.32, 30.7)),
        ("grid", "G2", NORTH_2, NORTH_2, (114.32, 30.55, 114.4, 30.7)),
        ("grid", "G3", SOUTH_1, SOUTH_1, (114.2, 30.4, 114.4, 30.55)),
    )
    async with world.stage.db.transaction(system("setup")) as tx:
        for kind, code, parent, org, (west, south, east, north) in boxes:
            ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
            shape = "(" + ",".join(f"({lon},{lat})" for lon, lat in ring[:-1]) + ")"
            await tx.execute(
                "insert into places.area (kind, code, part, parent_code, org_code, name_zh, name_en, shape, ring)"
                " values ($1, $2, 0, $3, $4, $2, $2, $5::text::polygon, $6)",
                kind,
                code,
                parent,
                org,
                shape,
                ring,
            )


async def load_world(stage: Stage) -> World:
    """The world that a copied database holds already."""
    world = World(stage)
    async with stage.db.snapshot(system("setup")) as tx:
        for code, *_ in ORGANISATIONS:
            world.paths[code] = (await get_organisation(tx, code)).path
        for row in await tx.fetch("select id, login from agencies.account"):
            world.people[row["login"]] = await principal_for(tx, row["id"])
        world.crews = {row["code"]: row["id"] for row in await tx.fetch("select code, id from force.crew")}
    return world


async def _person(world: World, login: str, role: Role, org: str, crew: str | None) -> None:
    command = CreateAccount(
        login=login,
        password_hash="-",
        person=login,
        roles=(role,),
        org_code=org,
        crew_id=None if crew is None else world.crews[crew],
    )
    account_id = await execute(world.stage.db, system("setup"), create_account, command)
    async with world.stage.db.snapshot(system("setup")) as tx:
        world.people[login] = await principal_for(tx, account_id)
