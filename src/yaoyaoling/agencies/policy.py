"""What an account may see, from its roles and its place in the organisation tree. Pure."""

from collections.abc import Iterable
from uuid import UUID

from yaoyaoling.platform.principal import Role

_TERRITORY = {Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK, Role.REVIEWER}
_HALL = {Role.CALL_TAKER, Role.COMMANDER}
_ANYWHERE = frozenset({"province", "city", "county", "station"})
_SITS_AT: dict[Role, frozenset[str]] = {
    Role.CALL_TAKER: frozenset({"hall"}),
    Role.COMMANDER: frozenset({"hall"}),
    Role.COUNTY_DESK: frozenset({"county", "city", "province"}),
    Role.STATION_DESK: frozenset({"station"}),
    Role.OFFICER: _ANYWHERE,
    Role.REVIEWER: _ANYWHERE,
    Role.INSPECTOR: frozenset({"inspection"}),
    Role.ADMIN: _ANYWHERE | {"hall"},
    Role.TRUNK: frozenset({"hall"}),
    Role.TERMINAL: frozenset({"hall"}),
    Role.PARTNER: frozenset({"partner"}),
}


def territory_scope(org_path: str) -> str:
    """Scope of an organisation's territory."""
    return f"t/{org_path}"


def inspection_scope(org_path: str) -> str:
    """Scope of the inspection over an organisation's territory."""
    return f"i/{org_path}"


def hall_scope(hall_code: str) -> str:
    """Scope of an answering hall."""
    return f"h/{hall_code}"


def partner_scope(org_path: str) -> str:
    """Scope of a partner organisation: it sees what is granted to it and nothing else."""
    return f"p/{org_path}"


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
    if Role.PARTNER in held:
        scopes.append(partner_scope(territory_path))
    if Role.OFFICER in held and crew_id is not None:
        scopes.append(f"c/{crew_id}")
    return tuple(scopes)


def administers(scopes: Iterable[str], org_path: str) -> bool:
    """Whether these scopes hold the administration of an organisation or of one above it."""
    wanted = f"a/{org_path}"
    return any(held.startswith("a/") and (wanted == held or wanted.startswith(held + "/")) for held in scopes)


def misplaced(roles: Iterable[Role], org_kind: str) -> Role | None:
    """A role that nobody holds at an organisation of that kind: it would see what is not its own. None: all fit."""
    return next((role for role in sorted(roles) if org_kind not in _SITS_AT[role]), None)


def signs_out(changed: Iterable[str]) -> bool:
    """Whether a change of an account ends its sign-ins: what it may see or do is another then."""
    return bool({"roles", "org_code", "crew_id"} & set(changed))


def is_code_below(code: str, parent_code: str) -> bool:
    """Whether a 12-digit code lies below its parent's (GA 380-2002): the parent's digits without trailing zeros, in
    whole pairs, begin it."""
    stem = parent_code.rstrip("0")
    stem += "0" * (len(stem) % 2)
    return code != parent_code and code.startswith(stem)
