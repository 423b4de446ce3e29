"""What a larger city has beside what every town has: schools by number, hospitals of its districts, malls, parks."""

from collections.abc import Iterator
from itertools import product

from yaoyaoling.places.pack.generate import city_vocabulary as words
from yaoyaoling.places.pack.generate.romanise import pinyin_word
from yaoyaoling.places.pack.generate.venue_words import SITES, SiteWord
from yaoyaoling.places.pack.invent import Name
from yaoyaoling.places.words import numeral

_MIDDLE_SCHOOLS = 34
_HOSPITALS = (
    "第一人民医院",
    "第二人民医院",
    "第三人民医院",
    "第四人民医院",
    "口腔医院",
    "儿童医院",
    "眼科医院",
    "中西医结合医院",
)
_COLLEGES = ("示范大学", "示范师范大学", "云澜学院", "示范医科大学", "示范理工大学", "云澜职业技术学院", "示范警察学院")


def city_sites(districts: tuple[Name, ...]) -> tuple[SiteWord, ...]:
    """Sites of a larger city, the most important first. districts: names in both languages."""
    first = [word for word in SITES if word.sort != "school" or "实验" in word.zh]
    return (
        *(SiteWord("college", "school", zh, pinyin_word(zh), 30_000, 260_000, True) for zh in _COLLEGES),
        *first,
        *(_hospital(f"{{city}}市{zh}", f"{{city}} {pinyin_word(zh)}") for zh in _HOSPITALS),
        *(_hospital(f"{zh}人民医院", f"{en} People's Hospital") for zh, en in districts),
        *(
            SiteWord("bus_station", "commercial", f"{{city}}{zh}", f"{{city}} {en} Bus Station", 6_000, 60_000, True)
            for zh, en in (("汽车南站", "South"), ("汽车北站", "North"), ("旅游汽车站", "Tourist"))
        ),
        *_named("mall", "commercial", words.MALLS, "", "", 6_000, 60_000, landmarks=8),
        *_named("park", "park", words.PARKS, "", "", 9_000, 160_000, landmarks=8),
        *_named("market", "commercial", words.MARKETS, "农贸市场", " Market", 4_500, 30_000),
        *(
            SiteWord("school", "school", f"{{city}}市第{numeral(n)}中学", f"{{city}} No. {n} Middle School", 9_000)
            for n in range(1, _MIDDLE_SCHOOLS + 1)
        ),
        *_named("school", "school", words.PRIMARY_SCHOOLS, "小学", " Primary School", 5_500, 45_000),
    )


def _hospital(zh: str, en: str) -> SiteWord:
    return SiteWord("hospital", "hospital", zh, en, 7_000, 60_000)


def _named(
    sort: str, use: str, names: tuple[str, ...], end: str, end_en: str, least: float, most: float, landmarks: int = 0
) -> Iterator[SiteWord]:
    """One site for each name; the first few are landmarks."""
    for nth, zh in enumerate(names):
        yield SiteWord(sort, use, f"{zh}{end}", f"{pinyin_word(zh)}{end_en}", least, most, nth < landmarks)


def compound_names() -> tuple[str, ...]:
    """Names for residential compounds."""
    return tuple(
        head + tail for head, tail in product(words.COMPOUND_HEADS, words.COMPOUND_TAILS) if head[-1] != tail[0]
    )
