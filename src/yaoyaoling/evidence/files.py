"""The files themselves: sealed on disk, flushed before anything is acknowledged, swept when nobody claims them.

An uploaded file waits with a note beside it (facts and wrapped key) until a report or a feedback claims it:
then its key goes into the vault, in that transaction. So an upload costs no row, and a report that is sent
twice finds its photos twice. The sweep removes the note a day later, and the file too when nobody claimed it.
Destroying the key in the vault erases the file wherever copies of it lie.
"""

import hashlib
import os
import time
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import ValidationError

from yaoyaoling.evidence.images import PhotoFacts, examine
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform.ledger.vault import Vault

UNCLAIMED_S = 24 * 3600
_NONCE = 12


class UploadGone(Refused):
    """The upload was never made, was claimed before, or waited too long."""

    code = "upload_gone"
    status = 422
    zh = "照片已失效，请重新上传；其他内容已保留。"
    en = "That upload is no longer there. Send the photo again; the rest is kept."


class Upload(Value):
    """A file that waits to be claimed."""

    media_id: UUID
    facts: PhotoFacts
    sha256: str
    wrapped_key: str


class MediaFiles:
    """Sealed files below a directory."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        self._folder = folder
        self._vault = vault
        folder.mkdir(parents=True, exist_ok=True)

    def _path(self, media_id: UUID) -> Path:
        return self._folder / media_id.hex[-2:] / f"{media_id.hex}.sealed"

    def _note(self, media_id: UUID) -> Path:
        return self._path(media_id).with_suffix(".note")

    def keep(self, content: bytes) -> Upload:
        """Check, seal and flush an uploaded photo. Blocking. Raises: NotAPhoto, PhotoTooLarge."""
        facts = examine(content)
        media_id = new_id()
        key = AESGCM.generate_key(bit_length=256)
        nonce = os.urandom(_NONCE)
        sealed = nonce + AESGCM(key).encrypt(nonce, content, media_id.bytes)
        upload = Upload(
            media_id=media_id,
            facts=facts,
            sha256=hashlib.sha256(content).hexdigest(),
            wrapped_key=self._vault.wrap(media_id, key).hex(),
        )
        self._path(media_id).parent.mkdir(parents=True, exist_ok=True)
        _write(self._path(media_id), sealed)
        _write(self._note(media_id), upload.model_dump_json().encode())
        return upload

    def find_upload(self, media_id: UUID) -> Upload:
        """An upload nobody claimed yet. Raises: UploadGone."""
        try:
            return Upload.model_validate_json(self._note(media_id).read_bytes())
        except (FileNotFoundError, ValidationError) as error:
            raise UploadGone from error

    def erase(self, media_id: UUID) -> None:
        """Remove the file and whatever still holds its key."""
        self._note(media_id).unlink(missing_ok=True)
        self._path(media_id).unlink(missing_ok=True)

    def read(self, media_id: UUID, key: bytes) -> bytes:
        """The file's bytes. Blocking. Raises: FileNotFoundError; InvalidTag when it was tampered with."""
        sealed = self._path(media_id).read_bytes()
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], media_id.bytes)

    def list_old_notes(self) -> list[UUID]:
        """Uploads made more than a day ago that still have their note. Blocking."""
        before = time.time() - UNCLAIMED_S
        return [UUID(hex=note.stem) for note in self._folder.glob("*/*.note") if note.stat().st_mtime < before]

    def sweep(self, old: Iterable[UUID], claimed: set[UUID]) -> int:
        """Remove old notes, and the files nobody claimed; gives how many files. Blocking."""
        swept = 0
        for media_id in old:
            if media_id not in claimed:
                self._path(media_id).unlink(missing_ok=True)
                swept += 1
            self._note(media_id).unlink(missing_ok=True)
        return swept


def _write(path: Path, content: bytes) -> None:
    """Write and flush, file and directory: what is acknowledged is on the disk."""
    partial = path.with_suffix(path.suffix + ".partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
