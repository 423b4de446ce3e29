"""The question cards and keywords: whole, in both languages, of classes that exist; answers kept as facts."""

import csv
from importlib.resources import files
from uuid import UUID

import pytest

from tests.world import World
from yaoyaoling.apps import rooms
from yaoyaoling.intake.commands import NoteAnswers
from yaoyaoling.intake.handlers.note_answers import note_answers
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.erasure import EraseSubject, eraser
from yaoyaoling.platform.principal import system
from yaoyaoling.triage.cards.guide import Answer, UnknownAnswer, dangers_in, dangers_of, load_guide

KNIFE = Answer(question="weapon", choices=("knife",))


def codes() -> set[str]:
    text = files("yaoyaoling.incidents").joinpath("data", "classes.csv").read_text(encoding="utf-8")
    return {row["code"] for row in csv.DictReader(text.splitlines())}


def test_cards_and_keywords_are_of_classes_that_exist() -> None:
    guide = load_guide()
    questions = {one.id for one in guide.questions}
    assert len(questions) == len(guide.questions)
    for card in guide.cards:
        assert set(card.classes) <= codes() | {""}
        assert card.questions and set(card.questions) <= questions
    assert {one.class_code for one in guide.keywords} <= codes()
    assert any("" in card.classes for card in guide.cards), "a card for whatever has none of its own"


def test_no_class_and_no_word_stands_twice() -> None:
    guide = load_guide()
    classes = [code for card in guide.cards for code in card.classes]
    assert len(classes) == len(set(classes))
    words = [word for one in guide.keywords for word in one.words]
    assert len(words) == len(set(words)), sorted({word for word in words if words.count(word) > 1})


def test_every_question_can_be_answered_in_both_languages() -> None:
    for question in load_guide().questions:
        assert question.zh and question.en
        assert question.choices or question.has_text
        assert all(choice.zh and choice.en for choice in question.choices)


def test_what_answers_and_words_warn_of() -> None:
    assert dangers_of((KNIFE, Answer(question="wounded", choices=("heavy",)))) == {"weapon", "wounded"}
    assert dangers_of((Answer(question="weapon", choices=("none",)),)) == frozenset()
    assert dangers_in("喝多了，手里拿着刀") == {"drunk", "weapon"}
    assert dangers_in(None) == frozenset()


async def opened(world: World) -> tuple[UUID, UUID]:
    contact = await world.report()
    await world.take("taker1", contact)
    return contact, await world.open("taker1", contact, answers=(KNIFE,))


async def test_answers_are_a_fact_of_the_incident_and_can_be_put_right(world: World) -> None:
    _, incident = await opened(world)
    assert "intake.answers.noted" in await world.stage.names(incident)
    stick = Answer(question="weapon", choices=("stick",), text="木棍")
    await world.do("taker2", note_answers, NoteAnswers(incident_id=incident, answers=(stick,)))
    view = await world.stage.snapshot(world.people["north1"])
    entity = view.entities[("answers", str(incident))]
    assert entity.version == 2
    assert entity.fields["answers"] == [{"question": "weapon", "choices": ["stick"], "text": "木棍"}]
    assert ("answers", str(incident)) not in (await world.stage.snapshot(world.people["south1"])).entities
    with pytest.raises(NotFound):
        await world.do("south1", note_answers, NoteAnswers(incident_id=incident, answers=()))


async def test_an_answer_no_card_has_is_refused(world: World) -> None:
    _, incident = await opened(world)
    for answer in (Answer(question="nonsense"), Answer(question="weapon", choices=("banana",))):
        with pytest.raises(UnknownAnswer):
            await world.do("taker1", note_answers, NoteAnswers(incident_id=incident, answers=(answer,)))


async def test_answers_go_with_the_person(world: World) -> None:
    contact, incident = await opened(world)
    sealed = await world.stage.value("select payload::text from ledger.event where name = 'intake.answers.noted'")
    assert "knife" not in sealed
    await world.do(system("erasure"), eraser(rooms.PURGES), EraseSubject(subject=contact, reason="asked"))
    assert await world.stage.value("select answers from intake.answers where incident_id = $1", incident) is None
