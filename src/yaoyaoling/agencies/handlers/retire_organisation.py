"""Take an organisation out of use."""

from yaoyaoling.agencies.commands import RetireOrganisation
from yaoyaoling.agencies.events import OrganisationRetired
from yaoyaoling.agencies.matters import matter_of, require_administrator
from yaoyaoling.agencies.queries import OrganisationNode, get_organisation, lock_organisation
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform.db.tx import Tx


class OrganisationInUse(Refused):
    """Something still hangs on it."""

    code = "organisation_in_use"
    status = 409
    zh = "该机构下还有 {accounts} 个可用账号、{children} 个下级机构，请先处理。"
    en = "It still has {accounts} accounts in use and {children} organisations below it. See to them first."


class OrganisationNeeded(Refused):
    """The hall stands on it."""

    code = "organisation_needed"
    status = 409
    zh = "省厅和接警大厅不能停用。"
    en = "The province and the answering hall cannot be retired."


async def retire_organisation(tx: Tx, command: RetireOrganisation) -> OrganisationNode:
    """Retire it; retiring it again changes nothing.

    Raises: NotFound, NotAllowed, OrganisationNeeded, OrganisationInUse.
    """
    org = await get_organisation(tx, command.code)
    require_administrator(tx, org)
    version = await lock_organisation(tx, org.code) + 1
    if org.retired_at is not None:
        return org
    if org.kind in ("province", "hall"):
        raise OrganisationNeeded
    accounts = await tx.fetchval(
        "select count(*) from agencies.account where org_code = $1 and disabled_at is null", org.code
    )
    children = await tx.fetchval(
        "select count(*) from agencies.organisation where parent_code = $1 and retired_at is null", org.code
    )
    if accounts or children:
        raise OrganisationInUse(accounts=accounts, children=children)
    await tx.execute(
        "update agencies.organisation set retired_at = $2, version = $3 where code = $1", org.code, tx.now, version
    )
    event = OrganisationRetired(code=org.code, reason=command.reason)
    tx.record(event, stream=f"organisation:{org.code}", seq=version, about=await matter_of(tx, org))
    return await get_organisation(tx, org.code)
