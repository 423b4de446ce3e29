"""Alerts, stop-payment orders and transcripts in the feeds."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.feeds.contract import Change, Kind, RoomFeed
from yaoyaoling.platform.ledger.envelope import Recorded, time_text
from yaoyaoling.platform.principal import Role
from yaoyaoling.triage import store
from yaoyaoling.triage.events import (
    AlertRaised,
    AlertSeen,
    SheetChanged,
    StopPaymentAdvanced,
    StopPaymentErased,
    StopPaymentPrepared,
    StopPaymentRaised,
    WordsErased,
    WordsHeard,
)
from yaoyaoling.triage.states import PAYMENT_FINAL, PaymentSignal

SHOWN = timedelta(hours=2)
_DESKS = frozenset({Role.CALL_TAKER, Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK})
ALERT = Kind("alert", _DESKS)
STOP_PAYMENT = Kind("stop_payment", frozenset({Role.CALL_TAKER, Role.COMMANDER}))
HEARD = Kind("heard", frozenset({Role.CALL_TAKER, Role.COMMANDER}))
_WORDS = ("account", "holder", "bank", "amount_yuan", "paid_at", "channel")


def _time(value: datetime | None) -> str | None:
    return None if value is None else time_text(value)


async def _snapshot(tx: Tx, about: UUID | None) -> list[Change]:
    since, changes = tx.now - SHOWN, []
    for alert in await store.list_alerts(tx, since, about):
        fields: dict[str, Any] = {
            "contact_id": str(alert.contact_id),
            "kind": alert.kind,
            "word": alert.word,
            "levels": list(alert.levels),
            "source": alert.source,
            "raised_at": time_text(alert.raised_at),
            "seen_by_name": alert.seen_by_name,
            "seen_at": _time(alert.seen_at),
        }
        changes.append(Change("alert", str(alert.id), alert.version, alert.id, fields))
    for payment in await store.list_payments(tx, since, about):
        fields = {name: getattr(payment, name) for name in (*_WORDS, "note", "raised")}
        fields |= {"contact_id": str(payment.contact_id), "state": payment.state.value}
        fields |= {name: _time(getattr(payment, name)) for name in ("prepared_at", "sent_at", "ended_at", "due_at")}
        changes.append(Change("stop_payment", str(payment.id), payment.version, payment.contact_id, fields))
    for line in await store.list_heard(tx, since, about):
        fields = {name: getattr(line, name) for name in ("party", "text", "began_s", "ended_s", "recogniser")}
        fields |= {"contact_id": str(line.contact_id), "heard_at": time_text(line.heard_at)}
        version = 1 if line.text is not None else 2
        changes.append(Change("heard", str(line.id), version, line.contact_id, fields))
    return changes


def _changes(recorded: Recorded) -> Iterable[Change]:
    seq, at = recorded.stream_seq, time_text(recorded.at)
    match recorded.event:
        case AlertRaised() as event:
            fields: dict[str, Any] = event.model_dump(mode="json", exclude={"alert_id", "rule_id"})
            fields |= {"raised_at": at, "seen_by_name": None, "seen_at": None}
            yield Change("alert", str(event.alert_id), seq, event.alert_id, fields)
        case AlertSeen() as event:
            seen = {"seen_by_name": event.by_name, "seen_at": at}
            yield Change("alert", str(event.alert_id), seq, event.alert_id, seen)
        case StopPaymentPrepared() as event:
            fields = {name: getattr(event, name) for name in _WORDS}
            fields |= {"contact_id": str(event.contact_id), "state": event.state.value}
            fields |= {"prepared_at": time_text(event.prepared_at), "due_at": _time(event.due_at)}
            if seq == 1:
                fields |= {"note": None, "raised": 0, "sent_at": None, "ended_at": None}
            yield Change("stop_payment", str(event.payment_id), seq, event.contact_id, fields)
        case StopPaymentAdvanced() as event:
            fields = {"state": event.state.value, "due_at": _time(event.due_at), "note": event.note}
            fields["ended_at"] = at if event.state in PAYMENT_FINAL else None
            if event.signal is PaymentSignal.SEND:
                fields |= {"sent_at": at, "raised": 0}
            yield Change("stop_payment", str(event.payment_id), seq, event.contact_id, fields)
        case StopPaymentRaised() as event:
            fields = {"raised": event.raised, "due_at": time_text(event.due_at)}
            yield Change("stop_payment", str(event.payment_id), seq, event.contact_id, fields)
        case StopPaymentErased() as event:
            about = recorded.about
            assert about is not None
            yield Change("stop_payment", str(event.payment_id), seq, about, dict.fromkeys(store.PERSONAL))
        case WordsHeard() as event:
            fields = event.model_dump(mode="json", exclude={"heard_id"})
            yield Change("heard", str(event.heard_id), seq, event.contact_id, {**fields, "heard_at": at})
        case WordsErased() as event:
            about = recorded.about
            assert about is not None
            yield Change("heard", str(event.heard_id), seq, about, {"text": None})
        case _:
            pass


FEED = RoomFeed((ALERT, STOP_PAYMENT, HEARD), _snapshot, _changes, reference=(SheetChanged,))
