"""Ground for the road benches: a made province of any size, and Hong Kong's real roads where they are at hand."""

import csv
import gzip
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import yaoyaoling
from yaoyaoling.places.frame import Frame, lengths_m
from yaoyaoling.places.pack.contract import Roads

Array = NDArray[Any]
SHARED = Path(yaoyaoling.__file__).parents[3] / "shared" / "data"
_BLOCK_M = 180.0
_RIVER_EVERY, _BRIDGE_EVERY = 160, 40
_ONE_WAY, _MISSING = 0.15, 0.08


def made_country(nodes: int, seed: int = 110) -> Roads:
    """About so many crossings in uneven blocks: arterials every eighth street, one-ways, gaps, and rivers.

    A river lies between every 160 rows; a bridge crosses it every 40 blocks, so that whoever is near is not soon there.
    """
    rng = np.random.default_rng(seed)
    side = max(3, round(nodes**0.5))
    row, column = np.divmod(np.arange(side * side), side)
    x = (column + rng.uniform(-0.3, 0.3, len(row))) * _BLOCK_M
    y = (row + rng.uniform(-0.3, 0.3, len(row))) * _BLOCK_M
    lon, lat = Frame(112.4, 30.1).to_lonlat(x - x.mean(), y - y.mean())
    here = np.arange(side * side)
    across, up = here[column < side - 1], here[row < side - 1]
    is_river = (row[up] % _RIVER_EVERY == _RIVER_EVERY - 1) & (column[up] % _BRIDGE_EVERY != 0)
    up = up[~is_river]
    a = np.concatenate([across, up])
    b = np.concatenate([across + 1, up + side])
    line = np.concatenate([row[across], column[up]])
    is_bridge = np.concatenate([np.zeros(len(across), bool), row[up] % _RIVER_EVERY == _RIVER_EVERY - 1])
    is_kept = (rng.random(len(a)) > _MISSING) | (line % 8 == 0) | is_bridge
    a, b, line = a[is_kept], b[is_kept], line[is_kept]
    speed = np.where(line % 40 == 0, 80.0, np.where(line % 8 == 0, 60.0, rng.choice([30.0, 40.0], len(a))))
    is_both = (rng.random(len(a)) > _ONE_WAY) | (line % 8 == 0)
    tail, head = np.concatenate([a, b[is_both]]), np.concatenate([b, a[is_both]])
    return _roads(lon, lat, tail, head, np.concatenate([speed, speed[is_both]]))


def hongkong() -> Roads | None:
    """Hong Kong's road graph; None where the shared data is not at hand."""
    folder = SHARED / "hongkong_road"
    if not folder.is_dir():
        return None
    nodes, edges = _columns(folder / "nodes.csv.gz"), _columns(folder / "edges.csv.gz")
    metres, seconds = np.array(edges["dist"], float), np.array(edges["time_s"], float)
    tail, head = np.array(edges["u"], int), np.array(edges["v"], int)
    is_real = (seconds > 0) & (metres > 0)
    speed = np.clip(metres[is_real] / seconds[is_real] * 3.6, 1, 120)
    lon, lat = np.array(nodes["lon"], float), np.array(nodes["lat"], float)
    return _roads(lon, lat, tail[is_real], head[is_real], speed, metres[is_real])


def _columns(path: Path) -> dict[str, Sequence[str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return dict(zip(header, zip(*rows, strict=True), strict=True))


def _roads(lon: Array, lat: Array, tail: Array, head: Array, speed: Array, metres: Array | None = None) -> Roads:
    t, h = tail.astype(np.int32), head.astype(np.int32)
    if metres is None:
        metres = np.maximum(lengths_m(lon[t], lat[t], lon[h], lat[h]), 0.1)
    none = np.array([], np.str_)
    return Roads(
        lon=lon, lat=lat, tail=t, head=h, length_m=metres.astype(np.float32), speed_kmh=speed.astype(np.float32),
        road_class=np.full(len(t), 7, np.int8), name=np.full(len(t), -1, np.int32), names_zh=none, names_en=none,
    )  # fmt: skip
