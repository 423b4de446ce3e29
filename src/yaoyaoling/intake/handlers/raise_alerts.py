"""Words that came in writing are read for sensitive ones, before anybody has taken the contact."""

from yaoyaoling.intake.events import ContactAdded, ContactReceived
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.envelope import Recorded
from yaoyaoling.triage.public import RaiseAlerts, alerts, clean, present_rules, raise_alerts


async def on_words_came(tx: Tx, recorded: Recorded) -> None:
    """Follower: tell those who must know; once a contact and rule, however often it is said."""
    event = recorded.event
    assert isinstance(event, ContactReceived | ContactAdded)
    found = alerts(clean(event.text or ""), await present_rules(tx))
    if found:
        await raise_alerts(tx, RaiseAlerts(contact_id=event.contact_id, alerts=found, source="message"))
