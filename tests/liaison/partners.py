"""Partners of the small world: a gas company for each county, water and 12345 of the city, each with a person."""

from uuid import UUID

from tests.dispatch.test_chain import incident_of
from tests.world import CITY, NORTH, SOUTH, World
from yaoyaoling.agencies.handlers.sign_in import principal_for
from yaoyaoling.agencies.public import AddOrganisation, CreateAccount, add_organisation, create_account
from yaoyaoling.liaison.commands import MoveOrder, PutDesk, SendOrder
from yaoyaoling.liaison.handlers.move_order import move_order
from yaoyaoling.liaison.handlers.put_desk import put_desk
from yaoyaoling.liaison.handlers.send_order import WorkOrderReply, send_order
from yaoyaoling.liaison.policy import Urgency
from yaoyaoling.liaison.states import WorkOrderSignal
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.principal import Role, system

GAS_NORTH, GAS_SOUTH = "990101900001", "990102900001"
WATER, HOTLINE = "990100900001", "990100900002"
PARTNERS = (
    (GAS_NORTH, NORTH, "gas", "北县燃气公司", "gas_north"),
    (GAS_SOUTH, SOUTH, "gas", "南县燃气公司", "gas_south"),
    (WATER, CITY, "water", "小镇市供水公司", "water"),
    (HOTLINE, CITY, "12345", "小镇市12345热线", "hotline"),
)


async def partner_desks(world: World, db: Database) -> None:
    """Organisations, desks and people, as an administrator makes them."""
    admin, setup = world.people["admin"], system("setup")
    for code, parent, service, name, login in PARTNERS:
        org = AddOrganisation(code=code, parent_code=parent, kind="partner", name_zh=name, name_en=name)
        await execute(db, admin, add_organisation, org)
        await execute(db, admin, put_desk, PutDesk(org_code=code, service=service, telephone="0990-1000000"))
        person = CreateAccount(login=login, password_hash="-", person=login, roles=(Role.PARTNER,), org_code=code)
        account = await execute(db, admin, create_account, person)
        async with db.snapshot(setup) as tx:
            world.people[login] = await principal_for(tx, account)


async def gas_order(
    world: World, desk: str = GAS_NORTH, who: str = "taker1", urgency: Urgency = "normal"
) -> tuple[UUID, UUID]:
    """An incident in the north and an order about it; gives both."""
    incident = await incident_of(world)
    return incident, (await ask(world, incident, desk, who, urgency)).work_order_id


async def ask(
    world: World, incident: UUID, desk: str = GAS_NORTH, who: str = "taker1", urgency: Urgency = "normal"
) -> WorkOrderReply:
    """Somebody asks a desk about an incident."""
    command = SendOrder(incident_id=incident, desk_code=desk, asked="三楼燃气泄漏，请关阀检修", urgency=urgency)
    reply: WorkOrderReply = await world.do(who, send_order, command)
    return reply


async def move(world: World, who: str, order: UUID, signal: str, text: str = "", **rest: str) -> WorkOrderReply:
    """Somebody takes a step."""
    command = MoveOrder(work_order_id=order, signal=WorkOrderSignal(signal), text=text, **rest)
    reply: WorkOrderReply = await world.do(who, move_order, command)
    return reply


async def standing(world: World, order: UUID) -> tuple[str, str, str]:
    """State of an order, and who has it: unit and name."""
    row = (
        await world.stage.fetch("select state, owner_code, owner_name from liaison.work_order where id = $1", order)
    )[0]
    return row["state"], row["owner_code"], row["owner_name"]
