"""Personal fields, encrypted so that a stolen database file names nobody."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
import tempfile
from dataclasses import field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from domain.errors import StorageError
from domain.values import frozen

KEY_BYTES = 32
NONCE_BYTES = 12


@frozen
class Seal:
    """AES-256-GCM; each value is bound to the row it belongs to, so a moved ciphertext does not open."""

    key: bytes = field(repr=False)

    def close(self, value: str, row: str) -> bytes:
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + AESGCM(self.key).encrypt(nonce, value.encode(), row.encode())

    def mark(self, value: str, row: str) -> bytes:
        """By what a value is recognised again (HMAC-SHA256, bound to its row) and from which it cannot be guessed."""
        return hmac.digest(self.key, f"{row}:{value}".encode(), "sha256")

    def open(self, sealed: bytes, row: str) -> str:
        try:
            return AESGCM(self.key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], row.encode()).decode()
        except InvalidTag as error:
            raise StorageError(f"a sealed field of {row} does not open with this key") from error


def load_key(path: Path) -> bytes:
    """The key from its file (made at the first start, readable by its owner only)."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _make_key(path)
    if path.stat().st_mode & 0o077:
        raise StorageError(f"the key file {path} can be read by others; run: chmod 600 {path}")
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise StorageError(f"the key file {path} does not hold {KEY_BYTES} bytes; put back the copy you keep of it")
    return key


def _make_key(path: Path) -> None:
    """Whole and on the disk before anything is sealed with it; of two who make it at once one wins."""
    descriptor, part = tempfile.mkstemp(dir=path.parent)  # readable by its owner only
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(part, path)
    finally:
        Path(part).unlink()


def hashed(code: str) -> str:
    """What is kept of a code that opens something: whoever reads the store cannot use it (SHA-256, hexadecimal)."""
    return hashlib.sha256(code.encode()).hexdigest()
