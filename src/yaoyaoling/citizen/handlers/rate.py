"""The citizen rates: answering and handling apart."""

from uuid import UUID

import asyncpg
from pydantic import Field

from yaoyaoling.citizen.events import RatingGiven
from yaoyaoling.incidents.public import IncidentState
from yaoyaoling.intake.public import get_contact
from yaoyaoling.kernel.contract import Command
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform.db.tx import Tx


class NotYetRatable(Refused):
    """Only a closed incident is rated."""

    code = "not_yet_ratable"
    status = 409
    zh = "警情办结后即可评价，感谢您的耐心。"
    en = "You can rate it once it is closed. Thank you for your patience."


class AlreadyRated(Refused):
    """Once is enough."""

    code = "already_rated"
    status = 409
    zh = "您已评价过，谢谢。"
    en = "You have rated it already. Thank you."


class GiveRating(Command):
    """Stars from 1 to 5. incident_state: looked up by the program, which may see what the citizen may not."""

    contact_id: UUID
    incident_state: IncidentState | None
    answering: int = Field(ge=1, le=5)
    handling: int = Field(ge=1, le=5)
    words: str = Field(default="", max_length=1000)


async def give_rating(tx: Tx, command: GiveRating) -> None:
    """Store it. Raises: NotFound, NotYetRatable, AlreadyRated."""
    contact = await get_contact(tx, command.contact_id)
    if contact.incident_id is None or command.incident_state is not IncidentState.CLOSED:
        raise NotYetRatable
    try:
        await tx.execute(
            "insert into citizen.rating (contact_id, incident_id, answering, handling, words, at)"
            " values ($1, $2, $3, $4, $5, $6)",
            contact.id,
            contact.incident_id,
            command.answering,
            command.handling,
            command.words or None,
            tx.now,
        )
    except asyncpg.UniqueViolationError as error:
        raise AlreadyRated from error
    event = RatingGiven(
        contact_id=contact.id,
        incident_id=contact.incident_id,
        answering=command.answering,
        handling=command.handling,
        words=command.words or None,
    )
    stream = f"rating:{contact.id}"
    tx.record(event, stream=stream, seq=1, about=contact.incident_id, incident=contact.incident_id, subject=contact.id)
