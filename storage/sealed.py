"""Personal fields, encrypted so that a stolen database file names nobody."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from domain.errors import StorageError

KEY_BYTES = 32
NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
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
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
    if path.stat().st_mode & 0o077:
        raise StorageError(f"the key file {path} can be read by others; run: chmod 600 {path}")
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise StorageError(f"the key file {path} does not hold {KEY_BYTES} bytes")
    return key


def hashed(code: str) -> str:
    """What is kept of a code that opens something: whoever reads the store cannot use it (SHA-256, hexadecimal)."""
    return hashlib.sha256(code.encode()).hexdigest()
