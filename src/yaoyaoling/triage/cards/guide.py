"""What helps the call-taker ask and classify: question cards, keywords of the classes, words of danger. All data."""

import csv
import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Literal

from pydantic import Field

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.triage.faults import SheetFault, twice

Danger = Literal[
    "weapon",  # 凶器
    "explosive",  # 易燃易爆
    "mental",  # 精神障碍
    "suicide",  # 轻生
    "drugs",  # 涉毒
    "drunk",  # 醉酒
    "crowd",  # 人多
    "dog",  # 烈犬
    "infection",  # 传染病
    "wounded",  # 有人受伤
]
Also = Literal["119", "120", "122", "gas", "power", "water", "fraud_centre", "12345"]
"""Who else must be told at once."""


class Choice(Value):
    """One answer to take by a key. danger: what it warns the crew of. words: what in a report says so already."""

    id: str = Field(min_length=1, max_length=40)
    zh: str = Field(min_length=1, max_length=60)
    en: str = Field(min_length=1, max_length=80)
    danger: Danger | None = None
    words: tuple[str, ...] = Field(default=(), max_length=60)


class Question(Value):
    """A question of a card. is_many: several answers may stand; has_text: a few words may be written.

    ask: how to say it to a caller; left out: the name says it. fills: the field of the form that the words answer.
    """

    id: str = Field(min_length=1, max_length=40)
    zh: str = Field(min_length=1, max_length=60)
    en: str = Field(min_length=1, max_length=80)
    choices: tuple[Choice, ...] = Field(default=(), max_length=9)
    is_many: bool = False
    has_text: bool = False
    ask_zh: str = Field(default="", max_length=120)
    ask_en: str = Field(default="", max_length=160)
    fills: Literal["place", "reporter_name", "account", "amount", "bank", "paid_at", "channel"] | None = None


class Sentence(Value):
    """Something to say or to do, in both languages."""

    zh: str = Field(min_length=1, max_length=200)
    en: str = Field(min_length=1, max_length=300)


class Stage(Value):
    """A stage of guidance through a long call. from_min: minutes into the call from which it holds."""

    from_min: int = Field(ge=0, le=1440)
    zh: str = Field(min_length=1, max_length=60)
    en: str = Field(min_length=1, max_length=80)
    do: tuple[Sentence, ...] = Field(default=(), max_length=12)
    never: tuple[Sentence, ...] = Field(default=(), max_length=12)


class Card(Value):
    """What to ask, in order, for the classes whose codes begin so; the longest beginning counts.

    advice: what the caller is told for safety, first things first. also: who is told together with the police.
    """

    classes: tuple[str, ...] = Field(min_length=1, max_length=40)
    questions: tuple[str, ...] = Field(min_length=1, max_length=20)
    zh: str = Field(default="", max_length=60)
    en: str = Field(default="", max_length=80)
    advice: tuple[Sentence, ...] = Field(default=(), max_length=12)
    also: tuple[Also, ...] = ()
    stages: tuple[Stage, ...] = Field(default=(), max_length=8)


class Keywords(Value):
    """Words that speak for a class."""

    class_code: str
    words: tuple[str, ...]


class Guide(Value):
    """All of it; the console asks once and works with it without the network."""

    questions: tuple[Question, ...] = Field(min_length=1, max_length=300)
    cards: tuple[Card, ...] = Field(min_length=1, max_length=200)
    keywords: tuple[Keywords, ...] = Field(default=(), max_length=500)


class Answer(Value):
    """An answer as it was taken: the choices by id, the words as written."""

    question: str
    choices: tuple[str, ...] = ()
    text: str = ""


class UnknownAnswer(Refused):
    """The card has no such question, or the question no such answer."""

    code = "unknown_answer"
    status = 422
    zh = "问询卡中没有此项（{question}），请刷新后重试；其他内容已保留。"
    en = "The question card has no such item ({question}). Reload and try again; the rest is kept."


class GuideUnfit(Refused):
    """A version of the cards that cannot be used."""

    code = "guide_unfit"
    status = 422
    zh = "问询卡不能这样发布：{what_zh}。"
    en = "The cards cannot be published so: {what_en}."


def _text(name: str) -> str:
    return files("yaoyaoling.triage.cards").joinpath("data", name).read_text(encoding="utf-8")


@cache
def load_guide() -> Guide:
    """The guide as the files of this room have it."""
    cards = json.loads(_text("questions.json"))
    rows = csv.DictReader(_text("keywords.csv").splitlines())
    keywords = [{"class_code": row["class_code"], "words": row["words"].split("|")} for row in rows]
    return Guide.model_validate({**cards, "keywords": keywords})


@cache
def _danger_words() -> tuple[tuple[Danger, tuple[str, ...]], ...]:
    rows = csv.DictReader(_text("danger_words.csv").splitlines())
    return tuple((row["danger"], tuple(row["words"].split("|"))) for row in rows)  # type: ignore[misc]


def check_answers(guide: Guide, answers: tuple[Answer, ...]) -> None:
    """Raises: UnknownAnswer."""
    known = {one.id: {choice.id for choice in one.choices} for one in guide.questions}
    for answer in answers:
        if not known.get(answer.question, set()) >= set(answer.choices) or answer.question not in known:
            raise UnknownAnswer(question=answer.question)


def guide_faults(guide: Guide, before: Guide) -> Iterator[SheetFault]:
    """What keeps the guide from holding together, by field; it must still know every question and answer of before:
    they stand in incidents."""
    for where, name in twice((f"questions.{at}.id", one.id) for at, one in enumerate(guide.questions)):
        yield SheetFault(where=where, zh=f"问题 {name} 出现两次", en=f"Question {name} stands twice")
    for at, question in enumerate(guide.questions):
        ids = ((f"questions.{at}.choices.{number}.id", one.id) for number, one in enumerate(question.choices))
        for where, name in twice(ids):
            yield SheetFault(where=where, zh=f"选项 {name} 出现两次", en=f"Answer {name} stands twice")
        if not question.choices and not question.has_text:
            yield SheetFault(
                where=f"questions.{at}.choices",
                zh=f"问题 {question.id} 既没有选项，也不能填写文字",
                en=f"Question {question.id} has no answers and takes no words",
            )
    yield from _card_faults(guide)
    yield from _forgotten(guide, before)


def _card_faults(guide: Guide) -> Iterator[SheetFault]:
    known = {one.id for one in guide.questions}
    classes = [(f"cards.{at}.classes", code) for at, card in enumerate(guide.cards) for code in card.classes]
    for where, name in twice(classes):
        yield SheetFault(
            where=where, zh=f"类别 {name or '（通用）'} 有两张卡", en=f"Class {name or '(any)'} has two cards"
        )
    for at, card in enumerate(guide.cards):
        for number, name in enumerate(card.questions):
            if name not in known:
                where = f"cards.{at}.questions.{number}"
                yield SheetFault(where=where, zh=f"没有问题 {name}", en=f"There is no question {name}")
        for where, name in twice((f"cards.{at}.questions.{number}", one) for number, one in enumerate(card.questions)):
            yield SheetFault(
                where=where, zh=f"问题 {name} 在卡上出现两次", en=f"Question {name} stands twice on the card"
            )
        starts = [one.from_min for one in card.stages]
        for number, (earlier, later) in enumerate(pairwise(starts), start=1):
            if later <= earlier:
                yield SheetFault(
                    where=f"cards.{at}.stages.{number}.from_min",
                    zh="阶段的起始分钟须依次增大",
                    en="Each stage must begin later than the one before",
                )
    if "" not in (code for _, code in classes):
        yield SheetFault(where="cards", zh="缺少通用卡（不限类别）", en="The general card, for any class, is missing")


def _forgotten(guide: Guide, before: Guide) -> Iterator[SheetFault]:
    choices = {one.id: {choice.id for choice in one.choices} for one in guide.questions}
    at = {one.id: number for number, one in enumerate(guide.questions)}
    for question in before.questions:
        kept = choices.get(question.id)
        if kept is None or not kept >= {choice.id for choice in question.choices}:
            yield SheetFault(
                where="questions" if kept is None else f"questions.{at[question.id]}.choices",
                zh=f"问题 {question.id} 或其选项已被警情使用，不能删除，可从卡片上取下",
                en=f"Question {question.id} or an answer of it stands in incidents; take it off the cards instead",
            )


def check_guide(guide: Guide, before: Guide) -> None:
    """Raises: GuideUnfit."""
    for fault in guide_faults(guide, before):
        raise GuideUnfit(what_zh=fault.zh, what_en=fault.en, where=fault.where)


def card_for(guide: Guide, class_code: str | None) -> Card:
    """The card whose beginning fits the class longest; the general one for whatever has none of its own."""
    found = max(
        ((len(begin), card) for card in guide.cards for begin in card.classes if (class_code or "").startswith(begin)),
        key=lambda one: one[0],
    )
    return found[1]


def dangers_of(answers: tuple[Answer, ...], guide: Guide | None = None) -> frozenset[Danger]:
    """What the answers warn of. guide: the cards in use; left out: the files'."""
    by_choice = {
        (one.id, choice.id): choice.danger
        for one in (guide or load_guide()).questions
        for choice in one.choices
        if choice.danger
    }
    found = (by_choice.get((answer.question, choice)) for answer in answers for choice in answer.choices)
    return frozenset(danger for danger in found if danger is not None)


def dangers_in(words: str | None) -> frozenset[Danger]:
    """What words speak of. It reads words, not sense: "no knife" speaks of a knife too."""
    lower = (words or "").lower()
    return frozenset(danger for danger, signs in _danger_words() if any(sign in lower for sign in signs))
