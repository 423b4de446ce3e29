"""Who plans whose duty."""

from yaoyaoling.force.roster.contract import RosterKind
from yaoyaoling.force.roster.refusals import NotYourRoster
from yaoyaoling.force.roster.store import find_crew_path
from yaoyaoling.kernel.refused import NotFound, Refused
from yaoyaoling.platform.audience import covers
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.principal import Role

PLANNERS = (Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK)


def require_planner_in(tx: Tx, scope: str, otherwise: type[Refused]) -> None:
    """Raise unless the actor plans what is of a scope (t/path or h/code): the own one, or one below it.

    Row-level security says the same. Raises: NotAllowed, and what is refused otherwise.
    """
    if tx.principal.is_system:
        return
    tx.principal.require(*PLANNERS)
    if not any(held[0] == scope[0] and covers(held, scope) for held in tx.principal.scopes):
        raise otherwise


def require_planner(tx: Tx, kind: RosterKind, org_code: str, org_path: str) -> None:
    """Raise unless the actor plans the duty of this organisation: his own, or one below it.

    The hall's seats are planned by its commander. Raises: NotAllowed, NotYourRoster.
    """
    if kind == "seats" and not tx.principal.is_system:
        tx.principal.require(Role.COMMANDER)
    require_planner_in(tx, f"h/{org_code}" if kind == "seats" else f"t/{org_path}", NotYourRoster)


async def path_of(tx: Tx, kind: RosterKind, org_code: str) -> str:
    """The organisation's path: known from its crews; a hall's is that of whoever asks. Raises: NotFound."""
    path = tx.principal.org_path if kind == "seats" else await find_crew_path(tx, org_code)
    if path is None or (kind == "seats" and tx.principal.org_code != org_code):
        raise NotFound
    return path
