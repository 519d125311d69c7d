"""How is the key of the credentials replaced while the house runs?

At every moment the file holds each key that something is sealed with, so an
interruption loses nothing; the next rotation finishes the work.
"""

from __future__ import annotations

from pathlib import Path

from cryptography.fernet import Fernet

from hearback.launching import keys
from inbox import resealing
from inbox.errors import Conflict
from inbox.runtime import Runtime
from inbox.vault import read_keys


class KeysFromEnvironment(Conflict):
    """The keys are not ours to change."""

    def __init__(self) -> None:
        super().__init__(
            "The keys come from HEARBACK_CREDENTIALS_KEY, which only you can change. Put a new key "
            "first, before a comma and the old one, and restart everything. Then run "
            "`hearback key reseal`, take the old key out of the setting, and restart again."
        )


def rotate(runtime: Runtime) -> int:
    """Seal everything with a new key, forget the old ones; return how many accounts that were.

    Raises KeysFromEnvironment or SealBroken.
    """
    file = runtime.settings.credentials_key_file
    if file is None:
        raise KeysFromEnvironment
    new = add_key(file)
    count = resealing.reseal(runtime)
    keys.write(file, new)
    return count


def add_key(file: Path) -> str:
    """Put a new key first; whatever is sealed from now on is sealed with it."""
    new = Fernet.generate_key().decode()
    keys.write(file, ",".join((new, *read_keys(file))))
    return new
