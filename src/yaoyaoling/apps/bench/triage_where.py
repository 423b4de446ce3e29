"""Where: addresses taken apart (conlleval F1) and places found from messy words (hit@1, hit@5), with naive baselines.

Parsing. Two models are scored on `../shared/data/address_parsing/dev.txt`: one trained in place on `train.txt` of the
same set (to be held against the published test F1 of 89.93; the features were chosen looking at dev, the published
test set is not here), and the one that is shipped, which never saw the set. Baseline: each part takes the label its
last character had most often in train.txt, parts cut behind unit words and numbers.

Finding. For addresses drawn from a pack (even shares of doors, crossings, POIs, streets' lanes), the generator
`spoken_forms` writes what a caller may say: the bare address; without the city; in a sentence; numbers in characters;
a homophone for one character; pinyin; one character missing; a relation word behind it. A hit: the candidate lies
within 100 m of the truth (of its own radius, where it says more). Same names in other cities count as misses unless
the city was said; half of the forms say it. Baseline: the longest name of the pack that the text holds, as written.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pypinyin import lazy_pinyin

from yaoyaoling.kernel.geo import Point, distance_m
from yaoyaoling.places.public import Address, Dice, PlaceKind, name_key, read_addresses
from yaoyaoling.triage.where.find import find
from yaoyaoling.triage.where.gazetteer import Gazetteer, divided
from yaoyaoling.triage.where.parse import shipped
from yaoyaoling.triage.where.train import Sentence, Way, entity_f1, read_tagged, spans_of, train

HIT_M = 100.0
_UNITS = frozenset("省市区县镇乡道路街巷弄号幢栋楼室层村苑园城店厦院司厂")
_ALIKE = (
    "解姐放房民明人仁和何平苹东冬西希南男中钟建健设社文闻化画新心华滑河合长常江姜泰太安按福服金今银吟龙隆"
    "凤奉山衫水税清青阳羊光广明鸣兴星业夜园圆梅没桥乔塔踏湖胡"
)
_HOMOPHONES = dict(zip(_ALIKE[::2], _ALIKE[1::2], strict=True))
"""Characters, each with one that many say alike."""
_SENTENCES = (
    "我在{}，快来人",
    "喂，{}这里有人打架",
    "那个，{}着火了",
    "{}，一辆车撞了",
    "在{}，我东西被偷了",
    "你好我要报警，{}有人闹事",
)
_RELATIONS = ("对面", "旁边", "门口", "附近", "后面")
_NUMERALS = "零一二三四五六七八九"
Form = tuple[str, str]
"""How it was made, and the words."""


def figures(packs: Sequence[Path], data: Path | None, *, places: int = 150, copies: int = 1) -> dict[str, object]:
    """All figures of this part. packs: directories; data: `address_parsing`, None where it is absent."""
    found: dict[str, object] = {"finding": {pack.name: finding(pack, places) for pack in packs}}
    found["parsing"] = "skipped: ../shared/data/address_parsing is not there" if data is None else parsing(data, copies)
    return found


# Parsing --------------------------------------------------------------------------------------------------


def parsing(data: Path, copies: int) -> dict[str, object]:
    """F1 of the model trained in place, of the shipped one and of the baseline; milliseconds of processor a text."""
    learnt, held = read_tagged(data / "train.txt"), read_tagged(data / "dev.txt")
    began = time.perf_counter()
    in_place = train(learnt, Way(copies=copies))
    seconds = time.perf_counter() - began
    gold = [[tag for _, tag in sentence] for sentence in held]
    texts = [[word for word, _ in sentence] for sentence in held]
    came, endings = shipped(), _endings(learnt)
    told, ms = _timed([lambda words=words: in_place.tag(words) for words in texts])  # type: ignore[misc]
    return {
        "texts": len(held),
        "against_published_test_f1": 0.8993,
        "trained_in_place": entity_f1(gold, told),
        "training_s": round(seconds, 1),
        "shipped": entity_f1(gold, [came.tag(words) for words in texts]),
        "baseline": entity_f1(gold, [_by_units(words, endings) for words in texts]),
        **_spread(ms),
    }


def _endings(learnt: Sequence[Sentence]) -> dict[str, str]:
    """The label parts have that end in a word, the commonest."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for sentence in learnt:
        for _, end, label in spans_of([tag for _, tag in sentence]):
            counts[_ending(sentence[end - 1][0])][label] += 1
    return {word: labels.most_common(1)[0][0] for word, labels in counts.items()}


def _ending(word: str) -> str:
    return "#" if word.isdigit() else word


def _by_units(words: Sequence[str], endings: dict[str, str]) -> list[str]:
    tags: list[str] = []
    first = 0
    for i, word in enumerate(words):
        is_end = word in _UNITS or i == len(words) - 1 or (word.isdigit() and words[i + 1] not in _UNITS)
        if is_end:
            label = endings.get(_ending(word), "poi")
            tags += [f"B-{label}"] + [f"I-{label}"] * (i - first)
            first = i + 1
    return tags


# Finding --------------------------------------------------------------------------------------------------


def finding(pack: Path, places: int) -> dict[str, object]:
    """hit@1, hit@5 and milliseconds of processor, whole and by how the words were made; and the baseline's hit@1."""
    addresses = list(read_addresses(pack))
    began = time.process_time()
    gazetteer = Gazetteer.of_pack(pack)
    loading = time.process_time() - began
    by_name = {name_key(row.name_zh): row for row in reversed(addresses)}
    longest = max(len(name) for name in by_name)
    asked = list(_asked(addresses, places))
    answers, ms = _timed([lambda words=words: find(words, gazetteer) for _, words, _ in asked])  # type: ignore[misc]
    first: Counter[str] = Counter()
    fifth: Counter[str] = Counter()
    naive: Counter[str] = Counter()
    total: Counter[str] = Counter(how for how, _, _ in asked)
    for (how, words, row), answer in zip(asked, answers, strict=True):
        truth = Point(lon=row.lon, lat=row.lat)
        hits = [distance_m(truth, Point(lon=one.lon, lat=one.lat)) <= HIT_M for one in answer]
        first[how] += any(hits[:1])
        fifth[how] += any(hits)
        other = _naive(words, by_name, longest)
        naive[how] += other is not None and distance_m(truth, Point(lon=other.lon, lat=other.lat)) <= HIT_M
    by_name_alone = round(naive.total() / len(asked), 4)
    return {
        "rows": gazetteer.count,
        "loading_s": round(loading, 1),
        "texts": len(asked),
        "hit_at_1": round(first.total() / len(asked), 4),
        "hit_at_5": round(fifth.total() / len(asked), 4),
        "baseline_hit_at_1": by_name_alone,
        "baseline_hit_at_5": by_name_alone,  # it has one answer
        "by_form": {how: [round(counts[how] / total[how], 3) for counts in (first, fifth, naive)] for how in total},
        **_spread(ms),
    }


def _asked(addresses: Sequence[Address], places: int) -> Iterator[tuple[str, str, Address]]:
    dice = Dice("triage-where")
    kinds = (PlaceKind.DOORPLATE, PlaceKind.INTERSECTION, PlaceKind.POI, PlaceKind.LANDMARK)
    for kind in kinds:
        rows = [row for row in addresses if row.kind is kind]
        for row in dice.shuffled(rows)[: places // len(kinds)]:
            for nth, (how, words) in enumerate(spoken_forms(row, dice)):
                city = divided(row.full_zh)[0]
                yield how, f"{city}{words}" if nth % 2 and how not in ("whole", "pinyin") else words, row


def spoken_forms(row: Address, dice: Dice) -> Iterator[Form]:
    """What a caller may say of an address: see this file's head."""
    name = row.name_zh
    yield "whole", row.full_zh
    yield "bare", name
    yield "sentence", dice.one_of(_SENTENCES).format(name)
    yield "relation", name + dice.one_of(_RELATIONS)
    yield "pinyin", "".join(lazy_pinyin(name))
    yield "numerals", "".join(_NUMERALS[int(c)] if c.isdigit() else c for c in name)
    spots = [at for at, c in enumerate(name) if c in _HOMOPHONES]
    if spots:
        at = dice.one_of(spots)
        yield "homophone", name[:at] + _HOMOPHONES[name[at]] + name[at + 1 :]
    letters = [at for at, c in enumerate(name[:-2]) if not c.isdigit()]
    if len(name) >= 5 and letters:
        at = dice.one_of(letters)
        yield "missing", name[:at] + name[at + 1 :]


def _naive(words: str, by_name: dict[str, Address], longest: int) -> Address | None:
    key = name_key(words)
    for length in range(min(longest, len(key)), 1, -1):
        for start in range(len(key) - length + 1):
            if row := by_name.get(key[start : start + length]):
                return row
    return None


def _timed(calls: Sequence[Callable[[], Any]]) -> tuple[list[Any], list[float]]:
    """Replies, and the processor milliseconds of each: other work on the machine does not count."""
    replies, ms = [], []
    for call in calls:
        began = time.process_time()
        replies.append(call())
        ms.append((time.process_time() - began) * 1e3)
    return replies, ms


def _spread(ms: Sequence[float]) -> dict[str, object]:
    ranked = sorted(ms)
    at = {"p50_ms": 0.5, "p99_ms": 0.99}
    return {name: round(ranked[min(len(ranked) - 1, int(share * len(ranked)))], 2) for name, share in at.items()}
