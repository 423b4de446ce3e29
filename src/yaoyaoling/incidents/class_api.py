"""Routes of the class table: its versions, changes, CSV in and out."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from yaoyaoling.incidents.class_table import ClassVersion, csv_of, get_version, list_versions, parse_csv
from yaoyaoling.incidents.classes import IncidentClass
from yaoyaoling.incidents.handlers.change_classes import ChangeClasses, ClassTableReply, change_classes
from yaoyaoling.kernel.contract import Value
from yaoyaoling.platform.http.deps import DeskDep, HallDep, PrincipalDep, allow
from yaoyaoling.platform.principal import Principal, Role

router = APIRouter(tags=["incidents"])
Administrator = Annotated[Principal, allow(Role.ADMIN)]
Number = Annotated[int, Query(ge=0)]


class ClassCsvBody(Value):
    """A table as CSV: what it names is put so, what it does not name stays."""

    base_version: int = Field(ge=0)
    csv: str = Field(min_length=10, max_length=500_000)
    note: str = Field(min_length=2, max_length=200)


@router.get("/api/incidents/class-versions")
async def get_class_versions(hall: HallDep, principal: PrincipalDep) -> list[ClassVersion]:
    """All versions of the class table, newest first."""
    async with hall.db.snapshot(principal) as tx:
        return await list_versions(tx)


@router.get("/api/incidents/class-version")
async def get_class_version(hall: HallDep, principal: PrincipalDep, version: Number) -> list[IncidentClass]:
    """All classes of a version, retired ones too."""
    async with hall.db.snapshot(principal) as tx:
        return await get_version(tx, version)


@router.get("/api/incidents/class-version.csv", response_class=Response)
async def get_class_csv(hall: HallDep, principal: Administrator, version: Number) -> Response:
    """A version as CSV."""
    async with hall.db.snapshot(principal) as tx:
        text = csv_of(await get_version(tx, version))
    name = f'attachment; filename="classes-v{version}.csv"'
    # The mark tells spreadsheets that it is UTF-8.
    return Response("\ufeff" + text, media_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})


@router.post("/api/incidents/class-versions")
async def post_class_version(body: ChangeClasses, desk: DeskDep, principal: Administrator) -> ClassTableReply:
    """Change classes: a new version, from the next incident on."""
    return await desk.run(principal, change_classes, body)


@router.post("/api/incidents/class-versions/csv")
async def post_class_csv(body: ClassCsvBody, desk: DeskDep, principal: Administrator) -> ClassTableReply:
    """Change classes from a CSV; a line that cannot be read is named and nothing is changed."""
    command = ChangeClasses(base_version=body.base_version, classes=tuple(parse_csv(body.csv)), note=body.note)
    return await desk.run(principal, change_classes, command)
