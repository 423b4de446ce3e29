"""Demo accounts: invented people, at least one for every role, all with one password."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import SecretStr

from yaoyaoling.agencies.public import (
    CreateAccount,
    OrganisationNode,
    create_account,
    hash_password,
    is_right,
    list_accounts,
    list_organisations,
    renew_passwords,
)
from yaoyaoling.force.public import CrewNow, list_crews
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.principal import Role, system

_AT: tuple[tuple[str, Role, str, str], ...] = (
    ("jiejing1", Role.CALL_TAKER, "林晓雯", "hall"),
    ("jiejing2", Role.CALL_TAKER, "赵一鸣", "hall"),
    ("zhihui", Role.COMMANDER, "周启明", "hall"),
    ("xianju", Role.COUNTY_DESK, "吴桂芳", "county"),
    ("paichusuo", Role.STATION_DESK, "郑国栋", "station"),
    ("fuhe1", Role.REVIEWER, "孙雅琴", "city"),
    ("fuhe2", Role.REVIEWER, "钱文博", "city"),
    ("ducha1", Role.INSPECTOR, "冯正言", "inspection"),
    ("ducha2", Role.INSPECTOR, "陈守清", "inspection"),
    ("admin", Role.ADMIN, "卫思远", "hall"),
    ("trunk", Role.TRUNK, "中继线 1", "hall"),
    ("terminal", Role.TERMINAL, "车载终端网关", "hall"),
)
_PARTNERS: Mapping[str, tuple[str, str]] = {
    "12345": ("re12345", "何雨桐"),
    "gas": ("ranqi", "罗建国"),
    "119": ("xiaofang", "秦烈"),
    "120": ("jijiu", "白芷兰"),
    "water": ("gongshui", "温清泉"),
    "95598": ("gongdian", "雷鸣远"),
    "urban": ("chengguan", "成守礼"),
    "mediation": ("tiaojie", "和秀英"),
}
"""Who sits at the partners' desks, by service: login and name."""
_PARTNERS_SHOWN = ("12345", "gas")
"""The sheet of sign-ins has these; the others sign in all the same."""
_PLAYED: tuple[tuple[str, Role, str, str], ...] = (
    ("jiejing3", Role.CALL_TAKER, "沈小满", "hall"),
    ("jiejing4", Role.CALL_TAKER, "马文静", "hall"),
    ("jiejing5", Role.CALL_TAKER, "江远", "hall"),
    ("jiejing6", Role.CALL_TAKER, "苏念慈", "hall"),
    ("zhihui2", Role.COMMANDER, "顾长风", "hall"),
    ("fuhe3", Role.REVIEWER, "姚敏", "city"),
    ("fuhe4", Role.REVIEWER, "方知行", "city"),
    ("ducha3", Role.INSPECTOR, "严守正", "inspection"),
    ("ducha4", Role.INSPECTOR, "贺明", "inspection"),
)
"""Accounts of `yyl traffic`, so that those above are left to people; their names say so."""

_TWO, _FIRST_ELSEWHERE = 2, 5
"""Nobody checks their own work; the first city's have the numbers 1 to 4."""

MARK = "【演示】"
_SURNAMES = "李王张刘杨黄何高罗梁宋唐许韩邓曹彭曾萧田董潘袁蔡蒋余于杜叶程"
_GIVEN = ("海涛", "建军", "晓东", "立新", "文静", "志强", "雪梅", "振华", "小川", "永安", "明月", "春生", "子涵")


OFFICERS_SHOWN = 3
"""So many officers on duty wait for visitors; the others are played."""


@dataclass(frozen=True)
class DemoPerson:
    """A demo account. crew: an officer's crew. is_played: not offered to visitors; `yyl traffic` plays most of them."""

    login: str
    role: Role
    name: str
    org: OrganisationNode
    crew: CrewNow | None = None
    is_played: bool = False


def officer_name(index: int) -> str:
    """An invented name, another for each of the first few hundred."""
    return _SURNAMES[index % len(_SURNAMES)] + _GIVEN[(index * 7) % len(_GIVEN)]


def cast(
    organisations: Sequence[OrganisationNode], crews: Sequence[CrewNow], desks: Mapping[str, str] | None = None
) -> list[DemoPerson]:
    """Who there is: desks of the first county and its first station, and an officer for every crew.

    desks: partner organisations by code, with their services.
    """
    first: dict[str, OrganisationNode] = {}
    for org in organisations:
        first.setdefault(org.kind, org)
    county = first["county"]
    near_first = [org for org in organisations if org.parent_code == county.code and org.kind == "station"]
    first["station"] = near_first[0] if near_first else first["station"]
    # A city's own list may have no inspection: its inspectors sit in the city's bureau then.
    seat_of = {kind: first.get(kind, first["city"]) for _, _, _, kind in (*_AT, *_PLAYED)}
    people = [DemoPerson(login, role, name, seat_of[kind]) for login, role, name, kind in _AT]
    people += [DemoPerson(login, role, MARK + name, seat_of[kind], None, True) for login, role, name, kind in _PLAYED]
    for login, role, kind in (("fuhe", Role.REVIEWER, "city"), ("ducha", Role.INSPECTOR, "inspection")):
        elsewhere = [org for org in organisations if org.kind == kind and org is not seat_of[kind]]
        people += _second_people(login, role, elsewhere)
    by_code = {org.code: org for org in organisations}
    for code, service in (desks or {}).items():
        login, name = _PARTNERS[service]
        is_hidden = service not in _PARTNERS_SHOWN
        people.append(DemoPerson(login, Role.PARTNER, name, by_code[code], None, is_hidden))

    # The crews of that first station come first: minjing1 works where xianju and paichusuo look on.
    def place(crew: CrewNow) -> tuple[bool, bool, int, str]:
        return crew.force_type != "patrol", crew.org_code != first["station"].code, crew.shift, crew.code

    near = sorted(crews, key=place)
    people += [
        DemoPerson(f"minjing{number}", Role.OFFICER, officer_name(number), by_code[crew.org_code], crew)
        for number, crew in enumerate(near, 1)
    ]
    return people


def _second_people(login: str, role: Role, organisations: Sequence[OrganisationNode]) -> list[DemoPerson]:
    """Two played ones of a role for each of these organisations: those of the first city see nothing of theirs."""
    numbered = enumerate((org for org in organisations for _ in range(_TWO)), _FIRST_ELSEWHERE)
    return [
        DemoPerson(f"{login}{number}", role, MARK + officer_name(-number - len(login)), org, None, True)
        for number, org in numbered
    ]


async def ensure_people(db: Database, password: str, desks: Mapping[str, str] | None = None) -> list[DemoPerson]:
    """Make the accounts that are missing, and give all of them this password."""
    actor = system("setup")
    async with db.snapshot(actor) as tx:
        people = cast(await list_organisations(tx), await list_crews(tx), desks)
        there = {account.login: account for account in await list_accounts(tx)}
    stored = {one.password_hash for login, one in there.items() if login in {person.login for person in people}}
    is_same = len(stored) == 1 and await is_right(next(iter(stored)), password)
    hashed = next(iter(stored)) if is_same else hash_password(password)
    for person in people:
        if person.login not in there:
            command = CreateAccount(
                login=person.login,
                password_hash=SecretStr(hashed),
                person=person.name,
                roles=(person.role,),
                org_code=person.org.code,
                crew_id=person.crew.id if person.crew else None,
            )
            await execute(db, actor, create_account, command)
    if stored and not is_same:
        # YYL_DEMO_PASSWORD was changed since the last start.
        async with db.transaction(actor) as tx:
            await renew_passwords(tx, [person.login for person in people if person.login in there], hashed)
    return people
