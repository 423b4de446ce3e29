"""Question cards: what words answer, what comes next, versions that keep what stands in incidents."""

import pytest

from tests.world import World
from yaoyaoling.intake.commands import NoteAnswers
from yaoyaoling.intake.handlers.note_answers import note_answers
from yaoyaoling.kernel.refused import Conflict, NotAllowed
from yaoyaoling.triage.cards.guide import Answer, Card, GuideUnfit, Question, card_for, check_guide, load_guide
from yaoyaoling.triage.cards.next import next_questions
from yaoyaoling.triage.commands import ChangeSheet
from yaoyaoling.triage.faults import SheetUnfit
from yaoyaoling.triage.handlers.change_sheet import change_sheet
from yaoyaoling.triage.mappings import class_of, load_mappings
from yaoyaoling.triage.sheets import present_guide, shipped

GUIDE = load_guide()


def test_the_cards_hold_together() -> None:
    check_guide(GUIDE, GUIDE)


@pytest.mark.parametrize("code", ["0504", "0205", "0501", "0506", "1001", "0106", "0116"])
def test_the_hard_ones_tell_the_caller_something(code: str) -> None:
    card = card_for(GUIDE, code)
    assert len(card.advice) >= 3 and card.zh and card.en


def test_the_crisis_card_guides_for_hours_and_tells_119_and_120() -> None:
    card = card_for(GUIDE, "0504")
    starts = [one.from_min for one in card.stages]
    assert starts == sorted(starts) and starts[0] == 0 and starts[-1] >= 120
    assert set(card.also) >= {"119", "120"}
    assert all(one.do for one in card.stages)


def test_what_the_words_answer_is_not_asked() -> None:
    _, left, answers = next_questions(GUIDE, "0202", "两个人打架，拿着刀，有人流血", has_place=True)
    assert {one.question: one.choices for one in answers} == {
        "people": ("two",), "weapon": ("knife",), "wounded": ("heavy",)
    }  # fmt: skip
    assert [one.id for one in left] == ["still_there", "drunk"]


def test_what_is_denied_is_no_answer() -> None:
    _, left, answers = next_questions(GUIDE, "0202", "没有人拿刀，没人受伤", has_place=True)
    assert not {"weapon", "wounded"} & {one.question for one in answers}
    assert "weapon" in [one.id for one in left]


def test_there_is_always_a_next_question() -> None:
    _, left, _ = next_questions(GUIDE, None, "", has_place=False)
    assert [one.id for one in left[:2]] == ["what_happened", "where"]
    lone = GUIDE.model_copy(update={"cards": (Card(classes=("",), questions=("people",)),)})
    _, left, answers = next_questions(lone, "0202", "一个人", has_place=True)
    assert answers and [one.id for one in left] == ["people"]


def body_with(**changed: object) -> dict[str, object]:
    """The shipped cards with something changed, as a console sends them."""
    return GUIDE.model_copy(update=changed).model_dump(mode="json")


def test_a_version_may_not_forget_what_stands_in_incidents() -> None:
    with pytest.raises(GuideUnfit, match="weapon"):
        lone = (Card(classes=("",), questions=("people",)),)
        left = tuple(one for one in GUIDE.questions if one.id != "weapon")
        check_guide(GUIDE.model_copy(update={"questions": left, "cards": lone}), GUIDE)
    with pytest.raises(GuideUnfit):
        check_guide(GUIDE.model_copy(update={"cards": GUIDE.cards[:1]}), GUIDE)


async def test_a_new_version_is_in_use_from_the_next_question_on(world: World) -> None:
    asked = Question(id="roof", zh="在几层楼顶", en="Which roof", has_text=True)
    cards = (Card(classes=("0504",), questions=("roof",)), *(one for one in GUIDE.cards if "0504" not in one.classes))
    body = body_with(questions=(*GUIDE.questions, asked), cards=cards)
    change = ChangeSheet(kind="cards", base_version=0, note="楼顶", body=body)
    with pytest.raises(NotAllowed):
        await world.do("admin_north", change_sheet, change)
    reply = await world.do("admin", change_sheet, change)
    assert (reply.version, reply.is_changed) == (1, True)
    with pytest.raises(Conflict):
        await world.do("admin", change_sheet, change)
    again = change.model_copy(update={"base_version": 1})
    assert not (await world.do("admin", change_sheet, again)).is_changed
    with pytest.raises(SheetUnfit):
        await world.do("admin", change_sheet, again.model_copy(update={"body": {"questions": []}}))
    async with world.stage.db.snapshot(world.people["taker1"]) as tx:
        assert card_for(await present_guide(tx), "0504").questions == ("roof",)
    contact = await world.report()
    await world.take("taker1", contact)
    incident = await world.open("taker1", contact, answers=(Answer(question="roof", text="六层"),))
    answers = (Answer(question="roof", text="七层"),)
    await world.do("taker1", note_answers, NoteAnswers(incident_id=incident, answers=answers))


def test_codes_of_other_systems_are_mapped() -> None:
    mappings = load_mappings()
    assert class_of(mappings, "bjlxdmb", "100600") == "0106"
    assert class_of(mappings, "bjlxdmb", "000000") is None
    assert shipped().versions == {"cards": 0, "sensitive": 0, "acceptance": 0, "mappings": 0}
