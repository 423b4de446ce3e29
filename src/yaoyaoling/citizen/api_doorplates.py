"""Routes of QR door-plates: what a scanned code says, for all; a building's plates and sheet, for administrators."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from yaoyaoling.agencies.public import get_hall_code, get_organisation, matter_of
from yaoyaoling.citizen.limits import Limiter
from yaoyaoling.citizen.settings import CitizenSettings
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.places.public import (
    Doorplates,
    DoorplatesReply,
    MakeDoorplates,
    Plate,
    PlateCode,
    Printed,
    WithdrawDoorplate,
    find_doorplate,
    get_doorplates,
    list_doorplates,
    make_doorplates,
    sheet_html,
    withdraw_doorplate,
)
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.http.deps import DeskDep, HallDep, allow
from yaoyaoling.platform.principal import PUBLIC, Principal, Role

router = APIRouter()
Admin = Annotated[Principal, allow(Role.ADMIN)]
Code = Annotated[str, Query(min_length=1, max_length=100, description="门牌二维码上的短码")]
Number = Annotated[int, Path(ge=1, le=2**40 - 1)]
_SCANS = Limiter(CitizenSettings().reports_per_minute)


class PlateView(Value):
    """What a scanned code says. place_text, lon, lat (WGS-84): None when the code is not genuine, or withdrawn."""

    state: Literal["genuine", "forged", "withdrawn"]
    place_text: str | None
    lon: float | None
    lat: float | None


class WithdrawPlateBody(Value):
    """Why the printed code is to hold no more; is_renewed: the plate is printed anew."""

    is_renewed: bool
    reason: str = Field(min_length=2, max_length=300)


@router.get("/api/public/doorplates", tags=["public"])
async def get_plate(code: Code, request: Request, hall: HallDep) -> PlateView:
    """What the code on a door-plate says. A forged one is told so, and the report goes on without it."""
    _SCANS.check(request.client.host if request.client else None)
    async with hall.db.snapshot(PUBLIC) as tx:
        reading = await find_doorplate(tx, hall.need(Doorplates).read(code))
    if reading.point is None:
        state: Literal["forged", "withdrawn"] = "forged" if reading.number is None else "withdrawn"
        return PlateView(state=state, place_text=None, lon=None, lat=None)
    return PlateView(state="genuine", place_text=reading.place_text, lon=reading.point.lon, lat=reading.point.lat)


@router.get("/api/doorplates", tags=["places"])
async def get_plates(hall: HallDep, principal: Admin, q: Annotated[str, Query(max_length=100)] = "") -> list[Plate]:
    """Plates whose address holds the words, the newest first, at most a hundred."""
    async with hall.db.snapshot(principal) as tx:
        return await list_doorplates(tx, q)


@router.post("/api/doorplates", tags=["places"], status_code=201)
async def post_plates(body: MakeDoorplates, desk: DeskDep, principal: Admin) -> DoorplatesReply:
    """Make a building's plates, for a place by its id. An address has one plate: asked for again, it is given again."""

    async def make(tx: Tx, command: MakeDoorplates) -> DoorplatesReply:
        return await make_doorplates(tx, command, await _matter(tx))

    return await desk.run(principal, make, body)


@router.post("/api/doorplates/{number}/withdraw", tags=["places"])
async def post_withdraw_plate(
    number: Number, body: WithdrawPlateBody, desk: DeskDep, principal: Admin
) -> DoorplatesReply:
    """Let the printed code hold no more: it was copied, lost, or the door is gone."""

    async def withdraw(tx: Tx, command: WithdrawDoorplate) -> DoorplatesReply:
        return await withdraw_doorplate(tx, command, await _matter(tx))

    return await desk.run(principal, withdraw, WithdrawDoorplate(number=number, **body.model_dump()))


async def _matter(tx: Tx) -> UUID:
    return await matter_of(tx, await get_organisation(tx, await get_hall_code(tx)))


@router.get("/api/doorplates/sheet", tags=["places"], response_class=Response)
async def get_sheet(
    request: Request, hall: HallDep, principal: Admin, number: Annotated[list[int], Query(min_length=1, max_length=200)]
) -> Response:
    """A page to print (HTML, A4): for each plate its QR code, its address in words and its code. 404: none in force."""
    async with hall.db.snapshot(principal) as tx:
        plates = await get_doorplates(tx, tuple(number))
    if not plates:
        raise NotFound
    codes = hall.need(Doorplates)
    base = str(request.base_url).rstrip("/")
    printed = []
    for plate in plates:
        code = codes.code(PlateCode(plate.number, plate.version))
        printed.append(Printed(plate.number, plate.place_text, code, f"{base}/q/{code}"))
    return Response(sheet_html(plates[0].place_text, printed), media_type="text/html; charset=utf-8")
