"""Which crew is given a patrol. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Able:
    """A crew as a patrol sees it.

    is_aboard: somebody has signed on. had: how many patrols it was given in the last hours.
    """

    id: UUID
    code: str
    grid_code: str
    shift: int
    is_on_duty: bool
    is_aboard: bool
    is_in_street: bool
    is_busy: bool
    had: int


@dataclass(frozen=True)
class Wanted:
    """Whom a plan names: these crews, or those of a team, of a grid, or all of its organisation."""

    crew_ids: Collection[UUID] = ()
    shift: int | None = None
    grid_code: str | None = None


def choose_crew(wanted: Wanted, crews: Sequence[Able]) -> UUID | None:
    """The crew on duty that is named: signed on, free, in the street before others; the one that had least first."""
    fitting = [crew for crew in crews if crew.is_on_duty and _is_named(wanted, crew)]
    if not fitting:
        return None
    return min(
        fitting, key=lambda crew: (not crew.is_aboard, crew.is_busy, not crew.is_in_street, crew.had, crew.code)
    ).id


def _is_named(wanted: Wanted, crew: Able) -> bool:
    if wanted.crew_ids:
        return crew.id in wanted.crew_ids
    if wanted.shift is not None and crew.shift != wanted.shift:
        return False
    return wanted.grid_code is None or crew.grid_code == wanted.grid_code
