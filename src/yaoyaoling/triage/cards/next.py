"""What the words answer already, and what to ask next. Pure."""

from yaoyaoling.triage.cards.guide import Answer, Card, Guide, Question, card_for
from yaoyaoling.triage.said import words_said

WHAT, WHERE = "what_happened", "where"
"""The questions asked of everybody: what happened, where it is."""


def answers_in(text: str, questions: tuple[Question, ...]) -> tuple[Answer, ...]:
    """Answers that the words of a report give to the questions; what is denied gives none.

    text: as `clean` gives it. Of a question with one answer the choice with the longest word counts.
    """
    lower = text.lower()
    found: list[Answer] = []
    for question in questions:
        words = [(words_said(lower, choice.words), choice.id) for choice in question.choices if choice.words]
        said = [(max(len(word) for word in held), name) for held, name in words if held]
        if not said:
            continue
        chosen = [name for _, name in said] if question.is_many else [max(said)[1]]
        found.append(Answer(question=question.id, choices=tuple(chosen)))
    return tuple(found)


def questions_of(guide: Guide, class_code: str | None, *, has_place: bool) -> tuple[Card, tuple[Question, ...]]:
    """The card of a class and its questions in order, the place first while there is none."""
    card = card_for(guide, class_code)
    by_id = {one.id: one for one in guide.questions}
    first = [] if class_code is not None else [WHAT]
    if not has_place:
        first.append(WHERE)
    ids = [*first, *(name for name in card.questions if name not in first)]
    return card, tuple(by_id[name] for name in ids if name in by_id)


def next_questions(
    guide: Guide, class_code: str | None, text: str, *, has_place: bool, limit: int = 5
) -> tuple[Card, tuple[Question, ...], tuple[Answer, ...]]:
    """The card, the questions that are still open in their order, and the answers that the words give.

    Never empty: while the class is unknown it asks what happened; when all is answered it asks the last one again.
    """
    card, questions = questions_of(guide, class_code, has_place=has_place)
    answers = answers_in(text, questions)
    done = {one.question for one in answers}
    left = tuple(one for one in questions if one.id not in done)
    return card, (left or questions[-1:])[:limit], answers
