"""Routes of this room's editable data: question cards, sensitive words, acceptance lists, class mappings; versions,
what is wrong with a draft, and a preview."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field

from yaoyaoling.incidents.public import list_classes
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.http.deps import DeskDep, HallDep, PrincipalDep, allow
from yaoyaoling.platform.principal import Principal, Role
from yaoyaoling.triage.advice.lists import Acceptance
from yaoyaoling.triage.cards.guide import Guide
from yaoyaoling.triage.commands import ChangeSheet
from yaoyaoling.triage.contract import SuggestAsk, Suggestion
from yaoyaoling.triage.faults import SheetFault
from yaoyaoling.triage.handlers.change_sheet import SheetReply, change_sheet, check_sheet, list_faults, read_sheet
from yaoyaoling.triage.mappings import Mappings, class_of
from yaoyaoling.triage.sensitive.lexicon import Lexicon
from yaoyaoling.triage.sheets import (
    SheetKind,
    SheetVersion,
    get_sheet,
    list_sheet_versions,
    present_guide,
    present_sheets,
    present_version,
)
from yaoyaoling.triage.suggest import suggest

router = APIRouter(tags=["triage"])
Administrator = Annotated[Principal, allow(Role.ADMIN)]
Kind = Annotated[SheetKind, Query()]
Number = Annotated[int | None, Query(ge=0)]


class Sheet(Value):
    """One kind of data in one version."""

    kind: SheetKind
    version: int
    body: Guide | Lexicon | Acceptance | Mappings


class PreviewBody(Value):
    """A body that is not published yet, and words to try it with. class_code: the class a person chose."""

    kind: SheetKind
    body: dict[str, Any]
    text: str = Field(max_length=20_000)
    class_code: str | None = Field(default=None, pattern=r"^\d{2,6}$")


class SheetDraft(Value):
    """A body that is not published yet."""

    kind: SheetKind
    body: dict[str, Any]


class SheetChecked(Value):
    """What is wrong with a draft; nothing: it may be published."""

    faults: tuple[SheetFault, ...]


class MappedClass(Value):
    """Our class of another system's code."""

    class_code: str


@router.get("/api/triage/guide")
async def get_guide(hall: HallDep, principal: PrincipalDep) -> Guide:
    """Question cards in use by class, and the words that speak for a class."""
    async with hall.db.snapshot(principal) as tx:
        return await present_guide(tx)


@router.get("/api/triage/sheet-versions")
async def get_sheet_versions(hall: HallDep, principal: PrincipalDep, kind: Kind) -> list[SheetVersion]:
    """All versions of one kind that were made, newest first; version 0 is what came with the program."""
    async with hall.db.snapshot(principal) as tx:
        return await list_sheet_versions(tx, kind)


@router.get("/api/triage/sheet")
async def get_sheet_version(hall: HallDep, principal: PrincipalDep, kind: Kind, version: Number = None) -> Sheet:
    """One kind in a version; left out: the one in use."""
    async with hall.db.snapshot(principal) as tx:
        number = await present_version(tx, kind) if version is None else version
        body = await get_sheet(tx, kind, number)
    return Sheet.model_validate({"kind": kind, "version": number, "body": body})


@router.post("/api/triage/sheet-versions")
async def post_sheet_version(body: ChangeSheet, desk: DeskDep, principal: Administrator) -> SheetReply:
    """Publish: a new version, in use from the next question on."""
    return await desk.run(principal, change_sheet, body)


@router.post("/api/triage/preview")
async def post_preview(body: PreviewBody, hall: HallDep, principal: Administrator) -> Suggestion:
    """What would be suggested for some words if this were published. Writes nothing."""
    changed = read_sheet(body.kind, body.body)
    async with hall.db.snapshot(principal) as tx:
        await check_sheet(tx, body.kind, changed)
        sheets = (await present_sheets(tx)).model_copy(update={body.kind: changed})
        classes = {one.code: one for one in await list_classes(tx)}
    return await asyncio.to_thread(suggest, SuggestAsk(text=body.text, class_code=body.class_code), sheets, classes)


@router.post("/api/triage/sheet-check")
async def post_sheet_check(body: SheetDraft, hall: HallDep, principal: Administrator) -> SheetChecked:
    """Everything that is wrong with a draft, by field. Writes nothing."""
    async with hall.db.snapshot(principal) as tx:
        return SheetChecked(faults=await list_faults(tx, body.kind, body.body))


@router.get("/api/triage/mapped")
async def get_mapped(
    hall: HallDep,
    principal: PrincipalDep,
    scheme: Annotated[str, Query(max_length=24)],
    code: Annotated[str, Query(max_length=12)],
) -> MappedClass:
    """Our class of another system's code: `bjlxdmb` the older provincial table, `12345` six digits."""
    async with hall.db.snapshot(principal) as tx:
        found = class_of((await present_sheets(tx)).mappings, scheme, code)
    if found is None:
        raise NotFound
    return MappedClass(class_code=found)
