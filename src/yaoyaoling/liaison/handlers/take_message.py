"""What a partner's platform tells us, signed: a step of an order it has, or a matter for the police."""

import hashlib
from uuid import UUID

from yaoyaoling.agencies.public import OrganisationNode, get_hall_code, get_organisation
from yaoyaoling.channels.public import note_nonce
from yaoyaoling.intake.public import ContactState, ReceiveContact, add_words, dangers_in, get_contact, receive_contact
from yaoyaoling.kernel.contract import Command, Value
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.liaison.commands import MoveOrder, NoteOrder
from yaoyaoling.liaison.events import MatterHanded
from yaoyaoling.liaison.exchange.messages import (
    Incoming,
    MatterAdded,
    MatterSent,
    OrderAccepted,
    OrderDone,
    OrderProgress,
    OrderReturned,
)
from yaoyaoling.liaison.handlers.move_order import move_order
from yaoyaoling.liaison.handlers.note_order import note_order
from yaoyaoling.liaison.handlers.queue_outgoing import LINE_ACTOR
from yaoyaoling.liaison.refusals import (
    MatterClosed,
    MatterHandedTwice,
    MessageOutOfOrder,
    MessageReused,
    OrderUnknown,
)
from yaoyaoling.liaison.states import WorkOrderSignal
from yaoyaoling.places.public import find_territory
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.principal import Principal, Role


class TakeMessage(Command):
    """A message that is signed rightly. digest: of its body; nonce: of its request."""

    desk_code: str
    nonce: str
    digest: bytes
    message: Incoming


class ExchangeAnswer(Value):
    """What the platform is answered. number: ours, of the order or of the contact (接警单号)."""

    id: str
    number: str
    state: str


def digest_of(body: bytes) -> bytes:
    """By what the same message is known again."""
    return hashlib.sha256(body).digest()


async def take_message(tx: Tx, command: TakeMessage) -> ExchangeAnswer:
    """Do it once; told again under its id, it is answered as the first time. As the program itself, in the partner's
    name: what a person at that desk may not do, its platform may not either.

    Raises: AlreadyTakenRequest, MessageReused, MessageOutOfOrder, OrderUnknown, MatterHandedTwice, MatterClosed, and
    what a step of an order raises.
    """
    said, desk = command.message, command.desk_code
    # Two requests about one number at once are taken one after the other.
    await tx.execute("select pg_advisory_xact_lock(hashtextextended($1, 1203))", f"{desk}\n{said.number}")
    await note_nonce(tx, f"liaison:{desk}", command.nonce)
    known = await tx.fetchrow(
        "select digest, reply from liaison.incoming where desk_code = $1 and message_id = $2", desk, said.id
    )
    if known is not None:
        if known["digest"] != command.digest:
            raise MessageReused
        return ExchangeAnswer.model_validate_json(known["reply"])
    about = f"{said.type.partition('.')[0]}:{said.number}"
    expected = 1 + await tx.fetchval(
        "select coalesce(max(seq), 0) from liaison.incoming where desk_code = $1 and about = $2", desk, about
    )
    if said.seq != expected:
        raise MessageOutOfOrder(expected=expected)
    answer = await _do(tx, await get_organisation(tx, desk), said)
    await tx.execute(
        "insert into liaison.incoming (desk_code, message_id, about, seq, digest, reply, at)"
        " values ($1, $2, $3, $4, $5, $6, $7)",
        desk,
        said.id,
        about,
        said.seq,
        command.digest,
        answer.model_dump_json(),
        tx.now,
    )
    return answer


async def _do(tx: Tx, org: OrganisationNode, said: Incoming) -> ExchangeAnswer:
    who = Principal(
        id=f"{LINE_ACTOR}{org.code}",
        name=said.handler.name,
        roles=frozenset({Role.PARTNER}),
        org_code=org.code,
        org_path=org.path,
    )
    with tx.acting(who):
        match said:
            case MatterSent():
                return await _hand_over(tx, org, said)
            case MatterAdded():
                return await _add(tx, org, said)
            case _:
                return await _step(tx, org, said)


async def _step(
    tx: Tx, org: OrganisationNode, said: OrderAccepted | OrderReturned | OrderProgress | OrderDone
) -> ExchangeAnswer:
    sql = "select id from liaison.work_order where number = $1 and desk_code = $2 and has_line"
    order_id: UUID | None = await tx.fetchval(sql, said.number, org.code)
    if order_id is None:
        raise OrderUnknown(number=said.number)
    match said:
        case OrderProgress():
            reply = await note_order(tx, NoteOrder(work_order_id=order_id, text=said.text))
        case OrderAccepted():
            reply = await move_order(tx, MoveOrder(work_order_id=order_id, signal=WorkOrderSignal.ACCEPT))
        case OrderReturned():
            step = MoveOrder(work_order_id=order_id, signal=WorkOrderSignal.RETURN, text=said.reason)
            reply = await move_order(tx, step)
        case OrderDone():
            rated = "" if said.satisfaction is None else f"（满意度 {said.satisfaction}/5）"
            step = MoveOrder(work_order_id=order_id, signal=WorkOrderSignal.FINISH, text=said.result + rated)
            reply = await move_order(tx, step)
    return ExchangeAnswer(id=said.id, number=reply.number, state=reply.state.value)


async def _hand_over(tx: Tx, org: OrganisationNode, said: MatterSent) -> ExchangeAnswer:
    """It waits in the queue like a call, danger first; whoever takes it reads who sent it, and may ring the person."""
    sql = "select exists (select from liaison.handed where desk_code = $1 and number = $2)"
    if await tx.fetchval(sql, org.code, said.number):
        raise MatterHandedTwice(number=said.number)
    asked = said.asked
    point = None if asked.position is None else asked.position.point()
    is_danger = said.is_danger or bool(dangers_in(asked.content))
    kind = f"{asked.kind}：" if asked.kind else ""
    command = ReceiveContact(
        contact_id=new_id(),
        channel="partner",
        hall_code=await get_hall_code(tx),
        caller_number=asked.caller_number,
        caller_name=asked.caller_name,
        text=f"〔{org.name_zh}转来，工单 {said.number}，{said.handler.name}〕{kind}{asked.content}",
        place_text=asked.place_text,
        point=point,
        is_outside_city=point is not None and await find_territory(tx, point) is None,
        is_urgent=is_danger,
    )
    contact = await receive_contact(tx, command)
    handed_id = new_id()
    await tx.execute(
        "insert into liaison.handed (id, desk_code, number, contact_id, contact_number, told, version)"
        " values ($1, $2, $3, $4, $5, 'received', 1)",
        handed_id,
        org.code,
        said.number,
        contact.id,
        contact.number,
    )
    event = MatterHanded(
        handed_id=handed_id,
        contact_id=contact.id,
        contact_number=contact.number,
        desk_code=org.code,
        number=said.number,
        is_danger=is_danger,
        by_name=said.handler.name,
    )
    tx.record(event, stream=f"handed:{handed_id}", seq=1, about=contact.id)
    return ExchangeAnswer(id=said.id, number=contact.number, state="received")


async def _add(tx: Tx, org: OrganisationNode, said: MatterAdded) -> ExchangeAnswer:
    sql = "select contact_id, contact_number, told from liaison.handed where desk_code = $1 and number = $2"
    row = await tx.fetchrow(sql, org.code, said.number)
    if row is None:
        raise OrderUnknown(number=said.number)
    contact = await get_contact(tx, row["contact_id"])
    if contact.state is ContactState.SETTLED or row["told"] in ("closed", "cancelled"):
        raise MatterClosed(number=said.number)
    await add_words(tx, contact.id, f"〔{org.name_zh}补充，{said.handler.name}〕{said.text}")
    return ExchangeAnswer(id=said.id, number=row["contact_number"], state=row["told"])
