"""SQL of waves: what was asked for by whom, and who of it is missing."""

from dataclasses import dataclass
from uuid import UUID

from yaoyaoling.dispatch import policy
from yaoyaoling.dispatch.events import WaveSent
from yaoyaoling.kernel.contract import Value
from yaoyaoling.platform.db.tx import Tx


class Asker(Value):
    """Who asked for a wave: the name, whose person it is, and what that one commands."""

    name: str
    org_path: str
    authority: policy.Authority


@dataclass(frozen=True)
class Wave:
    """A wave's row. sent: so many went at first; missing: so many of them could not be had or replaced."""

    id: UUID
    ask: policy.WaveAsk
    ranking: policy.Ranking
    asker: Asker
    reason: str
    sent: int
    missing: int
    version: int


async def count_waves(tx: Tx, incident_id: UUID) -> int:
    """How many further waves a locked incident has had."""
    found: int = await tx.fetchval("select count(*) from dispatch.wave where incident_id = $1", incident_id)
    return found


async def insert_wave(tx: Tx, wave: WaveSent, asker: Asker) -> None:
    """Write a wave that went out."""
    await tx.execute(
        "insert into dispatch.wave (id, incident_id, number, wanted, sent, reach, forces, standby, reason, by_name,"
        " sent_at, version, ranking, authority, by_path)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12, $13, $14)",
        wave.wave_id, wave.incident_id, wave.number, wave.wanted, len(wave.order_ids), wave.reach, list(wave.forces),
        wave.standby, wave.reason, asker.name, tx.now, wave.ranking.model_dump(mode="json"), asker.authority,
        asker.org_path,
    )  # fmt: skip


async def list_kept(tx: Tx, incident_id: UUID) -> list[Wave]:
    """The waves of a locked incident whose ranking is kept, the first first."""
    rows = await tx.fetch(
        "select * from dispatch.wave where incident_id = $1 and ranking is not null order by number", incident_id
    )
    return [
        Wave(
            id=row["id"],
            ask=policy.WaveAsk(
                count=row["wanted"], reach=row["reach"], forces=tuple(row["forces"]), standby=row["standby"]
            ),
            ranking=policy.Ranking.model_validate(row["ranking"]),
            asker=Asker(name=row["by_name"], org_path=row["by_path"], authority=row["authority"]),
            reason=row["reason"],
            sent=row["sent"],
            missing=row["missing"],
            version=row["version"],
        )
        for row in rows
    ]


async def save_missing(tx: Tx, wave: Wave, missing: int) -> int:
    """Write how many are missing now; gives the wave's version."""
    await tx.execute("update dispatch.wave set missing = $2, version = version + 1 where id = $1", wave.id, missing)
    return wave.version + 1
