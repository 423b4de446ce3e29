"""The caller and the hall write to each other, and what a link may ask of the caller's video."""

from uuid import UUID

import pytest

from tests.citizen.test_withdraw import reporter, view_of
from tests.world import World
from yaoyaoling.apps import rooms
from yaoyaoling.citizen.handlers.say import NoteSeen, Say, note_seen, say
from yaoyaoling.citizen.handlers.show import AskToShow, EndShowing, Show, ask_to_show, end_showing, show
from yaoyaoling.citizen.sides import may_publish, may_watch
from yaoyaoling.kernel.refused import NotAllowed, NotFound
from yaoyaoling.platform.erasure import EraseSubject, eraser
from yaoyaoling.platform.principal import system
from yaoyaoling.telephony.public import VideoSignal, VideoState
from yaoyaoling.telephony.video.states import IllegalVideoSignal


async def asked(world: World) -> UUID:
    contact = await world.report()
    await world.take("taker1", contact)
    await world.do("taker1", ask_to_show, AskToShow(contact_id=contact, token="t" * 43))
    return contact


async def answer(world: World, contact: UUID, signal: VideoSignal, *, by_line: bool = False) -> VideoState:
    command = Show(contact_id=contact, signal=signal, by_line=by_line)
    state: VideoState = await world.do(reporter(contact), show, command)
    return state


async def test_words_go_both_ways_and_are_seen(world: World) -> None:
    contact = await world.report()
    await world.take("taker1", contact)
    await world.do("taker1", say, Say(contact_id=contact, words="能说话吗？", is_from_citizen=False))
    await world.do(reporter(contact), say, Say(contact_id=contact, words="不能，他在隔壁", is_from_citizen=True))
    view = await view_of(world, contact)
    assert [(one.is_from_citizen, one.words, one.seen_at is None) for one in view.messages] == [
        (False, "能说话吗？", True),
        (True, "不能，他在隔壁", True),
    ]
    assert view.may_write
    assert "不能，他在隔壁" in (view.text or "")
    await world.do(reporter(contact), note_seen, NoteSeen(contact_id=contact, is_by_citizen=True))
    view = await view_of(world, contact)
    assert [one.seen_at is None for one in view.messages] == [False, True]
    await world.do("taker1", note_seen, NoteSeen(contact_id=contact, is_by_citizen=False))
    assert all(one.seen_at is not None for one in (await view_of(world, contact)).messages)


async def test_erased_words_are_gone(world: World) -> None:
    contact = await world.report()
    await world.do(reporter(contact), say, Say(contact_id=contact, words="他有刀", is_from_citizen=True))
    await world.do(system("erasure"), eraser(rooms.PURGES), EraseSubject(subject=contact, reason="asked"))
    assert await world.stage.value("select words from citizen.message where contact_id = $1", contact) is None


async def test_nothing_is_sent_before_the_caller_allows(world: World) -> None:
    contact = await asked(world)
    assert (await view_of(world, contact)).video is VideoState.ASKED
    assert not await may_publish(world.stage.db, contact)
    with pytest.raises(NotAllowed):
        await answer(world, contact, VideoSignal.GO_LIVE)
    with pytest.raises(IllegalVideoSignal):
        await answer(world, contact, VideoSignal.GO_LIVE, by_line=True)
    assert await answer(world, contact, VideoSignal.ALLOW) is VideoState.ALLOWED
    assert await answer(world, contact, VideoSignal.ALLOW) is VideoState.ALLOWED
    assert await may_publish(world.stage.db, contact)
    assert await answer(world, contact, VideoSignal.GO_LIVE, by_line=True) is VideoState.LIVE
    assert await world.do("taker1", end_showing, EndShowing(contact_id=contact)) is VideoState.ENDED
    assert not await may_publish(world.stage.db, contact)


async def test_a_picture_of_which_nobody_says_any_more_that_it_flows_is_not_live(world: World) -> None:
    contact = await asked(world)
    await answer(world, contact, VideoSignal.ALLOW)
    await answer(world, contact, VideoSignal.GO_LIVE, by_line=True)
    await world.advance(10)
    assert await answer(world, contact, VideoSignal.GO_LIVE, by_line=True) is VideoState.LIVE
    await world.advance(10)
    assert (await view_of(world, contact)).video is VideoState.LIVE
    await world.advance(6)
    assert (await view_of(world, contact)).video is VideoState.ALLOWED
    assert await answer(world, contact, VideoSignal.GO_LIVE, by_line=True) is VideoState.LIVE, "the page is back"
    assert await world.do("taker1", end_showing, EndShowing(contact_id=contact)) is VideoState.ENDED
    await world.advance(20)
    assert (await view_of(world, contact)).video is VideoState.ENDED


async def test_a_refusal_may_be_thought_over_and_asked_again(world: World) -> None:
    contact = await asked(world)
    assert await answer(world, contact, VideoSignal.REFUSE) is VideoState.REFUSED
    reply = await world.do("taker1", ask_to_show, AskToShow(contact_id=contact, token="t" * 43))
    assert reply.state is VideoState.ASKED
    assert await answer(world, contact, VideoSignal.NO_CAMERA) is VideoState.NO_CAMERA
    assert await answer(world, contact, VideoSignal.ALLOW) is VideoState.ALLOWED


async def test_a_link_is_for_its_own_contact(world: World) -> None:
    contact, other = await asked(world), await world.report()
    with pytest.raises(NotFound):
        await world.do(reporter(other), show, Show(contact_id=contact, signal=VideoSignal.ALLOW))
    with pytest.raises(NotFound):
        await world.do(reporter(other), say, Say(contact_id=contact, words="x", is_from_citizen=True))
    assert (await view_of(world, other)).messages == ()


async def test_the_calls_seat_and_the_officers_of_its_orders_watch(world: World) -> None:
    contact = await asked(world)
    db, people = world.stage.db, world.people

    async def watchers() -> set[str]:
        names = ("taker1", "taker2", "commander", "officer_n1", "officer_n2", "reviewer", "inspector")
        return {one for one in names if one in people and await may_watch(db, people[one], contact)}

    assert await watchers() == {"taker1", "commander"} & people.keys()
    incident = await world.open("taker1", contact)
    await world.send("taker1", incident, "N1")
    assert "officer_n1" in await watchers() and "officer_n2" not in await watchers()
    assert not await may_watch(db, system("x"), contact)
