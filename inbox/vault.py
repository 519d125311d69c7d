"""How are the platforms' credentials kept at rest?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from inbox.errors import HearbackError


class SealBroken(HearbackError):
    """The key that sealed these credentials is not among the keys given."""

    def __init__(self) -> None:
        super().__init__(
            "The stored credentials cannot be opened with HEARBACK_CREDENTIALS_KEY. "
            "Give the key they were sealed with, or connect the account again."
        )


class Vault:
    """Seals with the first key, opens with any of them."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        self._fernet = MultiFernet([Fernet(key.strip()) for key in keys])

    def seal(self, credentials: Mapping[str, Any]) -> bytes:
        """Encrypt credentials for storage."""
        return self._fernet.encrypt(json.dumps(dict(credentials)).encode())

    def open(self, sealed: bytes) -> dict[str, Any]:
        """Decrypt stored credentials. Raises SealBroken."""
        try:
            opened: dict[str, Any] = json.loads(self._fernet.decrypt(sealed))
        except InvalidToken:
            raise SealBroken from None
        return opened
