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
    """Erase a subject (a contact's id); the reason stays in the ledger."""

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
        if not destroyed:
            raise NotFound
        for purge in purges:
            await purge(tx, command.subject)
        event = SubjectErased(subject=command.subject, reason=command.reason)
        tx.record(event, stream=f"erasure:{command.subject}", seq=1, about=command.subject)

    return erase_subject
