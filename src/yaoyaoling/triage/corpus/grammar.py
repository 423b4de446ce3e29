"""Texts out of templates: choices, slots, then the dress a citizen gives them. All by one seeded generator."""

import random
import re

from yaoyaoling.triage.classify.sounds import syllable
from yaoyaoling.triage.corpus.families import load_slots

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{([a-z_]+)\}")
_MOST_ROUNDS = 40


def expand(template: str, chance: random.Random) -> str:
    """One text of a template: inner choices first, then slots, whose words may hold choices and slots again."""
    text = template
    for _ in range(_MOST_ROUNDS):
        if choice := _CHOICE.search(text):
            text = text[: choice.start()] + chance.choice(choice[1].split("|")) + text[choice.end() :]
        elif slot := _SLOT.search(text):
            text = text[: slot.start()] + chance.choice(load_slots()[slot[1]]) + text[slot.end() :]
        else:
            return text
    raise ValueError(f"a template without end: {template}")


def dress(text: str, chance: random.Random) -> str:
    """The text with what people say around it: a greeting, place, time, a plea; and how they write it."""
    before, after = "", ""
    if chance.random() < 0.35:
        before += expand("{opener}", chance) + chance.choice(("，", "，", " ", ""))
    if chance.random() < 0.35:
        before += expand("{at}", chance) + chance.choice(("，", "，", ""))
    elif chance.random() < 0.2:
        before += expand("{when}", chance) + chance.choice(("，", ""))
    if chance.random() < 0.3:
        after += chance.choice(("，", "。", " ", "！")) + expand("{closer}", chance)
    elif chance.random() < 0.2:
        after += chance.choice(("，", "。")) + expand("{at}", chance)
    return _written(before + text + after, chance)


def _written(text: str, chance: random.Random) -> str:
    roll = chance.random()
    if roll < 0.15:
        text = _dialect(text, chance)
    elif roll < 0.23:
        text = _slips(text, chance)
    elif roll < 0.27:
        text = _pinyin(text, chance)
    elif roll < 0.33:
        text = _mixed(text, chance)
    if chance.random() < 0.2:
        text = text.replace("，", " ").replace("。", " ")
    if chance.random() < 0.15:
        text = text.replace("，", "").replace("。", "")
    if chance.random() < 0.04:
        text += expand("{emoji}", chance)
    return text


def _dialect(text: str, chance: random.Random) -> str:
    for pair in load_slots()["dialect"]:
        plain, _, other = pair.partition(">")
        if plain in text and chance.random() < 0.6:
            text = text.replace(plain, chance.choice(other.split("/")))
    return text


def _mixed(text: str, chance: random.Random) -> str:
    for pair in load_slots()["english"]:
        plain, _, other = pair.partition(">")
        if plain in text and chance.random() < 0.7:
            text = text.replace(plain, f" {other} ")
    return text


def _slips(text: str, chance: random.Random) -> str:
    """One or two characters by another of the same sound, or left out."""
    characters = list(text)
    for _ in range(chance.choice((1, 1, 2))):
        spot = chance.randrange(len(characters))
        same = _homophones().get(syllable(characters[spot]), "") if syllable(characters[spot]) else ""
        characters[spot] = chance.choice(same) if same else characters[spot]
    if chance.random() < 0.3:
        del characters[chance.randrange(len(characters))]
    return "".join(characters)


def _homophones() -> dict[str, str]:
    """Sound → the characters of that sound in the list of everyday ones."""
    found: dict[str, str] = {}
    for char in load_slots()["everyday"][0]:
        found[syllable(char)] = found.get(syllable(char), "") + char
    return found


def _pinyin(text: str, chance: random.Random) -> str:
    """The text, or a piece of it, in pinyin."""
    start = 0 if chance.random() < 0.5 else chance.randrange(len(text))
    end = len(text) if chance.random() < 0.5 else min(len(text), start + chance.randint(2, 6))
    blank = chance.choice(("", " "))
    piece = blank.join(syllable(char) or char for char in text[start:end])
    return text[:start] + piece + text[end:]
