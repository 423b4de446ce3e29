"""What this room removes of its own tables when a person is erased."""

from uuid import UUID

from yaoyaoling.force.events import PhoneErased
from yaoyaoling.platform.db.tx import Tx


async def purge(tx: Tx, subject: UUID) -> None:
    """Forget the person's phone."""
    rows = await tx.fetch(
        "select c.id, c.version from force.registration r join force.crew c on c.id = r.crew_id"
        " where r.person_id = $1 and r.phone is not null for update",
        subject,
    )
    for row in rows:
        version = row["version"] + 1
        await tx.execute("update force.crew set version = $2 where id = $1", row["id"], version)
        await tx.execute(
            "update force.registration set phone = null, version = $2 where crew_id = $1", row["id"], version
        )
        event = PhoneErased(crew_id=row["id"])
        tx.record(event, stream=f"crew:{row['id']}", seq=version, about=row["id"])
