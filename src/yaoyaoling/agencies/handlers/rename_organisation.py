"""Give an organisation another name."""

from yaoyaoling.agencies.commands import RenameOrganisation
from yaoyaoling.agencies.events import OrganisationRenamed
from yaoyaoling.agencies.matters import matter_of, require_administrator
from yaoyaoling.agencies.queries import OrganisationNode, get_organisation, lock_organisation
from yaoyaoling.platform.db.tx import Tx


async def rename_organisation(tx: Tx, command: RenameOrganisation) -> OrganisationNode:
    """Write both names; the city pack does not take them back. Raises: NotFound, NotAllowed."""
    org = await get_organisation(tx, command.code)
    require_administrator(tx, org)
    version = await lock_organisation(tx, org.code) + 1
    if (org.name_zh, org.name_en) == (command.name_zh, command.name_en):
        return org
    await tx.execute(
        "update agencies.organisation set name_zh = $2, name_en = $3, renamed_at = $4, version = $5 where code = $1",
        org.code,
        command.name_zh,
        command.name_en,
        tx.now,
        version,
    )
    event = OrganisationRenamed(
        code=org.code, name_zh=command.name_zh, name_en=command.name_en, was_zh=org.name_zh, was_en=org.name_en
    )
    tx.record(event, stream=f"organisation:{org.code}", seq=version, about=await matter_of(tx, org))
    return await get_organisation(tx, org.code)
