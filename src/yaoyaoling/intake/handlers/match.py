"""Give waiting contacts to ready seats. One at a time in the whole hall, so that nothing is given twice."""

from yaoyaoling.intake import policy, store
from yaoyaoling.intake.handlers.moves import offer_contact
from yaoyaoling.intake.states import ContactState, SeatState
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.envelope import Recorded
from yaoyaoling.telephony.public import list_carried, list_speaking

_LOCK = 7_110_120


async def match_queue(tx: Tx) -> int:
    """Offer what can be offered; gives how many rings began. The worker calls it whenever something moved."""
    await tx.execute("select pg_advisory_xact_lock($1)", _LOCK)
    seats_free = await tx.fetchval("select count(*) from intake.seat where state = $1", SeatState.READY.value)
    if not seats_free:
        return 0
    calls = await list_carried(tx)
    # Contacts before seats and each by id, as in `store.lock_work`: two orders would lock each other out.
    rows = await tx.fetch(
        f"{store.SELECT_CONTACT} where state = $1 and id in ("
        " (select id from intake.contact where state = $1 and ended_at is null and not id = any($3)"
        " order by priority desc, waiting_since limit $2) union all"
        " (select id from intake.contact where state = $1 and ended_at is null and id = any($3)"
        " order by priority desc, waiting_since limit $2)) order by id for update",
        ContactState.WAITING.value,
        seats_free,
        list(calls),
    )
    if not rows:
        return 0
    contacts = {row["id"]: store.contact_of(row) for row in rows}
    ready = [
        store.seat_of(row)
        for row in await tx.fetch(f"{store.SELECT_SEAT} where state = $1 order by id for update", SeatState.READY.value)
    ]
    speaking = await list_speaking(tx)
    offers = policy.match(
        (
            policy.Waiting(
                contact_id=one.id,
                priority=one.priority,
                waiting_since=one.waiting_since,
                last_seat=one.last_seat,
                prefers_seat=one.prefers_seat,
                is_call=one.id in calls,
            )
            for one in contacts.values()
        ),
        (
            policy.Ready(
                seat_id=seat.id,
                since=seat.since,
                is_speaking=seat.account_id in speaking,
                takes_calls=seat.can_speak,
            )
            for seat in ready
        ),
    )
    seats = {seat.id: seat for seat in ready}
    for offer in offers:
        await offer_contact(tx, contacts[offer.contact_id], seats[offer.seat_id])
    return len(offers)


async def on_queue_moved(tx: Tx, _: Recorded) -> None:
    """Follower: somebody came, somebody is free, something rang out: look again."""
    await match_queue(tx)
