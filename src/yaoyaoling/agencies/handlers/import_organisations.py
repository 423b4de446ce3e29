"""Take an organisation tree from a city pack."""

from yaoyaoling.agencies import store
from yaoyaoling.agencies.commands import ImportOrganisations
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform.db.tx import Tx


class UnknownParent(Refused):
    """A child came before its parent, or its parent is in no list."""

    code = "unknown_parent"
    status = 422
    zh = "机构 {code} 的上级 {parent} 不存在。"
    en = "Organisation {code} names a parent {parent} that does not exist."


async def import_organisations(tx: Tx, command: ImportOrganisations) -> int:
    """Write the tree; gives how many organisations. Raises: UnknownParent."""
    paths: dict[str, str] = {}
    for org in command.organisations:
        if org.parent_code is None:
            paths[org.code] = org.code
        elif org.parent_code in paths:
            paths[org.code] = f"{paths[org.parent_code]}/{org.code}"
        else:
            raise UnknownParent(code=org.code, parent=org.parent_code)
        await store.upsert_organisation(tx, org, paths[org.code])
    return len(paths)
