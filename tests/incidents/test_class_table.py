"""The class table has versions: who made them, what changed, and incidents keep theirs."""

import pytest

from tests.dispatch.test_chain import incident_of
from tests.world import World
from yaoyaoling.incidents.class_table import CsvUnfit, csv_of, get_version, list_versions, parse_csv
from yaoyaoling.incidents.classes import IncidentClass, UnknownClass, list_all_classes, list_classes
from yaoyaoling.incidents.handlers.change_classes import (
    ChangeClasses,
    ClassTableReply,
    ClassTableUnfit,
    change_classes,
)
from yaoyaoling.kernel.refused import Conflict, NotAllowed


async def table(world: World) -> dict[str, IncidentClass]:
    async with world.stage.db.snapshot(world.people["admin"]) as tx:
        return {one.code: one for one in await list_all_classes(tx)}


async def change(world: World, base: int, *classes: IncidentClass, who: str = "admin") -> ClassTableReply:
    command = ChangeClasses(base_version=base, classes=classes, note="年度调整")
    reply: ClassTableReply = await world.do(who, change_classes, command)
    return reply


async def test_a_change_makes_a_version_and_incidents_keep_theirs(world: World) -> None:
    classes = await table(world)
    before = await incident_of(world)
    new = classes["0207"].model_copy(update={"code": "0299", "name_zh": "无人机扰航", "name_en": "Drone"})
    louder = classes["0207"].model_copy(update={"default_level": 2})
    assert await change(world, 0, new, louder) == ClassTableReply(version=1, changed=2)
    assert await change(world, 1, louder) == ClassTableReply(version=1, changed=0)  # nothing changed
    after = await incident_of(world, "0299")
    version = "select class_version from incidents.incident where id = $1"
    assert [await world.stage.value(version, one) for one in (before, after)] == [0, 1]
    async with world.stage.db.snapshot(world.people["taker1"]) as tx:
        assert [(one.version, one.made_by_name) for one in await list_versions(tx)] == [(1, "admin"), (0, "setup")]
        assert {one.code for one in await get_version(tx, 1)} - {one.code for one in await get_version(tx, 0)} == {
            "0299"
        }
    fact = [one.event for one in await world.stage.facts() if one.event.name == "incidents.class_table.changed"]
    kinds = {one["code"]: (one["kind"], one["before"]) for one in fact[0].model_dump()["changes"]}
    assert kinds == {"0299": ("added", {}), "0207": ("changed", {"default_level": classes["0207"].default_level})}


async def test_a_retired_class_is_refused_in_a_clear_sentence_and_comes_back(world: World) -> None:
    classes = await table(world)
    await change(world, 0, classes["0207"].model_copy(update={"is_active": False}))
    with pytest.raises(UnknownClass) as refused:
        await incident_of(world, "0207")
    assert "停用" in refused.value.sentence("zh") and "retired" in refused.value.sentence("en")
    async with world.stage.db.snapshot(world.people["taker1"]) as tx:
        assert "0207" not in {one.code for one in await list_classes(tx)}
    await change(world, 1, classes["0207"])
    contact = await world.report()
    await world.take("taker2", contact)
    await world.open("taker2", contact, "0207")


async def test_the_table_holds_together(world: World) -> None:
    classes = await table(world)
    for wrong in (
        classes["0207"].model_copy(update={"parent": "98"}),
        classes["0207"].model_copy(update={"parent": "0208"}),
        classes["02"].model_copy(update={"is_active": False}),
    ):
        with pytest.raises(ClassTableUnfit):
            await change(world, 0, wrong)
    with pytest.raises(Conflict):
        await change(world, 7, classes["0207"])
    louder = classes["0207"].model_copy(update={"default_level": 1})
    for who in ("admin_north", "commander"):  # one hall, one table
        with pytest.raises(NotAllowed):
            await change(world, 0, louder, who=who)


async def test_csv_goes_out_and_comes_in_again(world: World) -> None:
    classes = list((await table(world)).values())
    text = csv_of(classes)
    assert parse_csv(text) == classes
    assert (await change(world, 0, *parse_csv("\ufeff" + text))).changed == 0
    lines = text.splitlines()
    lines[3] = lines[3].replace(",no,yes", ",no,perhaps")
    with pytest.raises(CsvUnfit) as wrong:
        parse_csv("\n".join(lines))
    assert wrong.value.details == {"line": 4, "column": "active", "value": "perhaps"}
    with pytest.raises(CsvUnfit):
        parse_csv("code,name\n01,x")
    for unfit in ("code,na\rme\r\n01,x", 'code,name\n"' + "x" * 200_000):  # what a csv reader itself refuses
        with pytest.raises(CsvUnfit):
            parse_csv(unfit)
