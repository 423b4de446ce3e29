"""Say what was done about a duty alarm."""

from yaoyaoling.force.roster.rights import require_planner
from yaoyaoling.force.watch import alarms
from yaoyaoling.force.watch.refusals import AlarmSettled
from yaoyaoling.force.watch.requests import MarkAlarm
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.tx import Tx


async def mark_alarm(tx: Tx, command: MarkAlarm) -> None:
    """End it, with a note. Raises: NotFound, NotAllowed, NotYourRoster, AlarmSettled."""
    row = await tx.fetchrow(
        "select kind, label, org_code, org_path, settled_at from force.duty_alarm where id = $1 for update",
        command.alarm_id,
    )
    if row is None:
        raise NotFound
    is_hall = row["kind"] == "seat_absent" or (row["kind"] == "roster_end" and row["label"] == "seats")
    require_planner(tx, "seats" if is_hall else "crews", row["org_code"], row["org_path"])
    if row["settled_at"] is not None:
        raise AlarmSettled
    await alarms.settle(tx, [command.alarm_id], "marked", command.note)
