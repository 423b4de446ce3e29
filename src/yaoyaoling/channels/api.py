"""Routes: sentences to send by a key, and what services send us."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request
from fastapi.responses import PlainTextResponse
from pydantic import Field

from yaoyaoling.channels.adapters.chosen import signed_adapters
from yaoyaoling.channels.adapters.ecall import read_crash
from yaoyaoling.channels.adapters.wechat import WechatAdapter, wechat_accounts
from yaoyaoling.channels.aml.posted import check_posted, read_posted
from yaoyaoling.channels.contract import Arrived
from yaoyaoling.channels.handlers.take_crash import CarNumber, RevealVin, reveal_vin
from yaoyaoling.channels.outbox import CrashInlet, StoredInlet
from yaoyaoling.channels.queries import Line, list_lines, was_taken
from yaoyaoling.channels.refusals import AlreadyTakenRequest
from yaoyaoling.channels.settings import ChannelsSettings
from yaoyaoling.channels.templates import Template, list_templates
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.http.deps import DeskDep, HallDep, allow
from yaoyaoling.platform.principal import Principal, Role, system

router = APIRouter()
Desk = Annotated[Principal, allow(Role.CALL_TAKER, Role.COMMANDER)]
Looker = Annotated[
    Principal, allow(Role.CALL_TAKER, Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK, Role.INSPECTOR)
]
_FORM = {
    "requestBody": {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": {"type": "object"}}}}
}
_WECHAT_BODY = {"requestBody": {"required": True, "content": {"text/xml": {"schema": {"type": "string"}}}}}
_BODY = {"requestBody": {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}}


class LookBody(Value):
    """For what a car's number is looked at."""

    purpose: str = Field(min_length=4, max_length=200)


@router.get("/api/channels/templates", tags=["channels"])
async def get_templates(_: Desk) -> list[Template]:
    """Sentences a seat sends by a key, in both languages."""
    return list(list_templates())


@router.get("/api/channels/lines", tags=["channels"])
async def get_lines(hall: HallDep, principal: Desk) -> list[Line]:
    """The lines to citizens, as they are now."""
    async with hall.db.snapshot(principal) as tx:
        return await list_lines(tx)


@router.post("/api/public/channels/{adapter}", status_code=202, tags=["public"], openapi_extra=_BODY)
async def post_signed(adapter: Annotated[str, Path(pattern=r"^[a-z]{2,20}$")], request: Request, hall: HallDep) -> None:
    """A message or a receipt of a service, signed (docs/channels.md). Answered when it is stored; sent again under the
    same id it is taken once, and the same request again is refused."""
    found = next((one for one in signed_adapters(ChannelsSettings()) if one.name == adapter), None)
    if found is None:
        raise NotFound
    one = found.read(request.headers, await request.body())
    inlet = hall.need(StoredInlet)
    if isinstance(one, Arrived):
        await inlet.arrived(found.name, found.channel, one)
    else:
        await inlet.receipt(found.name, one)


@router.post("/api/public/aml", status_code=202, tags=["public"], openapi_extra=_FORM)
async def post_aml(request: Request, hall: HallDep) -> None:
    """Where a handset that calls us is (AML by HTTPS, ETSI TS 103 625), signed by HMAC-SHA1. Answered when it is
    stored; told again it is taken once, and what was measured long ago is not used."""
    key = ChannelsSettings().aml_hmac_key
    if key is None:
        raise NotFound
    body = await request.body()
    check_posted(body, key.get_secret_value().encode())
    number, aml = read_posted(body)
    await hall.need(StoredInlet).arrived("aml", "sms", Arrived(sender=number, aml=aml))


@router.post("/api/public/ecall", status_code=202, tags=["public"], openapi_extra=_BODY)
async def post_crash(request: Request, hall: HallDep) -> None:
    """What a car told when it crashed (eCall, EN 15722), by a third-party service or a modem's server, signed
    (docs/channels.md). Answered when it is stored; told again it is taken once. A test is noted and goes no further."""
    command = read_crash(request.headers, await request.body(), ChannelsSettings())
    if command is None:
        raise NotFound
    await hall.need(CrashInlet).take(command)


@router.post("/api/channels/crashes/{contact_id}/reveal", tags=["channels"])
async def post_reveal_vin(contact_id: UUID, body: LookBody, desk: DeskDep, principal: Looker) -> CarNumber:
    """See a car's number; who looked and why stays in the ledger."""
    return await desk.run(principal, reveal_vin, RevealVin(contact_id=contact_id, purpose=body.purpose))


@router.get("/api/public/wechat/{account}", tags=["public"], response_class=PlainTextResponse)
async def get_wechat(account: Annotated[str, Path(pattern=r"^[a-z]{2,20}$")], request: Request) -> str:
    """WeChat asks whether the address is ours, once, when it is set there."""
    return _account(account).greet(request.query_params)


@router.post(
    "/api/public/wechat/{account}", tags=["public"], response_class=PlainTextResponse, openapi_extra=_WECHAT_BODY
)
async def post_wechat(account: Annotated[str, Path(pattern=r"^[a-z]{2,20}$")], request: Request, hall: HallDep) -> str:
    """A message or an event of WeChat, signed (docs/channels.md). Answered `success` when it is stored; WeChat waits
    five seconds and tells it again, up to three times: it is taken once."""
    found = _account(account)
    one = found.read(request.query_params, await request.body())
    inlet = hall.need(StoredInlet)
    if isinstance(one, Arrived):
        try:
            await inlet.arrived(found.name, found.channel, one)
        except AlreadyTakenRequest:
            # Told again because our answer was lost: answered. Another message under a nonce that was used: refused.
            async with hall.db.snapshot(system("channels")) as tx:
                if not await was_taken(tx, found.name, one.key or ""):
                    raise
    elif one is not None:
        await inlet.told(found.name, found.channel, one)
    return "success"


def _account(name: str) -> WechatAdapter:
    found = next((one for one in wechat_accounts(ChannelsSettings()) if one.name == name), None)
    if found is None:
        raise NotFound
    return found
