"""Routes of those who enter for a citizen: at the counter, on the street, in the neighbourhood."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field, field_validator

from yaoyaoling.evidence.public import MediaFiles
from yaoyaoling.intake.commands import EnteredChannel, EnterReport
from yaoyaoling.intake.entered import EnteredReport, list_entered
from yaoyaoling.intake.handlers.enter import enter_report
from yaoyaoling.intake.handlers.take import ContactReply
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import StatedPosition
from yaoyaoling.platform.http.deps import DeskDep, HallDep, allow
from yaoyaoling.platform.principal import Principal, Role

router = APIRouter(tags=["intake"])
Enterer = Annotated[Principal, allow(Role.OFFICER, Role.STATION_DESK, Role.COUNTY_DESK)]


class EnterBody(Value):
    """What was told or seen, by whom and where, if known. photos: ids from `POST /api/evidence/uploads`."""

    channel: EnteredChannel
    text: str = Field(min_length=2, max_length=4000)
    place_text: str | None = Field(default=None, max_length=300)
    position: StatedPosition | None = None
    accuracy_m: float | None = Field(default=None, ge=0, le=1_000_000, allow_inf_nan=False)
    caller_name: str | None = Field(default=None, max_length=40)
    caller_number: str | None = Field(default=None, max_length=24)
    photos: tuple[UUID, ...] = Field(default=(), max_length=9)

    @field_validator("text")
    @classmethod
    def _something(cls, value: str) -> str:
        words = value.replace("\x00", "").strip()
        if len(words) < 2:
            raise ValueError("a report has words")
        return words


@router.post("/api/intake/entered", status_code=201)
async def post_entered(body: EnterBody, desk: DeskDep, principal: Enterer) -> ContactReply:
    """Enter a walk-in, what an officer met himself (自接警) or a community group's clue: it goes into the queue."""
    files = desk.hall.need(MediaFiles)
    command = EnterReport(
        point=None if body.position is None else body.position.point(),
        uncertainty_m=body.accuracy_m,
        uploads=tuple(files.find_upload(photo) for photo in body.photos),
        **body.model_dump(exclude={"position", "accuracy_m", "photos"}),
    )
    return await desk.run(principal, enter_report, command)


@router.get("/api/intake/entered")
async def get_entered(hall: HallDep, principal: Enterer) -> list[EnteredReport]:
    """What the actor entered within a day, and what became of it."""
    async with hall.db.snapshot(principal) as tx:
        return await list_entered(tx)
