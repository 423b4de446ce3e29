"""One suggestion out of all parts: pure, within milliseconds; whatever the text is."""

from collections.abc import Mapping
from time import perf_counter

from yaoyaoling.incidents.public import IncidentClass
from yaoyaoling.triage.advice.advise import advise
from yaoyaoling.triage.cards.guide import Question
from yaoyaoling.triage.cards.next import WHERE, next_questions
from yaoyaoling.triage.classify.clean import clean
from yaoyaoling.triage.classify.model import Classified, Guess, classify
from yaoyaoling.triage.contract import (
    UNKNOWN,
    Found,
    NextQuestion,
    NonPolice,
    PlaceAsked,
    SuggestAsk,
    SuggestedClass,
    Suggestion,
)
from yaoyaoling.triage.entities.find import entities
from yaoyaoling.triage.fraud.prepare import QUESTIONS, PaymentDraft, is_fraud, prepare
from yaoyaoling.triage.sensitive.rules import alerts, rules_of
from yaoyaoling.triage.sheets import Sheets, shipped
from yaoyaoling.triage.where.find import PlaceCandidate, find
from yaoyaoling.triage.where.fixes import Fix
from yaoyaoling.triage.where.gazetteer import Gazetteer

Classes = Mapping[str, IncidentClass]
_MOST_QUESTIONS = 6
_UNKNOWN_CLASS = SuggestedClass(code=UNKNOWN, name="不明", name_en="Unknown", confidence=0)


def suggest(asked: SuggestAsk, sheets: Sheets, classes: Classes, gazetteer: Gazetteer | None = None) -> Suggestion:
    """What, where, who for the words so far. classes: those in use, by code; a guess that is not in use is left out.

    gazetteer: the city's places; None: no candidates.
    """
    began = perf_counter()
    text = clean(asked.text)
    classified = _in_use(classify(text), classes)
    found, sensitive = entities(text), alerts(text, rules_of(sheets.sensitive))
    places = _places(text, asked.place, gazetteer)
    advice = advise(text, classified, found, sheets.acceptance, tuple(one.word for one in sensitive))
    top = tuple(_named(one, classes) for one in classified.guesses)
    code = top[0].code if top and not classified.is_unknown else None
    has_place = bool(places) or asked.place is not None
    chosen = asked.class_code or code
    payment = prepare(found) if is_fraud(chosen) or (found.accounts and found.amounts) else None
    _, questions, answers = next_questions(sheets.cards, chosen, text, has_place=has_place, limit=_MOST_QUESTIONS)
    if payment is not None:
        questions = _payment_first(payment, questions, {one.id: one for one in sheets.cards.questions})
    return Suggestion(
        guess=top[0] if code is not None else _UNKNOWN_CLASS,
        top3=top if code is not None else (),
        is_unknown=code is None,
        level=_level(classified, code, classes),
        sensitive=sensitive,
        non_police=NonPolice(verdict=advice.verdict, probability=advice.probability, advice=advice),
        place_candidates=places,
        entities=Found(**found.model_dump()),
        questions=tuple(_asked(one) for one in questions),
        answers=answers,
        payment=payment,
        took_ms=round((perf_counter() - began) * 1000, 2),
    )


def _in_use(classified: Classified, classes: Classes) -> Classified:
    guesses = tuple(one for one in classified.guesses if one.code in classes)
    is_unknown = classified.is_unknown or not guesses
    return classified.model_copy(update={"guesses": guesses, "is_unknown": is_unknown})


def _named(guess: Guess, classes: Classes) -> SuggestedClass:
    known = classes[guess.code]
    return SuggestedClass(
        code=guess.code,
        name=known.name_zh,
        name_en=known.name_en,
        confidence=guess.confidence,
        words=guess.words,
    )


def _level(classified: Classified, code: str | None, classes: Classes) -> int | None:
    if code is None:
        return None
    return classified.level or classes[code].default_level


def _places(text: str, place: str | PlaceAsked | None, gazetteer: Gazetteer | None) -> tuple[PlaceCandidate, ...]:
    if gazetteer is None:
        return ()
    said = text
    near: tuple[Fix, ...] = ()
    if isinstance(place, str):
        said = f"{clean(place)} {text}"
    elif place is not None:
        said = f"{clean(place.text)} {text}" if place.text else text
        near = place.fixes()
    return find(said, gazetteer, near)


def _payment_first(
    payment: PaymentDraft, questions: tuple[Question, ...], known: Mapping[str, Question]
) -> tuple[Question, ...]:
    """What the order lacks first, then the rest of the card; what is known already is not asked."""
    wanted = [QUESTIONS[item] for item in payment.missing]
    answered = set(QUESTIONS.values()) - set(wanted)
    rest = [one for one in questions if one.id not in wanted and one.id not in answered]
    first = [known[name] for name in wanted if name in known]
    where = [one for one in rest if one.id == WHERE]
    return (*first, *(one for one in rest if one not in where), *where)[:_MOST_QUESTIONS] or questions


def _asked(question: Question) -> NextQuestion:
    return NextQuestion(
        id=question.id,
        zh=question.zh,
        en=question.en,
        ask_zh=question.ask_zh or f"{question.zh}？",
        ask_en=question.ask_en or f"{question.en}?",
    )


def warm() -> None:
    """Read model, rules and cards into memory: the first suggestion is as fast as the next."""
    suggest(SuggestAsk(text="有人打架"), shipped(), {})
