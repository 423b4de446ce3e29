"""Which halls answer the calls from an organisation's ground."""

from yaoyaoling.platform.db.tx import Tx


async def halls_over(tx: Tx, path: str) -> list[str]:
    """Scopes of the halls that see the crews of an organisation and those below it."""
    rows = await tx.fetch(
        "select distinct a.scope from force.crew c join platform.audience a on a.subject = c.id"
        " where (c.org_path = $1 or starts_with(c.org_path, $1 || '/')) and starts_with(a.scope, 'h/') order by 1",
        path,
    )
    return [row["scope"] for row in rows]
