"""Labelled addresses made by rule, for the parser that comes along: names of divisions and towns, all else invented.

How: a pattern is drawn, each part from word lists below, then what people do to addresses is done to it: levels left
out, unit words left out, the beginning typed twice, numbers joined by dashes, a business or a hint at the end. What it
lacks: real names of roads and estates, other regions' habits, spelling mistakes, parts in another order.
"""

import random
from collections.abc import Callable
from importlib.resources import files
from itertools import pairwise

from yaoyaoling.triage.where.features import towns
from yaoyaoling.triage.where.tokens import tokens_of

Piece = tuple[str, str]
_NUM = "一二三四五六七八九十"


def _words() -> dict[str, list[str]]:
    lines = (files("yaoyaoling.triage.where") / "data" / "corpus_words.txt").read_text("utf-8").splitlines()
    return {name: words.split() for name, _, words in (line.partition(": ") for line in lines if line[0] != "#")}


_WORDS = _words()
_C, _S, _ROADS = _WORDS["chars"], _WORDS["surnames"], _WORDS["roads"]
_ESTATES, _SITES, _PEOPLE, _HINTS = _WORDS["estates"], _WORDS["sites"], _WORDS["people"], _WORDS["hints"]
_FIRMS = (_WORDS["trades"], _WORDS["firms"])


def _divisions() -> list[tuple[str, str, str]]:
    text = (files("yaoyaoling.triage.where") / "data" / "divisions.txt").read_text("utf-8")
    names = dict(line.split() for line in text.splitlines() if not line.startswith("#"))
    return [
        (names[code[:2] + "0000"], names.get(code[:4] + "00", ""), name)
        for code, name in names.items()
        if not code.endswith("00") and code[:2] + "0000" in names
    ]


def _towns() -> list[str]:
    return [name for name, kind in towns().items() if kind == "t"]


class Maker:
    """Makes labelled addresses from one seed."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)  # noqa: S311 - a corpus, not a secret
        self._divisions, self._towns = _divisions(), _towns()

    def sentence(self) -> list[tuple[str, str]]:
        """Words with their tags."""
        pieces = [piece for piece in self._address() if piece[0]]
        text = "".join(text for text, _ in pieces)
        edges = [0]
        for piece, _ in pieces:
            edges.append(edges[-1] + len(piece))
        found = []
        tokens = tokens_of(text)
        for (start, end), (_, label) in zip(pairwise(edges), pieces, strict=True):
            inside = [token for token in tokens if start <= token.start < end]
            found += [(token.text, f"{'B' if nth == 0 else 'I'}-{label}") for nth, token in enumerate(inside)]
        return found

    # Parts ------------------------------------------------------------------------------------------------

    def _chance(self, share: float) -> bool:
        return self._dice.random() < share

    def _one(self, items: "list[str] | str | tuple[str, ...]") -> str:
        return self._dice.choice(items)

    def _stem(self) -> str:
        kind = self._dice.random()
        if kind < 0.12:
            return self._one(_S) + "家" + self._one("湾桥塘庄岗店坝畈")
        if kind < 0.2:
            return self._one("大小上下前后东西南北新老") + self._one(_C)
        if kind < 0.3:
            return self._one(_C) + self._one(_C) + self._one(_C)
        return (
            self._one(_C) + self._one("山水江河湖溪塘桥门庄林泉港湾岭坪阳安和兴丰盛泰华荣源")
            if kind < 0.62
            else self._one(_C) + self._one(_C)
        )

    def _short(self, name: str) -> str:
        return name[:-1] if len(name) > 2 and name[-1] in "省市区县" and self._chance(0.17) else name

    def _number(self, most: int) -> str:
        return str(self._dice.randint(1, most))

    def _divided(self) -> list[Piece]:
        prov, city, district = self._dice.choice(self._divisions)
        levels: list[Piece] = []
        if self._chance(0.02):
            levels.append(("中国", "country"))
        if self._chance(0.7):
            levels.append((self._short(prov), "prov"))
        if city and self._chance(0.8):
            levels.append((self._short(city), "city"))
        if self._chance(0.88) or not levels:
            levels.append((self._short(district), "district"))
        if self._chance(0.22):
            copy = [(text, "redundant") for text, _ in levels[self._dice.randrange(len(levels)) :]]
            levels = copy + levels if self._chance(0.4) else levels + copy
        return levels

    def _town(self) -> list[Piece]:
        found: list[Piece] = []
        if self._chance(0.5):
            found.append((self._town_name(), "town"))
        if self._chance(0.06):
            found.append(
                (
                    self._one(
                        (
                            "经济开发区",
                            "高新区",
                            "高新技术开发区",
                            "工业区",
                            f"{self._stem()}开发区",
                            "经济技术开发区",
                            "保税区",
                        )
                    ),
                    "devzone",
                )
            )
        if self._chance(0.24):
            found.append((self._stem() + self._one(("村", "村", "村", "社区", "居委会", "行政村", "")), "community"))
        return found

    def _town_name(self) -> str:
        if self._chance(0.7):
            name = self._one(self._towns)
            ends = ("街道", "镇", "乡") if self._chance(0.12) else ()
            return next(
                (name.removesuffix(end) for end in ends if name.endswith(end) and len(name) > len(end) + 1), name
            )
        name = self._stem()
        return name + (self._one(("镇", "镇", "街道", "街道", "街道", "乡", "")) if len(name) < 4 else "镇")

    def _road(self) -> list[Piece]:
        stem = self._one(_ROADS) if self._chance(0.4) else self._stem()
        way = self._one("东西南北中") if self._chance(0.22) else self._one(_NUM) if self._chance(0.1) else ""
        found = [(stem + way + self._one(("路", "路", "路", "路", "街", "大道", "大街", "巷", "弄")), "road")]
        if self._chance(0.06):
            found.append(
                (
                    self._one(
                        (f"{self._one(_NUM)}巷", f"{self._one(_NUM)}街", f"{self._stem()}巷", f"{self._number(30)}弄")
                    ),
                    "subroad",
                )
            )
            if self._chance(0.6):
                return [*found, (self._number(200) + self._one(("号", "号", "")), "subroadno")]
        if self._chance(0.78):
            number = self._number(self._dice.choice((50, 300, 2000)))
            kind = self._dice.random()
            text = number + (
                "号" if kind < 0.78 else "弄" if kind < 0.86 else "-" + self._number(50) + "号" if kind < 0.9 else ""
            )
            found.append((text.split("-")[0] if "-" in text else text, "roadno"))
            if "-" in text:
                found += [("-", "redundant"), (text.split("-")[1], "houseno")]
        return found

    def _place(self) -> list[Piece]:
        kind = self._dice.random()
        if kind < 0.5:
            name = self._stem() + self._one(_ESTATES)
        elif kind < 0.8:
            name = (self._stem() if self._chance(0.8) else "") + self._one(_SITES)
        elif kind < 0.93:
            name = self._stem() + self._one(_FIRMS[0]) + self._one(_FIRMS[1])
        else:
            name = self._stem()
        found = [(name, "poi")]
        if self._chance(0.16):
            found.append(
                (
                    self._one(
                        (
                            f"{self._one(_NUM)}期",
                            f"{self._one('ABCDE')}区",
                            f"{self._stem()}苑",
                            f"{self._one('东西南北')}区",
                            f"{self._one('东西南北')}门",
                            "综合楼",
                            f"{self._stem()}阁",
                        )
                    ),
                    "subpoi",
                )
            )
        return found

    def _house(self) -> list[Piece]:
        kind = self._dice.random()
        if kind < 0.25:
            dash = ("-", "redundant")
            parts = [(self._number(80), "houseno"), dash]
            if self._chance(0.6):
                parts += [(self._number(6), "cellno"), dash]
            return [*parts, (str(self._dice.randint(101, 2500)), "roomno")]
        found: list[Piece] = []
        if self._chance(0.75):
            head = (
                self._number(90) if self._chance(0.7) else self._one(_NUM) if self._chance(0.5) else self._one("ABCDEF")
            )
            found.append((head + self._one(("幢", "栋", "号楼", "座", "号", "幢", "栋")), "houseno"))
        if self._chance(0.5):
            head = self._number(6) if self._chance(0.8) else self._one(_NUM)
            found.append((head + "单元", "cellno"))
        if self._chance(0.3):
            found.append(
                (
                    (self._number(30) if self._chance(0.75) else self._one(_NUM)) + self._one(("楼", "层", "F")),
                    "floorno",
                )
            )
        if self._chance(0.6):
            found.append((str(self._dice.randint(101, 3000)) + self._one(("室", "", "", "号", "房")), "roomno"))
        return found

    def _address(self) -> list[Piece]:
        sure: Callable[[float], bool] = self._chance
        found = self._divided() if sure(0.86) else []
        found += self._town()
        if sure(0.62):
            found += self._road()
        if sure(0.7) or not found:
            found += self._place()
        if sure(0.5):
            found += self._house()
        if sure(0.08):
            found.append((self._one(_HINTS), "assist"))
        if sure(0.07):
            found.append(
                (self._one(_PEOPLE) if sure(0.6) else self._stem() + self._one(_FIRMS[0]) + self._one("店厂"), "person")
            )
        if sure(0.03):
            found.insert(self._dice.randrange(len(found) + 1), (self._one("-_、，. "), "redundant"))
        return [piece for piece in found if piece[0].strip()]


def make_corpus(count: int, seed: int = 1) -> list[list[tuple[str, str]]]:
    """So many labelled addresses; the same seed gives the same ones (within one Python version)."""
    maker = Maker(seed)
    return [sentence for _ in range(count) if (sentence := maker.sentence())]
