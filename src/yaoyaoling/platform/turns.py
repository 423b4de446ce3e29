"""Long work of one process in turns: whoever else waits for its event loop goes on in between."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")
EACH = 500
"""So many small things are made in one turn: a few milliseconds."""


def pieces(items: Sequence[Item], each: int = EACH) -> Iterator[Sequence[Item]]:
    """The items in pieces of at most so many."""
    return (items[first : first + each] for first in range(0, len(items), each))


async def made_in_turns(items: Sequence[Item], make: Callable[[Item], Made]) -> list[Made]:
    """Make one of each, in order. Fifty thousand crews at once kept everybody of a web process waiting for a second."""
    made: list[Made] = []
    for piece in pieces(items):
        if made:
            await asyncio.sleep(0)
        made.extend([make(item) for item in piece])
    return made
