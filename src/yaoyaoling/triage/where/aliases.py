"""What else people call a place: without the city, the brackets, half of a long name; and how it sounds."""

import re
from collections.abc import Iterable, Sequence

from yaoyaoling.places.public import MarkKind, PlaceKind, name_key

LONGEST = 20
"""No longer name is looked for in a text."""
_SHORTEST = 2

_BRANCH = re.compile(r"[（(].*?[)）]")
_BRANCHED_STREET = re.compile(r"^(.{2,}?)[东西南北中](大道|路|街)$")
_SHORT = (
    (re.compile(r"第?([一二三四五六七八九十]+)中学$"), r"\1中"),
    (re.compile(r"第([一二三四五六七八九十]+)小学$"), r"\1小"),
    (re.compile(r"第([一二三四五六七八九十]+)人民医院$"), r"\1院"),
    (re.compile(r"人民政府$"), "政府"),
    (re.compile(r"农贸市场$"), "菜市场"),
    (re.compile(r"妇幼保健院$"), "妇幼"),
    (re.compile(r"火车站$"), "站"),
    (re.compile(r"居委会$"), ""),
    (re.compile(r"(社区)?卫生服务站$"), "卫生站"),
    (re.compile(r"购物广场$"), "广场"),
    (re.compile(r"便利店$"), ""),
    (re.compile(r"(快捷)?酒店$"), "酒店"),
    (re.compile(r"小区$"), ""),
)
"""Ends of names as they are said: 小镇第一中学 → 小镇一中. Each gives one more name."""
_CUT = 0.85
_STEM = 0.72
_BRANCHLESS = 0.78


def aliases_of(name: str, kind: str, cities: Iterable[str]) -> dict[str, float]:
    """All keys a name is found by, with how sure each of them is (1: the whole name)."""
    found: dict[str, float] = {}

    def add(text: str, weight: float) -> None:
        key = name_key(text)
        if _SHORTEST <= len(key) <= LONGEST:
            found[key] = max(found.get(key, 0.0), weight)

    add(name, 1.0)
    if kind == PlaceKind.ROAD:
        if branched := _BRANCHED_STREET.match(name):
            add(branched[1] + branched[2], _STEM)
        return found
    bare = _BRANCH.sub("", name)
    add(bare, _BRANCHLESS if bare != name else 1.0)
    forms = [bare]
    for city in cities:
        for start in (f"{city}市", city, city.removesuffix("市")):
            if start and bare.startswith(start) and len(bare) > len(start) + 1:
                forms.append(bare[len(start) :])
                add(forms[-1], 0.95 if kind != PlaceKind.VILLAGE else 1.0)
                break
    for form in forms:
        for end, short in _SHORT:
            shorter = end.sub(short, form)
            if shorter != form and len(shorter) >= _SHORTEST:
                add(shorter, _CUT)
    if kind == MarkKind.BUS_STOP:
        add(bare.removesuffix("站") + "公交站", 1.0)
        add(bare.removesuffix("站") + "车站", _CUT)
    if kind == PlaceKind.VILLAGE and bare.endswith("村"):
        add(bare.removesuffix("村"), _CUT)
    return found


_FOLD = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_NASAL = re.compile(r"(?<=[aei])ng$")


def folded(pieces: Sequence[str]) -> str:
    """Syllables as one key, without the differences many speakers do not make: zh/z, n/l, f/h, ng/n."""
    return "'".join(folded_syllable(piece) for piece in pieces)


def folded_syllable(piece: str) -> str:
    """One syllable: zhang → zan, nan → lan, hu → fu; digits and Latin words stay."""
    for written, heard in _FOLD:
        if piece.startswith(written):
            piece = heard + piece[len(written) :]
            break
    if len(piece) > 1 and piece[0] == "n":
        piece = "l" + piece[1:]
    if piece.startswith("hu"):
        piece = "f" + piece[2:] if len(piece) > 2 else "fu"
    return _NASAL.sub("n", piece)
