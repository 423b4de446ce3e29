"""Settings while the hall runs, and organisations: bounds, areas, who may, and that handlers follow."""

from pathlib import Path

import pytest

from tests.dispatch.test_chain import incident_of
from tests.world import CITY, HALL, NORTH, NORTH_1, ORGANISATIONS, PROVINCE, SOUTH, World
from yaoyaoling.agencies.commands import (
    AddOrganisation,
    ChangeSetting,
    ImportOrganisations,
    Organisation,
    RenameOrganisation,
    RetireOrganisation,
)
from yaoyaoling.agencies.handlers.add_organisation import CodeTaken, OrganisationUnfit, add_organisation
from yaoyaoling.agencies.handlers.change_setting import setting_changer
from yaoyaoling.agencies.handlers.import_organisations import import_organisations
from yaoyaoling.agencies.handlers.rename_organisation import rename_organisation
from yaoyaoling.agencies.handlers.retire_organisation import (
    OrganisationInUse,
    OrganisationNeeded,
    retire_organisation,
)
from yaoyaoling.agencies.tuning import ValueUnfit
from yaoyaoling.apps import rooms
from yaoyaoling.dispatch.rules import list_position_ages, rules_of
from yaoyaoling.kernel.refused import NotAllowed, NotFound
from yaoyaoling.platform.principal import system

WORDS = Path(__file__).parents[2] / "console" / "src" / "i18n" / "words"


async def put(world: World, who: str, setting: str, org: str, value: float | None) -> None:
    room, name = setting.split(".")
    command = ChangeSetting(room=room, name=name, org_code=org, value=value, reason="试行")
    await world.do(who, setting_changer(rooms.TUNABLES), command)


async def test_a_crews_time_to_accept_is_the_areas_own(world: World) -> None:
    await put(world, "admin", "dispatch.accept_s", NORTH, 40)
    incident = await incident_of(world)
    await world.send("taker1", incident, "N1", "N2")
    await world.advance(39)
    assert (await world.states(incident))["orders"] == {"N1": "ordered"}
    await put(world, "admin", "dispatch.accept_s", NORTH_1, 5)  # the nearest value counts, from the next step on
    await world.advance(1.5)
    assert (await world.states(incident))["orders"] == {"N1": "expired", "N2": "ordered"}
    await world.advance(5.5)
    assert (await world.states(incident))["orders"]["N2"] == "expired"
    await put(world, "admin", "dispatch.accept_s", NORTH_1, None)
    await put(world, "admin", "dispatch.accept_s", NORTH, None)
    again = await incident_of(world)
    await world.send("taker1", again, "S1", "S2")
    await world.advance(10.5)
    assert (await world.states(again))["orders"]["S1"] == "expired"  # the default holds again


async def test_the_halls_ringing_time_is_a_setting(world: World) -> None:
    await put(world, "admin", "intake.offer_s", PROVINCE, 120)
    await put(world, "admin", "intake.seat_silent_s", HALL, 300)
    await world.ready("taker1")
    contact = await world.report()
    await world.advance(60)
    state = await world.stage.value("select state from intake.contact where id = $1", contact)
    assert state == "offered"


async def test_bounds_and_areas_are_kept(world: World) -> None:
    for value in (0, -1, 4000, float("inf")):
        with pytest.raises(ValueUnfit):
            await put(world, "admin", "dispatch.accept_s", PROVINCE, value)
    with pytest.raises(ValueUnfit):
        await put(world, "admin", "dispatch.waves", PROVINCE, 2.5)
    with pytest.raises(NotFound):
        await put(world, "admin", "platform.port", PROVINCE, 1)
    with pytest.raises(NotAllowed):
        await put(world, "admin_north", "dispatch.accept_s", SOUTH, 20)
    with pytest.raises(NotAllowed):
        await put(world, "commander", "dispatch.accept_s", PROVINCE, 20)
    await put(world, "admin_north", "dispatch.accept_s", NORTH, 20)
    facts = [one for one in await world.stage.facts() if one.event.name == "agencies.setting.changed"]
    assert [one.actor_name for one in facts] == ["admin_north"]


async def test_the_database_itself_lets_no_other_administrator_write(world: World) -> None:
    async with world.stage.db.transaction(world.people["admin_north"]) as tx:
        touched = await tx.execute("update agencies.organisation set name_zh = 'x' where code = $1", SOUTH)
    assert touched == 0


def test_every_setting_has_words_in_both_languages() -> None:
    words = "".join(path.read_text(encoding="utf-8") for path in sorted(WORDS.glob("*.ts")))
    for one in rooms.TUNABLES.list_all():
        assert f"'setting.{one.room}.{one.name}':" in words
        assert one.default is not None


async def test_organisations_are_added_renamed_and_retired(world: World) -> None:
    code = "990101530000"
    add = AddOrganisation(
        code=code, parent_code=NORTH, kind="station", name_zh="新城派出所", name_en="Xincheng Station"
    )
    node = await world.do("admin_north", add_organisation, add)
    assert node.path.endswith(f"{NORTH}/{code}")
    with pytest.raises(CodeTaken):
        await world.do("admin", add_organisation, add)
    with pytest.raises(OrganisationUnfit):
        await world.do("admin", add_organisation, add.model_copy(update={"code": "990102530000"}))
    with pytest.raises(OrganisationUnfit):
        await world.do("admin", add_organisation, add.model_copy(update={"parent_code": CITY}))
    rename = RenameOrganisation(code=NORTH_1, name_zh="城北中心派出所", name_en="North Central Station")
    await world.do("admin_north", rename_organisation, rename)
    for refused, org in ((OrganisationNeeded, HALL), (OrganisationInUse, NORTH_1), (OrganisationInUse, NORTH)):
        with pytest.raises(refused):
            await world.do("admin", retire_organisation, RetireOrganisation(code=org, reason="撤并"))
    await world.do("admin", retire_organisation, RetireOrganisation(code=code, reason="撤并"))
    orgs = tuple(
        Organisation(code=org, parent_code=parent, kind=kind, name_zh=name, name_en=name)
        for org, parent, kind, name in ORGANISATIONS
    )
    await world.do(system("setup"), import_organisations, ImportOrganisations(organisations=orgs))
    name = await world.stage.value("select name_zh from agencies.organisation where code = $1", NORTH_1)
    assert name == "城北中心派出所"  # the city pack does not take it back
    names = await world.stage.names()
    assert [one for one in names if one.startswith("agencies.organisation")] == [
        "agencies.organisation.added", "agencies.organisation.renamed", "agencies.organisation.retired",
    ]  # fmt: skip


async def test_screens_call_a_position_old_when_the_ranking_does(world: World) -> None:
    async def ages() -> dict[str, tuple[float, float]]:
        async with world.stage.db.snapshot(world.people["north"]) as tx:
            rows = await list_position_ages(tx)
            ranked = {code: (await rules_of(tx, code)).ranking() for code in (NORTH_1, SOUTH)}
        found = {one.code: (one.stale_after_s, one.lost_after_s) for one in rows}
        for code, rules in ranked.items():
            assert found.get(code, found["*"]) == (rules.stale_after_s, rules.lost_after_s)
        return found

    assert await ages() == {"*": (60, 600)}
    await put(world, "admin", "dispatch.stale_after_s", NORTH, 180)
    await put(world, "admin", "dispatch.lost_after_s", NORTH_1, 1_800)
    await put(world, "admin", "dispatch.accept_s", SOUTH, 40)  # of no concern here
    found = await ages()
    assert (found[NORTH], found[NORTH_1], SOUTH in found) == ((180, 600), (180, 1_800), False)
