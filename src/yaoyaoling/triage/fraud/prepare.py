"""What a stop-payment order needs, what the words hold of it, and what to ask first. Pure."""

from typing import Literal

from yaoyaoling.kernel.contract import Value
from yaoyaoling.triage.entities.find import Entities

Item = Literal["account", "amount", "paid_at", "bank", "channel"]
ORDER: tuple[Item, ...] = ("account", "amount", "paid_at", "bank", "channel")
"""What a bank needs to stop a payment, the most needed first."""
NEEDED: frozenset[Item] = frozenset({"account", "amount"})
"""Without these nothing can be stopped."""
QUESTIONS: dict[Item, str] = {
    "account": "account",
    "amount": "loss",
    "paid_at": "when_0209",
    "bank": "bank",
    "channel": "channel",
}
FRAUD_CLASSES = ("0106", "0209")


class PaymentDraft(Value):
    """What is known of a payment. amount_yuan: the largest that is named; paid_minutes_ago: before the call.

    missing: items still to be asked, in the order to ask; is_ready: enough to stop the payment.
    """

    account: str | None = None
    account_kind: str | None = None
    bank: str | None = None
    amount_yuan: float | None = None
    paid_at: str | None = None
    paid_minutes_ago: float | None = None
    channel: str | None = None
    missing: tuple[Item, ...] = ORDER
    is_ready: bool = False


def prepare(found: Entities) -> PaymentDraft:
    """The order as far as the words hold it. Of several accounts a bank card with a fitting check digit comes first."""
    account = max(found.accounts, key=lambda one: (one.is_checked, one.kind == "bank_card", -one.start), default=None)
    amount = max((one.yuan for one in found.amounts), default=None)
    time = min(found.times, key=lambda one: (one.minutes_ago is None, one.start), default=None)
    channel: str | None = found.channels[0] if found.channels else None
    bank = found.banks[0].text if found.banks else None
    if account is not None and account.kind != "bank_card":
        # An account of a platform has no bank; the platform is where it is stopped.
        channel = account.kind if channel is None else channel
        bank = bank or account.kind
    values = {
        "account": None if account is None else account.value,
        "amount": amount,
        "paid_at": None if time is None else time.text,
        "bank": bank,
        "channel": channel,
    }
    missing = tuple(item for item in ORDER if values[item] is None)
    return PaymentDraft(
        account=None if account is None else account.value,
        account_kind=None if account is None else account.kind,
        bank=bank,
        amount_yuan=amount,
        paid_at=None if time is None else time.text,
        paid_minutes_ago=None if time is None else time.minutes_ago,
        channel=channel,
        missing=missing,
        is_ready=not NEEDED & set(missing),
    )


def is_fraud(class_code: str | None) -> bool:
    """Whether a class goes the fast lane."""
    return class_code is not None and class_code.startswith(FRAUD_CLASSES)
