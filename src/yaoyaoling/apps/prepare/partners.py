"""Partner organisations of the demo's first city and county, each with a desk (invented names by the city's own)."""

from collections.abc import Sequence

from yaoyaoling.agencies.public import AddOrganisation, OrganisationNode, add_organisation, list_organisations
from yaoyaoling.liaison.public import PutDesk, get_service, put_desk
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.principal import system

_CITY = ("12345", "119", "120", "gas", "water", "95598", "urban")
_COUNTY = ("mediation",)
_FIRST_NUMBER = 900_001
"""The last six digits of a partner's code; police organisations below a city or county have others (GA 380)."""


async def ensure_partners(db: Database) -> dict[str, str]:
    """Partners of the first city and of its first county, with their services; what is there is left as it is."""
    actor = system("setup")
    async with db.snapshot(actor) as tx:
        organisations = await list_organisations(tx)
    city = next(one for one in organisations if one.kind == "city")
    county = next((one for one in organisations if one.parent_code == city.code and one.kind == "county"), None)
    desks = await _below(db, city, _CITY, organisations)
    return desks if county is None else desks | await _below(db, county, _COUNTY, organisations)


async def _below(
    db: Database, parent: OrganisationNode, services: Sequence[str], organisations: Sequence[OrganisationNode]
) -> dict[str, str]:
    there = {one.code for one in organisations}
    desks: dict[str, str] = {}
    for number, service in enumerate(services, _FIRST_NUMBER):
        code = f"{parent.code[:6]}{number}"
        desks[code] = service
        if code in there:
            continue
        known = get_service(service)
        area = parent.name_zh.removesuffix("公安局").removesuffix("分局")
        org = AddOrganisation(
            code=code,
            parent_code=parent.code,
            kind="partner",
            name_zh=f"{area}{known.zh}",
            name_en=f"{known.en}, {parent.name_en.removesuffix(' Public Security Bureau')}",
        )
        await execute(db, system("setup"), add_organisation, org)
        await execute(db, system("setup"), put_desk, PutDesk(org_code=code, service=service))
    return desks
