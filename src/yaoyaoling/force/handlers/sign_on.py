"""Register who is aboard a crew now, with which vehicle, kit and skills."""

from yaoyaoling.force.events import CrewSignedOn
from yaoyaoling.force.watch import alarms
from yaoyaoling.force.watch.requests import SignOn
from yaoyaoling.kernel.refused import NotAllowed, NotFound
from yaoyaoling.platform.db.tx import Tx


async def sign_on(tx: Tx, command: SignOn) -> None:
    """Write the registration in the place of an earlier one; the crew's skills are those aboard.

    Raises: NotAllowed, NotFound.
    """
    crew_id, person_id = tx.principal.crew_id, tx.principal.account_id
    if crew_id is None or person_id is None:
        raise NotAllowed
    version = await tx.fetchval("select version from force.crew where id = $1 for update", crew_id)
    if version is None:
        raise NotFound
    version += 1
    await tx.execute("update force.crew set skills = $2, version = $3 where id = $1", crew_id, command.skills, version)
    await tx.execute(
        "insert into force.registration (crew_id, person_id, aboard, vehicle, kit, skills, phone, signed_on_at,"
        " signed_on_by_name, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        " on conflict (crew_id) do update set person_id = excluded.person_id, aboard = excluded.aboard,"
        " vehicle = excluded.vehicle, kit = excluded.kit, skills = excluded.skills, phone = excluded.phone,"
        " signed_on_at = excluded.signed_on_at, signed_on_by_name = excluded.signed_on_by_name, signed_off_at = null,"
        " version = excluded.version",
        crew_id, person_id, command.aboard, command.vehicle, command.kit, command.skills, command.phone, tx.now,
        tx.principal.name, version,
    )  # fmt: skip
    missed = await alarms.list_open(tx, [crew_id], "absent")
    await alarms.settle(tx, [alarm for alarm, _, _ in missed], "signed_on")
    event = CrewSignedOn(crew_id=crew_id, **command.model_dump())
    tx.record(event, stream=f"crew:{crew_id}", seq=version, about=crew_id, subject=person_id)
