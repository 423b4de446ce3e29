"""Connects the demo's 12345 desk to the demo's own 12345 platform."""

from pydantic import SecretStr

from yaoyaoling.apps.demo.hotline import SERVICE, hotline_secret, inbox_url
from yaoyaoling.apps.open import open_database
from yaoyaoling.liaison.public import PutLine, put_line
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.principal import system
from yaoyaoling.platform.settings import HallSettings


async def connect_hotline(settings: HallSettings, port: int) -> None:
    """Set the line of each 12345 desk; people at the desk's page go on as before."""
    actor = system("setup")
    db, _ = await open_database(settings)
    try:
        async with db.snapshot(actor) as tx:
            rows = await tx.fetch("select org_code from liaison.desk where service = $1", SERVICE)
        for row in rows:
            secret = SecretStr(hotline_secret(settings))
            line = PutLine(org_code=row["org_code"], url=inbox_url(port), secret=secret)
            await execute(db, actor, put_line, line)
    finally:
        await db.close()
