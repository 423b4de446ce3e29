"""Look at masked personal data, with a purpose that stays in the ledger."""

from yaoyaoling.incidents import store
from yaoyaoling.incidents.commands import RevealPersonalData
from yaoyaoling.incidents.events import PersonalDataRevealed
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.db.tx import Tx


class PersonalData(Value):
    """What was masked."""

    reporter_name: str | None
    reporter_phone: str | None


async def reveal_personal_data(tx: Tx, command: RevealPersonalData) -> PersonalData:
    """The reporter's name and number; who looked, and why, is recorded first. Raises: NotFound."""
    incident = await store.get_incident(tx, command.incident_id)
    event = PersonalDataRevealed(
        incident_id=incident.id, fields=("reporter_name", "reporter_phone"), purpose=command.purpose
    )
    tx.record(event, stream=f"reveal:{new_id()}", seq=1, about=incident.id, incident=incident.id)
    return PersonalData(reporter_name=incident.reporter_name, reporter_phone=incident.reporter_phone)
