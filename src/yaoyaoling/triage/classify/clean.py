"""Text as every part of triage reads it: no control or direction tricks, no markup, one width, emoji as words."""

import re
import unicodedata
from functools import cache
from importlib.resources import files

MOST_CHARACTERS = 2000
"""What is read of a text; a citizen's report is far shorter, and every part must answer in milliseconds."""

_MOST_RAW = 4 * MOST_CHARACTERS
_TAG = re.compile(r"</?[a-zA-Z!][^<>]{0,400}>")
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[a-zA-Z]{2,8});")
_SPACE = re.compile(r"\s+")
_RUN = re.compile(r"(.)\1{3,}")
_EMOJI_WORD = re.compile(r"〔[^〔〕]{1,6}〕")
_DROPPED = {"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me"}


def clean(text: str) -> str:
    """The text in one form: at most 2,000 characters; cleaning what is clean changes nothing.

    Control, direction and invisible characters go, markup goes, full width becomes half width, common
    traditional characters become simplified ones, a known emoji becomes its word in 〔〕 ("🔥" → "〔火〕"), other
    pictures go, white space becomes one space, and a character repeated more than three times stays three
    times (digits are left alone: they may be an account).
    """
    text = text[:_MOST_RAW]
    for picture, word in _emoji():
        if picture in text:
            text = text.replace(picture, f"〔{word}〕")
    text = _ENTITY.sub(" ", _TAG.sub(" ", unicodedata.normalize("NFKC", text)))
    text = "".join(_kept(char) for char in text).translate(_simplified())
    text = _RUN.sub(lambda run: run[0] if run[1].isdigit() else run[1] * 3, _SPACE.sub(" ", text))
    return _SPACE.sub(" ", text)[:MOST_CHARACTERS].strip()


def spoken(text: str) -> str:
    """A clean text without its emoji words: what somebody said in letters."""
    return _EMOJI_WORD.sub("", text)


def _kept(char: str) -> str:
    kind = unicodedata.category(char)
    if char in "\n\r\t":
        return " "
    if kind in _DROPPED or (kind == "So" and ord(char) > 0x2000):
        return ""
    return char


@cache
def _emoji() -> tuple[tuple[str, str], ...]:
    rows = (line.split("\t") for line in _lines("emoji.tsv"))
    return tuple((row[0], row[1]) for row in rows)


@cache
def _simplified() -> dict[int, str]:
    pairs = (line.split("\t") for line in _lines("traditional.tsv"))
    return {ord(old): new for olds, news in pairs for old, new in zip(olds, news, strict=True)}


def _lines(name: str) -> list[str]:
    text = files("yaoyaoling.triage").joinpath("data", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
