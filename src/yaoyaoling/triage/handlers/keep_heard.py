"""A line that a recogniser heard: kept beside the recording, and read for sensitive words at once."""

from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.triage.classify.clean import clean
from yaoyaoling.triage.commands import KeepHeard, RaiseAlerts
from yaoyaoling.triage.events import WordsHeard
from yaoyaoling.triage.handlers.alerts import raise_alerts
from yaoyaoling.triage.sensitive.rules import alerts
from yaoyaoling.triage.sheets import present_rules


async def keep_heard(tx: Tx, command: KeepHeard) -> None:
    """Write the line and the fact; a sensitive word in it is raised. Raises: NotFound."""
    heard_id = new_id()
    await tx.execute(
        "insert into triage.heard (id, contact_id, party, text, began_s, ended_s, recogniser, heard_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8)",
        heard_id,
        command.contact_id,
        command.party,
        command.text,
        command.began_s,
        command.ended_s,
        command.recogniser,
        tx.now,
    )
    event = WordsHeard(heard_id=heard_id, **command.model_dump())
    tx.record(event, stream=f"heard:{heard_id}", seq=1, about=command.contact_id, subject=command.contact_id)
    found = alerts(clean(command.text), await present_rules(tx))
    if found:
        await raise_alerts(tx, RaiseAlerts(contact_id=command.contact_id, alerts=found, source="speech"))
