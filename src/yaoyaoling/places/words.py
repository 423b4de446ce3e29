"""Texts as search words: characters in pairs, Latin words and numbers whole.

PostgreSQL's own parsers do not divide Chinese. Pairs of neighbouring characters do (bigrams): every text
that holds the words asked for holds their pairs, and two-character words cost no more than long ones.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

MOST_CHARACTERS = 60
"""A question longer than this is cut: no place has a longer name."""

_CJK = r"\u3400-\u4dbf\u4e00-\u9fff\u3007"
RUNS = re.compile(rf"[{_CJK}]+|[a-z0-9]+(?:'[a-z]+)*")
_MARKS = re.compile(rf"[^{_CJK}a-z0-9]+")
_STREET_END = "路街巷道桥"
_BRANCHES = "东西南北中一二三四五六七八九十"
"""What parts one street from another of the same stem: 解放东路, 解放西路; 纬一路, 纬二路."""
_STEM = re.compile(rf"^([{_CJK}]*[^{_BRANCHES}0-9a-z])(大道|路|街)([0-9]+号?)?$")
_JOINING = re.compile(rf"(?<=[{_STREET_END}])\s*[与和跟及同、&和]\s*(?=[{_CJK}])")
_NUMBER_SIGN = re.compile(r"(?<=[0-9])号")
_CROSSING_END = re.compile(r"(?:交叉路口|交叉口|十字路口|丁字路口|交汇处|交界处|交会处|路口|交口)$")
_LATIN_JOINING = {"and", "at", "corner", "of"}

_SHORT_FORMS = {
    "n": ("north",), "s": ("south",), "e": ("east",), "w": ("west",), "ne": ("northeast",), "nw": ("northwest",),
    "se": ("southeast",), "sw": ("southwest",), "st": ("street", "saint"), "rd": ("road",), "blvd": ("boulevard",),
    "hwy": ("highway",), "ln": ("lane",), "ct": ("court",), "pkwy": ("parkway",), "fwy": ("freeway",),
    "sq": ("square",), "mt": ("mount",),
}  # fmt: skip
"""Usual short forms of English street names, for those that the long form does not begin with as well."""


_DIGITS = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """A number below a hundred in characters: 12 → 十二."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (_DIGITS[ones] if ones else "")


def plain(text: str) -> str:
    """Small letters, ordinary width, one form for each character (NFKC), nothing that cannot be seen."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c.isprintable()).strip()


def name_key(text: str) -> str:
    """A name without spaces and marks."""
    return _MARKS.sub("", plain(text))


def without_number(key: str) -> str:
    """The street of a door-plate: 解放路12号 → 解放路; what is all number stays."""
    return re.sub(r"[0-9]+号?$", "", key) or key


def branch_keys(key: str) -> list[str]:
    """The streets whose stem a question may mean: 解放路12号 → 解放东路12号, 解放西路12号 …; mostly none of them."""
    found = _STEM.match(key)
    if found is None:
        return []
    stem, end, number = found.groups(default="")
    number = f"{number.removesuffix('号')}号" if number else ""
    return [f"{stem}{branch}{end}{number}" for branch in _BRANCHES]


def is_chinese(run: str) -> bool:
    """Whether a run of one script is of Chinese characters."""
    return bool(re.match(rf"[{_CJK}]", run))


def index_words(text: str, *, with_single: bool) -> list[str]:
    """What a text is found by; with_single: by one character, too."""
    words: dict[str, None] = {}
    for run in RUNS.findall(plain(text)):
        if not is_chinese(run):
            words[run] = None
            continue
        words.update(dict.fromkeys(run[i : i + 2] for i in range(len(run) - 1)))
        if with_single or len(run) == 1:
            words.update(dict.fromkeys(run))
    return list(words)


def query_words(question: str) -> list[str]:
    """What a question asks for, as tsquery terms that must all match.

    Pairs across the end of a street's name are left out, so that 解放路人民路 finds 解放路与人民路交叉口. A stem
    finds the streets of that stem: 解放路 also 解放北路.
    """
    text = _JOINING.sub(" ", _NUMBER_SIGN.sub(" ", plain(question)[:MOST_CHARACTERS]))
    shorter = _CROSSING_END.sub("", text)
    if shorter != text:
        # 解放路口 and 解放路路口 both mean a crossing of 解放路.
        text = shorter if shorter.endswith(tuple(_STREET_END)) else f"{shorter}路"
    terms: dict[str, None] = {}
    for run in RUNS.findall(text):
        if not is_chinese(run):
            if run not in _LATIN_JOINING or len(run) == len(text):
                terms[_latin_term(run)] = None
            continue
        pairs = [run[i : i + 2] for i in range(len(run) - 1)]
        kept = [pair for pair in pairs if pair[0] not in _STREET_END] or pairs
        terms.update(dict.fromkeys(_chinese_term(pair, run) for pair in kept or [run]))
    return list(terms)


def _chinese_term(pair: str, run: str) -> str:
    """A pair; one of a stem and its 路, 街 or 大道 also as it is with a branch between them."""
    stem, end = pair[0], pair[1:]
    ends = end in ("路", "街") or (end == "大" and f"{pair}道" in run)
    if not ends or stem in _BRANCHES:
        return _quoted(pair)
    branches = [f"({_quoted(stem + branch)} & {_quoted(branch + end)})" for branch in _BRANCHES]
    return f"({' | '.join([_quoted(pair), *branches])})"


def _latin_term(word: str) -> str:
    forms = (word, *_SHORT_FORMS.get(word, ()))
    return "(" + " | ".join(f"{_quoted(form)}:*" for form in forms) + ")"


def query_sounds(question: str) -> str | None:
    """What a question in Latin letters sounds like, as a tsquery term; None when it is not in letters."""
    letters = re.sub(r"[\s'’-]+", "", plain(question)[:MOST_CHARACTERS])
    return f"{_quoted(letters)}:*" if re.fullmatch(r"[a-z][a-z0-9]*", letters) else None


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def vector(words: Iterable[str]) -> str:
    """Words as the text of a tsvector."""
    return " ".join(_quoted(word) for word in words)


def without_prefixes(text: str, prefixes: Sequence[str]) -> str:
    """An address without the names it begins with (province, city, county); never nothing."""
    rest = text.strip()
    while True:
        prefix = next((prefix for prefix in prefixes if rest.startswith(prefix) and len(rest) > len(prefix)), None)
        if prefix is None:
            return rest
        rest = rest[len(prefix) :].lstrip()
