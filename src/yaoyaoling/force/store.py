"""SQL that writes crews and positions."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from yaoyaoling.force.commands import CrewSeed, Fix
from yaoyaoling.force.events import Duty, Readiness
from yaoyaoling.platform.db.tx import Tx


async def insert_crew(tx: Tx, crew_id: UUID, seed: CrewSeed) -> bool:
    """Write a crew unless its code exists; gives whether it was written."""
    return bool(
        await tx.execute(
            "insert into force.crew (id, code, call_sign, grid_code, org_code, org_path, force_type, shift,"
            " officers, auxiliaries, duty, skills, version) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,1)"
            " on conflict (code) do nothing",
            crew_id,
            seed.code,
            seed.call_sign,
            seed.grid_code,
            seed.org_code,
            seed.org_path,
            seed.force_type,
            seed.shift,
            seed.officers,
            seed.auxiliaries,
            seed.duty,
            list(seed.skills),
        )
    )


async def set_duty(
    tx: Tx, crew_id: UUID, duty: Duty, until: datetime | None, readiness: Readiness, version: int
) -> None:
    """Write the duty, when it ends, how ready the crew is, and the new version."""
    await tx.execute(
        "update force.crew set duty = $2, duty_until = $3, readiness = $4, version = $5 where id = $1",
        crew_id,
        duty,
        until,
        readiness,
        version,
    )


async def save_fixes(tx: Tx, fixes: Sequence[Fix]) -> None:
    """Keep the newest position of each crew; an older fix than the one held changes nothing."""
    await tx.execute(
        "insert into force.position (crew_id, lon, lat, heading, speed_kmh, accuracy_m, at, received_at)"
        " select distinct on (f.crew_id) f.crew_id, f.lon, f.lat, f.heading, f.speed, f.accuracy, f.at, $8"
        " from unnest($1::uuid[], $2::float8[], $3::float8[], $4::float4[], $5::float4[], $6::float4[],"
        " $7::timestamptz[]) as f(crew_id, lon, lat, heading, speed, accuracy, at)"
        " order by f.crew_id, f.at desc"
        " on conflict (crew_id) do update set lon = excluded.lon, lat = excluded.lat, heading = excluded.heading,"
        " speed_kmh = excluded.speed_kmh, accuracy_m = excluded.accuracy_m, at = excluded.at,"
        " received_at = excluded.received_at where force.position.at < excluded.at",
        [fix.crew_id for fix in fixes],
        [fix.point.lon for fix in fixes],
        [fix.point.lat for fix in fixes],
        [fix.heading for fix in fixes],
        [fix.speed_kmh for fix in fixes],
        [fix.accuracy_m for fix in fixes],
        [fix.at for fix in fixes],
        tx.now,
    )
