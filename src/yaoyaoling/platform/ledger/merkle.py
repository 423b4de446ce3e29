"""The RFC 6962 Merkle tree, kept in tiles of 256 hashes (C2SP tlog-tiles layout).

Pure: it appends leaves to the right edge, tells the root and builds proofs from tiles it is given.
"""

import hashlib
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT
HashName = Literal["sha256", "sm3"]
HASH_BYTES = 32


def leaf_hash(line: bytes, name: HashName = "sha256") -> bytes:
    """Hash of a leaf: H(0x00 ‖ line), RFC 6962 §2.1."""
    return hashlib.new(name, b"\x00" + line).digest()


def node_hash(left: bytes, right: bytes, name: HashName = "sha256") -> bytes:
    """Hash of an inner node: H(0x01 ‖ left ‖ right)."""
    return hashlib.new(name, b"\x01" + left + right).digest()


def empty_root(name: HashName = "sha256") -> bytes:
    """Root of the tree without leaves: H()."""
    return hashlib.new(name, b"").digest()


def _perfect(hashes: list[bytes], name: HashName) -> bytes:
    """Root over a power-of-two count of hashes."""
    while len(hashes) > 1:
        hashes = [node_hash(hashes[i], hashes[i + 1], name) for i in range(0, len(hashes), 2)]
    return hashes[0]


@dataclass
class RightEdge:
    """The growing edge of the tree: the partial tile of every level.

    levels[k]: hashes of the last, partial tile of level k (fewer than 256 of them).
    """

    name: HashName = "sha256"
    size: int = 0
    levels: list[list[bytes]] = field(default_factory=lambda: [[]])

    def append(self, leaves: Iterable[bytes]) -> dict[tuple[int, int], list[bytes]]:
        """Add leaf hashes; gives the tiles that changed: (level, index) → all their hashes."""
        changed: dict[tuple[int, int], list[bytes]] = {}
        for leaf in leaves:
            self.size += 1
            carry: bytes | None = leaf
            level = 0
            while carry is not None:
                if level == len(self.levels):
                    self.levels.append([])
                tile = self.levels[level]
                tile.append(carry)
                index = (self.size - 1) >> (TILE_HEIGHT * (level + 1))
                changed[(level, index)] = tile
                carry = None
                if len(tile) == TILE_WIDTH:
                    carry = _perfect(tile, self.name)
                    self.levels[level] = []
                    level += 1
        return changed

    def root(self) -> bytes:
        """Root of the tree as it stands."""
        peaks: list[bytes] = []
        for tile in reversed(self.levels):
            start = 0
            for bit in range(TILE_HEIGHT - 1, -1, -1):
                if len(tile) & (1 << bit):
                    peaks.append(_perfect(tile[start : start + (1 << bit)], self.name))
                    start += 1 << bit
        if not peaks:
            return empty_root(self.name)
        root = peaks.pop()
        while peaks:
            root = node_hash(peaks.pop(), root, self.name)
        return root


ReadTile = Callable[[int, int], Awaitable[list[bytes]]]
"""Gives the hashes of a tile by (level, index)."""


class Prover:
    """Builds proofs for a tree of `size` leaves from its tiles."""

    def __init__(self, size: int, read_tile: ReadTile, name: HashName = "sha256") -> None:
        self.size = size
        self._read = read_tile
        self._name = name
        self._held: dict[tuple[int, int], list[bytes]] = {}

    async def _node(self, height: int, index: int) -> bytes:
        """Hash over the perfect subtree of 2^height leaves with that index."""
        level, inner = divmod(height, TILE_HEIGHT)
        first = index << inner
        tile_index, offset = divmod(first, TILE_WIDTH)
        tile = self._held.get((level, tile_index))
        if tile is None:
            tile = self._held[(level, tile_index)] = await self._read(level, tile_index)
        return _perfect(tile[offset : offset + (1 << inner)], self._name)

    async def _range(self, start: int, end: int) -> bytes:
        """MTH over leaves [start, end); start is a multiple of the largest power of two in the range."""
        count = end - start
        if count & (count - 1) == 0:
            height = count.bit_length() - 1
            return await self._node(height, start >> height)
        split = 1 << ((count - 1).bit_length() - 1)
        left = await self._range(start, start + split)
        return node_hash(left, await self._range(start + split, end), self._name)

    async def inclusion(self, index: int) -> list[bytes]:
        """Audit path of a leaf, RFC 6962 §2.1.1, lowest node first. Raises: IndexError outside the tree."""
        if not 0 <= index < self.size:
            raise IndexError(f"leaf {index} is not in a tree of {self.size}")
        path: list[bytes] = []
        start, end = 0, self.size
        while end - start > 1:
            split = start + (1 << ((end - start - 1).bit_length() - 1))
            if index < split:
                path.append(await self._range(split, end))
                end = split
            else:
                path.append(await self._range(start, split))
                start = split
        path.reverse()
        return path

    async def consistency(self, old_size: int) -> list[bytes]:
        """Consistency proof from a smaller tree, RFC 6962 §2.1.2."""
        if not 0 < old_size <= self.size:
            raise IndexError(f"no proof from {old_size} to {self.size}")
        return await self._subproof(old_size, 0, self.size, whole=True)

    async def _subproof(self, old: int, start: int, end: int, *, whole: bool) -> list[bytes]:
        if old == end - start:
            return [] if whole else [await self._range(start, end)]
        split = 1 << ((end - start - 1).bit_length() - 1)
        if old <= split:
            proof = await self._subproof(old, start, start + split, whole=whole)
            return [*proof, await self._range(start + split, end)]
        proof = await self._subproof(old - split, start + split, end, whole=False)
        return [*proof, await self._range(start, start + split)]


def root_from_inclusion(leaf: bytes, index: int, size: int, path: list[bytes], name: HashName = "sha256") -> bytes:
    """The root a path leads to; compare it with a signed one. Raises: ValueError for a path of wrong length."""
    fn, sn, node = index, size - 1, leaf
    for sibling in path:
        if sn == 0:
            raise ValueError("path too long")
        if fn & 1 or fn == sn:
            node = node_hash(sibling, node, name)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            node = node_hash(node, sibling, name)
        fn, sn = fn >> 1, sn >> 1
    if sn != 0:
        raise ValueError("path too short")
    return node


def is_consistent(
    old_size: int, old_root: bytes, size: int, root: bytes, proof: list[bytes], name: HashName = "sha256"
) -> bool:
    """Whether the larger tree begins with the smaller one (RFC 9162 §2.1.4.2)."""
    if old_size == size:
        return not proof and old_root == root
    if not 0 < old_size < size:
        return False
    path = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    if not path:
        return False
    fn, sn = old_size - 1, size - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            old, new = node_hash(sibling, old, name), node_hash(sibling, new, name)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            new = node_hash(new, sibling, name)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and old == old_root and new == root
