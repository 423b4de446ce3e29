"""Say where a partner's platform takes messages; from the next order on, they go there too."""

from yaoyaoling.agencies.public import get_organisation, matter_of, require_administrator
from yaoyaoling.kernel.contract import Value
from yaoyaoling.liaison import store
from yaoyaoling.liaison.commands import PutLine
from yaoyaoling.liaison.events import LinePut
from yaoyaoling.liaison.exchange.line import is_right_url, seal_secret
from yaoyaoling.liaison.refusals import LineWrong, NotAPartner
from yaoyaoling.platform.db.tx import Tx


class PartnerLineReply(Value):
    """A line after it was put."""

    org_code: str
    version: int


async def put_line(tx: Tx, command: PutLine) -> PartnerLineReply:
    """Write it. The secret is never given out again; orders that are out go on as they went out.

    Raises: NotFound, NotAllowed, NotAPartner, LineWrong.
    """
    org = await get_organisation(tx, command.org_code)
    require_administrator(tx, org)
    if org.kind != "partner" or await store.find_desk(tx, org.code, lock=True) is None:
        raise NotAPartner(name=org.name_zh)
    held = await tx.fetchrow("select secret, version from liaison.line where desk_code = $1 for update", org.code)
    given = None if command.secret is None else command.secret.get_secret_value()
    secret = None if held is None else held["secret"]
    if given is not None:
        secret = seal_secret(tx.vault, org.code, given)
    if secret is None or not is_right_url(command.url):
        raise LineWrong
    version = 1 if held is None else held["version"] + 1
    await tx.execute(
        "insert into liaison.line (desk_code, org_path, url, secret, is_active, version)"
        " values ($1, $2, $3, $4, $5, $6) on conflict (desk_code) do update set url = excluded.url,"
        " secret = excluded.secret, is_active = excluded.is_active, version = excluded.version",
        org.code,
        org.path,
        command.url,
        secret,
        command.is_active,
        version,
    )
    await tx.execute("update liaison.desk set has_line = $2 where org_code = $1", org.code, command.is_active)
    event = LinePut(desk_code=org.code, url=command.url, is_active=command.is_active, has_new_secret=given is not None)
    tx.record(event, stream=f"line:{org.code}", seq=version, about=await matter_of(tx, org))
    return PartnerLineReply(org_code=org.code, version=version)
