"""Erasing a person: the key of their personal data is destroyed, the ledger's proof stays, rooms purge their rows.

After it, sealed fields read as None everywhere: in timelines, feeds, exports and replays.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar
from uuid import UUID

from yaoyaoling.kernel.contract import Command, Event
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.tx import Tx

Purge = Callable[[Tx, UUID], Awaitable[None]]
"""Removes what a room's own tables hold of a subject."""


class SubjectErased(Event):
    """A subject's personal data can no longer be read by anybody."""

    name: ClassVar[str] = "platform.subject.erased"

    subject: UUID
    reason: str


class EraseSubject(Command):
    """Erase a subject (a contact's id, a hazard's); the reason stays in the ledger."""

    subject: UUID
    reason: str


def eraser(purges: Sequence[Purge]) -> Callable[[Tx, EraseSubject], Awaitable[None]]:
    """The handler, with what each room purges; `apps` wires it."""

    async def erase_subject(tx: Tx, command: EraseSubject) -> None:
        destroyed = await tx.execute(
            "update vault.subject_key set wrapped = null, destroyed_at = $2 where subject = $1 and wrapped is not null",
            command.subject,
            tx.now,
        )
        known = "select true from vault.subject_key where subject = $1"
        if not destroyed and await tx.fetchval(known, command.subject):
            raise NotFound
        # What was written before such words were sealed has no key: its rows still go, the ledger's facts cannot.
        recorded = len(tx.recorded)
        for purge in purges:
            await purge(tx, command.subject)
        if not destroyed and len(tx.recorded) == recorded:
            raise NotFound
        event = SubjectErased(subject=command.subject, reason=command.reason)
        tx.record(event, stream=f"erasure:{command.subject}", seq=1, about=command.subject)

    return erase_subject
