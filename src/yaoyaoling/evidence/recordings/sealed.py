"""Recordings on disk: sealed in pieces, so that any second of a long call opens without the rest of it.

A file is a row of sealed pieces of 64 KiB (AES-256-GCM, NIST SP 800-38D) under a key that seals nothing else; a piece's
nonce is its number, and the file's id, the number and whether it is the last are authenticated with it (the STREAM
construction, Hoang and others 2015): pieces cannot be changed, moved, left out or cut off at the end.
A mark lies beside each file until its key stands in the vault; the sweep removes files whose mark grew old.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.ledger.vault import Vault

PIECE = 64 * 1024
_TAG = 16


class Sealed(Value):
    """A file that was sealed; hashes, in hexadecimal, are of what was in it."""

    id: UUID
    wrapped_key: str
    size_bytes: int
    sha256: str
    sm3: str


def digests(source: Path) -> tuple[str, str]:
    """SHA-256 and SM3 of a file. Blocking."""
    sha256, sm3 = hashlib.sha256(), hashlib.new("sm3")
    with source.open("rb") as file:
        while piece := file.read(1 << 20):
            sha256.update(piece)
            sm3.update(piece)
    return sha256.hexdigest(), sm3.hexdigest()


class RecordingFiles:
    """Sealed recordings below a directory. All methods block."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        self._folder = folder
        self._vault = vault
        folder.mkdir(parents=True, exist_ok=True)

    def _path(self, file_id: UUID) -> Path:
        return self._folder / file_id.hex[-2:] / f"{file_id.hex}.sound"

    def _mark(self, file_id: UUID) -> Path:
        return self._path(file_id).with_suffix(".mark")

    def seal(self, source: Path) -> Sealed:
        """Seal and flush a copy of a file; it is forgotten unless `settle` follows."""
        file_id, key = new_id(), AESGCM.generate_key(bit_length=256)
        path = self._path(file_id)
        path.parent.mkdir(parents=True, exist_ok=True)
        self._mark(file_id).touch()
        size = source.stat().st_size
        sha256, sm3 = hashlib.sha256(), hashlib.new("sm3")
        with source.open("rb") as plain, path.open("xb") as out:
            os.fchmod(out.fileno(), 0o600)
            for number in range(pieces_of(size)):
                piece = plain.read(min(PIECE, size - number * PIECE))
                sha256.update(piece)
                sm3.update(piece)
                out.write(AESGCM(key).encrypt(_nonce(number), piece, _bound(file_id, number, size)))
            out.flush()
            os.fsync(out.fileno())
        _flush_folder(path.parent)
        return Sealed(
            id=file_id,
            wrapped_key=self._vault.wrap(file_id, key).hex(),
            size_bytes=size,
            sha256=sha256.hexdigest(),
            sm3=sm3.hexdigest(),
        )

    def settle(self, ids: Iterable[UUID]) -> None:
        """Their keys stand in the vault now."""
        for file_id in ids:
            self._mark(file_id).unlink(missing_ok=True)

    def erase(self, ids: Iterable[UUID]) -> None:
        """Remove files; none is fine."""
        for file_id in ids:
            self._path(file_id).unlink(missing_ok=True)
            self._mark(file_id).unlink(missing_ok=True)

    def list_old_marks(self, before_s: float) -> list[UUID]:
        """Files sealed before a moment (seconds since 1970, of the file system) that still have their mark."""
        return [UUID(hex=mark.stem) for mark in self._folder.glob("*/*.mark") if mark.stat().st_mtime < before_s]

    def read(self, file_id: UUID, key: bytes, size: int, start: int, end: int) -> Iterator[bytes]:
        """Bytes start to end, end not included, piece by piece.

        Raises: FileNotFoundError; InvalidTag when it was tampered with.
        """
        with self._path(file_id).open("rb") as sealed:
            for number in range(start // PIECE, pieces_of(end)):
                sealed.seek(number * (PIECE + _TAG))
                piece = AESGCM(key).decrypt(_nonce(number), sealed.read(PIECE + _TAG), _bound(file_id, number, size))
                begin = number * PIECE
                yield piece[max(0, start - begin) : end - begin]


def pieces_of(size: int) -> int:
    """How many pieces hold so many bytes; an empty file has one, so that its emptiness is sealed too."""
    return max(1, -(-size // PIECE))


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _bound(file_id: UUID, number: int, size: int) -> bytes:
    is_last = number == pieces_of(size) - 1
    return file_id.bytes + number.to_bytes(8, "big") + size.to_bytes(8, "big") + bytes([is_last])


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
