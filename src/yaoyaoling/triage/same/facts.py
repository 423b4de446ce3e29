"""What a report says, as facts that two reports can share or contradict: events, victims, parts of a place.

It reads words and how they sound, not sense; where it is unsure it errs towards "this is new" (docs/adr/0054).
"""

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Final, Literal, cast
from zlib import crc32

from pypinyin import Style, lazy_pinyin

from yaoyaoling.triage.same.sounds import Piece, number_at, pieces, read

Kind = Literal["event", "harm", "person"]
_REACH: Final = 14
"""A person and what happened to them lie so many pieces apart at most."""
_FRAIL: Final = frozenset({"elder", "child", "pregnant", "disabled"})
_INSIDE = re.compile(
    "里面|里头|屋里|屋内|家里|楼上|床上|车里|车上|房里|教室|宿舍|病房|仓库里|还有|还剩|怀里|窗台|窗口|窗户|阳台"
)
_OWN = re.compile("(我|俺|咱|wo)(们|家|那|的)?$")
_NOBODY = re.compile("(没有?人|无人|没谁|人都|人已经全)[^，。,.！!]{0,3}$|(mei ?(you ?)?ren|wu ?ren) ?$")
_WHOLE_WORD = re.compile("[a-z]")
_LONG_RUN: Final = 10
"""A Latin word so long that is no pinyin and in no list says something nobody can explain."""
_PLATE = re.compile("[一-鿿][a-z][·. ]?[a-z0-9]{5,6}(?![a-z0-9])")
_CLAUSE = re.compile(r"[^，。！？；、,.!?;:：\s…~～]+")
_SUFFIXES: Final = (
    "幼儿园", "加油站", "地铁站", "公交站", "汽车站", "火车站", "火锅店", "服务区", "收费站", "开发区", "体育馆",
    "小区", "花园", "广场", "大厦", "商场", "超市", "学校", "小学", "中学", "大学", "医院", "酒店", "宾馆", "市场",
    "工厂",
    "仓库", "公园", "网吧", "饭店", "餐馆", "书店", "药店", "银行", "公寓", "新村", "家园", "大道", "大桥", "胡同",
    "路口",
    "立交", "商城", "影院", "茶楼", "旅馆", "车库", "工地", "批发", "码头", "水库", "苑", "路", "街", "巷", "村",
    "镇", "厂",
    "桥", "园", "城", "府", "里弄", "庙", "塔",
)  # fmt: skip
_KINDS = re.compile("|".join(one for one in _SUFFIXES if len(one) > 1))
_LEAD = frozenset("我你他在到从的是了就这那里边着离靠近往向跟和有和个家对去来,看见说快啊呢呀吧旁后前楼号层")
_PARTS: Final[dict[str, str]] = {
    "号楼": "building", "haolou": "building", "栋": "building", "幢": "building", "座": "building",
    "dong": "building",
    "单元": "unit", "danyuan": "unit", "楼": "floor", "层": "floor", "lou": "floor", "ceng": "floor",
    "室": "room", "号房": "room", "号": "door", "hao": "door", "公里": "km", "米": "", "车道": "lane",
    "号桥墩": "pier",
}  # fmt: skip
_WORDS_OF_PART: Final = {
    "地下室": ("floor", -1), "地下车库": ("floor", -1), "负一": ("floor", -1), "负二": ("floor", -2),
    "楼顶": ("floor", 999),
    "天台": ("floor", 999), "顶楼": ("floor", 999), "东门": ("gate", 1), "西门": ("gate", 2), "南门": ("gate", 3),
    "北门": ("gate", 4), "后门": ("gate", 5), "正门": ("gate", 6),
}  # fmt: skip


class Term:
    """A word of the lexicon with its fact, and how it sounds."""

    __slots__ = ("excepts", "fact", "kind", "sounds", "word")

    def __init__(self, fact: str, kind: Kind, word: str, excepts: tuple[str, ...]) -> None:
        self.fact, self.kind, self.word, self.excepts = fact, kind, word, excepts
        is_chinese = not word.isascii()
        self.sounds = tuple(lazy_pinyin(word, style=Style.NORMAL)) if is_chinese and len(word) > 1 else ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A term found in a text: from which piece to which, and where in the text."""

    fact: str
    kind: Kind
    first: int
    last: int
    start: int
    end: int
    is_written: bool = True
    """Rather than only heard alike."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a report says. victims: (who, how, on which floor or None). parts: (kind, value).

    names: places by how they sound. is_own: it is about somebody of the caller's own, whom no other caller means.
    unexplained: clauses of which most is in no word list.
    """

    events: frozenset[str] = frozenset()
    victims: frozenset[tuple[str, str, int | None]] = frozenset()
    parts: frozenset[tuple[str, int]] = frozenset()
    names: frozenset[tuple[str, ...]] = frozenset()
    shown: tuple[tuple[str, str], ...] = ()
    """(fact, the words that said it)."""
    unexplained: tuple[str, ...] = ()
    dangers: tuple[str, ...] = ()
    """The clauses that tell of an event."""
    is_own: bool = False
    heard: frozenset[str] = frozenset()
    """Facts that no word as written says: only words that sound like it."""

    def by_kind(self) -> dict[str, set[int]]:
        """The parts of a place that are named, by kind."""
        found: dict[str, set[int]] = {}
        for kind, value in self.parts:
            found.setdefault(kind, set()).add(value)
        return found


@cache
def _terms() -> tuple[Term, ...]:
    text = files("yaoyaoling.triage.same").joinpath("data", "facts.csv").read_text(encoding="utf-8")
    return tuple(
        Term(row["id"], cast(Kind, row["kind"]), word, tuple(filter(None, (row["not"] or "").split("|"))))
        for row in csv.DictReader(text.splitlines())
        for word in row["words"].split("|")
        if word
    )


@cache
def labels() -> dict[str, tuple[str, str]]:
    """Each fact's words for people: (zh, en)."""
    text = files("yaoyaoling.triage.same").joinpath("data", "facts.csv").read_text(encoding="utf-8")
    return {row["id"]: (row["zh"], row["en"]) for row in csv.DictReader(text.splitlines())}


@cache
def _chatter() -> tuple[frozenset[str], frozenset[tuple[str, ...]], int]:
    """Words that say nothing new, how those of several syllables sound, and the length of the longest."""
    text = files("yaoyaoling.triage.same").joinpath("data", "chatter.csv").read_text(encoding="utf-8")
    words = frozenset(word for line in text.splitlines()[1:] for word in line.split("|") if word)
    sounds = frozenset(tuple(lazy_pinyin(word, style=Style.NORMAL)) for word in words if len(word) > 1)
    return words, sounds, max(map(len, words))


@cache
def _by_start() -> tuple[dict[str, list[Term]], dict[str, list[Term]]]:
    by_char: dict[str, list[Term]] = {}
    by_sound: dict[str, list[Term]] = {}
    for term in _terms():
        by_char.setdefault(term.word[0], []).append(term)
        if term.sounds:
            by_sound.setdefault(term.sounds[0], []).append(term)
    return by_char, by_sound


def _hits(text: str, all_pieces: tuple[Piece, ...]) -> list[Hit]:
    by_char, by_sound = _by_start()
    harmless = _chatter()[1]
    ends = [one.at for one in all_pieces[1:]] + [len(text)]
    found: list[Hit] = []
    for first, piece in enumerate(all_pieces):
        for term in by_char.get(text[piece.at], ()):
            if _stands(text, piece.at, term.word) and not _is_excepted(text, piece.at, term):
                end = piece.at + len(term.word)
                last = first
                while last + 1 < len(all_pieces) and all_pieces[last + 1].at < end:
                    last += 1
                found.append(Hit(term.fact, term.kind, first, last, piece.at, end))
        for term in by_sound.get(piece.sound, ()):
            size = len(term.sounds)
            last = first + size - 1
            run = all_pieces[first : last + 1]
            if tuple(one.sound for one in run) != term.sounds or not _is_run(run) or term.sounds in harmless:
                continue
            if _is_likely(term, run) and not _is_excepted(text, piece.at, term):
                found.append(Hit(term.fact, term.kind, first, last, piece.at, ends[last], is_written=False))
    return found


def _stands(text: str, at: int, word: str) -> bool:
    """Whether the word stands there; an English one as a whole word: 滚 is typed "gun"."""
    if not text.startswith(word, at):
        return False
    if not word.isascii():
        return True
    end = at + len(word)
    return not (at and _WHOLE_WORD.match(text[at - 1])) and not _WHOLE_WORD.match(text[end : end + 1])


def _surest(text: str, hits: list[Hit], names: list[tuple[tuple[str, ...], int, int]]) -> list[Hit]:
    """Without words that only sound alike where a word stands as written, a place's name or what kind of place it is:
    煤气 is not 没气, and nobody drinks poison (喝药) in 太和药店.
    """
    written = [hit for hit in hits if hit.is_written]
    taken = [(one.start, one.end) for one in written] + [(start, end) for _, start, end in names]
    taken += [one.span() for one in _KINDS.finditer(text)]
    return written + [
        hit
        for hit in hits
        if not hit.is_written and not any(start < hit.end and hit.start < end for start, end in taken)
    ]


def _is_run(run: tuple[Piece, ...]) -> bool:
    """Whether nothing stands between the pieces."""
    return all(
        after.at == before.at + (1 if before.char else len(before.sound))
        for before, after in pairwise(run)
        if not before.sound.startswith("#")
    )


def _is_likely(term: Term, run: tuple[Piece, ...]) -> bool:
    """Whether a word that only sounds alike is the word: typed as pinyin, long, or with a character of its own."""
    if all(not one.char for one in run):
        return True
    return len(run) > 2 or any(one.char == char for one, char in zip(run, term.word, strict=False))


def _is_excepted(text: str, start: int, term: Term) -> bool:
    for word in term.excepts:
        at = text.find(word, max(0, start - len(word) + 1), start + len(term.word) + len(word))
        if at >= 0 and at < start + len(term.word):
            return True
    return False


def _victims(
    text: str, hits: list[Hit], parts_at: list[tuple[str, int, int]]
) -> frozenset[tuple[str, str, int | None]]:
    persons = [hit for hit in hits if hit.kind == "person"]
    found: set[tuple[str, str, int | None]] = set()
    for harm in hits:
        if harm.kind != "harm" or _NOBODY.search(text[max(0, harm.start - 9) : harm.start]):
            continue
        near = [one for one in persons if abs(one.first - harm.first) <= _REACH]
        floor = _floor_near(parts_at, harm.start)
        found |= {(one.fact, harm.fact, floor) for one in near} or {("someone", harm.fact, floor)}
    for person in persons:
        if person.fact in _FRAIL and not any(who == person.fact for who, _, _ in found):
            how = "trapped" if _INSIDE.search(text[max(0, person.start - 8) : person.end + 8]) else "there"
            found.add((person.fact, how, _floor_near(parts_at, person.start)))
    return frozenset(found)


def _floor_near(parts_at: list[tuple[str, int, int]], at: int) -> int | None:
    floors = [(abs(where - at), value) for kind, value, where in parts_at if kind == "floor" and abs(where - at) <= 24]
    return min(floors)[1] if floors else None


def _parts(text: str, all_pieces: tuple[Piece, ...]) -> list[tuple[str, int, int]]:
    found = [(kind, value, text.find(word)) for word, (kind, value) in _WORDS_OF_PART.items() if word in text]
    found += [("plate", crc32(one.group().replace("·", "").encode()), one.start()) for one in _PLATE.finditer(text)]
    nth = 0
    while nth < len(all_pieces):
        number = number_at(all_pieces, nth)
        if number is None:
            letter = all_pieces[nth]
            follows = all_pieces[nth + 1].char if nth + 1 < len(all_pieces) else ""
            if len(letter.sound) == 1 and not letter.char and follows in ("座", "栋", "区") and follows:
                found.append(("building", 1000 + ord(letter.sound), letter.at))
            nth += 1
            continue
        value, used = number
        after = all_pieces[nth + used : nth + used + 2]
        kind = _kind_of(after)
        if kind == "door" and used == 1 and not after[0].char and all_pieces[nth].sound == "shi":
            kind = None  # typed "shi hao" is 是好 or 势好 more often than a tenth door
        if kind and 0 < value < 20_000:
            found.append((kind, value, all_pieces[nth].at))
        elif not kind and all_pieces[nth].sound.startswith("#") and 100 < value < 5000 and not after:
            found.append(("room", value, all_pieces[nth].at))
        nth += used
    return found


def _kind_of(after: tuple[Piece, ...]) -> str | None:
    for size in (2, 1):
        if len(after) < size or not _is_run(after[:size]):
            continue
        sounds = "".join(one.sound for one in after[:size])
        key = "".join(one.char for one in after[:size])
        if key in _PARTS or (sounds in _PARTS and (size == 2 or not key)):
            return _PARTS[key] if key in _PARTS else _PARTS[sounds]
    return None


@cache
def _suffix_sounds() -> dict[tuple[str, ...], str]:
    return {tuple(lazy_pinyin(one, style=Style.NORMAL)): one for one in _SUFFIXES if len(one) > 1} | {("lu",): "路"}


def _names(text: str, all_pieces: tuple[Piece, ...]) -> list[tuple[tuple[str, ...], int, int]]:
    """Places called by name: (syllables of its own and its kind, start, end); 海棠幼儿园: hai, tang, "you er yuan"."""
    found: list[tuple[tuple[str, ...], int, int]] = []
    last_end = 0
    nth = 0
    while nth < len(all_pieces):
        size = _suffix_size(text, all_pieces, nth)
        if not size:
            nth += 1
            continue
        first = _stem_from(all_pieces, nth, nth, last_end)
        if nth - first < (2 if size == 1 else 1) and first > last_end and _is_within(all_pieces, first - 1):
            first = _stem_from(all_pieces, first - 1, nth, last_end)
        if nth - first >= 1 and nth - first + size >= 3:
            end = nth + size
            stop = all_pieces[end].at if end < len(all_pieces) else len(text)
            stem = tuple(one.sound for one in all_pieces[first:nth])
            kind = " ".join(one.sound for one in all_pieces[nth:end])
            found.append(((*stem, kind), all_pieces[first].at, stop))
            last_end = end
        nth += size
    return found


def _stem_from(all_pieces: tuple[Piece, ...], first: int, nth: int, last_end: int) -> int:
    """Where the name begins whose kind stands at `nth`, read backwards from `first`."""
    while first > 0 and nth - first < 4 and _belongs(all_pieces, first - 1, last_end):
        first -= 1
    return first


def _is_within(all_pieces: tuple[Piece, ...], nth: int) -> bool:
    """Whether 和 is of the name and joins no two: 和平路, 太和药店."""
    return all_pieces[nth].char == "和" and all_pieces[nth + 1].at == all_pieces[nth].at + 1


def _suffix_size(text: str, all_pieces: tuple[Piece, ...], nth: int) -> int:
    piece = all_pieces[nth]
    if piece.char:
        return next((len(one) for one in _SUFFIXES if text.startswith(one, piece.at)), 0)
    for size in (3, 2, 1):
        if tuple(one.sound for one in all_pieces[nth : nth + size]) in _suffix_sounds():
            return size
    return 0


def _belongs(all_pieces: tuple[Piece, ...], nth: int, last_end: int) -> bool:
    piece, following = all_pieces[nth], all_pieces[nth + 1]
    if nth < last_end or piece.char in _LEAD or piece.sound.startswith("#"):
        return False
    if not piece.char:
        return piece.sound not in {"zai", "dao", "de", "shi", "wo", "na", "zhe", "bian", "li"}
    return bool(following.char) and following.at == piece.at + 1


def _unexplained(text: str, all_pieces: tuple[Piece, ...], spans: list[tuple[int, int]]) -> tuple[str, ...]:
    """Clauses of which most is neither chatter, nor a word of the lists, nor a place."""
    words, sounds, longest = _chatter()
    covered = bytearray(len(text))
    for start, end in spans:
        covered[start:end] = b"\1" * (end - start)
    at = 0
    while at < len(text):
        size = next((n for n in range(min(longest, len(text) - at), 0, -1) if text[at : at + n] in words), 0)
        if size:
            covered[at : at + size] = b"\1" * size
        at += size or 1
    heard = [one.sound for one in all_pieces]
    for nth in range(len(heard)):
        for size in (2, 3, 4):
            if tuple(heard[nth : nth + size]) in sounds:
                for one in all_pieces[nth : nth + size]:
                    covered[one.at] = 1
    found: list[str] = []
    for match in _CLAUSE.finditer(text):
        inside = [one for one in all_pieces if match.start() <= one.at < match.end()]
        left = sum(_LONG_RUN if _is_riddle(one) else 1 for one in inside if not covered[one.at])
        if left >= (4 if any(one.char for one in inside) else 6) and left * 2 >= len(inside):
            found.append(match.group())
    return tuple(found)


def _is_riddle(piece: Piece) -> bool:
    return not piece.char and len(piece.sound) >= _LONG_RUN


def _telling(text: str, hits: list[Hit]) -> tuple[str, ...]:
    """The clauses in which an event is told of."""
    found: list[str] = []
    for match in _CLAUSE.finditer(text):
        if any(hit.kind == "event" and match.start() <= hit.start < match.end() for hit in hits):
            found.append(match.group())
    return tuple(found)


@lru_cache(maxsize=50_000)
def facts_of(text: str) -> Facts:
    """What a report says. Never raises; of an empty text nothing."""
    plain = read(text)
    all_pieces = pieces(plain)
    if not all_pieces:
        return Facts()
    parts_at = _parts(plain, all_pieces)
    names = _names(plain, all_pieces)
    found = _hits(plain, all_pieces)
    told = [(hit.start, hit.end) for hit in found if hit.is_written and hit.kind == "event"]
    # 街上 in 下水道倒灌街上都是水 is no street: what happened is no place's name.
    names = [one for one in names if not any(start < one[2] and one[1] < end for start, end in told)]
    hits = _surest(plain, found, names)
    spans = [(hit.start, hit.end) for hit in hits] + [(start, end) for _, start, end in names]
    spans += [(at, min(len(plain), at + 4)) for _, _, at in parts_at]
    return Facts(
        events=frozenset(hit.fact for hit in hits if hit.kind == "event"),
        heard=frozenset(hit.fact for hit in hits) - frozenset(hit.fact for hit in hits if hit.is_written),
        victims=_victims(plain, hits, parts_at),
        parts=frozenset((kind, value) for kind, value, _ in parts_at),
        names=frozenset(name for name, _, _ in names),
        shown=tuple({hit.fact: plain[hit.start : hit.end] for hit in hits}.items()),
        unexplained=_unexplained(plain, all_pieces, spans),
        dangers=_telling(plain, hits),
        is_own=any(hit.kind == "person" and _OWN.search(plain[max(0, hit.start - 2) : hit.start]) for hit in hits),
    )
