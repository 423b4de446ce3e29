"""What a call is taken for: pure. Change the rules here and nowhere else."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from yaoyaoling.kernel.contract import Value

JUNK, REPEAT = "junk", "repeat"
"""Marks of a number: by a call-taker; by the edge, which counts."""
MISSED = "missed"
"""Mark of a call that rang while nothing of ours could take it."""
HELP_KEY = "1"


class Earlier(Value):
    """An earlier call of the same number. ended_at None: it still rings or is talking."""

    call_id: UUID
    rang_at: datetime
    ended_at: datetime | None


def redial_of(earlier: Iterable[Earlier], now: datetime, within: timedelta) -> UUID | None:
    """The earlier call this one belongs to: one that still lives, else the newest that ended not long ago.

    Two calls at once are one thing that happens; so is a call that dropped and is dialled again. Who withholds the
    number has no earlier calls.
    """
    near = [one for one in earlier if one.ended_at is None or one.ended_at + within >= now]
    best = max(near, key=lambda one: (one.ended_at is None, one.rang_at, one.call_id), default=None)
    return None if best is None else best.call_id


def asks_key(*, is_silent: bool, tags: Iterable[str], was_asked: bool) -> bool:
    """Whether the caller is asked to press 1 before a person is spent: the silent, the marked, the repeating.

    Once in a call: whoever cannot press is not asked again, and is never refused for it.
    """
    return not was_asked and (is_silent or bool({JUNK, REPEAT} & set(tags)))
