"""What helps the call-taker ask and classify: question cards, keywords of the classes, words of danger. All data."""

import csv
import json
from functools import cache
from importlib.resources import files
from typing import Literal

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import Refused

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


class Choice(Value):
    """One answer to take by a key. danger: what it warns the crew of."""

    id: str
    zh: str
    en: str
    danger: Danger | None = None


class Question(Value):
    """A question of a card. is_many: several answers may stand; has_text: a few words may be written."""

    id: str
    zh: str
    en: str
    choices: tuple[Choice, ...] = ()
    is_many: bool = False
    has_text: bool = False


class Card(Value):
    """What to ask, in order, for the classes whose codes begin so; the longest beginning counts."""

    classes: tuple[str, ...]
    questions: tuple[str, ...]


class Keywords(Value):
    """Words that speak for a class."""

    class_code: str
    words: tuple[str, ...]


class Guide(Value):
    """All of it; the console asks once and works with it without the network."""

    questions: tuple[Question, ...]
    cards: tuple[Card, ...]
    keywords: tuple[Keywords, ...]


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


def _text(name: str) -> str:
    return files("yaoyaoling.intake").joinpath("data", name).read_text(encoding="utf-8")


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


def check_answers(answers: tuple[Answer, ...]) -> None:
    """Raises: UnknownAnswer."""
    known = {one.id: {choice.id for choice in one.choices} for one in load_guide().questions}
    for answer in answers:
        if not known.get(answer.question, set()) >= set(answer.choices) or answer.question not in known:
            raise UnknownAnswer(question=answer.question)


def dangers_of(answers: tuple[Answer, ...]) -> frozenset[Danger]:
    """What the answers warn of."""
    by_choice = {
        (one.id, choice.id): choice.danger for one in load_guide().questions for choice in one.choices if choice.danger
    }
    found = (by_choice.get((answer.question, choice)) for answer in answers for choice in answer.choices)
    return frozenset(danger for danger in found if danger is not None)


def dangers_in(words: str | None) -> frozenset[Danger]:
    """What words speak of. It reads words, not sense: "no knife" speaks of a knife too."""
    lower = (words or "").lower()
    return frozenset(danger for danger, signs in _danger_words() if any(sign in lower for sign in signs))
