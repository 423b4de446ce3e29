"""Concepts: groups of words that mean alike here, as data, found all at once; whether each is denied is marked."""

from functools import cache
from importlib.resources import files

from ahocorasick_rs import AhoCorasick, MatchKind

_DENIALS = ("没有", "没", "不是", "并非", "未", "别", "不用", "不会", "从没", "不存在", "不要", "不")
_REACH = 4
"""So many characters before a word may a denial stand: "没有人打架", "没看见着火"."""
_NOT_DENIALS = (
    "不停", "不断", "没完", "没命", "不小心", "差点没", "不知道", "不让", "不给", "不肯", "不理", "没法", "不行",
    "不了", "没人管", "没气", "没呼吸", "不见", "不明", "不动", "不起", "不出", "不到", "不醒",
)  # fmt: skip


@cache
def _tables() -> tuple[AhoCorasick, tuple[str, ...], tuple[str, ...]]:
    text = files("yaoyaoling.triage").joinpath("data", "concepts.txt").read_text(encoding="utf-8")
    words: list[str] = []
    names: list[str] = []
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, _, rest = line.partition(":")
            for word in rest.strip().split("|"):
                words.append(word.lower())
                names.append(name.strip())
    return AhoCorasick(words, matchkind=MatchKind.Standard), tuple(words), tuple(names)


def concepts(text: str) -> list[tuple[str, str]]:
    """(concept, the word that shows it) in order, each pair once; a denied one is called "not_…".

    text: clean and lower case.
    """
    automaton, words, names = _tables()
    found: dict[tuple[str, str], None] = {}
    for index, start, _ in automaton.find_matches_as_indexes(text, overlapping=True):
        name = names[index]
        if is_denied(text, start):
            name = f"not_{name}"
        found[(name, words[index])] = None
    return list(found)


def is_denied(text: str, start: int) -> bool:
    """Whether what begins at `start` is said not to be so: a denial stands just before, in the same clause."""
    before = text[max(0, start - _REACH) : start]
    for stop in "，。,.；;！!？? ":
        before = before.rpartition(stop)[2]
    if not any(denial in before for denial in _DENIALS):
        return False
    around = text[max(0, start - _REACH) : start + 2]
    return not any(word in around for word in _NOT_DENIALS)
