"""Files people send: checked, stripped of what they tell about the sender, and kept under the hash of their content."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import tempfile
from pathlib import Path
from shutil import disk_usage

from domain.errors import HuiyingError
from domain.messages import MediaKind

STORE = "store:"
LARGEST = 20_000_000
NAME = re.compile(r"[0-9a-f]{64}")
SIGNATURES = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n": "image/png",
    b"OggS": "audio/ogg",
    b"%PDF-": "application/pdf",
}


class BadFile(HuiyingError):
    """这个文件不能用，请换一个（照片不超过20MB）。"""  # noqa: D400, D415 — people read it


class FileStore:
    """A folder of files named by the SHA-256 of their content; a name from outside never becomes a path.

    The last `spare` bytes of the disk are left to words: then no more files are taken.
    """

    def __init__(self, folder: Path, spare: int = 0) -> None:
        self._folder = folder
        self._spare = spare

    def keep(self, data: bytes, kind: MediaKind) -> str:
        """Check and keep a file; its ref "store:<sha256>". Photos are drawn anew, which drops the place they were taken.

        OSError when the disk has no room for files.
        """
        if not data or len(data) > LARGEST:
            raise BadFile
        content = _redrawn(data) if kind is MediaKind.PHOTO else data
        name = hashlib.sha256(content).hexdigest()
        target = self._folder / name[:2] / name
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            if disk_usage(target.parent).free < self._spare + len(content):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            _write_whole(target, content)
        return f"{STORE}{name}"

    def load(self, ref: str) -> tuple[bytes, str] | None:
        """Content and type of a kept file, None if there is none."""
        target = self._place(ref)
        return (content := target.read_bytes(), _type_of(content)) if target and target.exists() else None

    def delete(self, ref: str) -> None:
        """Forget a file; nothing happens when there is none."""
        if target := self._place(ref):
            target.unlink(missing_ok=True)

    def _place(self, ref: str) -> Path | None:
        name = ref.removeprefix(STORE)
        if not ref.startswith(STORE) or not NAME.fullmatch(name):
            return None
        return self._folder / name[:2] / name


def _write_whole(target: Path, content: bytes) -> None:
    """On the disk before anybody is told, and whole or not at all, even when two write the same at once."""
    descriptor, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
    half = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)


def _redrawn(data: bytes) -> bytes:
    from bot.photos import UnreadablePhoto, redrawn  # Pillow is loaded with the first photo

    try:
        return redrawn(data)
    except UnreadablePhoto as error:
        raise BadFile from error


def _type_of(content: bytes) -> str:
    return next((kind for mark, kind in SIGNATURES.items() if content.startswith(mark)), "application/octet-stream")
