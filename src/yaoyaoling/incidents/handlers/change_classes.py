"""A new version of the class table."""

from pydantic import Field

from yaoyaoling.agencies.public import get_hall_code, get_organisation, matter_of
from yaoyaoling.incidents.class_table import present_version, save_version
from yaoyaoling.incidents.classes import IncidentClass, list_all_classes, save_class
from yaoyaoling.incidents.events import ClassChange, ClassTableChanged
from yaoyaoling.kernel.contract import Command, Value
from yaoyaoling.kernel.refused import Conflict, NotAllowed, Refused
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.principal import Role

_FIELDS = ("parent", "name_zh", "name_en", "default_level", "is_inspection_only", "is_official_code")


class ClassTableUnfit(Refused):
    """The table would not hold together."""

    code = "class_table_unfit"
    status = 422
    zh = "类别 {class_code} 的上级“{parent}”不存在、已停用或不是大类。"
    en = "Class {class_code} names a head {parent!r} that does not exist, is retired, or is no head."


class ChangeClasses(Command):
    """Put classes as they shall be; those not named stay. base_version: the table the change was made from."""

    base_version: int = Field(ge=0)
    classes: tuple[IncidentClass, ...] = Field(min_length=1, max_length=1000)
    note: str = Field(min_length=2, max_length=200)


class ClassTableReply(Value):
    """The version in use after a change, and how many classes it changed."""

    version: int
    changed: int


async def change_classes(tx: Tx, command: ChangeClasses) -> ClassTableReply:
    """Write what changed as a new version; nothing happens when nothing does.

    Incidents keep the version they were opened with. Classes are retired, never removed.
    Raises: NotAllowed (the whole hall's administrators only), Conflict, ClassTableUnfit.
    """
    tx.principal.require(Role.ADMIN)
    if not await tx.fetchval("select platform.administers_all()"):
        raise NotAllowed
    await tx.execute("select pg_advisory_xact_lock(hashtext('incidents.class_version'))")
    version = await present_version(tx)
    if version != command.base_version:
        raise Conflict
    table = {one.code: one for one in await list_all_classes(tx)}
    before = dict(table)
    table |= {one.code: one for one in command.classes}
    changes = tuple(_change(before.get(one.code), one) for one in table.values() if before.get(one.code) != one)
    if not changes:
        return ClassTableReply(version=version, changed=0)
    _check(table)
    # Heads first: a class refers to its head.
    for one in sorted(command.classes, key=lambda one: one.parent is not None):
        await save_class(tx, one)
    await save_version(tx, version + 1, sorted(table.values(), key=lambda one: one.code), command.note)
    event = ClassTableChanged(version_made=version + 1, note=command.note, changes=changes)
    hall = await get_organisation(tx, await get_hall_code(tx))
    tx.record(event, stream="class_table", seq=version + 1, about=await matter_of(tx, hall))
    return ClassTableReply(version=version + 1, changed=len(changes))


def _check(table: dict[str, IncidentClass]) -> None:
    for one in table.values():
        if one.parent is None:
            continue
        head = table.get(one.parent)
        if head is None or head.parent is not None or (one.is_active and not head.is_active):
            raise ClassTableUnfit(class_code=one.code, parent=one.parent)


def _change(was: IncidentClass | None, now: IncidentClass) -> ClassChange:
    fields = _FIELDS if was is None else tuple(name for name in _FIELDS if getattr(was, name) != getattr(now, name))
    if was is None:
        kind = "added"
    elif was.is_active != now.is_active:
        kind = "restored" if now.is_active else "retired"
    else:
        kind = "changed"
    return ClassChange(
        code=now.code,
        kind=kind,
        before={} if was is None else {name: getattr(was, name) for name in fields},
        after={name: getattr(now, name) for name in fields},
    )
