"""How are the platforms' credentials and the secrets of second steps kept at rest?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from connectors.phrases import Phrase
from inbox.errors import Unavailable


class SealBroken(Unavailable):
    """The key that sealed these credentials is not among the keys given."""

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "The stored credentials cannot be opened with HEARBACK_CREDENTIALS_KEY, or the "
                "file credentials_key. Give the key they were sealed with, or connect the "
                "account again."
            )
        )


class Vault:
    """Seals with the first key, opens with any of them.

    Keys from a file are read again when it changes, so that a running process
    follows a rotation and seals nothing with a key that is about to go. What it
    read a moment before, it can still open.
    """

    def __init__(self, keys: tuple[str, ...], file: Path | None = None) -> None:
        self._keys = keys
        self._fernet = _fernet(keys)
        self._file = file
        self._read_at = self._changed_at()

    def seal(self, credentials: Mapping[str, Any]) -> bytes:
        """Encrypt credentials for storage."""
        return self._current().encrypt(json.dumps(dict(credentials)).encode())

    def open(self, sealed: bytes) -> dict[str, Any]:
        """Decrypt stored credentials. Raises SealBroken."""
        try:
            opened: dict[str, Any] = json.loads(self._current().decrypt(sealed))
        except InvalidToken:
            raise SealBroken from None
        return opened

    def opens(self, sealed: bytes) -> bool:
        """Tell whether a key that was given opens this."""
        try:
            self.open(sealed)
        except SealBroken:
            return False
        return True

    def _current(self) -> MultiFernet:
        changed_at = self._changed_at()
        if self._file and changed_at and changed_at != self._read_at:
            self._take_up(self._file, changed_at)
        return self._fernet

    def _take_up(self, file: Path, changed_at: tuple[int, int]) -> None:
        try:
            keys = (*read_keys(file), *self._keys)
            self._fernet = _fernet(keys)
        except ValueError:
            # Whoever puts a key back by hand writes it in place: it is read again when it is whole.
            return
        self._keys, self._read_at = keys, changed_at

    def _changed_at(self) -> tuple[int, int] | None:
        if self._file is None or not self._file.is_file():
            return None
        facts = self._file.stat()
        return facts.st_mtime_ns, facts.st_ino


def read_keys(file: Path) -> tuple[str, ...]:
    """Return the keys in a file, the one that seals first."""
    return tuple(file.read_text(encoding="ascii").strip().split(","))


def _fernet(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key.strip()) for key in keys])
