"""The city in use: its pack on disk, and what of it stands in the database."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from yaoyaoling.agencies.public import ImportOrganisations, Organisation, import_organisations
from yaoyaoling.apps.addresses import pack_folder
from yaoyaoling.dispatch.public import seed_force_table
from yaoyaoling.force.public import CrewSeed, RegisterCrews, StartRota, register_crews, start_rota
from yaoyaoling.incidents.public import seed_classes
from yaoyaoling.kernel.geo import Point
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.places.packs import PLANS, generate_pack, load_places
from yaoyaoling.places.public import OrganisationKind, Pack, read_pack
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.principal import system
from yaoyaoling.platform.settings import HallSettings

GENERATED = PLANS
"""Cities our generator makes on demand."""

Say = Callable[[str], None]


class NoPack(Refused):
    """There is no pack of that name, and none can be made up."""

    code = "no_pack"
    status = 404
    zh = "没有名为 {city} 的城市包。已有：{there}。导入：./yyl city import {city} --osm 文件.osm.pbf"
    en = "There is no city pack {city}. There are: {there}. Import one: ./yyl city import {city} --osm FILE.osm.pbf"


def list_packs(data: Path) -> list[str]:
    """Names of the packs in a data directory."""
    folder = data / "packs"
    return sorted(path.parent.name for path in folder.glob("[a-z]*/pack.json")) if folder.is_dir() else []


async def ensure_pack(settings: HallSettings, say: Say) -> Pack:
    """Read the city's pack, generating it when it is one of ours and missing. Raises: NoPack, PackUnfit."""
    folder = pack_folder(settings)
    if not folder.exists():
        if settings.city not in GENERATED:
            there = [*list_packs(settings.data), *sorted(GENERATED)]
            raise NoPack(city=settings.city, there=", ".join(dict.fromkeys(there)))
        folder.parent.mkdir(parents=True, exist_ok=True)
        await asyncio.to_thread(generate_pack, folder, say, plan=settings.city)
    return await asyncio.to_thread(read_pack, folder)


async def load_city(db: Database, pack: Pack) -> None:
    """Bring the pack into the database; what is there already is left as it is."""
    paths: dict[str, str] = {}
    for row in pack.organisations:
        paths[row.code] = f"{paths[row.parent_code]}/{row.code}" if row.parent_code else row.code
    organisations = tuple(
        Organisation(
            code=row.code, parent_code=row.parent_code, kind=row.kind.value, name_zh=row.name_zh,
            name_en=row.name_en, lon=row.lon, lat=row.lat,
        )
        for row in pack.organisations
    )  # fmt: skip
    actor = system("setup")
    await execute(db, actor, import_organisations, ImportOrganisations(organisations=organisations))
    async with db.transaction(actor) as tx:
        await seed_classes(tx)
        await seed_force_table(tx)
    async with db.worker_pool.acquire() as conn:
        await load_places(conn, pack)
    hall = next(row.code for row in pack.organisations if row.kind is OrganisationKind.HALL)
    crews = tuple(
        CrewSeed(
            code=post.code, call_sign=post.call_sign, grid_code=post.grid_code, org_code=post.org_code,
            org_path=paths[post.org_code], force_type=post.force_type, shift=post.shift, officers=post.officers,
            auxiliaries=post.auxiliaries, post=Point(lon=post.lon, lat=post.lat),
        )
        for post in pack.crews
    )  # fmt: skip
    await execute(db, actor, register_crews, RegisterCrews(crews=crews, hall_code=hall))
    await execute(db, actor, start_rota, StartRota())
