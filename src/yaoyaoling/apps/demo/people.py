"""Whom people play in the demonstration: all others are played by `yyl traffic`."""

from collections.abc import Collection, Sequence

from yaoyaoling.agencies.public import DemoPerson, DemoSignIns
from yaoyaoling.apps.prepare.people import OFFICERS_SHOWN
from yaoyaoling.apps.prepare.stamp import Entry, on_duty_call_signs, read_people
from yaoyaoling.platform.principal import Role
from yaoyaoling.platform.settings import HallSettings

_MACHINES = {Role.TRUNK, Role.TERMINAL}


def left_to_people(people: Sequence[Entry], on_duty: Collection[str]) -> list[Entry]:
    """The desks, and the first officers whose crews are on duty. on_duty: call signs."""
    officers = [one for one in people if one.role == Role.OFFICER.value]
    working = [one for one in officers if one.crew in on_duty] or officers
    desks = [one for one in people if one.role != Role.OFFICER.value and not one.is_played]
    return [*desks, *working[:OFFICERS_SHOWN]]


async def demo_sign_ins(settings: HallSettings) -> DemoSignIns:
    """The same people as buttons of the first page: one click, and their desk opens."""
    people = left_to_people(read_people(settings), await on_duty_call_signs(settings))
    return DemoSignIns(
        tuple(
            DemoPerson(login=one.login, name=one.name, role=Role(one.role), org=one.org, crew=one.crew)
            for one in people
            if Role(one.role) not in _MACHINES
        )
    )
