"""The lane of fraud: an order out of the words, what is missing first, a clock that does not forget it."""

from uuid import UUID

import pytest

from tests.world import World
from yaoyaoling.apps import rooms
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.erasure import EraseSubject, eraser
from yaoyaoling.platform.principal import system
from yaoyaoling.triage.commands import AdvancePayment, PreparePayment
from yaoyaoling.triage.entities.find import entities
from yaoyaoling.triage.fraud.prepare import is_fraud, prepare
from yaoyaoling.triage.handlers.stop_payment import (
    SETTINGS,
    PaymentIncomplete,
    PaymentSent,
    advance_stop,
    prepare_payment,
)
from yaoyaoling.triage.states import IllegalPaymentSignal, PaymentSignal

CARD = "6222021234567890128"


def test_the_order_is_filled_from_the_words() -> None:
    draft = prepare(entities(f"冒充客服，十分钟前让我用工行转了3万又转5万块到{CARD}，对方QQ123456789"))
    assert (draft.account, draft.account_kind, draft.amount_yuan) == (CARD, "bank_card", 50_000)
    assert (draft.bank, draft.paid_minutes_ago, draft.missing, draft.is_ready) == ("工行", 10, (), True)


def test_what_is_missing_is_asked_in_the_order_a_bank_needs_it() -> None:
    draft = prepare(entities("我被骗了"))
    assert draft.missing == ("account", "amount", "paid_at", "bank", "channel") and not draft.is_ready
    assert prepare(entities("转了5万块")).missing[0] == "account"


def test_a_platform_account_is_stopped_at_the_platform() -> None:
    draft = prepare(entities("微信转账2000元，微信号abc_1234"))
    assert (draft.account, draft.bank, draft.channel) == ("abc_1234", "wechat", "wechat") or draft.bank == "wechat"


def test_which_classes_go_the_lane() -> None:
    assert is_fraud("0106") and is_fraud("0209") and not is_fraud("0101") and not is_fraud(None)


async def order_of(world: World, **fields: object) -> tuple[UUID, UUID]:
    """A contact with an order; gives both."""
    contact = await world.report()
    await world.take("taker1", contact)
    reply = await world.do("taker1", prepare_payment, PreparePayment(contact_id=contact, **fields))
    return contact, reply.payment_id


async def test_it_cannot_be_sent_without_account_and_amount(world: World) -> None:
    contact, payment = await order_of(world, amount_yuan=50_000)
    send = AdvancePayment(payment_id=payment, signal=PaymentSignal.SEND)
    with pytest.raises(PaymentIncomplete):
        await world.do("taker1", advance_stop, send)
    filled = PreparePayment(contact_id=contact, amount_yuan=50_000, account=CARD)
    assert (await world.do("taker1", prepare_payment, filled)).missing == ("paid_at", "bank", "channel")
    assert (await world.do("taker1", advance_stop, send)).state == "sent"
    with pytest.raises(PaymentSent):
        await world.do("taker1", prepare_payment, filled)
    with pytest.raises(IllegalPaymentSignal):
        await world.do("taker1", advance_stop, send)
    done = AdvancePayment(payment_id=payment, signal=PaymentSignal.STOP)
    assert (await world.do("commander", advance_stop, done)).state == "stopped"
    await world.advance(SETTINGS.stop_answer_s + 1)
    assert await world.stage.value("select raised from triage.stop_payment where id = $1", payment) == 0


async def test_its_clock_raises_it_until_somebody_sends_it(world: World) -> None:
    contact, payment = await order_of(world, account=CARD, amount_yuan=50_000)
    await world.advance(SETTINGS.stop_payment_s + 1)
    await world.advance(SETTINGS.stop_payment_s + 1)
    view = await world.stage.snapshot(world.people["taker2"])
    assert view.entities[("stop_payment", str(payment))].fields["raised"] == 2
    with pytest.raises(NotFound):
        await world.do("south1", advance_stop, AdvancePayment(payment_id=payment, signal=PaymentSignal.DROP))
    with pytest.raises(NotFound):
        await world.do("south1", prepare_payment, PreparePayment(contact_id=contact))


async def test_who_is_erased_leaves_no_account_behind(world: World) -> None:
    contact, payment = await order_of(world, account=CARD, amount_yuan=50_000, holder="张三")
    erase = eraser(rooms.PURGES)
    await world.do(system("erasure"), erase, EraseSubject(subject=contact, reason="test"))
    row = (await world.stage.fetch("select * from triage.stop_payment where id = $1", payment))[0]
    assert row["account"] is None and row["holder"] is None and row["amount_yuan"] is None
    assert CARD not in str([dict(one) for one in await world.stage.fetch("select payload from ledger.event")])
