"""Mapbox Vector Tile 2.1 in bulk: a layer's geometries become commands with a few array operations.

Whole coordinates in tile units, y upwards; the tile has them downwards.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

_MOVE_TO, _LINE_TO, _CLOSE = 9, 2, 15
_POINT, _LINE, _POLYGON = 1, 2, 3
_KINDS = {0: _POINT, 1: _LINE, 3: _POLYGON, 4: _POINT, 5: _LINE, 6: _POLYGON}
_KIND_FIELDS = {kind: bytes((0x18, code)) for kind, code in _KINDS.items()}
Ints = NDArray[np.int64]


def encode_layer(name: str, shapes: NDArray[np.object_], properties: Sequence[Mapping[str, Any]], extent: int) -> bytes:
    """A layer as the message that stands in a tile; b"" when nothing of its shapes is left."""
    keys: dict[str, int] = {}
    values: dict[tuple[type, Any], int] = {}
    features = []
    geometries = _geometries(shapes, extent)
    kinds = shapely.get_type_id(shapes).tolist()
    for geometry, kind, owned in zip(geometries, kinds, properties, strict=True):
        if not geometry:
            continue
        tags = b"".join(
            _varint(keys.setdefault(key, len(keys))) + _varint(values.setdefault((type(value), value), len(values)))
            for key, value in owned.items()
        )
        body = (_field(2, tags) if tags else b"") + _KIND_FIELDS[kind] + _field(4, geometry)
        features.append(_field(2, body))
    if not features:
        return b""
    return b"".join(
        [
            _field(1, name.encode()),
            *features,
            *(_field(3, key.encode()) for key in keys),
            *(_field(4, _value(value)) for _, value in values),
            b"\x28" + _varint(extent),
            b"\x78\x02",
        ]
    )


def encode_tile(layers: Sequence[bytes]) -> bytes:
    """A tile of encoded layers."""
    return b"".join(_field(3, layer) for layer in layers if layer)


def _value(value: Any) -> bytes:
    if isinstance(value, bool):
        return bytes((0x38, int(value)))
    if isinstance(value, int):
        return b"\x20" + _varint(value) if value >= 0 else b"\x30" + _varint((value << 1) ^ (value >> 63))
    return _field(1, str(value).encode())


def _field(number: int, body: bytes) -> bytes:
    return bytes((number << 3 | 2,)) + _varint(len(body)) + body


def _varint(value: int) -> bytes:
    return _SMALL[value] if value < len(_SMALL) else _long_varint(value)


def _long_varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


_SMALL = tuple(_long_varint(value) for value in range(1 << 14))
"""Nearly all numbers of a tile."""


def _geometries(shapes: NDArray[np.object_], extent: int) -> list[bytes]:
    """The commands of each shape as packed bytes."""
    paths, owner, is_ring = _paths(shapes)
    xy, path = shapely.get_coordinates(paths, return_index=True)
    whole = np.rint(xy).astype(np.int64)
    # Rounded points may fall together, and a ring's last point is its first.
    first = np.r_[True, path[1:] != path[:-1]]
    keep = first | np.r_[True, (whole[1:] != whole[:-1]).any(axis=1)]
    starts = np.flatnonzero(first)
    last = np.r_[path[1:] != path[:-1], True]
    keep &= ~(last & is_ring[path])
    ends_shut = (
        keep & ~first & is_ring[path] & (whole == whole[starts[path]]).all(axis=1) & np.r_[~keep[1:] | last[1:], True]
    )
    keep &= ~ends_shut
    count = np.bincount(path[keep], minlength=len(paths))
    is_point = shapely.get_type_id(paths) == 0
    fit = count >= np.where(is_ring, 3, np.where(is_point, 1, 2))
    keep &= fit[path]
    return _commands(whole[keep], path[keep], owner, is_ring, len(shapes), extent)


def _paths(shapes: NDArray[np.object_]) -> tuple[NDArray[np.object_], Ints, NDArray[np.bool_]]:
    """Points, lines and rings of all shapes in their order, whose they are, and which are rings."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    is_polygon = shapely.get_type_id(parts) == 3
    if not is_polygon.any():
        return parts, owner, np.zeros(len(parts), bool)
    # Exterior rings turn with the clock, holes against it.
    polygons = shapely.orient_polygons(parts[is_polygon], exterior_cw=True)
    rings, of_polygon = shapely.get_rings(polygons, return_index=True)
    place = np.flatnonzero(is_polygon)[of_polygon]
    others = np.flatnonzero(~is_polygon)
    order = np.argsort(np.r_[place, others], kind="stable")
    paths = np.r_[rings, parts[others]][order]
    is_ring = np.r_[np.ones(len(rings), bool), np.zeros(len(others), bool)][order]
    return paths, owner[np.r_[place, others][order]], is_ring


def _commands(xy: Ints, path: Ints, owner: Ints, is_ring: NDArray[np.bool_], count: int, extent: int) -> list[bytes]:
    if not len(xy):
        return [b""] * count
    xy = np.column_stack([xy[:, 0], extent - xy[:, 1]])
    feature = owner[path]
    opens = np.r_[True, path[1:] != path[:-1]]
    step = xy - np.r_[np.zeros((1, 2), np.int64), xy[:-1]]
    begins = np.r_[True, feature[1:] != feature[:-1]]
    step[begins] = xy[begins]
    zigzag = (step << 1) ^ (step >> 63)
    length = np.diff(np.r_[np.flatnonzero(opens), len(xy)])
    size_of_path = np.repeat(length, length)
    closes = np.r_[path[1:] != path[:-1], True] & is_ring[path]
    second = np.r_[False, opens[:-1]] & ~opens
    # Each point takes its two numbers, and before them a command where one begins; after the last of a ring: close.
    lead = opens | second
    width = 2 + lead + closes
    at = np.cumsum(width) - width
    words = np.empty(int(width.sum()), np.int64)
    words[at[opens]] = _MOVE_TO
    words[at[second]] = (size_of_path[second] - 1) << 3 | _LINE_TO
    words[at + lead] = zigzag[:, 0]
    words[at + lead + 1] = zigzag[:, 1]
    words[(at + width - 1)[closes]] = _CLOSE
    packed, offset = _varints(words)
    first_word = at[begins]
    edges = np.r_[offset[first_word], len(packed)].tolist()
    out = [b""] * count
    whole = packed.tobytes()
    for nth, number in enumerate(feature[begins].tolist()):
        out[number] = whole[edges[nth] : edges[nth + 1]]
    return out


def _varints(words: Ints) -> tuple[NDArray[np.uint8], Ints]:
    """Numbers as varints one after the other, and where each begins."""
    size = 1 + (words >= 1 << 7) + (words >= 1 << 14) + (words >= 1 << 21) + (words >= 1 << 28)
    offset = np.cumsum(size) - size
    packed = np.zeros(int(size.sum()), np.uint8)
    for nth in range(int(size.max())):
        here = size > nth
        more = (size[here] > nth + 1).astype(np.int64) << 7
        packed[offset[here] + nth] = (words[here] >> (7 * nth)) & 0x7F | more
    return packed, offset
