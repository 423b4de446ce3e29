"""Which of the city's names a text holds: as written, by sound, by pinyin and initials, and nearly so."""

import re
from dataclasses import dataclass

from yaoyaoling.places.public import syllables
from yaoyaoling.triage.where.aliases import LONGEST, folded_syllable
from yaoyaoling.triage.where.gazetteer import Gazetteer, Known, Named

_CJK = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\u3007]")
_LATIN_RUN = re.compile(r"[a-z]+(?:[ '’-]*[a-z]+)*")
_WORD = re.compile(r"[a-z]+")
_ENDING = re.compile(
    r"[路街巷道弄桥村苑园城里店厦院校厂站场馆府庄寺塔港行所吧局区宫亭湾]|(?:花园|大厦|超市|公司|广场|宾馆|酒店|幼儿园)"
)
_FILLERS = frozenset("在到从去来往向的了是这那我你他就和与跟有说着呢啊啦嘛边号米走个家里面对后前旁")
_SHORTEST_SOUND = 3
_SHORTEST_RUN, _MOST_RUN = 5, 40
_MOST_FUZZY = 8
_FUZZY_LENGTHS = (3, 4, 5, 6, 8)
_QUALITY = {"name": 1.0, "sound": 0.86, "pinyin": 0.92, "initials": 0.6, "fuzzy": 0.8}


@dataclass(frozen=True, slots=True)
class Mention:
    """Characters start to end of a text that mean something named. how: key of a reason; quality: 0 to 1."""

    start: int
    end: int
    said: str
    named: Named
    how: str
    quality: float


def mentions_in(text: str, gazetteer: Gazetteer) -> list[Mention]:
    """All mentions of a text (as `gazetteer.text_key` makes it), none inside of another that is better; by place."""
    found = _written(text, gazetteer)
    found += _latin(text, gazetteer)
    covered = _covered(found, len(text))
    found += _sounding(text, gazetteer, covered)
    found = _longest(found)
    return sorted(found + _near(text, gazetteer, _covered(found, len(text))), key=lambda one: (one.start, -one.end))


def _written(text: str, gazetteer: Gazetteer) -> list[Mention]:
    found = []
    for start in range(len(text)):
        if text[start].isspace():
            continue
        for end in range(start + 2, min(len(text), start + LONGEST) + 1):
            for known in gazetteer.named(text[start:end]):
                found.append(_mention(text, start, end, known, "name"))
    return found


def _mention(text: str, start: int, end: int, known: Known, how: str) -> Mention:
    reason = "part" if how == "name" and known.weight < 1 else {"pinyin": "sound"}.get(how, how)
    return Mention(start, end, text[start:end], known.named, reason, known.weight * _QUALITY[how])


def _covered(found: list[Mention], length: int) -> list[bool]:
    covered = [False] * length
    for one in found:
        covered[one.start : one.end] = [True] * (one.end - one.start)
    return covered


def _longest(found: list[Mention]) -> list[Mention]:
    """Without those that lie inside of a longer one as good, or nearly so."""
    spans: dict[tuple[int, int], float] = {}
    for one in found:
        spans[one.start, one.end] = max(spans.get((one.start, one.end), 0.0), one.quality)
    kept = {
        (start, end)
        for (start, end), quality in spans.items()
        if not any(
            s <= start and end <= e and (s, e) != (start, end) and better >= quality - 0.25
            for (s, e), better in spans.items()
        )
    }
    return [one for one in found if (one.start, one.end) in kept]


def _sounding(text: str, gazetteer: Gazetteer, covered: list[bool]) -> list[Mention]:
    """Names of three characters or more that sound like what is written and not yet understood."""
    found = []
    for run in re.finditer(r"[\u4e00-\u9fff\u30070-9]+", text):
        start, end = run.span()
        if end - start < _SHORTEST_SOUND or all(covered[start:end]):
            continue
        sounds = [folded_syllable(piece) for piece in _by_character(run[0])]
        for i in range(len(sounds)):
            for j in range(i + _SHORTEST_SOUND, min(len(sounds), i + 12) + 1):
                if all(covered[start + i : start + j]):
                    continue
                for known in gazetteer.sounding("'".join(sounds[i:j])):
                    found.append(_mention(text, start + i, start + j, known, "sound"))
    return found


def _by_character(run: str) -> list[str]:
    """The pinyin of each character of a run; digits stay, one by one."""
    pieces: list[str] = []
    for part in re.findall(r"[0-9]|[^0-9]+", run):
        pieces += [part] if part.isdigit() else syllables(part)
    return pieces if len(pieces) == len(run) else list(run)


def _latin(text: str, gazetteer: Gazetteer) -> list[Mention]:
    found: list[Mention] = []
    for run in _LATIN_RUN.finditer(text):
        words = [(run.start() + word.start(), run.start() + word.end()) for word in _WORD.finditer(run[0])]
        known_words: set[int] = set()
        for first in range(min(len(words), 40)):
            for last in range(first, min(len(words), first + 6)):
                start, end = words[first][0], words[last][1]
                letters = "".join(_WORD.findall(text[start:end]))
                spelt = gazetteer.spelt(letters)
                found += [_mention(text, start, end, known, "pinyin") for known in spelt]
                if not spelt and 2 <= len(letters) <= 12 and last == first:
                    short = gazetteer.initialled(letters)
                    found += [_mention(text, start, end, known, "initials") for known in short[:30]]
                    spelt = short
                known_words.update(range(first, last + 1) if spelt else ())
        for nth, (start, end) in enumerate(words[:3]):
            if nth not in known_words and end - start >= 5:
                inside = _run_together(text, start, end, gazetteer)
                found += inside
                if inside:
                    continue
                near = gazetteer.spelt_nearly(text[start:end])
                found += [_mention(text, start, end, known, "pinyin") for known in near]
    return found


def _run_together(text: str, start: int, end: int, gazetteer: Gazetteer) -> list[Mention]:
    """Names inside of a word without spaces: jiefangluyurenminlu."""
    found = []
    for i in range(start, min(end, start + _MOST_RUN)):
        for j in range(i + _SHORTEST_RUN, min(end, i + _MOST_RUN) + 1):
            if known := gazetteer.spelt_whole(text[i:j]):
                found += [_mention(text, i, j, one, "pinyin") for one in known]
    return found


def _near(text: str, gazetteer: Gazetteer, covered: list[bool]) -> list[Mention]:
    """Names that windows before a usual ending, which nothing explains yet, are close to."""
    found: list[Mention] = []
    tried = 0
    for ending in _ENDING.finditer(text):
        end = ending.end()
        if tried >= _MOST_FUZZY:
            break
        if covered[end - 1]:
            continue
        start = end
        while (
            start > 0 and end - start < max(_FUZZY_LENGTHS) and _CJK.match(text[start - 1]) and not covered[start - 1]
        ):
            start -= 1
        best: dict[Named, Mention] = {}
        for length in _FUZZY_LENGTHS:
            begin = end - length
            if begin < start or text[begin] in _FILLERS:
                continue
            for known in gazetteer.nearly(text[begin:end]):
                if known.named.is_street != (text[end - 1] in "路街巷道弄"):
                    continue
                one = _mention(text, begin, end, known, "fuzzy")
                if one.named not in best or best[one.named].quality < one.quality:
                    best[one.named] = one
        tried += 1
        found += best.values()
    return found
