"""Put an organisation below another one."""

import asyncpg

from yaoyaoling.agencies.commands import AddOrganisation, OrgKind
from yaoyaoling.agencies.events import OrganisationAdded
from yaoyaoling.agencies.matters import matter_of, require_administrator
from yaoyaoling.agencies.policy import is_code_below
from yaoyaoling.agencies.queries import OrganisationNode, get_organisation
from yaoyaoling.agencies.refusals import OrganisationGone
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform.db.tx import Tx

_BELOW: dict[OrgKind, tuple[OrgKind, ...]] = {
    "city": ("province",),
    "county": ("city",),
    "station": ("county",),
    "inspection": ("province", "city"),
    "partner": ("province", "city", "county"),
}


class CodeTaken(Refused):
    """There is an organisation of that code."""

    code = "code_taken"
    status = 409
    zh = "机构代码 {org_code} 已被使用。"
    en = "The organisation code {org_code} is taken."


class OrganisationUnfit(Refused):
    """Wrong kind under that parent, or a code that lies elsewhere."""

    code = "organisation_unfit"
    status = 422
    zh = "该上级下不能设置此类机构，或机构代码不在上级代码之下（GA 380）。"
    en = "An organisation of this kind cannot stand there, or its code does not lie below its parent's (GA 380)."


async def add_organisation(tx: Tx, command: AddOrganisation) -> OrganisationNode:
    """Write it. Raises: NotFound for the parent, NotAllowed, OrganisationGone, OrganisationUnfit, CodeTaken."""
    parent = await get_organisation(tx, command.parent_code)
    require_administrator(tx, parent)
    if parent.retired_at is not None:
        raise OrganisationGone(name=parent.name_zh)
    if parent.kind not in _BELOW.get(command.kind, ()) or not is_code_below(command.code, parent.code):
        raise OrganisationUnfit
    path = f"{parent.path}/{command.code}"
    try:
        await tx.execute(
            "insert into agencies.organisation (code, parent_code, path, kind, name_zh, name_en, version)"
            " values ($1, $2, $3, $4, $5, $6, 1)",
            command.code,
            parent.code,
            path,
            command.kind,
            command.name_zh,
            command.name_en,
        )
    except asyncpg.UniqueViolationError as error:
        raise CodeTaken(org_code=command.code) from error
    node = await get_organisation(tx, command.code)
    event = OrganisationAdded(**command.model_dump())
    tx.record(event, stream=f"organisation:{command.code}", seq=1, about=await matter_of(tx, node))
    return node
