"""Mark the number of junk calls, for a while: it waits behind others, and is never refused."""

from datetime import timedelta

from yaoyaoling.kernel.contract import Value
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.numbers import number_digest
from yaoyaoling.telephony import store
from yaoyaoling.telephony.commands import TagNumber, UntagNumber
from yaoyaoling.telephony.events import NumberTagged, NumberUntagged
from yaoyaoling.telephony.handlers.moves import tell
from yaoyaoling.telephony.policy import JUNK
from yaoyaoling.telephony.refusals import NumberWithheld


class TagsReply(Value):
    """All tags of the call."""

    tags: tuple[str, ...]


async def tag_number(tx: Tx, command: TagNumber) -> TagsReply:
    """Mark it; marking again moves the day on which it ends. Raises: NotFound, NumberWithheld."""
    call = await store.get_call(tx, command.call_id, lock=True)
    digest = number_digest(tx, call.caller_number)
    if digest is None:
        raise NumberWithheld
    until = tx.now + timedelta(days=command.days)
    await tx.execute(
        "insert into telephony.number_tag (call_id, digest, tag, why, by_name, at, until)"
        " values ($1, $2, $3, $4, $5, $6, $7) on conflict (call_id) do update set why = excluded.why,"
        " by_name = excluded.by_name, at = excluded.at, until = excluded.until, ended_at = null",
        call.id,
        digest,
        JUNK,
        command.why,
        tx.principal.name,
        tx.now,
        until,
    )
    tags = tuple(dict.fromkeys((*call.tags, JUNK)))
    event = NumberTagged(
        call_id=call.id,
        has_media=call.has_media,
        tags=tags,
        why=command.why,
        by_name=tx.principal.name,
        until=until,
    )
    await tell(tx, call, event, tags=list(tags))
    return TagsReply(tags=tags)


async def untag_number(tx: Tx, command: UntagNumber) -> TagsReply:
    """Take away what was marked at calls of this number, as far as the actor sees them. Raises: NotFound."""
    call = await store.get_call(tx, command.call_id, lock=True)
    digest = number_digest(tx, call.caller_number)
    await tx.execute(
        "update telephony.number_tag set ended_at = $2 where digest = $1 and ended_at is null", digest, tx.now
    )
    tags = tuple(one for one in call.tags if one != JUNK)
    if tags != call.tags:
        event = NumberUntagged(
            call_id=call.id, has_media=call.has_media, tags=tags, why=command.why, by_name=tx.principal.name
        )
        await tell(tx, call, event, tags=list(tags))
    return TagsReply(tags=tags)
