"""Put a crew on duty or off."""

from yaoyaoling.force import store
from yaoyaoling.force.commands import SetDuty
from yaoyaoling.force.events import DutyChanged
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.tx import Tx


async def set_duty(tx: Tx, command: SetDuty) -> None:
    """Change the duty; nothing happens when it is so already. Whatever was to follow by itself does not.

    A crew put on duty by hand has no end; one that is on duty already keeps its own unless another is named.

    Raises: NotFound.
    """
    row = await tx.fetchrow(
        "select duty, duty_until, readiness, leaves_duty, version from force.crew where id = $1 for update",
        command.crew_id,
    )
    if row is None:
        raise NotFound
    if row["leaves_duty"]:
        await tx.execute("update force.crew set leaves_duty = false where id = $1", command.crew_id)
    until = command.until
    if command.duty == "off_duty":
        until = None
    elif row["duty"] == "on_duty" and until is None and not row["leaves_duty"]:
        until = row["duty_until"] if row["duty_until"] is not None and row["duty_until"] > tx.now else None
    if (row["duty"], row["duty_until"], row["readiness"]) == (command.duty, until, command.readiness):
        return
    version = row["version"] + 1
    await store.set_duty(tx, command.crew_id, command.duty, until, command.readiness, version)
    event = DutyChanged(crew_id=command.crew_id, duty=command.duty, duty_until=until, readiness=command.readiness)
    tx.record(event, stream=f"crew:{command.crew_id}", seq=version, about=command.crew_id)
