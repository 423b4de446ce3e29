"""What an account may see, from its roles and its place in the organisation tree. Pure."""

from collections.abc import Iterable
from uuid import UUID

from yaoyaoling.platform.principal import Role

_TERRITORY = {Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK, Role.REVIEWER}
_HALL = {Role.CALL_TAKER, Role.COMMANDER}


def territory_scope(org_path: str) -> str:
    """Scope of an organisation's territory."""
    return f"t/{org_path}"


def inspection_scope(org_path: str) -> str:
    """Scope of the inspection over an organisation's territory."""
    return f"i/{org_path}"


def hall_scope(hall_code: str) -> str:
    """Scope of an answering hall."""
    return f"h/{hall_code}"


def account_scope(account_id: UUID) -> str:
    """Scope of one person."""
    return f"u/{account_id}"


def scopes_of(
    roles: Iterable[Role], *, account_id: UUID, territory_path: str, hall_code: str, crew_id: UUID | None
) -> tuple[str, ...]:
    """All scopes an account holds.

    territory_path: of the organisation whose territory is the account's (for a hall or an inspection
    office: its parent's). hall_code: the hall that answers for the province.
    """
    held = set(roles)
    scopes = [account_scope(account_id)]
    if held & _TERRITORY:
        scopes.append(territory_scope(territory_path))
    if held & _HALL:
        scopes.append(hall_scope(hall_code))
    if Role.INSPECTOR in held:
        scopes.append(inspection_scope(territory_path))
    if Role.ADMIN in held:
        scopes.append(f"a/{territory_path}")
    if Role.OFFICER in held and crew_id is not None:
        scopes.append(f"c/{crew_id}")
    return tuple(scopes)
