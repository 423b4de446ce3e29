"""The fast lane of fraud: an order to stop a payment, prepared from the words, with a clock that does not forget it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.triage import store
from yaoyaoling.triage.commands import AdvancePayment, PreparePayment
from yaoyaoling.triage.events import StopPaymentAdvanced, StopPaymentPrepared, StopPaymentRaised
from yaoyaoling.triage.fraud.prepare import NEEDED, ORDER, Item
from yaoyaoling.triage.handlers.alerts import must_see
from yaoyaoling.triage.settings import TriageSettings
from yaoyaoling.triage.states import PAYMENT_FINAL, PaymentSignal, PaymentState, advance_payment

PAYMENT_TIMER = "triage.stop_payment"
SETTINGS = TriageSettings()
_FIELDS = ("account", "holder", "bank", "amount_yuan", "paid_at", "channel")


class PaymentIncomplete(Refused):
    """It cannot be sent yet."""

    code = "stop_payment_incomplete"
    status = 422
    zh = "止付单还缺收款账户或金额，问到后再送反诈中心；其他内容已保留。"
    en = "The stop-payment order lacks the account or the amount. Ask for it and send then; the rest is kept."


class PaymentSent(Refused):
    """It is with the centre already."""

    code = "stop_payment_sent"
    status = 409
    zh = "止付单已送出，内容不能再改；有新账户请先登记反诈中心的答复。"
    en = "The order was sent and cannot be changed; note the centre's answer first."


class PaymentReply(Value):
    """An order after a command. missing: what is still to be asked, first things first."""

    payment_id: UUID
    state: PaymentState
    missing: tuple[Item, ...]


def _missing(payment: store.Payment) -> tuple[Item, ...]:
    values = {"amount": payment.amount_yuan}
    return tuple(item for item in ORDER if values.get(item, getattr(payment, item, None)) is None)


async def prepare_payment(tx: Tx, command: PreparePayment) -> PaymentReply:
    """Write the order as far as it is known; its clock runs from the first time on. Raises: NotFound, PaymentSent."""
    await must_see(tx, command.contact_id)
    await tx.execute("select pg_advisory_xact_lock(hashtext($1))", f"triage.payment:{command.contact_id}")
    held = await store.find_payment(tx, command.contact_id)
    fields: dict[str, Any] = {name: getattr(command, name) for name in _FIELDS}
    if held is None:
        held = store.Payment(
            id=new_id(),
            contact_id=command.contact_id,
            state=PaymentState.PREPARED,
            prepared_at=tx.now,
            prepared_by_name=tx.principal.name,
            sent_at=None,
            ended_at=None,
            note=None,
            raised=0,
            due_at=tx.now + timedelta(seconds=SETTINGS.stop_payment_s),
            version=1,
            **fields,
        )
        await store.insert_payment(tx, held)
        await _arm(tx, held.id, held.contact_id, SETTINGS.stop_payment_s)
        version = 1
    elif held.state in (PaymentState.PREPARED, PaymentState.REFUSED):
        if all(getattr(held, name) == value for name, value in fields.items()):
            return PaymentReply(payment_id=held.id, state=held.state, missing=_missing(held))
        version = await store.save_payment(tx, held, **fields)
    else:
        raise PaymentSent
    event = StopPaymentPrepared(
        payment_id=held.id,
        contact_id=held.contact_id,
        state=held.state,
        by_name=tx.principal.name,
        prepared_at=held.prepared_at,
        due_at=held.due_at,
        **fields,
    )
    _record(tx, held, event, version)
    fresh = await store.get_payment(tx, held.id)
    return PaymentReply(payment_id=held.id, state=held.state, missing=_missing(fresh))


async def advance_stop(tx: Tx, command: AdvancePayment) -> PaymentReply:
    """It was sent, answered or dropped. Raises: NotFound, IllegalPaymentSignal, PaymentIncomplete."""
    held = await store.get_payment(tx, command.payment_id)
    state = advance_payment(held.state, command.signal)
    missing = _missing(held)
    if command.signal is PaymentSignal.SEND and NEEDED & set(missing):
        raise PaymentIncomplete
    due_at = None if state in PAYMENT_FINAL else tx.now + timedelta(seconds=SETTINGS.stop_answer_s)
    changed: dict[str, Any] = {"state": state.value, "due_at": due_at, "note": command.note}
    if command.signal is PaymentSignal.SEND:
        changed |= {"sent_at": tx.now, "raised": 0}
    changed["ended_at"] = tx.now if state in PAYMENT_FINAL else None
    version = await store.save_payment(tx, held, **changed)
    if due_at is None:
        await tx.cancel_timer(PAYMENT_TIMER, str(held.id))
    else:
        await _arm(tx, held.id, held.contact_id, SETTINGS.stop_answer_s)
    event = StopPaymentAdvanced(
        payment_id=held.id,
        contact_id=held.contact_id,
        signal=command.signal,
        state=state,
        by_name=tx.principal.name,
        due_at=due_at,
        note=command.note,
    )
    _record(tx, held, event, version)
    return PaymentReply(payment_id=held.id, state=state, missing=missing)


async def on_payment_due(tx: Tx, payload: dict[str, Any]) -> None:
    """Its time is over: it is raised, and again as often as it takes."""
    held = await store.get_payment(tx, UUID(payload["payment_id"]))
    if held.state in PAYMENT_FINAL:
        return
    within = SETTINGS.stop_payment_s if held.state is PaymentState.PREPARED else SETTINGS.stop_answer_s
    due_at = tx.now + timedelta(seconds=within)
    version = await store.save_payment(tx, held, raised=held.raised + 1, due_at=due_at)
    event = StopPaymentRaised(payment_id=held.id, contact_id=held.contact_id, raised=held.raised + 1, due_at=due_at)
    _record(tx, held, event, version)
    await _arm(tx, held.id, held.contact_id, within)


def _record(
    tx: Tx,
    payment: store.Payment,
    event: StopPaymentPrepared | StopPaymentAdvanced | StopPaymentRaised,
    version: int,
) -> None:
    stream, about = f"stop_payment:{payment.id}", payment.contact_id
    tx.record(event, stream=stream, seq=version, about=about, subject=about)


async def _arm(tx: Tx, payment_id: UUID, contact_id: UUID, within_s: float) -> None:
    due = tx.now + timedelta(seconds=within_s)
    await tx.set_timer(PAYMENT_TIMER, str(payment_id), due, {"payment_id": payment_id}, about=contact_id)
