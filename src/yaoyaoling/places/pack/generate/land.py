"""What the ground is used for: parks, schools, works, compounds and the rest of the blocks; pieces for the map."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle

import numpy as np
import shapely
from shapely import Polygon

from yaoyaoling.places.pack.dice import Dice
from yaoyaoling.places.pack.generate.blocks import Block
from yaoyaoling.places.pack.generate.romanise import pinyin_word
from yaoyaoling.places.pack.generate.skeleton import polygons_of
from yaoyaoling.places.pack.generate.terrain import Terrain
from yaoyaoling.places.pack.generate.venue_words import COMPOUNDS, SITES, WORKS, SiteWord
from yaoyaoling.places.pack.generate.vocabulary import STEM_HEADS, STEM_TAILS
from yaoyaoling.places.pack.invent import Name

PAVEMENT_M = 7.0
"""Blocks are drawn this much smaller than the ground between the middles of their streets."""
_COMPOUND_LEAST_M2 = 14_000


@dataclass(frozen=True)
class Site:
    """A block on the ground (metres) and what it is; without a name when nothing special stands there."""

    shape: Polygon
    use: str
    sort: str = ""
    name_zh: str = ""
    name_en: str = ""
    is_landmark: bool = False


def make_sites(
    city: Name,
    terrain: Terrain,
    blocks: list[Block],
    dice: Dice,
    *,
    words: Sequence[SiteWord] = SITES,
    named_compounds: Sequence[str] = COMPOUNDS,
) -> list[Site]:
    """Give the blocks their uses; the most important sites choose first. city: its name, without 市."""
    grounds = make_grounds([block.shape for block in blocks], terrain)
    free = [(shape, block.use) for shape, block in zip(grounds, blocks, strict=True) if not shape.is_empty]
    sites: list[Site] = []
    order = dice.shuffled(range(len(free)))
    taken: set[int] = set()
    for word in words:
        index = _choose(word, free, order, taken, sites)
        if index is not None:
            taken.add(index)
            zh, en = word.zh.format(city=city[0]), word.en.format(city=city[1])
            sites.append(Site(free[index][0], word.use, word.sort, zh, en, word.is_landmark))
    compounds, stems = iter(dice.shuffled(named_compounds)), made_stems(dice)
    for index in order:
        shape, use = free[index]
        if index in taken:
            continue
        if use == "industrial":
            zh, en = dice.one_of(WORKS)
            stem = next(stems)
            sites.append(Site(shape, use, "works", zh.format(stem=stem), en.format(stem=pinyin_word(stem))))
        elif use == "residential" and shape.area > _COMPOUND_LEAST_M2 and (name := next(compounds, "")):
            sites.append(Site(shape, use, "compound", name, f"{pinyin_word(name)} (residential compound)"))
        else:
            sites.append(Site(shape, use))
    return sites


def _choose(
    word: SiteWord, free: list[tuple[Polygon, str]], order: list[int], taken: set[int], sites: list[Site]
) -> int | None:
    """A block that is large enough, not among works, and apart from sites of the same sort."""
    for index in order:
        shape, use = free[index]
        if index in taken or use == "industrial" or not word.least_m2 <= shape.area <= word.most_m2:
            continue
        if all(site.sort != word.sort or site.shape.distance(shape) > 350 for site in sites):
            return index
    return None


def make_grounds(blocks: Sequence[Polygon], terrain: Terrain) -> list[Polygon]:
    """The ground of each block without its pavements; an empty polygon where nothing is left."""
    bent = shapely.transform(shapely.segmentize(np.array(blocks, dtype=object), 40.0), terrain.bend)
    inner = shapely.simplify(shapely.buffer(bent, -PAVEMENT_M, quad_segs=16), 0.8)
    return [max(polygons_of(one), key=lambda part: part.area, default=Polygon()) for one in inner]


def made_stems(dice: Dice) -> Iterator[str]:
    """Names of two characters for shops and works, again from the start when all were given."""
    return cycle(dice.shuffled([head + tail for head in STEM_HEADS for tail in STEM_TAILS if head != tail]))
