"""Forces and class skills are versions: seeded from files that are read whole or refused, changed by administrators."""

from pathlib import Path

import pytest

from tests.dispatch.test_basis import SILENT
from tests.dispatch.test_chain import incident_of
from tests.world import HERE, World
from yaoyaoling.agencies.history import list_history
from yaoyaoling.dispatch.basis import rank_crews
from yaoyaoling.dispatch.commands import SendCrew
from yaoyaoling.dispatch.events import CalloutStarted, ForceTableChanged
from yaoyaoling.dispatch.force_table import get_table, list_table_versions, present_table, seed_force_table
from yaoyaoling.dispatch.force_types import (
    ClassSkill,
    ForceTable,
    ForceTableUnfit,
    force_files,
    load_class_skills,
    load_force_types,
)
from yaoyaoling.dispatch.handlers.change_forces import ChangeForces, ForceGone, ForceTableReply, change_forces
from yaoyaoling.dispatch.handlers.send import send_crew
from yaoyaoling.dispatch.policy import rank
from yaoyaoling.dispatch.settings import DispatchSettings
from yaoyaoling.force.public import Fix, save_fixes
from yaoyaoling.kernel.refused import Conflict, NotAllowed
from yaoyaoling.platform.principal import system

HEAD = "code,name_zh,name_en,is_police,takes,contains,levels,officers,people\n"
GOOD = "patrol,巡特警,Patrol,yes,*,*,1-4,1,4\n"
BROKEN = (
    ("code,name_zh\n", "forces.csv:1 name_en"),
    (HEAD + "patrol,巡特警,Patrol,maybe,*,*,1-4,1,4\n", "forces.csv:2 is_police"),
    (HEAD + GOOD + "swat,特警,SWAT,yes,1x,*,1-2,2,6\n", "forces.csv:3 takes"),
    (HEAD + GOOD + "swat,特警,SWAT,yes,01,*,4-1,2,6\n", "forces.csv:3 levels"),
    (HEAD + GOOD + "swat,特警,SWAT,yes,01,*,x,2,6\n", "forces.csv:3 levels"),
    (HEAD + GOOD + "swat,特警,SWAT,yes,01,*,1-2,7,6\n", "forces.csv:3 officers/people"),
    (HEAD + GOOD + "swat,特警,SWAT,yes,01,*,1-2,,6\n", "forces.csv:3 officers"),
    (HEAD + GOOD + "SWAT 1,特警,SWAT,yes,01,*,1-2,2,6\n", "forces.csv:3 code"),
    (HEAD + GOOD + GOOD, "forces.csv patrol code"),
    (HEAD + "patrol,巡特警,Patrol,yes,,*,1-4,1,4\n", "forces.csv takes"),
)


@pytest.mark.parametrize(("text", "where"), BROKEN)
def test_a_broken_file_is_named_with_line_and_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, where: str
) -> None:
    file = tmp_path / "forces.csv"
    file.write_text(text, encoding="utf-8")
    monkeypatch.setattr("yaoyaoling.dispatch.force_types.SETTINGS", DispatchSettings(force_types_file=file))
    with pytest.raises(ForceTableUnfit) as refused:
        force_files()
    assert refused.value.sentence("en").startswith(f"{where}: ")
    assert "wanted: " in refused.value.sentence("en")
    assert "应为" in refused.value.sentence("zh")


def test_files_that_are_no_files_are_refused_too(tmp_path: Path) -> None:
    with pytest.raises(ForceTableUnfit):
        load_force_types(tmp_path / "none.csv")
    garbled = tmp_path / "garbled.csv"
    garbled.write_bytes(b"class,skill\n\xff\xfe,x\n")
    with pytest.raises(ForceTableUnfit):
        load_class_skills(garbled)


async def change(world: World, table: ForceTable, base: int = 0, who: str = "admin") -> ForceTableReply:
    reply: ForceTableReply = await world.do(
        who, change_forces, ChangeForces(base_version=base, table=table, note="年度调整")
    )
    return reply


async def present(world: World) -> ForceTable:
    async with world.stage.db.snapshot(world.people["taker1"]) as tx:
        return await present_table(tx)


async def test_the_next_ranking_follows_the_new_table_and_the_old_one_stays_as_it_was(world: World) -> None:
    now = world.stage.clock.now()
    async with world.stage.db.transaction(system("setup")) as tx:
        await save_fixes(tx, [Fix(crew_id=crew, point=HERE, at=now) for crew in world.crews.values()])
    incident = await incident_of(world, "0102")
    old = await rank_crews(world.stage.db, SILENT, world.people["taker1"], incident)
    await world.do("taker1", send_crew, SendCrew(incident_id=incident, ranking=old))

    table = await present(world)
    assert table == force_files()
    patrol = next(one for one in table.forces if one.code == "patrol").model_copy(update={"people": 6})
    forces = tuple(patrol if one.code == "patrol" else one for one in table.forces)
    skills = (*table.skills, ClassSkill(class_code="0102", skill="negotiation"))
    reply = await change(world, ForceTable(forces=forces, skills=skills))
    assert (reply.version, reply.changed) == (1, 2)

    new = await rank_crews(world.stage.db, SILENT, world.people["taker1"], await incident_of(world, "0102"))
    assert {"incomplete", "lacks_skill"} <= set(new.ranked[0].reasons)
    assert not {"incomplete", "lacks_skill"} & set(old.ranked[0].reasons)
    kept = next(one.event for one in await world.stage.facts() if isinstance(one.event, CalloutStarted)).ranking
    assert kept.basis is not None and rank(kept.basis).ranked == kept.ranked == old.ranked

    async with world.stage.db.snapshot(world.people["admin"]) as tx:
        assert [one.version for one in await list_table_versions(tx)] == [1, 0]
        assert await get_table(tx, 0) == table
        history = await list_history(tx, world.stage.decoder, None, 10)
    assert history[0].name == "dispatch.force_table.changed"
    fact = next(one.event for one in await world.stage.facts() if isinstance(one.event, ForceTableChanged))
    assert [(one.code, one.before, one.after) for one in fact.changes] == [("patrol", {"people": 4}, {"people": 6})]
    assert fact.skills_added == ("0102 negotiation",)


async def test_who_may_not_and_what_would_not_hold_is_refused(world: World) -> None:
    table = await present(world)
    fewer = ForceTable(forces=table.forces[:-1], skills=())
    with pytest.raises(NotAllowed):
        await change(world, fewer, who="admin_north")
    with pytest.raises(ForceGone):
        await change(world, fewer)
    with pytest.raises(Conflict):
        await change(world, table, base=3)
    nobody = tuple(one.model_copy(update={"takes": ()}) for one in table.forces)
    with pytest.raises(ForceTableUnfit):
        await change(world, ForceTable(forces=nobody, skills=()))
    assert (await change(world, table)).changed == 0
    assert await present(world) == table


async def test_a_hall_that_begins_with_its_own_file_keeps_what_it_changed(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "forces.csv"
    file.write_text(HEAD + GOOD, encoding="utf-8")
    monkeypatch.setattr("yaoyaoling.dispatch.force_types.SETTINGS", DispatchSettings(force_types_file=file))
    async with world.stage.db.transaction(system("setup")) as tx:
        await seed_force_table(tx)
        assert len((await present_table(tx)).forces) > 1  # seeded before
        await tx.execute("delete from dispatch.force_table")
        assert len((await present_table(tx)).forces) == 1
        await seed_force_table(tx)
        assert [one.note for one in await list_table_versions(tx)] == ["seed"]
    file.write_text(HEAD, encoding="utf-8")
    with pytest.raises(ForceTableUnfit):  # the next start says so, though the table is kept
        async with world.stage.db.transaction(system("setup")) as tx:
            await seed_force_table(tx)
