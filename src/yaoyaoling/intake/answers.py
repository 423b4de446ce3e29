"""Answers to the question card of an incident: rows and facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from yaoyaoling.intake.events import AnswersErased, AnswersNoted
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.triage.public import Answer, check_answers, present_guide

_SELECT = "select incident_id, contact_id, answers::text as answers, version from intake.answers"


@dataclass(frozen=True)
class Noted:
    """What was answered for an incident; answers None: erased."""

    incident_id: UUID
    contact_id: UUID
    answers: tuple[Answer, ...] | None
    version: int


def _noted(row: Any) -> Noted:
    answers = None
    if row["answers"] is not None:
        answers = tuple(Answer.model_validate(one) for one in orjson.loads(row["answers"]))
    return Noted(row["incident_id"], row["contact_id"], answers, row["version"])


async def find_answers(tx: Tx, incident_id: UUID) -> tuple[Answer, ...]:
    """What was answered, as far as the actor may see it; nothing is fine."""
    row = await tx.fetchrow(f"{_SELECT} where incident_id = $1", incident_id)
    return () if row is None else _noted(row).answers or ()


async def list_answers(tx: Tx, incidents: Sequence[UUID]) -> list[Noted]:
    """Those of these incidents that the actor may see."""
    return [_noted(row) for row in await tx.fetch(f"{_SELECT} where incident_id = any($1::uuid[])", incidents)]


async def write_answers(tx: Tx, incident_id: UUID, contact_id: UUID, answers: tuple[Answer, ...]) -> None:
    """Write all answers as they stand now, and the fact. Raises: UnknownAnswer."""
    check_answers(await present_guide(tx), answers)
    version = await tx.fetchval(
        "insert into intake.answers (incident_id, contact_id, answers, version) values ($1, $2, $3::text::json, 1)"
        " on conflict (incident_id) do update set answers = excluded.answers, version = answers.version + 1"
        " returning version",
        incident_id,
        contact_id,
        orjson.dumps([one.model_dump(mode="json") for one in answers]).decode(),
    )
    event = AnswersNoted(incident_id=incident_id, contact_id=contact_id, answers=answers)
    stream = f"answers:{incident_id}"
    tx.record(event, stream=stream, seq=version, about=incident_id, incident=incident_id, subject=contact_id)


async def erase_answers(tx: Tx, contact_id: UUID) -> None:
    """Forget what the subject answered."""
    rows = await tx.fetch(
        "update intake.answers set answers = null, version = version + 1 where contact_id = $1"
        " returning incident_id, version",
        contact_id,
    )
    for row in rows:
        about = row["incident_id"]
        tx.record(
            AnswersErased(incident_id=about), stream=f"answers:{about}", seq=row["version"], about=about, incident=about
        )
