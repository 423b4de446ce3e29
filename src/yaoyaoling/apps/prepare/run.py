"""`yyl prepare`: brings city and people into the database; a process of its own, so that it can be stopped."""

from collections.abc import Callable

from yaoyaoling.apps.open import open_database
from yaoyaoling.apps.prepare.city import ensure_pack, load_city
from yaoyaoling.apps.prepare.devices import ensure_alarm_devices
from yaoyaoling.apps.prepare.duty import ensure_duty
from yaoyaoling.apps.prepare.partners import ensure_partners
from yaoyaoling.apps.prepare.patrols import ensure_patrols
from yaoyaoling.apps.prepare.people import DemoPerson, ensure_people
from yaoyaoling.apps.prepare.stamp import Entry, prepared_key, write_stamp
from yaoyaoling.platform.settings import HallSettings


async def run_prepare(settings: HallSettings, password: str, say: Callable[[str], None]) -> None:
    """Pack, organisations, addresses, crews, classes, accounts, duty; what is there already is left as it is."""
    say(f"城市包 {settings.city} · city pack")
    pack = await ensure_pack(settings, say)
    info = pack.info
    say(f"{info.title_zh} · {info.title_en}: {len(pack.organisations)} 个机构, {len(pack.crews)} 个警组 crews")
    if info.invented:
        say(f"虚构内容 invented: {', '.join(info.invented)}; 来源 source: {info.source}")
    db, _ = await open_database(settings)
    try:
        say("写入机构、地址、区划、警组 · loading organisations, addresses, areas, crews")
        await load_city(db, pack)
        say("联动单位 · partners")
        desks = await ensure_partners(db)
        say("演示账号 · demo accounts")
        people = await ensure_people(db, password, desks)
        say("排班与专项勤务 · rosters and a special duty")
        await ensure_duty(db, people)
        say("巡逻方案 · patrol plans")
        await ensure_patrols(db, pack)
        say("报警设备 · alarm devices")
        await ensure_alarm_devices(db, pack)
    finally:
        await db.close()
    write_stamp(settings, await prepared_key(settings, password), [_entry(person) for person in people])


def _entry(person: DemoPerson) -> Entry:
    return Entry(
        person.login, person.role.value, person.name, person.org.name_zh, _call_sign(person), person.is_played
    )  # fmt: skip


def _call_sign(person: DemoPerson) -> str:
    return person.crew.call_sign if person.crew else ""
