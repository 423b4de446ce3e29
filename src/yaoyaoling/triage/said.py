"""Which words a text says and does not deny. Pure."""

from collections.abc import Iterable

from yaoyaoling.triage.classify.concepts import is_denied


def says(text: str, word: str) -> bool:
    """Whether the word stands somewhere without a denial before it. Both clean and in lower case."""
    at = text.find(word)
    while at >= 0:
        if not is_denied(text, at):
            return True
        at = text.find(word, at + len(word))
    return False


def words_said(text: str, words: Iterable[str]) -> tuple[str, ...]:
    """Those of the words that are said. text: clean, in lower case."""
    return tuple(word for word in words if says(text, word.lower()))
