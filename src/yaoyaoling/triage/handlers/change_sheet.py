"""A new version of this room's editable data."""

from typing import Any, cast

from pydantic import ValidationError

from yaoyaoling.agencies.public import get_hall_code, get_organisation, matter_of
from yaoyaoling.incidents.public import list_classes
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import Conflict, NotAllowed
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.principal import Role
from yaoyaoling.triage.advice.lists import Acceptance, acceptance_faults, check_acceptance
from yaoyaoling.triage.cards.guide import Guide, check_guide, guide_faults
from yaoyaoling.triage.commands import ChangeSheet
from yaoyaoling.triage.events import SheetChanged
from yaoyaoling.triage.faults import SheetFault, SheetUnfit, faults_read
from yaoyaoling.triage.mappings import Mappings, check_mappings, mappings_faults
from yaoyaoling.triage.sensitive.lexicon import Lexicon, check_lexicon, lexicon_faults
from yaoyaoling.triage.sheets import MODELS, SheetKind, get_sheet, present_version, save_sheet


class SheetReply(Value):
    """The version in use after a change; is_changed: whether it is a new one."""

    kind: SheetKind
    version: int
    is_changed: bool


def read_sheet(kind: SheetKind, body: dict[str, Any]) -> Value:
    """The body as the kind's model. Raises: SheetUnfit with where and what."""
    try:
        return MODELS[kind].model_validate(body)
    except ValidationError as error:
        first = faults_read(error)[0]
        raise SheetUnfit(where=first.where, what_zh=first.zh, what_en=first.en) from error


async def list_faults(tx: Tx, kind: SheetKind, body: dict[str, Any]) -> tuple[SheetFault, ...]:
    """Everything that is wrong with a draft, each fault at its field; what cannot be read is told before the rest."""
    try:
        read = MODELS[kind].model_validate(body)
    except ValidationError as error:
        return faults_read(error)
    if isinstance(read, Guide):
        before = cast(Guide, await get_sheet(tx, kind, await present_version(tx, kind)))
        return tuple(guide_faults(read, before))
    if isinstance(read, Lexicon):
        return tuple(lexicon_faults(read))
    classes = frozenset(one.code for one in await list_classes(tx))
    if isinstance(read, Acceptance):
        return tuple(acceptance_faults(read, classes))
    return tuple(mappings_faults(cast(Mappings, read), classes))


async def check_sheet(tx: Tx, kind: SheetKind, body: Value) -> None:
    """Whether it may be published. Raises: GuideUnfit, LexiconUnfit, AcceptanceUnfit, MappingsUnfit."""
    if isinstance(body, Guide):
        check_guide(body, cast(Guide, await get_sheet(tx, kind, await present_version(tx, kind))))
    elif isinstance(body, Lexicon):
        check_lexicon(body)
    else:
        classes = frozenset(one.code for one in await list_classes(tx))
        if isinstance(body, Acceptance):
            check_acceptance(body, classes)
        else:
            check_mappings(cast(Mappings, body), classes)


async def change_sheet(tx: Tx, command: ChangeSheet) -> SheetReply:
    """Write a new version, in use from the next question on; nothing happens when nothing changes.

    Raises: NotAllowed (the whole hall's administrators only), Conflict, SheetUnfit and what `check_sheet` refuses.
    """
    tx.principal.require(Role.ADMIN)
    if not await tx.fetchval("select platform.administers_all()"):
        raise NotAllowed
    await tx.execute("select pg_advisory_xact_lock(hashtext('triage.sheet_version'))")
    version = await present_version(tx, command.kind)
    if version != command.base_version:
        raise Conflict
    body = read_sheet(command.kind, command.body)
    if body == await get_sheet(tx, command.kind, version):
        return SheetReply(kind=command.kind, version=version, is_changed=False)
    await check_sheet(tx, command.kind, body)
    await save_sheet(tx, command.kind, version + 1, body, command.note)
    event = SheetChanged(kind=command.kind, version_made=version + 1, note=command.note)
    hall = await get_organisation(tx, await get_hall_code(tx))
    tx.record(event, stream=f"sheet:{command.kind}", seq=version + 1, about=await matter_of(tx, hall))
    return SheetReply(kind=command.kind, version=version + 1, is_changed=True)
