"""What an account may be given, checked before it is written."""

from collections.abc import Iterable
from uuid import UUID

from yaoyaoling.agencies.matters import require_administrator
from yaoyaoling.agencies.policy import misplaced
from yaoyaoling.agencies.queries import OrganisationNode, get_organisation
from yaoyaoling.agencies.refusals import CrewWanted, LastAdministrator, OrganisationGone, RoleMisplaced
from yaoyaoling.platform.audience import covers
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.principal import Role


def check_rights(tx: Tx, org: OrganisationNode, roles: Iterable[Role], crew_id: UUID | None) -> None:
    """Raise unless the actor may give somebody at this organisation these roles and this crew.

    The program itself, setting up an installation, may give anything.
    Raises: NotAllowed, OrganisationGone, RoleMisplaced, CrewWanted.
    """
    if tx.principal.is_system:
        return
    require_administrator(tx, org)
    held = frozenset(roles)
    if org.retired_at is not None:
        raise OrganisationGone(name=org.name_zh)
    if (wrong := misplaced(held, org.kind)) is not None:
        raise RoleMisplaced(role=wrong.value)
    if (Role.OFFICER in held) != (crew_id is not None):
        raise CrewWanted


def territory_of(org: OrganisationNode) -> str:
    """Path of the territory of an account at an organisation: a hall's or an inspection office's is its parent's."""
    return org.path.rsplit("/", 1)[0] if org.kind in ("hall", "inspection") else org.path


async def require_another_administrator(tx: Tx, account_id: UUID, org_code: str) -> None:
    """Raise LastAdministrator unless another account in use administers what this one does.

    All administrators in sight are held until the end: two who take each other's rights at once come one by one.
    """
    rows = await tx.fetch(
        "select id, org_code from agencies.account where $1 = any(roles) and disabled_at is null"
        " order by id for update",
        Role.ADMIN.value,
    )
    own = territory_of(await get_organisation(tx, org_code))
    for row in rows:
        if row["id"] == account_id:
            continue
        if covers(territory_of(await get_organisation(tx, row["org_code"])), own):
            return
    raise LastAdministrator
