"""Reading the organisation tree."""

from datetime import datetime
from uuid import UUID

from yaoyaoling.agencies.commands import OrgKind
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.tx import Tx

_COLUMNS = "code, parent_code, path, kind, name_zh, name_en, retired_at"


class OrganisationNode(Value):
    """An organisation in its tree; path: codes from the province down, joined by slashes."""

    code: str
    parent_code: str | None
    path: str
    kind: OrgKind
    name_zh: str
    name_en: str
    retired_at: datetime | None = None


class SignIns(Value):
    """Sign-ins of an account. open: how many may be used now."""

    open: int
    last_at: datetime | None


async def find_sign_ins(tx: Tx, account_id: UUID) -> SignIns:
    """Sign-ins of an account, as the program itself sees them."""
    row = await tx.fetchrow(
        "select count(*) filter (where ended_at is null and expires_at > $2) as open, max(created_at) as last_at"
        " from platform.session where account_id = $1",
        account_id,
        tx.now,
    )
    assert row is not None
    return SignIns(**dict(row))


async def find_organisation(tx: Tx, code: str) -> OrganisationNode | None:
    """The organisation of a code, or None."""
    row = await tx.fetchrow(f"select {_COLUMNS} from agencies.organisation where code = $1", code)
    return None if row is None else OrganisationNode(**dict(row))


async def get_organisation(tx: Tx, code: str) -> OrganisationNode:
    """The organisation of a code. Raises: NotFound."""
    found = await find_organisation(tx, code)
    if found is None:
        raise NotFound
    return found


async def lock_organisation(tx: Tx, code: str) -> int:
    """Hold an organisation for the rest of the transaction; gives its version."""
    version: int = await tx.fetchval("select version from agencies.organisation where code = $1 for update", code)
    return version


async def list_organisations(tx: Tx) -> list[OrganisationNode]:
    """The whole tree, parents before children."""
    rows = await tx.fetch(f"select {_COLUMNS} from agencies.organisation order by path")
    return [OrganisationNode(**dict(row)) for row in rows]


async def get_hall_code(tx: Tx) -> str:
    """The hall that answers for the province. Raises: NotFound when the pack brought none."""
    code: str | None = await tx.fetchval(
        "select code from agencies.organisation where kind = 'hall' order by code limit 1"
    )
    if code is None:
        raise NotFound
    return code


async def list_desks_over(tx: Tx, code: str) -> list[OrganisationNode]:
    """The organisation itself and all above it: station, county, city, province."""
    rows = await tx.fetch(
        f"select {_over('o')} from agencies.organisation o join agencies.organisation s on s.code = $1"
        " where s.path = o.path or starts_with(s.path, o.path || '/') order by length(o.path) desc",
        code,
    )
    return [OrganisationNode(**dict(row)) for row in rows]


async def list_inspections_over(tx: Tx, code: str) -> list[OrganisationNode]:
    """The inspection offices in whose territory an organisation lies, the nearest first."""
    rows = await tx.fetch(
        f"select {_over('o')} from agencies.organisation o join agencies.organisation p on p.code = o.parent_code"
        " join agencies.organisation s on s.code = $1 where o.kind = 'inspection' and o.retired_at is null"
        " and (s.path = p.path or starts_with(s.path, p.path || '/')) order by length(o.path) desc",
        code,
    )
    return [OrganisationNode(**dict(row)) for row in rows]


async def list_partners_over(tx: Tx, code: str | None, *, below: str = "") -> list[OrganisationNode]:
    """Partner organisations in use whose parent lies over an organisation, the nearest area first.

    code None: of a place nobody knows yet; all of those below the path `below`, the widest area first.
    """
    rows = await tx.fetch(
        f"select {_over('o')} from agencies.organisation o join agencies.organisation p on p.code = o.parent_code"
        " left join agencies.organisation s on s.code = $1 where o.kind = 'partner' and o.retired_at is null"
        " and case when $1::text is null then starts_with(o.path, $2 || '/')"
        " else s.path = p.path or starts_with(s.path, p.path || '/') end"
        " order by case when $1::text is null then length(p.path) else -length(p.path) end, o.code",
        code,
        below,
    )
    return [OrganisationNode(**dict(row)) for row in rows]


def _over(table: str) -> str:
    return ", ".join(f"{table}.{column}" for column in _COLUMNS.split(", "))


async def find_desk_above(tx: Tx, code: str) -> OrganisationNode | None:
    """The next desk up: station → county → city → province; None above the province."""
    row = await tx.fetchrow(
        "select p.code, p.parent_code, p.path, p.kind, p.name_zh, p.name_en from agencies.organisation o"
        " join agencies.organisation p on p.code = o.parent_code where o.code = $1",
        code,
    )
    return None if row is None else OrganisationNode(**dict(row))


async def list_counties_in_sight(tx: Tx) -> set[str]:
    """Codes of the counties whose ground the actor may look at: its own and those below it; all from the hall."""
    above = tx.principal.org_path
    found = set()
    for one in await list_organisations(tx):
        is_near = f"{one.path}/".startswith(f"{above}/") or f"{above}/".startswith(f"{one.path}/")
        if one.kind == "county" and (is_near or any(scope.startswith("h/") for scope in tx.principal.scopes)):
            found.add(one.code)
    return found
