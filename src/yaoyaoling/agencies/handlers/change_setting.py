"""Let a setting hold another value for an organisation and all below it."""

from collections.abc import Awaitable, Callable

from yaoyaoling.agencies.commands import ChangeSetting
from yaoyaoling.agencies.events import SettingChanged
from yaoyaoling.agencies.matters import matter_of, require_administrator
from yaoyaoling.agencies.queries import get_organisation
from yaoyaoling.agencies.tuning import Tunables
from yaoyaoling.kernel.contract import Value
from yaoyaoling.platform.db.tx import Tx


class SettingReply(Value):
    """A setting after a change. value None: what is wider holds."""

    room: str
    name: str
    org_code: str
    value: float | int | bool | None
    version: int


def setting_changer(tunables: Tunables) -> Callable[[Tx, ChangeSetting], Awaitable[SettingReply]]:
    """The handler that knows which settings there are and what they may be."""

    async def change_setting(tx: Tx, command: ChangeSetting) -> SettingReply:
        """Write the value. Raises: NotFound, NotAllowed, ValueUnfit."""
        tunables.get(command.room, command.name)
        value = None if command.value is None else tunables.checked(command.room, command.name, command.value)
        org = await get_organisation(tx, command.org_code)
        require_administrator(tx, org)
        key = (command.room, command.name, org.code)
        row = await tx.fetchrow(
            "select value, version from agencies.setting where room = $1 and name = $2 and org_code = $3 for update",
            *key,
        )
        was, version = (None, 1) if row is None else (row["value"], row["version"] + 1)
        reply = SettingReply(room=key[0], name=key[1], org_code=org.code, value=value, version=version)
        if value == was:
            return reply.model_copy(update={"version": version - 1})
        await tx.execute(
            "insert into agencies.setting (room, name, org_code, org_path, value, changed_at, changed_by_name, version)"
            " values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (room, name, org_code) do update set"
            " value = excluded.value, changed_at = excluded.changed_at, changed_by_name = excluded.changed_by_name,"
            " version = excluded.version",
            *key,
            org.path,
            value,
            tx.now,
            tx.principal.name,
            version,
        )
        event = SettingChanged(
            room=key[0], setting=key[1], org_code=org.code, value=value, was=was, reason=command.reason
        )
        stream = f"setting:{key[0]}.{key[1]}@{org.code}"
        tx.record(event, stream=stream, seq=version, about=await matter_of(tx, org))
        return reply

    return change_setting
