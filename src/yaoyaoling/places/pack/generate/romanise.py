"""English forms of Chinese place names: pinyin for the name, a word for what it is (GB/T 16159, GB 17733)."""

from functools import lru_cache

from pypinyin import Style, lazy_pinyin

_ENDINGS = (
    ("公路", "Highway"),
    ("大道", "Avenue"),
    ("大桥", "Bridge"),
    ("路", "Road"),
    ("街", "Street"),
    ("巷", "Lane"),
    ("桥", "Bridge"),
    ("村", "Village"),
    ("公园", "Park"),
)
_SIDES = {"东": "East", "西": "West", "南": "South", "北": "North", "中": "Middle"}
_NUMERALS = {numeral: str(number) for number, numeral in enumerate("一二三四五六七八九十", 1)}


@lru_cache(maxsize=100_000)
def pinyin_word(text: str) -> str:
    """A name as one capitalised word: 解放 → Jiefang, 宁安 → Ning'an."""
    word = ""
    for syllable in lazy_pinyin(text, style=Style.NORMAL):
        word += f"'{syllable}" if word and syllable[:1] in "aoe" else syllable
    return word[:1].upper() + word[1:]


@lru_cache(maxsize=100_000)
def english_name(name: str) -> str:
    """The English form of a road or place: 解放北路 → Jiefang North Road, 解放路三巷 → Jiefang Road Lane 3."""
    for ending, word in _ENDINGS:
        stem = name.removesuffix(ending)
        if stem == name or not stem:
            continue
        if word == "Lane" and stem[-1] in _NUMERALS and len(stem) > 2:
            return f"{english_name(stem[:-1])} Lane {_NUMERALS[stem[-1]]}"
        if stem[-1] in _SIDES and len(stem) > 2 and word in ("Road", "Street", "Avenue"):
            return f"{pinyin_word(stem[:-1])} {_SIDES[stem[-1]]} {word}"
        return f"{pinyin_word(stem)} {word}"
    return pinyin_word(name)
