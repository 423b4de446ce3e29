"""What the hall writes reaches the citizen where the citizen is, and nobody whom it may harm."""

from uuid import UUID

import pytest

from tests.channels.texts import NUMBER, line_up, states, text
from tests.citizen.test_withdraw import reporter
from tests.telephony.calls import rings, tells
from tests.world import World
from yaoyaoling.channels.contract import Receipt
from yaoyaoling.channels.handlers.note_sent import (
    NotePart,
    NoteReceipt,
    NoteSent,
    NoteTry,
    note_part,
    note_receipt,
    note_sent,
    note_try,
)
from yaoyaoling.channels.handlers.queue_message import QueueMessage, queue_message
from yaoyaoling.channels.refusals import TooManyTexts
from yaoyaoling.channels.settings import SETTINGS
from yaoyaoling.channels.templates import list_templates, words_of
from yaoyaoling.citizen.handlers.say import NoteSeen, SaidReply, Say, note_seen, say
from yaoyaoling.citizen.handlers.text_first import (
    NobodyGaveUp,
    TextedAlready,
    TextFirst,
    UnsafeToText,
    text_first,
)
from yaoyaoling.citizen.pages import open_page
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.principal import system
from yaoyaoling.telephony.public import CallSignal

SELF = system("channels")


async def written(world: World, contact: UUID, words: str = "在哪里？") -> SaidReply:
    reply: SaidReply = await world.do("taker1", say, Say(contact_id=contact, words=words, is_from_citizen=False))
    return reply


async def test_by_the_page_when_it_is_open_else_by_text(world: World) -> None:
    await line_up(world)
    contact = await world.report()
    await world.take("taker1", contact)
    async with open_page(world.stage.db, contact):
        reply = await written(world, contact)
        assert (reply.goes_by, reply.why_not_by_text) == ("page", "page_open")
    reply = await written(world, contact)
    assert (reply.goes_by, reply.why_not_by_text) == ("text", None)
    assert await states(world) == [("queued", None)]
    row = (await world.stage.fetch("select id, receiver, by_name from channels.message"))[0]
    assert (row["id"], row["receiver"]) == (reply.message_id, "13800001234")


async def test_a_page_nobody_heard_of_for_long_is_closed(world: World) -> None:
    await line_up(world)
    contact = await world.report()
    await world.take("taker1", contact)
    async with open_page(world.stage.db, contact):
        await world.advance(95)
        assert (await written(world, contact)).goes_by == "text"


async def test_without_a_line_words_stand_on_the_page_and_the_seat_is_told(world: World) -> None:
    contact = await world.report()
    await world.take("taker1", contact)
    assert (await written(world, contact)).why_not_by_text == "no_line"
    await line_up(world)
    await line_up(world, is_up=False)
    assert (await written(world, contact)).goes_by == "text", "a line that was there a moment ago comes back"
    await world.advance(3700)
    assert (await written(world, contact)).why_not_by_text == "no_line"


async def test_who_wrote_by_another_way_is_answered_there(world: World) -> None:
    await line_up(world, channel="wechat")
    contact = await text(world, "救命", sender="openid-7", channel="wechat")
    assert contact is not None
    await world.take("taker1", contact)
    assert (await written(world, contact)).goes_by == "text"
    assert await world.stage.value("select receiver from channels.message where channel = 'wechat'") == "openid-7"


async def test_nothing_goes_to_whom_it_may_harm(world: World) -> None:
    await line_up(world)
    silent = await world.report(is_silent=True)
    await world.take("taker1", silent)
    assert (await written(world, silent)).why_not_by_text == "unsafe"
    await world.open("taker1", silent)
    assert (await written(world, silent)).goes_by == "text", "somebody has asked"
    unsafe = await world.report()
    await world.take("taker2", unsafe)
    await world.open("taker2", unsafe, is_unsafe_to_contact=True)
    reply = await world.do("taker2", say, Say(contact_id=unsafe, words="在吗", is_from_citizen=False))
    assert reply.why_not_by_text == "unsafe"
    assert len(await states(world)) == 1


async def test_who_gave_up_is_written_to_before_anybody_rings(world: World) -> None:
    await line_up(world)
    contact = (await rings(world)).call_id
    with pytest.raises(NobodyGaveUp):
        await world.do("taker1", text_first, TextFirst(contact_id=contact))
    await tells(world, contact, CallSignal.ABANDON, reason="hung_up")
    reply = await world.do("taker1", text_first, TextFirst(contact_id=contact))
    assert reply.goes_by == "text"
    row = (await world.stage.fetch("select words, template, is_urgent from channels.message"))[0]
    assert tuple(row) == (words_of("call_back"), "call_back", True)
    with pytest.raises(TextedAlready):
        await world.do("taker2", text_first, TextFirst(contact_id=contact, language="en"))
    assert await text(world, "他在隔壁", sender="13800001234") == contact, "the answer is with the call"


async def test_who_gave_up_and_may_be_in_danger_gets_nothing(world: World) -> None:
    await line_up(world)
    first = (await rings(world)).call_id
    await world.take("taker1", first)
    await world.open("taker1", first, is_unsafe_to_contact=True)
    contact = (await rings(world, "again@trunk")).call_id
    await tells(world, contact, CallSignal.ABANDON, reason="hung_up")
    with pytest.raises(UnsafeToText):
        await world.do("taker1", text_first, TextFirst(contact_id=contact))
    with pytest.raises(NotFound):
        await world.do("south", text_first, TextFirst(contact_id=contact))


async def queued(world: World) -> UUID:
    await line_up(world)
    contact = await text(world, "有人打架")
    assert contact is not None
    await world.take("taker1", contact)
    return (await written(world, contact)).message_id


async def test_it_is_delivered_when_every_piece_is(world: World) -> None:
    message = await queued(world)
    for number, remote in ((1, "17"), (2, "18")):
        await world.do(SELF, note_part, NotePart(message_id=message, adapter="smpp", number=number, remote_id=remote))
    first = NoteReceipt(adapter="smpp", receipt=Receipt(remote_id="0x", also=("17",), state="delivered"))
    assert await world.do(SELF, note_receipt, first)
    await world.do(SELF, note_sent, NoteSent(message_id=message, adapter="smpp", parts=2))
    assert await states(world) == [("sent", None)]
    second = NoteReceipt(adapter="smpp", receipt=Receipt(remote_id="18", state="delivered"))
    await world.do(SELF, note_receipt, second)
    await world.do(SELF, note_receipt, second)
    assert await states(world) == [("delivered", None)]
    other = NoteReceipt(adapter="gateway", receipt=Receipt(remote_id="18", state="failed"))
    assert not await world.do(SELF, note_receipt, other)
    await world.advance(SETTINGS.give_up_s + 1)
    assert await states(world) == [("delivered", None)]


async def test_the_receipt_that_overtakes_the_reply_counts(world: World) -> None:
    message = await queued(world)
    await world.do(SELF, note_part, NotePart(message_id=message, adapter="smpp", number=1, remote_id="5"))
    failed = Receipt(remote_id="5", state="failed", reason="undelivered")
    await world.do(SELF, note_receipt, NoteReceipt(adapter="smpp", receipt=failed))
    await world.do(SELF, note_sent, NoteSent(message_id=message, adapter="smpp", parts=1))
    assert await states(world) == [("failed", "undelivered")]


async def test_what_is_not_sent_in_its_time_fails_and_the_seat_sees_it(world: World) -> None:
    message = await queued(world)
    later = NoteTry(message_id=message, adapter="smpp", reason="throttled", after_s=2)
    await world.do(SELF, note_try, later)
    assert await states(world) == [("queued", None)]
    await world.advance(SETTINGS.give_up_s + 1)
    assert await states(world) == [("failed", "expired")]
    view = await world.stage.snapshot(world.people["taker1"])
    assert view.entities[("delivery", str(message))].fields["reason"] == "expired"
    assert ("delivery", str(message)) not in (await world.stage.snapshot(world.people["south"])).entities
    await world.do(SELF, note_sent, NoteSent(message_id=message, adapter="smpp", parts=1))
    assert await states(world) == [("sent", None)], "it was under way"


async def test_nobody_is_flooded_by_us(world: World) -> None:
    await line_up(world)
    contact = await text(world, "有人打架")
    assert contact is not None
    for _ in range(SETTINGS.sends_per_hour):
        command = QueueMessage(message_id=new_id(), contact_id=contact, receiver=NUMBER, words="x")
        await world.do(SELF, queue_message, command)
    with pytest.raises(TooManyTexts):
        await world.do(SELF, queue_message, command.model_copy(update={"message_id": new_id()}))
    await world.take("taker1", contact)
    assert (await written(world, contact)).why_not_by_text == "too_many"


async def test_seen_is_noted_as_before(world: World) -> None:
    message = await queued(world)
    contact = await world.stage.value("select contact_id from channels.message where id = $1", message)
    await world.do(reporter(contact), note_seen, NoteSeen(contact_id=contact, is_by_citizen=True))
    assert await world.stage.value("select seen_at is not null from citizen.message where id = $1", message)


def test_templates_are_in_both_languages_and_fit() -> None:
    found = list_templates()
    assert len({one.key for one in found}) == len(found) >= 5
    assert all(1 <= len(one.zh) <= 300 and 1 <= len(one.en) <= 300 for one in found)
    with pytest.raises(NotFound):
        words_of("nothing")
