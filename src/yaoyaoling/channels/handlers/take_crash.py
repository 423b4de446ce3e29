"""A car told of its crash: noted once, with the call it belongs to."""

from datetime import timedelta
from uuid import UUID

from pydantic import Field

from yaoyaoling.channels.ecall.msd import Msd
from yaoyaoling.channels.ecall.words import masked_vin
from yaoyaoling.channels.events import CrashReceived, VinRevealed
from yaoyaoling.channels.handlers.note_nonce import note_nonce
from yaoyaoling.kernel.contract import Command, Value
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.tx import Tx

SAME_CAR = timedelta(minutes=30)
"""What one car tells within this time is one crash, whichever way it comes."""


class TakeCrash(Command):
    """What came. call: the other side's name of the call, in which messages count up; contact_id: of a call that rang,
    None: one is to be made. callback: where the car, or who speaks for it, is reached."""

    adapter: str = Field(max_length=40)
    call: str = Field(min_length=1, max_length=200)
    msd: Msd
    contact_id: UUID | None = None
    callback: str | None = Field(default=None, max_length=24)
    words: str = Field(default="", max_length=2000)
    nonce: str | None = None


class Crash(Value):
    """To be placed. contact_id: with which contact it is; is_new: that has to be made."""

    contact_id: UUID
    is_new: bool


async def take_crash(tx: Tx, command: TakeCrash) -> Crash | None:
    """Note it; None: told before, or only a test without a call. Raises: AlreadyTakenRequest."""
    await note_nonce(tx, command.adapter, command.nonce)
    msd = command.msd
    digest = tx.vault.digest(f"vin:{msd.vin}")
    await tx.execute("select pg_advisory_xact_lock(hashtextextended($1, 1104))", digest.hex())
    sql = "select exists (select from channels.crash where adapter = $1 and call = $2 and message = $3)"
    if await tx.fetchval(sql, command.adapter, command.call, msd.message):
        return None
    earlier = command.contact_id
    if earlier is None and not msd.is_test:
        earlier = await tx.fetchval(
            "select contact_id from channels.crash where contact_id is not null and not is_test"
            " and ((adapter = $1 and call = $2) or (vin_digest = $3 and at > $4)) order by at desc limit 1",
            command.adapter,
            command.call,
            digest,
            tx.now - SAME_CAR,
        )
    is_alone = msd.is_test and command.contact_id is None
    contact_id = None if is_alone else earlier or new_id()
    crash_id = new_id()
    await tx.execute(
        "insert into channels.crash (id, contact_id, adapter, call, message, is_test, vin, vin_digest, at, version)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)",
        crash_id,
        contact_id,
        command.adapter,
        command.call,
        msd.message,
        msd.is_test,
        # Of a test nothing personal is kept.
        None if msd.is_test else msd.vin,
        digest,
        tx.now,
    )
    event = CrashReceived(
        crash_id=crash_id,
        contact_id=contact_id,
        adapter=command.adapter,
        message=msd.message,
        is_automatic=msd.is_automatic,
        is_test=msd.is_test,
        is_trusted=msd.is_trusted,
        vehicle=msd.vehicle,
        propulsion=msd.propulsion,
        passengers=msd.passengers,
        heading_deg=msd.heading_deg,
        crashed_at=msd.at,
        vin_masked=masked_vin(msd.vin),
        vin=None if msd.is_test else msd.vin,
    )
    tx.record(event, stream=f"crash:{crash_id}", seq=1, about=contact_id, subject=contact_id)
    return None if contact_id is None else Crash(contact_id=contact_id, is_new=earlier is None)


class RevealVin(Command):
    """Look at a car's number, saying why."""

    contact_id: UUID
    purpose: str = Field(min_length=4, max_length=200)


class CarNumber(Value):
    """The vehicle identification number (ISO 3779) of the newest message."""

    contact_id: UUID
    vin: str


async def reveal_vin(tx: Tx, command: RevealVin) -> CarNumber:
    """Who looked, and why, is recorded with it. Raises: NotFound, also when it was erased."""
    sql = "select vin from channels.crash where contact_id = $1 and vin is not null order by at desc, id desc limit 1"
    vin = await tx.fetchval(sql, command.contact_id)
    if vin is None:
        raise NotFound
    event = VinRevealed(contact_id=command.contact_id, purpose=command.purpose)
    tx.record(event, stream=f"vin:{new_id()}", seq=1, about=command.contact_id)
    return CarNumber(contact_id=command.contact_id, vin=vin)
