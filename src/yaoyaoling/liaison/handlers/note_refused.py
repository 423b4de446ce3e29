"""A message of a partner's platform was refused: counted, so that people see it."""

from pydantic import Field

from yaoyaoling.kernel.clock import HALL_ZONE
from yaoyaoling.kernel.contract import Command
from yaoyaoling.platform.db.tx import Tx


class NoteRefused(Command):
    """code: of the refusal. about: the number it named, when it was read that far."""

    desk_code: str
    code: str = Field(max_length=60)
    about: str | None = Field(default=None, max_length=60)


async def note_refused(tx: Tx, command: NoteRefused) -> None:
    """One row a desk, reason and day, however often: a flood fills nothing."""
    await tx.execute(
        "insert into liaison.refused as r (desk_code, code, day, times, about, last_at) values ($1, $2, $3, 1, $4, $5)"
        " on conflict (desk_code, code, day) do update set times = r.times + 1, about = excluded.about,"
        " last_at = excluded.last_at",
        command.desk_code,
        command.code,
        tx.now.astimezone(HALL_ZONE).date(),
        command.about,
        tx.now,
    )
