"""已知悉: the owners of a crew say that they have seen who took it."""

from uuid import UUID

from yaoyaoling.dispatch.commands import SeeNotice
from yaoyaoling.dispatch.events import NoticeSeen
from yaoyaoling.dispatch.handlers.tell_owners import NOTICE_TIMER
from yaoyaoling.dispatch.notices import Side, county_path, find_notice, save_notice
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import NotFound, Refused
from yaoyaoling.platform.db.tx import Tx


class NoticeNotYours(Refused):
    """Only the owners can have seen it."""

    code = "notice_not_yours"
    status = 403
    zh = "该告知由警组所属派出所和区县值班台确认。"
    en = "The desks of the crew's own station and county confirm this notice."


class NoticeOver(Refused):
    """The order has ended."""

    code = "notice_over"
    status = 409
    zh = "派警单已结束，无需确认。"
    en = "The order is over; nothing is to be confirmed."


class NoticeReply(Value):
    """A notice after a command. unseen: who has not seen it yet."""

    notice_id: UUID
    unseen: tuple[Side, ...]


async def see_notice(tx: Tx, command: SeeNotice) -> NoticeReply:
    """Note that the actor's desk has seen it; once is enough. Raises: NotFound, NoticeNotYours, NoticeOver."""
    notice = await find_notice(tx, command.notice_id)
    if notice is None:
        raise NotFound
    if notice.ended_at is not None:
        raise NoticeOver
    sides: dict[str, Side] = {county_path(notice.org_path): "county", notice.org_path: "station"}
    side = sides.get(tx.principal.org_path)
    if side == "station" and notice.org_path == county_path(notice.org_path):
        side = "county"
    if side is None:
        raise NoticeNotYours
    if side not in notice.unseen:
        return NoticeReply(notice_id=notice.id, unseen=notice.unseen)
    version = await save_notice(tx, notice, **{f"{side}_seen_by": tx.principal.name, f"{side}_seen_at": tx.now})
    event = NoticeSeen(notice_id=notice.id, side=side, by_name=tx.principal.name)
    tx.record(event, stream=f"notice:{notice.id}", seq=version, about=notice.id, incident=notice.incident_id)
    left = tuple(one for one in notice.unseen if one != side)
    if not left:
        await tx.cancel_timer(NOTICE_TIMER, str(notice.id))
    return NoticeReply(notice_id=notice.id, unseen=left)
