"""Routes of the exchange: a partner's platform posts here; people see what is dead; administrators set lines up."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Request
from pydantic import Field, SecretStr

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.liaison.api import Administrator, Sender
from yaoyaoling.liaison.commands import PutLine, RetryExchange, TakeBackExchange
from yaoyaoling.liaison.exchange.line import find_line
from yaoyaoling.liaison.exchange.messages import incoming_schema, read_message
from yaoyaoling.liaison.exchange.outgoing import SELECT_OUT, outgoing_of
from yaoyaoling.liaison.handlers.move_outgoing import ExchangeReply, retry_exchange, take_back_exchange
from yaoyaoling.liaison.handlers.note_refused import NoteRefused, note_refused
from yaoyaoling.liaison.handlers.put_line import PartnerLineReply, put_line
from yaoyaoling.liaison.handlers.take_message import ExchangeAnswer, TakeMessage, digest_of, take_message
from yaoyaoling.liaison.refusals import MessageTooLarge, NoLine
from yaoyaoling.liaison.settings import SETTINGS
from yaoyaoling.liaison.states import ExchangeState
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.hall import Hall
from yaoyaoling.platform.http.deps import DeskDep, HallDep
from yaoyaoling.platform.principal import system
from yaoyaoling.platform.signing import check_signed

router = APIRouter()
_SELF = system("exchange")
_MOST_OCTETS = 64 * 1024
_MOST = 200
DeskCode = Annotated[str, Path(pattern=r"^\d{12}$")]


def _body() -> dict[str, Any]:
    """The body's schema; its parts stand inside it, as no route of ours takes them as they are."""
    schema = incoming_schema()
    parts = schema.pop("$defs")

    def whole(one: Any) -> Any:
        if isinstance(one, dict):
            if "$ref" in one:
                return whole(parts[one["$ref"].rsplit("/", 1)[1]])
            return {name: whole(value) for name, value in one.items() if name != "discriminator"}
        return [whole(value) for value in one] if isinstance(one, list) else one

    return {"requestBody": {"required": True, "content": {"application/json": {"schema": whole(schema)}}}}


class PartnerLineBody(Value):
    """Where a partner's platform takes messages. secret: at least 16 characters; None keeps the one there is."""

    url: str = Field(min_length=8, max_length=300)
    secret: SecretStr | None = Field(default=None, min_length=16, max_length=200)
    is_active: bool = True


class PartnerDeskSetting(Value):
    """A desk as administrators set it up; a secret is never shown."""

    org_code: str
    service: str
    telephone: str
    hours_from: str | None
    hours_to: str | None
    is_active: bool
    line_url: str | None
    line_is_active: bool


class ExchangeView(Value):
    """A message to a partner's platform, without its body."""

    id: UUID
    work_order_id: UUID | None
    contact_id: UUID | None
    incident_id: UUID | None
    number: str
    desk_code: str
    kind: str
    state: ExchangeState
    reason: str | None
    tries: int
    queued_at: datetime


class RefusedMessages(Value):
    """What was refused of a partner's platform on a day, by reason. about: the number it named last."""

    desk_code: str
    code: str
    day: date
    times: int
    about: str | None
    last_at: datetime


@router.post("/api/public/liaison/{org_code}/messages", tags=["public"], openapi_extra=_body())
async def post_message(org_code: DeskCode, request: Request, hall: HallDep) -> ExchangeAnswer:
    """A partner's platform tells us, signed (docs/liaison.md): a step of an order, or a matter for the police.
    Answered when it is stored; told again under the same id it is answered again, and done once."""
    async with hall.db.snapshot(_SELF) as tx:
        line = await find_line(tx, org_code)
    if line is None or not line.is_active:
        raise NoLine
    about = None
    try:
        body = await request.body()
        if len(body) > _MOST_OCTETS:
            raise MessageTooLarge(most=_MOST_OCTETS)
        nonce = check_signed(line.secret, request.headers, body, SETTINGS.signed_within_s)
        message = read_message(body)
        about = message.number
        command = TakeMessage(desk_code=org_code, nonce=nonce, digest=digest_of(body), message=message)
        return await execute(hall.db, _SELF, take_message, command)
    except Refused as refusal:
        await _note(hall, org_code, refusal, about)
        raise


async def _note(hall: Hall, org_code: str, refusal: Refused, about: str | None) -> None:
    await execute(hall.db, _SELF, note_refused, NoteRefused(desk_code=org_code, code=refusal.code, about=about))


@router.get("/api/liaison/exchange", tags=["liaison"])
async def get_exchange(
    hall: HallDep, principal: Sender, state: ExchangeState = ExchangeState.DEAD
) -> list[ExchangeView]:
    """Messages to partners' platforms in a state, the newest first: the dead ones, unless another is named."""
    async with hall.db.snapshot(principal) as tx:
        rows = await tx.fetch(f"{SELECT_OUT} where state = $1 order by queued_at desc, id limit {_MOST}", state.value)
    names = ExchangeView.model_fields
    return [ExchangeView(**{name: getattr(one, name) for name in names}) for one in map(outgoing_of, rows)]


@router.get("/api/liaison/exchange/refused", tags=["liaison"])
async def get_refused(hall: HallDep, principal: Sender) -> list[RefusedMessages]:
    """What was refused of what partners' platforms sent us, by day and reason, the latest first."""
    async with hall.db.snapshot(principal) as tx:
        rows = await tx.fetch(
            "select desk_code, code, day, times, about, last_at from liaison.refused order by last_at desc limit 100"
        )
    return [RefusedMessages(**dict(row)) for row in rows]


@router.post("/api/liaison/exchange/{exchange_id}/retry", tags=["liaison"])
async def post_retry(exchange_id: UUID, desk: DeskDep, principal: Sender) -> ExchangeReply:
    """Send a dead message again."""
    return await desk.run(principal, retry_exchange, RetryExchange(exchange_id=exchange_id))


@router.post("/api/liaison/exchange/{exchange_id}/take-back", tags=["liaison"])
async def post_take_back(exchange_id: UUID, desk: DeskDep, principal: Sender) -> ExchangeReply:
    """Send a dead message no more; an order that did not get through comes back to its first receiver."""
    return await desk.run(principal, take_back_exchange, TakeBackExchange(exchange_id=exchange_id))


@router.get("/api/liaison/desk-settings", tags=["liaison"])
async def get_desk_settings(hall: HallDep, principal: Administrator) -> list[PartnerDeskSetting]:
    """All desks with their lines, as far as the administrator's area goes."""
    async with hall.db.snapshot(principal) as tx:
        rows = await tx.fetch(
            "select d.org_code, d.service, d.telephone, d.is_active, to_char(d.hours_from, 'HH24:MI') as hours_from,"
            " to_char(d.hours_to, 'HH24:MI') as hours_to, l.url as line_url,"
            " coalesce(l.is_active, false) as line_is_active"
            " from liaison.desk d left join liaison.line l on l.desk_code = d.org_code"
            " where platform.administers(d.org_path) order by d.org_code"
        )
    return [PartnerDeskSetting(**dict(row)) for row in rows]


@router.put("/api/liaison/desks/{org_code}/line", tags=["liaison"])
async def put_partner_line(
    org_code: str, body: PartnerLineBody, desk: DeskDep, principal: Administrator
) -> PartnerLineReply:
    """Connect a partner's platform, or change or switch off the connection; the secret is not shown again."""
    command = PutLine(org_code=org_code, url=body.url, secret=body.secret, is_active=body.is_active)
    return await desk.run(principal, put_line, command)
